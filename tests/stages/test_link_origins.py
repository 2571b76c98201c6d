"""Linking: for whom a source speaks, and who is one origin with whom."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest
from made import attribution, event, mention, place, record
from test_link import DAY, HOSPITAL, MINISTRY, linked, names, only, told

from onrecord.records import Attribution, Record
from onrecord.stages.link import _bodies, _facts, _identities, _passages
from onrecord.stages.link._bodies import Body
from onrecord.stages.link._references import Reference

PERSON = {"source_identification": "named_person"}
CLERK = {"source_country": "SDL", "source_sector": "GOV", "source_kind": "named_official", "source_side": "SDL"}


def bodies(text: str, *said: Attribution) -> list[Body | None]:
    """The bodies of the attributions, in order."""
    article = record(text, attributions=said).article
    found = _bodies.resolve(article, _identities.resolve(article))
    return [found.get(step.id) for step in said]


def speaker(text: str, source: str, content: str, **fields: Any) -> Attribution:
    fields = {**PERSON, "source_name": "Ada Bohl", **fields}
    return attribution(text, source, "said", content, **fields)


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        ("the dockers' union's secretary, Ada Bohl", "union", {"dockers", "union"}),
        ("Ada Bohl of the Vesk Coopers' Association", "union", {"vesk", "coopers", "association"}),
        ("Lowgate Lines spokeswoman Ada Bohl", "other", {"lowgate", "lines"}),
        ("the dockers' union's Lowgate delegate, Ada Bohl", "union", {"dockers", "union"}),
        ("Dr Ada Bohl of Lowgate Hospital", "hospital", {"lowgate", "hospital"}),
        ("Ada Bohl, the UN coordinator for the coast", "international_organisation", {"united", "nations"}),
        ("the defence ministry's spokesman, Ada Bohl", None, set()),
        ("the deputy governor of Upper Vesk state, Ada Bohl", None, set()),
        ("Colonel Ada Bohl of the Third Army Group", None, set()),
        ("Colonel Ada Bohl, spokeswoman for the Eastern Shore Command", None, set()),
    ],
)
def test_who_speaks_for_a_body_is_that_body(source: str, kind: str | None, words: set[str]) -> None:
    text = f"The quay was shut at noon, {source}, said."
    (found,) = bodies(text, speaker(text, source, "The quay was shut at noon", **CLERK))
    assert (found.kind if found else None, set(found.words) if found else set()) == (kind, words)


def test_a_spokesman_of_a_short_name_speaks_for_the_long_one() -> None:
    text = "Vesk Copper and the Coopers' Union met. Vesk's spokeswoman, Ada Bohl, said the talks would go on."
    said = speaker(text, "Vesk's spokeswoman, Ada Bohl", "the talks would go on", **CLERK)
    (found,) = bodies(text, said)
    assert found is not None
    assert (found.kind, found.words) == ("company", ("copper", "vesk"))


def test_its_spokesman_speaks_for_the_body_cited_before() -> None:
    text = "Lowgate Hospital took in nine. The Tide Alliance said it would march. Its spokesman, Ada Bohl, said all would come."
    first = attribution(text, "The Tide Alliance", "said", "it would march", source_identification="named_org")
    second = attribution(
        text, "Its spokesman, Ada Bohl", "said", "all would come", source_name="Ada Bohl", **PERSON, **CLERK
    )
    found = bodies(text, first, second)
    assert found[0] == found[1]
    assert found[1] is not None
    assert found[1].kind == "party"


def test_a_short_form_is_the_body_that_the_article_names_in_full() -> None:
    text = "Rates rise, said the Vesk Coopers' Association. The association said mills would close."
    full = attribution(text, "the Vesk Coopers' Association", "said", "Rates rise", source_identification="named_org")
    short = attribution(text, "The association", "said", "mills would close", source_identification="named_org")
    one, other = bodies(text, full, short)
    assert one is not None
    assert one == other


def test_the_police_of_a_town_are_no_government() -> None:
    text = "Two men were held on Monday, Commissioner Ada Bohl of the Vesk police said."
    step = speaker(text, "Commissioner Ada Bohl of the Vesk police", "Two men were held on Monday", **CLERK)
    there = place(text, "Vesk", "SDL", 61.0, 20.0)
    article = record(text, attributions=(step,), places=(there,)).article
    body = _bodies.resolve(article, _identities.resolve(article))[step.id]
    assert body.kind == "local_authority"


@pytest.mark.parametrize("text", ["", "It", "… said … said", "their spokesman, of of of the the, said"])
def test_words_without_sense_give_no_body(text: str) -> None:
    step = Attribution(**{**_made(text), "id": "a1"})
    assert bodies(text, step) == [None]


def _made(text: str) -> dict[str, Any]:
    whole = attribution("x y z", "x", "y", "z", source_identification="unnamed_person")
    source = replace(whole.source, text=text, spans=())
    return {name: getattr(whole, name) for name in asdict(whole)} | {"source": source}


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        ("the city police", True),
        ("the governor’s office in Vesk", True),
        ("the police in the city", False),
        ("the national police command in the province", False),
        ("Vesk City Hall, the mayor", True),
        ("Vesk City", True),
        ("City", False),
        ("", False),
    ],
)
def test_what_makes_an_authority_local(described: str, expected: bool) -> None:
    assert _bodies.is_local(described) is expected


# ---- counted ----
def by_person(article: str, source: str, **fields: Any) -> Record:
    """A report of the shelling on the word of a person, named as the article does it."""
    person = {"identification": "named_person", "name": "Ada Bohl", **fields}
    return told(source, article=article, **{**MINISTRY, "kind": "named_official", **person})


def test_a_person_is_one_origin_across_reports_with_the_body_that_one_of_them_tells() -> None:
    records = [
        told("the ministry", **MINISTRY),
        by_person("2", "Ada Bohl"),
        by_person("3", "Ada Bohl of the Vesk Coopers' Association"),
    ]
    incident = only(linked(records))
    assert incident.independent_sources == 2
    (union,) = [origin for origin in incident.origins if origin.kind == "union"]
    assert union.articles == ("2", "3")
    assert "Coopers" in union.why


def test_a_body_and_who_speaks_for_it_are_one_origin() -> None:
    body = told("the Vesk Coopers' Association", article="2", kind="organisation")
    incident = only(linked([body, by_person("3", "the Vesk Coopers' Association's president, Ada Bohl")]))
    assert (incident.independent_sources, incident.reports) == (1, 2)


def test_an_expert_and_a_paper_count_only_where_nobody_else_is_named() -> None:
    expert = told("Ada Bohl", article="2", kind="expert", identification="named_person")
    assert only(linked([expert])).independent_sources == 1
    incident = only(linked([told("the ministry", **MINISTRY), expert]))
    assert names(incident) == ["the ministry"]
    assert names(incident, counts=False) == ["Ada Bohl"]


def test_an_army_without_a_country_is_the_one_state_s_of_the_article() -> None:
    text = "Gunboats fired on Tuesday, the Sudland ministry said. The army said that it was over."
    ministry = attribution(
        text, "the Sudland ministry", "said", "Gunboats fired on Tuesday", source_identification="named_org", **CLERK
    )
    army = attribution(text, "The army", "said", "it was over", source_identification="named_org")
    fired = event(text, "ASSAULT", "fired", day=DAY, said_by=(ministry, army))
    incident = only(linked([record(text, attributions=(ministry, army), events=(fired,))]))
    assert [origin.country for origin in incident.origins] == ["SDL"]


def test_a_radio_that_passes_on_what_others_say_adds_nothing() -> None:
    radio = told("Radio Lowgate", article="2", kind="organisation", country="SDL")
    incident = only(linked([told("the ministry", **MINISTRY), radio]))
    assert names(incident) == ["the ministry"]


def test_witnesses_elsewhere_in_the_article_do_not_make_a_passage_the_outlet_s_own() -> None:
    far = "Nothing else of note was heard in the lower town that week. " * 30
    text = f"Guns of Norland fired on Sudland at noon. {far}\n“I saw the comet,” said a baker."
    baker = attribution(text, "a baker", "said", "I saw the comet", source_kind="eyewitness", proximity="witnessed")
    fired = event(
        text, "ASSAULT", "fired", day=DAY, evidence="Guns of Norland fired on Sudland at noon.",
        actors=(mention(text, "Guns of Norland", "NRL", "MIL"),), recipients=(mention(text, "Sudland", "SDL", None),),
    )  # fmt: skip
    own = record(text, id="7", publisher="Gazette", attributions=(baker,), events=(fired,))
    incident = only(linked([own, told("the ministry", **MINISTRY)]))
    assert names(incident) == ["the ministry"]


def test_who_speaks_beside_a_deed_that_nobody_is_named_for_is_its_source() -> None:
    text = (
        "Guns of Norland fired on Sudland at noon. “We shall count what is left of the pier,” said the harbour master."
    )
    master = attribution(
        text, "the harbour master", "said", "We shall count what is left of the pier", source_identification="named_org",
        source_country="SDL", source_sector="GOV", source_kind="unnamed_official", form="direct",
    )  # fmt: skip
    fired = event(
        text, "ASSAULT", "fired", day=DAY, evidence="Guns of Norland fired on Sudland at noon.",
        actors=(mention(text, "Guns of Norland", "NRL", "MIL"),), recipients=(mention(text, "Sudland", "SDL", None),),
    )  # fmt: skip
    incident = only(linked([record(text, publisher="Gazette", attributions=(master,), events=(fired,))]))
    assert names(incident) == ["the harbour master"]
    assert incident.origins[-1].kind == "local_authority"


def test_every_origin_says_where_it_was_read_and_why() -> None:
    incident = only(linked([told("the ministry", **MINISTRY), told("Vesk hospital", article="2", **HOSPITAL)]))
    assert all(origin.articles and origin.why for origin in incident.origins)


def test_who_speaks_of_one_of_two_deeds_told_in_one_breath_speaks_of_both() -> None:
    text = "Guns of Norland fired on Sudland and marines seized the pier. The navy said all had gone well on the water."
    navy = attribution(
        text, "The navy", "said", "all had gone well on the water", source_identification="named_org",
        source_country="NRL", source_sector="MIL", source_side="NRL",
    )  # fmt: skip
    parties = {
        "actors": (mention(text, "Guns of Norland", "NRL", "MIL"),),
        "recipients": (mention(text, "Sudland", "SDL"),),
    }
    deeds = (event(text, "ASSAULT", "fired", day=DAY, **parties), event(text, "COERCE", "seized", day=DAY, **parties))
    report = linked([record(text, publisher="Gazette", attributions=(navy,), events=deeds)])
    assert [names(incident) for incident in report.incidents] == [["The navy"], ["The navy"]]


def test_somebody_who_is_only_named_is_no_passer_by() -> None:
    person = {"identification": "named_person", "name": "Ada Bohl", "sector": "CVL", "country": "SDL"}
    known = told("Ada Bohl", publisher="Gazette", **person)
    assert names(only(linked([known]))) == ["Ada Bohl"]
    resident = told("Ada Bohl, 61, who mends nets", publisher="Gazette", **person)
    assert names(only(linked([resident]))) == ["Gazette"]


def test_what_both_ministries_say_is_said_by_two_governments() -> None:
    text = "Ministers of Norland and Sudland met in Vesk on Tuesday, both ministries said."
    both = attribution(
        text, "both ministries", "said", text[:55], source_identification="unnamed_group", source_sector="GOV"
    )
    parties = (mention(text, "Norland", "NRL", "GOV"), mention(text, "Sudland", "SDL", "GOV"))
    met = event(text, "CONSULT", "met", day=DAY, said_by=(both,), actors=parties)
    incident = only(linked([record(text, attributions=(both,), events=(met,))]))
    assert sorted(origin.side or "" for origin in incident.origins if origin.counts) == ["NRL", "SDL"]
    assert incident.corroboration.admiralty_info == 1


def test_a_ministry_without_a_country_is_the_one_government_s_of_the_incident() -> None:
    bare = told("the country's transport ministry", article="2", kind="organisation", identification="named_org")
    assert names(only(linked([told("the ministry", **MINISTRY), bare]))) == ["the ministry"]
    three = [
        told("the ministry", **MINISTRY),
        bare,
        told("the fleet", article="3", country="NRL", side="NRL", sector="MIL"),
    ]
    assert len(names(only(linked(three)))) == 3  # of two governments nobody can tell whose it is


def test_a_witness_beside_what_others_say_of_the_deed_makes_the_outlet_an_origin() -> None:
    text = (
        "Guns of Norland fired on Sudland at noon, the ministry said. "
        "The hospital said the fired guns of Norland hurt 4 people. “I was under the pier,” said a baker."
    )
    spoke = {"source_identification": "named_org", "source_country": "SDL"}
    ministry = attribution(
        text, "the ministry", "said", "Guns of Norland fired on Sudland at noon", source_sector="GOV", **spoke
    )
    hospital = attribution(
        text, "The hospital", "said", "the fired guns of Norland hurt 4 people", source_sector="MED", **spoke
    )
    baker = attribution(
        text, "a baker", "said", "I was under the pier", source_kind="eyewitness", proximity="witnessed"
    )
    fired = event(
        text, "ASSAULT", "fired", day=DAY, evidence="Guns of Norland fired on Sudland at noon", said_by=(ministry,),
        actors=(mention(text, "Guns of Norland", "NRL", "MIL"),), recipients=(mention(text, "Sudland", "SDL", None),),
    )  # fmt: skip
    said = {"attributions": (ministry, hospital, baker), "events": (fired,)}
    own = only(linked([record(text, publisher="Gazette", **said)]))
    assert sorted(names(own)) == ["Gazette", "The hospital", "the ministry"]
    wired = only(linked([record(text, publisher="Gazette", agency="Coast Wire", **said)]))
    assert "Gazette" not in names(wired)


def test_somebody_who_speaks_for_nobody_is_no_origin_of_what_he_accuses_others_of() -> None:
    text = "A retired pilot accused Norland of shelling Sudland."
    accused = event(
        text, "ACCUSE", "accused", day=DAY,
        actors=(mention(text, "A retired pilot", None, "CVL"),), recipients=(mention(text, "Norland", "NRL", "GOV"),),
    )  # fmt: skip
    incident = only(linked([record(text, publisher="Gazette", events=(accused,))]))
    assert names(incident) == ["Gazette"]


def test_a_branch_of_the_union_is_the_one_union_that_the_article_names() -> None:
    text = (
        "The Federation of Lightermen said that the quay was shut. Ada Bohl, the chairman of the union's branch at the sluice, "
        "said the quay would stay shut."
    )
    whole = attribution(
        text, "The Federation of Lightermen", "said", "that the quay was shut", source_identification="named_org",
        source_name="Federation of Lightermen", source_sector="LAB",
    )  # fmt: skip
    branch = speaker(
        text, "Ada Bohl, the chairman of the union's branch at the sluice", "the quay would stay shut", **CLERK
    )
    first, second = bodies(text, whole, branch)
    assert first is not None
    assert first.kind == "union"
    assert second == first


@pytest.mark.parametrize("words", ["A reporter of this newspaper", "this newspaper", "Two photographers of our agency"])
def test_an_outlet_that_speaks_of_its_own_people_is_the_origin(words: str) -> None:
    text = f"{words} saw that guns of Norland fired on Sudland at noon."
    own = attribution(text, words, "saw", "guns of Norland fired on Sudland at noon", source_kind="organisation")
    shot = event(
        text, "ASSAULT", "fired", day=DAY, evidence="guns of Norland fired on Sudland at noon", said_by=(own,),
        actors=(mention(text, "guns of Norland", "NRL", "MIL"),), recipients=(mention(text, "Sudland", "SDL", None),),
    )  # fmt: skip
    incident = only(linked([record(text, publisher="Gazette", attributions=(own,), events=(shot,))]))
    assert [(origin.name, origin.kind) for origin in incident.origins] == [("Gazette", "own_reporting")]


def test_a_reporter_vouches_for_nothing_that_he_leaves_to_a_known_source() -> None:
    text = "Sudland says that the shelling of the pier killed 14 dockers. The reporter stood on the quay."
    says = attribution(
        text, "Sudland", "says", "that the shelling of the pier killed 14 dockers", source_identification="named_org",
        source_name="Sudland", source_country="SDL", source_sector="GOV",
    )  # fmt: skip
    report = _facts.report(record(text, publisher="Gazette", attributions=(says,)))
    sentence = report.sentences[0]
    reference = Reference(report, sentence.span, sentence.quote, 0.9)
    assert _passages._is_left_to({"Sudland"}, reference)
    assert not _passages._is_left_to({"Norland"}, reference)
