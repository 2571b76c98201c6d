"""Attribution by rule: who says what, with which words, inside whose words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.records import Attribution

Reader = Callable[..., Any]


def found(read_text: Reader, text: str, cue: str, source: str | None = None) -> Attribution:
    """The one attribution with this cue lemma (and source text)."""
    record = read_text(text)
    hits = [a for a in record.attributions if a.cue.lemma == cue and source in (None, a.source.text)]
    assert len(hits) == 1, [(a.source.text, a.cue.lemma, a.content.text) for a in record.attributions]
    return hits[0]


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        ("The mayor said that the bridge had collapsed.", "say", "The mayor", "that the bridge had collapsed"),
        ("The bridge had collapsed, the mayor said.", "say", "the mayor", "The bridge had collapsed"),
        ("The bridge, the mayor said, had collapsed.", "say", "the mayor", "The bridge ... had collapsed"),
        ("The crew wants to leave the port.", "want", "The crew", "to leave the port"),
        ("The union called for an inquiry into the fire.", "call", "The union", "an inquiry into the fire"),
        ("The envoy accused the militia of burning the grain.", "accuse", "The envoy", "the militia of burning the grain"),
        ("Two sailors drowned, according to the coast guard.", "according to", "the coast guard", "Two sailors drowned"),
        ("As the judge noted, the law has expired.", "note", "the judge", "the law has expired"),
        ("The claim by the rebels that the dam is mined could not be checked.", "claim", "the rebels",
         "that the dam is mined"),
        ("The minister is confident that the harvest will last.", "confident", "The minister", "that the harvest will last"),
        ("A survey shows that rents doubled.", "show", "A survey", "that rents doubled"),
    ],
)  # fmt: skip
def test_frames(read_text: Reader, text: str, cue: str, source: str, content: str) -> None:
    attribution = found(read_text, text, cue)
    assert attribution.source.text == source
    assert attribution.content.text == content
    assert attribution.within is None


def test_spans_are_the_words(read_text: Reader) -> None:
    text = "“We lost two boats,” the skipper said. “Nobody warned us.” Officials deny that."
    for attribution in read_text(text).attributions:
        for passage in (attribution.cue, attribution.content):
            assert " ... ".join(text[start:end] for start, end in passage.spans) == passage.text


def test_split_quotation_is_one_attribution(read_text: Reader) -> None:
    attribution = found(read_text, "“The road is open,” Colonel Anna Berg said, “but only until dark.”", "say")
    assert attribution.content.text == "“The road is open,” ... “but only until dark.”"
    assert attribution.form == "direct"


def test_speech_that_goes_on_without_a_cue(read_text: Reader) -> None:
    attribution = found(read_text, "“The road is open,” Colonel Anna Berg said. “It will not stay so.”", "say")
    assert "“It will not stay so.”" in attribution.content.text


def test_quotation_of_several_sentences_is_taken_whole(read_text: Reader) -> None:
    text = "“The pump failed at noon. Nobody came. Then the cellar filled,” said Ivo Marek, who lives there."
    attribution = found(read_text, text, "say")
    assert attribution.content.text.startswith("“The pump failed")
    assert attribution.source.text.startswith("Ivo Marek")


def test_quotation_left_open_goes_on_in_the_next_paragraph(read_text: Reader) -> None:
    text = "“The pump failed at noon,” the warden said. “Nobody came.\n\n“Then the cellar filled.”"
    assert "Then the cellar filled" in found(read_text, text, "say").content.text


def test_announced_by_a_colon_in_the_paragraph_before(read_text: Reader) -> None:
    attribution = found(read_text, "The warden said:\n\n“The pump failed at noon and nobody came.”", "say")
    assert attribution.content.text == "“The pump failed at noon and nobody came.”"


def test_borrowed_word_is_mixed(read_text: Reader) -> None:
    attribution = found(read_text, "The bishop praised their “patience and courage” at the mass.", "praise")
    assert attribution.form == "mixed"
    assert attribution.distance == "neutral"  # who praises is the bishop, not the publisher


def test_coordinated_verb_shares_the_subject(read_text: Reader) -> None:
    assert found(read_text, "The envoy left the hall and said that talks had failed.", "say").source.text == "The envoy"


def test_participle_has_the_subject_of_its_sentence(read_text: Reader) -> None:
    text = "The envoy left the hall, saying that talks had failed."
    assert found(read_text, text, "say").source.text == "The envoy"


def test_passive_names_its_agent_as_source(read_text: Reader) -> None:
    attribution = found(read_text, "The landing has been confirmed by the ministry.", "confirm")
    assert (attribution.source.text, attribution.content.text) == ("the ministry", "The landing")
    assert attribution.act == "confirms"


def test_passive_without_agent_has_no_source(read_text: Reader) -> None:
    attribution = found(read_text, "It was alleged that the dam had been mined.", "allege")
    assert attribution.source.text == ""
    assert attribution.source.spans == ()
    assert attribution.source.identification == "none"


def test_hearsay_adverb(read_text: Reader) -> None:
    attribution = found(read_text, "The general has reportedly fled.", "reportedly")
    assert attribution.source.spans == ()
    assert "fled" in attribution.content.text


def test_relative_clause_resolves_who(read_text: Reader) -> None:
    text = "A farmer who said that shells had hit his barn was treated for burns."
    attribution = found(read_text, text, "say")
    assert attribution.source.text == "who"
    assert attribution.source.name == "A farmer"


def test_nesting_to_any_depth(read_text: Reader) -> None:
    text = "The envoy said that the prince had told him that the king feared that the army would revolt."
    by_cue = {a.cue.lemma: a for a in read_text(text).attributions}
    assert by_cue["say"].within is None
    assert by_cue["tell"].within == by_cue["say"].id
    assert by_cue["fear"].within == by_cue["tell"].id


def test_citing_makes_a_chain(read_text: Reader) -> None:
    text = "The ferry sank in heavy seas, the news agency Interfax reported, citing the emergencies ministry."
    by_cue = {a.cue.lemma: a for a in read_text(text).attributions}
    assert by_cue["cite"].within == by_cue["report"].id
    assert by_cue["cite"].source.text == "the emergencies ministry"
    assert "The ferry sank" in by_cue["cite"].content.text


def test_quoted_as_saying_makes_a_chain(read_text: Reader) -> None:
    text = "The radio quoted a police officer as saying that the gang had been caught."
    by_cue = {a.cue.lemma: a for a in read_text(text).attributions}
    assert by_cue["quote"].source.text == "The radio"
    assert by_cue["say"].source.text == "a police officer"
    assert by_cue["say"].within == by_cue["quote"].id


def test_speaker_label_of_a_transcript(read_text: Reader) -> None:
    attribution = found(read_text, "HOLT: Will you sign the treaty?\n\nMEYER: I signed it in May.", ":", "MEYER")
    assert attribution.content.text.startswith("I signed it in May")


def test_signature_behind_a_quotation(read_text: Reader) -> None:
    text = "“Our street has been without water since the spring.” — Carla Reyes"
    attribution = found(read_text, text, "—")
    assert attribution.source.text == "Carla Reyes"


def test_perspective_is_an_opinion(read_text: Reader) -> None:
    attribution = found(read_text, "For Macron, the treaty was a defeat of common sense.", "for")
    assert attribution.source.text == "Macron"
    assert attribution.act == "believes"
    assert attribution.content.text.startswith("the treaty was a defeat")


def test_object_that_is_a_place_is_no_content(read_text: Reader) -> None:
    text = "Ukrainian troops defended Kharkiv. The minister defended his decision to resign."
    lemmas = [(a.cue.lemma, a.content.text) for a in read_text(text).attributions]
    assert ("defend", "his decision to resign") in lemmas
    assert all("Kharkiv" not in content for _, content in lemmas)


def test_plain_narration_has_no_attribution(read_text: Reader) -> None:
    text = "Two boats left the harbour at dawn. The crews fished off the northern cape and came home at night."
    assert read_text(text).attributions == ()


def test_voice_of_the_publisher(read_text: Reader) -> None:
    text = (
        "Two boats left the harbour at dawn. The mayor said that the harbour was safe. "
        "The closure was a shameful decision. The strike may last for weeks."
    )
    voices = [(v.kind, text[v.span.start : v.span.end]) for v in read_text(text).article.voice]
    assert voices == [
        ("fact", "Two boats left the harbour at dawn."),
        ("opinion", "The closure was a shameful decision."),
        ("speculation", "The strike may last for weeks."),
    ]


def test_silence_against_a_confirmation(read_text: Reader) -> None:
    text = (
        "The delivery of mortar shells to the northern brigade has been confirmed by Foreign Minister Elena Marku. "
        "The delivery of the shells, although not publicly acknowledged by either government, began in the spring."
    )
    problems = [p for p in read_text(text).problems if p.code == "ATT002"]
    assert len(problems) == 1
    first, second = (text[s.start : s.end] for s in problems[0].spans)
    assert "not publicly acknowledged" in first
    assert "has been confirmed by" in second


def test_no_contradiction_on_another_matter(read_text: Reader) -> None:
    text = (
        "The delivery of mortar shells to the northern brigade has been confirmed by Foreign Minister Elena Marku. "
        "The cost of the new stadium roof has not been disclosed by either club."
    )
    assert [p for p in read_text(text).problems if p.code == "ATT002"] == []
