"""What an attribution is: kind of source, act, certainty, channel, reason for anonymity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Reader = Callable[..., Any]


def first(read_text: Reader, text: str) -> Any:
    return read_text(text).attributions[0]


@pytest.mark.parametrize(
    ("text", "kind", "identification"),
    [
        ("Defence Minister Jonas Lind said that the ships had left.", "named_official", "named_person"),
        ("A senior defence official said that the ships had left.", "unnamed_official", "unnamed_person"),
        ("Two security officials said that the ships had left.", "unnamed_official", "unnamed_group"),
        ("The defence ministry said that the ships had left.", "organisation", "named_org"),
        ("Military analysts say that the ships have left.", "expert", "unnamed_group"),
        ("Residents said that the ships had left.", "eyewitness", "unnamed_group"),
        ("Greta Olsen, an analyst at a bank, said that the ships had left.", "expert", "named_person"),
        ("A leaked report says that the ships have left.", "document", "document"),
        ("The latest poll shows that the ruling party is ahead.", "document", "dataset"),
        ("The North Korean state news agency KCNA said that the ships had left.", "state_media", "named_org"),
        ("Eyewitness accounts say that the ships had left.", "eyewitness", "document"),
    ],
)
def test_kind_of_source(read_text: Reader, text: str, kind: str, identification: str) -> None:
    source = first(read_text, text).source
    assert (source.kind, source.identification) == (kind, identification)


@pytest.mark.parametrize(
    ("text", "act", "certainty"),
    [
        ("The ministry said that the ships had left.", "asserts", "CT+"),
        ("The ministry confirmed that the ships had left.", "confirms", "CT+"),
        ("The ministry denied that the ships had left.", "denies", "CT-"),
        ("The ministry has not confirmed that the ships had left.", "doubts", "Uu"),
        ("The ministry doubts that the ships have left.", "doubts", "PR-"),
        ("The ministry said that no ship had left.", "denies", "CT-"),
        ("The ministry said that the ships might have left.", "asserts", "PS+"),
        ("The ministry promised to send the ships home.", "promises", "CT+"),
        ("The ministry demanded that the ships leave.", "demands", "Uu"),
        ("The ministry asked whether the ships had left.", "asks", "Uu"),
        ("The ministry accused the rebels of sinking the ships.", "accuses", "CT+"),
        ("“If the siege goes on, we will retaliate,” the general said.", "threatens", "CT+"),
        ("The ministry said that the report was false.", "denies", "CT-"),
        ("The ministry believes that the ships have left.", "believes", "PR+"),
    ],
)
def test_act_and_certainty(read_text: Reader, text: str, act: str, certainty: str) -> None:
    attribution = first(read_text, text)
    assert (attribution.act, attribution.certainty) == (act, certainty)


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("The ministry said in a statement that the ships had left.", "statement"),
        ("The minister told reporters that the ships had left.", "briefing"),
        ("The minister said in an interview that the ships had left.", "interview"),
        ("The minister said in a speech that the ships had left.", "speech"),
        ("The minister tweeted that the ships had left.", "social_media"),
        ("The minister declined to comment on the ships.", "declined_comment"),
        ("The latest poll shows that the ruling party is ahead.", "data"),
    ],
)
def test_channel(read_text: Reader, text: str, channel: str) -> None:
    assert first(read_text, text).channel == channel


def test_claim_is_distancing(read_text: Reader) -> None:
    assert first(read_text, "The militia claimed that the ships had left.").distance == "distancing"


def test_reason_for_anonymity(read_text: Reader) -> None:
    text = (
        "Talks have stalled, said a diplomat, who spoke on condition of anonymity because he was not allowed to speak."
    )
    attribution = next(a for a in read_text(text).attributions if a.cue.lemma == "say")
    assert attribution.anonymity_reason is not None
    span = attribution.anonymity_reason.span
    assert text[span.start : span.end] == attribution.anonymity_reason.text
    assert "because he was not allowed" in attribution.anonymity_reason.text


def test_words_that_belong_to_somebody_are_his(read_text: Reader) -> None:
    text = "Foreign Minister Jonas Lind’s remarks suggest that the truce will hold."
    source = next(a for a in read_text(text).attributions if a.cue.lemma == "suggest").source
    assert source.text == "Foreign Minister Jonas Lind’s remarks"
    assert source.name == "Jonas Lind"
    assert source.kind == "named_official"


def test_report_by_a_state_agency_is_the_agencys(read_text: Reader) -> None:
    text = "According to a report by the Korean Central News Agency (KCNA), the parade began at noon."
    source = first(read_text, text).source
    assert source.kind == "state_media"
    assert source.media_control == "state"
    assert source.text.endswith("(KCNA)")


def test_pronoun_takes_name_and_kind_of_its_entity(read_text: Reader) -> None:
    text = "Defence Minister Jonas Lind left the meeting early. He said that the ships had left."
    source = next(a for a in read_text(text).attributions if a.cue.lemma == "say").source
    assert (source.text, source.name, source.kind) == ("He", "Jonas Lind", "named_official")


def test_first_hand(read_text: Reader) -> None:
    assert first(read_text, "“I carried the boxes myself,” said Pia Holm.").proximity == "first_hand"
