"""Where: place mentions, which place they mean, and where events were."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from onrecord.analysis import Analysis
from onrecord.config import LocateConfig
from onrecord.records import Article, Attribution, Cue, Dateline, Event, Evidence, Mention, Passage, Place, Source, Span
from onrecord.stages.locate import Locate

Found = tuple[str | None, str | None]
Upto = Callable[[str], Callable[..., Article]]


@pytest.fixture(scope="module")
def locate() -> Locate:
    return Locate(LocateConfig())


@pytest.fixture(scope="module")
def read(pipeline_upto: Upto, locate: Locate) -> Callable[..., Article]:
    """Annotate and locate a text, without the stages between; events and attributions may be given."""
    annotate = pipeline_upto("annotate")

    def run(text: str, **fields: Any) -> Article:
        article = annotate(text, **fields)
        (done,) = locate([article])
        return done

    return run


def place(article: Article, text: str) -> Place:
    found = [p for p in article.places if p.text == text]
    assert found, f"no {text!r} in {[p.text for p in article.places]}"
    return found[0]


def event(text: str, trigger: str, kind: str = "ASSAULT", **fields: Any) -> Event:
    start = text.index(trigger)
    words = Evidence(text=trigger, span=Span(start, start + len(trigger)))
    return Event(id=f"e{start}", event_type=kind, plover_type=kind, trigger=words, **fields)  # type: ignore[arg-type]


def where(
    read: Callable[..., Article], text: str, trigger: str, kind: str = "ASSAULT", **fields: Any
) -> tuple[str | None, str | None]:
    """Text and rule of the place of one event."""
    extra = {name: fields.pop(name) for name in ("dateline", "attributions") if name in fields}
    (found,) = read(text, events=(event(text, trigger, kind, **fields),), **extra).events
    if found.place is None:
        return None, None
    assert found.place.provenance is not None
    return found.place.text, found.place.provenance.rule


# ---- mentions ----
def test_a_state_after_a_town_decides_which_town(read: Callable[..., Article]) -> None:
    article = read("The mayor of Paris, Texas, met the mayor of Jackson, Miss., on Friday.")
    assert (place(article, "Paris").country, place(article, "Paris").admin1) == ("USA", "Texas")
    assert place(article, "Jackson").admin1 == "Mississippi"
    assert place(article, "Miss.").name == "Mississippi"


def test_the_other_names_of_an_article_decide_without_it(read: Callable[..., Article]) -> None:
    georgian = read("Police in Tbilisi and Batumi said Georgia would close the crossing. Georgia has two.")
    assert place(georgian, "Georgia").country == "GEO"
    american = read("Police in Atlanta, Savannah and Macon said the storm would reach all of Georgia by night.")
    assert (place(american, "Georgia").country, place(american, "Georgia").precision) == ("USA", "province")


def test_a_small_division_is_not_a_large_town_of_its_name(read: Callable[..., Article]) -> None:
    assert place(read("Trams ran again in Manchester."), "Manchester").country == "GBR"
    assert place(read("A depot burned in Derna."), "Derna").country == "LBY"


@pytest.mark.parametrize(
    "text",
    [
        "Guards dispersed a crowd in {} on Monday.",
        "Rockets hit {} on Monday.",
        "Troops shelled {} for an hour.",
        "The siege of {} went on.",
    ],
)
@pytest.mark.parametrize("name", ["Khan Younis", "Avdiivka", "Marawi", "Wad Madani"])
def test_what_is_shelled_or_has_something_in_it_is_no_person(
    read: Callable[..., Article], text: str, name: str
) -> None:
    assert place(read(text.format(name)), name).precision == "city"


def test_a_square_named_for_a_town_is_not_the_town(read: Callable[..., Article]) -> None:
    article = read("Buses left Plaza Murillo for Sucre.")
    assert [(p.text, p.lat) for p in article.places if "Murillo" in p.text] in ([], [("Plaza Murillo", None)])
    assert not any(p.text == "Plaza" for p in article.places)


def test_a_list_of_states_is_one_of_states(read: Callable[..., Article]) -> None:
    article = read("Cases were found in Ohio, Indiana, Washington and Oklahoma last week.")
    assert {place(article, name).precision for name in ("Ohio", "Indiana", "Washington", "Oklahoma")} == {"province"}


def test_names_of_people_are_no_places(read: Callable[..., Article]) -> None:
    article = read(
        "Michael Jackson sang. Senator Chad Wolf and Mrs. Georgia Lincoln listened in Berlin. Jackson smiled."
    )
    assert [p.text for p in article.places] == ["Berlin"]


def test_us_is_a_country_and_us_is_not(read: Callable[..., Article]) -> None:
    article = read("They told us that US troops had left Chad.")
    assert [(p.text, p.country) for p in article.places] == [("US", "USA"), ("Chad", "TCD")]


def test_demonyms_and_places_in_names_say_so(read: Callable[..., Article]) -> None:
    article = read("Two Kenyan nurses joined the Nairobi Fire Department.")
    assert (place(article, "Kenyan").role, place(article, "Kenyan").country) == ("demonym", "KEN")
    assert place(article, "Nairobi").role == "in_name"


def test_a_languages_and_a_disease_are_no_places(read: Callable[..., Article]) -> None:
    article = read("The clinic saw three cases of Marburg virus in May, and one in March.")
    assert not article.places


def test_regions_are_regions_and_countries_countries(read: Callable[..., Article]) -> None:
    article = read("Fighting in the Donbass and in Kursk Oblast went on while Ukraine and Russia talked.")
    assert place(article, "Donbass").precision == "region"
    assert (place(article, "Kursk Oblast").precision, place(article, "Kursk Oblast").country) == ("province", "RUS")
    assert place(article, "Ukraine").precision == "country"


def test_a_capital_by_description(read: Callable[..., Article]) -> None:
    article = read("Ministers met in the Kenyan capital on Tuesday.")
    assert place(article, "Kenyan capital").name == "Nairobi"


def test_what_the_gazetteer_lacks_stays_open(read: Callable[..., Article]) -> None:
    found = place(read("Gunmen burned the village of Qwerzilon on Sunday."), "Qwerzilon")
    assert (found.lat, found.lon, found.country, found.geonames_id) == (None, None, None, None)
    assert found.absent["lat"] == "not_in_gazetteer"


def test_a_town_where_its_stated_division_has_none_stays_open(read: Callable[..., Article]) -> None:
    found = place(read("The fire started in Isfana, Ontario, officials said."), "Isfana")
    assert (found.lat, found.country, found.admin1) == (None, "CAN", "Ontario")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Mali",
        "💥 Osh 💥 \u200fBamako\u200f",
        "PARIS " * 400,
        "in Osh, " * 600,
        "NATO " * 1500,
        "Paris, Texas, " * 500,
        ", ".join(f"Springfield{n}" for n in range(300)),
    ],
)
def test_odd_texts_do_no_harm(read: Callable[..., Article], text: str) -> None:
    article = read(text)
    for found in article.places:
        assert text[found.span.start : found.span.end] == found.text
        assert (found.lat, found.lon) != (0.0, 0.0)


def test_places_stand_in_order_and_apart(read: Callable[..., Article]) -> None:
    text = "LAGOS, Nigeria - Police in Kano, northern Nigeria, sent Nigerian troops from the Kaduna State Barracks to Lagos."
    spans = [p.span for p in read(text).places]
    assert spans == sorted(spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


# ---- events ----
def test_the_phrase_at_the_predicate(read: Callable[..., Article]) -> None:
    assert (
        where(read, "Rebels attacked a convoy near the village of Dori in northern Burkina Faso.", "attacked")[0]
        == "Dori"
    )
    assert where(read, "Talks were held in Geneva on Friday.", "held", "CONSULT") == ("Geneva", "locative")


def test_the_rest_of_what_the_phrase_names_is_kept(read: Callable[..., Article]) -> None:
    text = "Soldiers clashed with rebels in Gao, Mali, on Friday."
    (found,) = read(text, events=(event(text, "clashed"),)).events
    assert found.place is not None
    assert (found.place.text, [p.text for p in found.other_places]) == ("Gao", ["Mali"])


def test_the_object_of_a_deed_of_force(read: Callable[..., Article]) -> None:
    assert where(read, "Rebels shelled Goma overnight.", "shelled") == ("Goma", "object")
    assert where(read, "France criticised Israel on Monday.", "criticised", "ACCUSE") == (None, None)


def test_who_is_taken_from_a_place_is_taken_there(read: Callable[..., Article]) -> None:
    abducted = "Gunmen abducted two surveyors from an office in Maiduguri on Sunday."
    assert where(read, abducted, "abducted") == ("Maiduguri", "origin")
    assert where(read, "Guards fired to clear a crowd from the harbour of Goma.", "fired") == ("Goma", "origin")
    assert where(read, "Guards arrested two surveyors from Goma.", "arrested", "COERCE") == (None, None)


def test_where_troops_are_sent(read: Callable[..., Article]) -> None:
    assert where(read, "Kenya sent 300 soldiers to Mogadishu on Monday.", "sent", "MOBILIZE") == (
        "Mogadishu",
        "destination",
    )


def test_the_place_of_the_saying_is_not_the_events(read: Callable[..., Article]) -> None:
    text = "Rebels fired on a patrol, a minister told reporters in Bamako."
    source = Source(text="a minister", spans=(Span(26, 36),))
    told = text.index("told")
    content = Passage(text=text[:24], spans=(Span(0, 24),))
    cue = Cue(text="told", spans=(Span(told, told + 4),), lemma="tell")
    said = Attribution(id="a1", source=source, cue=cue, content=content, form="indirect")
    assert where(read, text, "fired", attributed_to=("a1",), attributions=(said,)) == (None, None)


def test_the_village_named_before(read: Callable[..., Article]) -> None:
    text = "Residents fled from the village of Dori on Monday. Soldiers retook the village on Tuesday."
    assert where(read, text, "retook") == ("Dori", "anaphor")


def test_the_next_sentence_takes_the_deed_up(read: Callable[..., Article]) -> None:
    text = "The president presented medals to nine officers. The ceremony, held in Pyongyang, was broadcast live."
    assert where(read, text, "presented", "SUPPORT") == ("Pyongyang", "resumed")


def test_the_paragraph_goes_on_where_it_was(read: Callable[..., Article]) -> None:
    text = "Gunmen stormed a market in Kano on Friday. They killed four traders."
    assert where(read, text, "killed") == ("Kano", "narrative")


def test_a_dateline_is_where_it_was_filed(read: Callable[..., Article]) -> None:
    text = "GAO, Mali - Gunmen killed four traders on Friday."
    line = Dateline(text="GAO, Mali", place="Gao, Mali")
    traders = Mention(id="m1", text="four traders", span=Span(26, 38), country="MLI")
    assert where(read, text, "killed", recipients=(traders,), dateline=line) == ("GAO", "dateline")
    (found,) = read(text, events=(event(text, "killed", recipients=(traders,)),), dateline=line).events
    assert found.place is not None
    assert found.place.absent["place"] == "dateline_only"
    foreign = Mention(id="m1", text="four traders", span=Span(26, 38), country="PER")
    assert where(read, text, "killed", recipients=(foreign,), dateline=line) == (None, None)
    capital = "BAMAKO - Gunmen killed four traders on Friday."
    assert where(read, capital, "killed", dateline=Dateline(text="BAMAKO", place="Bamako")) == (None, None)


def test_an_event_without_a_place_says_why(read: Callable[..., Article]) -> None:
    text = "Gunmen killed four traders on Friday."
    (found,) = read(text, events=(event(text, "killed"),)).events
    assert found.place is None
    assert found.absent["place"] == "not_in_text"


def test_an_article_without_analysis_passes_through(locate: Locate) -> None:
    article = Article(id="x", text="Osh", analysis=None)
    assert locate([article]) == [article]
    empty = Article(id="x", text="", analysis=Analysis("", _tokens(), [], []))
    assert locate([empty])[0].places == ()


def _tokens() -> Any:
    from onrecord.analysis import Tokens

    return Tokens()
