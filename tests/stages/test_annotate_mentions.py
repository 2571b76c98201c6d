"""Entities of `annotate`: who is mentioned, with which country, sector, side and name."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from onrecord.config import AnnotateConfig
from onrecord.errors import LexiconError
from onrecord.records import Article, Mention
from onrecord.stages.annotate import Annotate

Read = Callable[..., Article]


@pytest.fixture(scope="module")
def mentions(pipeline_upto: Callable[[str], Read]) -> Callable[..., list[Mention]]:
    read = pipeline_upto("annotate")

    def find(text: str, **fields: object) -> list[Mention]:
        article = read(text, **fields)
        assert article.analysis is not None
        return article.analysis.mentions

    return find


def one(found: list[Mention], text: str) -> Mention:
    """The first mention with that text."""
    return next(mention for mention in found if mention.text == text)


@pytest.mark.parametrize(
    ("text", "mention", "country", "sector"),
    [
        ("Kenyan police fired tear gas.", "Kenyan police", "KEN", "COP"),
        ("Two Indian soldiers died.", "Two Indian soldiers", "IND", "MIL"),
        ("Peru's Foreign Ministry protested.", "Peru's Foreign Ministry", "PER", "GOV"),
        ("The Ministry of Defence of Norway denied it.", "The Ministry of Defence of Norway", "NOR", "MIL"),
        ("Chilean lawmakers passed the bill.", "Chilean lawmakers", "CHL", "LEG"),
        ("Opposition lawmakers in Serbia walked out.", "Opposition lawmakers", "SRB", "LEG"),
        ("Farmers in France blocked roads.", "Farmers", "FRA", "AGR"),
        ("Moscow said it would respond.", "Moscow", "RUS", "GOV"),
        ("The Kremlin denied the report.", "The Kremlin", "RUS", "GOV"),
        ("Hamas released two hostages.", "Hamas", "PSE", "REB"),
        ("The Taliban closed the border.", "The Taliban", "AFG", "GOV"),
        ("NATO deployed jets to Romania.", "NATO", "IGO", "MIL"),
        ("The United Nations condemned the raid.", "The United Nations", "UNO", "IGO"),
        ("Amnesty International accused Malaysia of torture.", "Amnesty International", "NGO", "SOC"),
        ("Rep. Dana Whitlock (R-Ohio) objected.", "Rep. Dana Whitlock", "USA", "LEG"),
        ("Dozens of Bolivian miners marched.", "Dozens of Bolivian miners", "BOL", "LAB"),
        ("Brazil's Supreme Court rejected the appeal.", "Brazil's Supreme Court", "BRA", "JUD"),
        ("A former Greek prime minister was charged.", "A former Greek prime minister", "GRC", "ELI"),
        ("Rebel troops took the town in Chad.", "Rebel troops", "TCD", "REB"),
        ("Iranian-backed militias in Iraq fired rockets.", "Iranian-backed militias", "IRQ", "PRM"),
        ("Pro-Russian separatists in eastern Ukraine shelled a village.", "Pro-Russian separatists", "UKR", "REB"),
        ("Palestinians threw stones at a convoy.", "Palestinians", "PSE", "CVL"),
        ("The Palestinians agreed to a truce.", "The Palestinians", "PSE", "GOV"),
        ("Gunmen killed a judge in Honduras.", "Gunmen", "HND", "UAF"),
        ("A Spanish court fined the company.", "A Spanish court", "ESP", "JUD"),
        ("Doctors at a hospital in Peru went on strike.", "Doctors", "PER", "MED"),
    ],
)
def test_country_and_sector(
    mentions: Callable[..., list[Mention]], text: str, mention: str, country: str, sector: str
) -> None:
    found = one(mentions(text), mention)
    assert (found.country, found.sector) == (country, sector), found


def test_every_decision_names_its_rule(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("Police in Quito arrested six students, the interior ministry said.")
    assert all(mention.rule for mention in found)


def test_a_country_is_a_government_when_it_acts_and_a_place_when_something_is_there(
    mentions: Callable[..., list[Mention]],
) -> None:
    found = mentions("Turkey expelled a diplomat. A bomb went off in Syria.")
    assert (one(found, "Turkey").category, one(found, "Turkey").sector) == ("government", "GOV")
    assert (one(found, "Syria").category, one(found, "Syria").sector) == ("place", None)


def test_owner_of_what_is_no_actor_is_the_mention(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("Azerbaijan's attack on the village drew criticism.")
    assert one(found, "Azerbaijan").country == "AZE"


def test_a_noun_shared_by_two_countries_gives_two_actors(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("Kazakh and Uzbek border troops exchanged fire.")
    assert [(m.text, m.country, m.sector) for m in found] == [
        ("Kazakh", "KAZ", "MIL"),
        ("Uzbek border troops", "UZB", "MIL"),
    ]


def test_title_and_name_are_one_mention(mentions: Callable[..., list[Mention]]) -> None:
    found = one(mentions("Estonian Defence Minister Maarja Kuusk resigned."), "Estonian Defence Minister Maarja Kuusk")
    assert (found.name, found.office, found.country) == ("Maarja Kuusk", "Estonian Defence Minister", "EST")


def test_later_forms_of_a_name_are_the_same_person(mentions: Callable[..., list[Mention]]) -> None:
    text = (
        "General Tomas Ferreiro, Portugal's chief of staff, confirmed the deployment. "
        "Ferreiro said the troops had left. He praised their courage."
    )
    found = mentions(text)
    people = [m for m in found if m.name == "Tomas Ferreiro"]
    assert {m.text for m in people} == {"General Tomas Ferreiro", "Portugal's chief of staff", "Ferreiro", "He"}
    assert len({m.id for m in people}) == 1
    assert {(m.country, m.sector) for m in people} == {("PRT", "MIL")}


def test_pronoun_follows_gender(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("Maria Lopes met Peter Novak in Vienna. She thanked the hosts.")
    assert one(found, "She").name == "Maria Lopes"


def test_acronym_in_brackets(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("The Coastal Fisheries Protection Agency (CFPA) seized a boat. The CFPA gave no reason.")
    assert one(found, "The CFPA").name == one(found, "The Coastal Fisheries Protection Agency").name
    assert one(found, "The CFPA").id == one(found, "The Coastal Fisheries Protection Agency").id


def test_the_ministry_is_the_one_named_before(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("Japan summoned the envoy. Denmark's foreign ministry protested. The ministry gave no details.")
    assert one(found, "The ministry").country == "DNK"


def test_its_forces_are_those_of_the_subject(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("Rwanda said its troops had left the town near the border with Burundi.")
    assert (one(found, "its troops").country, one(found, "its troops").sector) == ("RWA", "MIL")


def test_bare_police_are_those_of_the_only_place(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("A bomb exploded in Dakar on Monday.\n\nPolice cordoned off the area.")
    assert one(found, "Police").country == "SEN"


def test_bare_police_between_two_countries_stay_without_one(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("Mali and Niger signed a pact. Togo and Benin refused.\n\nSoldiers were seen on the road.")
    assert one(found, "Soldiers").country is None


def test_namesake_of_a_known_person_is_somebody_else(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("Igor Putin, a farmer from Latvia, won the prize. Putin thanked the jury.")
    assert {m.name for m in found if "Putin" in m.text} == {"Igor Putin"}


def test_dated_rows_hold_on_the_day_of_the_article(mentions: Callable[..., list[Mention]]) -> None:
    before = one(mentions("The Taliban attacked a base.", published="2019-05-01T10:00:00Z"), "The Taliban")
    after = one(mentions("The Taliban attacked a base.", published="2023-05-01T10:00:00Z"), "The Taliban")
    assert (before.sector, before.side) == ("REB", "TALIBAN")
    assert (after.sector, after.side) == ("GOV", "AFG")


def test_sides(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("A Hezbollah spokesman denied it. The Lebanese army and Lebanese farmers kept away.")
    assert one(found, "A Hezbollah spokesman").side == "HEZBOLLAH"
    assert one(found, "The Lebanese army").side == "LBN"
    assert one(found, "Lebanese farmers").side == "LBN/AGR"


def test_office_with_of_before_a_name(mentions: Callable[..., list[Mention]]) -> None:
    found = one(
        mentions("Minister of Foreign Affairs Olga Brandt of Austria spoke."), "Minister of Foreign Affairs Olga Brandt"
    )
    assert (found.name, found.office, found.sector) == ("Olga Brandt", "Minister of Foreign Affairs", "GOV")


def test_speaker_for_a_body_is_of_its_sector_and_side(mentions: Callable[..., list[Mention]]) -> None:
    found = one(
        mentions("A Ghanaian Ministry of Defence spokesman denied it."), "A Ghanaian Ministry of Defence spokesman"
    )
    assert (found.country, found.sector, found.side) == ("GHA", "MIL", "GHA")


def test_a_bare_noun_after_and_is_of_the_same_country(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("Syrian soldiers and officials left for Jordan, where Iraq has an office.")
    assert one(found, "officials").country == "SYR"


def test_office_told_by_the_text_wins_over_the_day(mentions: Callable[..., list[Mention]]) -> None:
    text = "Former Chancellor Angela Merkel spoke in Rome. Merkel praised the museum."
    found = mentions(text, published="2015-05-05T08:00:00Z")
    assert {m.sector for m in found if m.name == "Angela Merkel"} == {"ELI"}


def test_own_ministry_not_the_one_it_calls_on(mentions: Callable[..., list[Mention]]) -> None:
    text = "HANOI - Vietnam rejected the claim on Monday.\n\nThe ministry called on Thailand to publish the map."
    assert one(mentions(text), "The ministry").country == "VNM"


def test_a_country_and_a_division_of_one_name_are_told_apart(mentions: Callable[..., list[Mention]]) -> None:
    state = mentions("Police in Georgia arrested a man from Ohio.")
    country = mentions("Police in Georgia arrested a man who had fled Tbilisi for Ohio.")
    assert one(state, "Police").country == "USA"
    assert one(country, "Police").country == "GEO"


def test_what_follows_a_list_is_said_of_all_of_it(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("He thanked generals, officers and soldiers of Poland.")
    for text in ("generals", "officers", "soldiers"):
        assert (one(found, text).country, one(found, text).sector) == ("POL", "MIL")


def test_dotted_acronym(mentions: Callable[..., list[Mention]]) -> None:
    assert one(mentions("The F.B.I. searched the house."), "The F.B.I.").sector == "COP"


def test_dateline_is_a_place(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("LIMA - Peru recalled its ambassador.")
    assert one(found, "LIMA").category == "place"


def test_abstract_nouns_are_no_actors(mentions: Callable[..., list[Mention]]) -> None:
    found = mentions("They want justice. The case went to court.")
    assert not {"justice", "court"} & {m.text for m in found}


def test_mentions_stand_in_order_and_do_not_overlap(mentions: Callable[..., list[Mention]]) -> None:
    text = (
        "Hundreds of thousands of members of the Union of Teachers of Ghana met U.S. Sen. Ann Poole's aides in Accra."
    )
    found = mentions(text)
    assert found
    for left, right in pairwise(found):
        assert left.span.end <= right.span.start
    assert all(text[m.span.start : m.span.end] == m.text for m in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Police",
        "’s",
        "…",
        "\u200f\u202eشرطة",
        "🚓 police 🚓",
        "THE WHO AND THE US AND IS",
        "of of of of",
        "the the",
        "- - -",
    ],
)
def test_odd_input_does_not_break(
    mentions: Callable[..., list[Mention]], pipeline_upto: Callable[[str], Read], text: str
) -> None:
    article = pipeline_upto("annotate")(text)
    assert article.analysis is None or all(m.text for m in article.analysis.mentions)


def test_many_actors_in_one_sentence(mentions: Callable[..., list[Mention]]) -> None:
    names = ", ".join(f"Kenyan officer Adan Mwangi{n}" for n in range(300))
    assert len(mentions(f"The list named {names}.")) >= 250


def test_users_actors_and_sides_win(tmp_path: Path) -> None:
    actors = tmp_path / "actors.tsv"
    actors.write_text(
        "name\tvariants\tcountry\tsector\tcategory\nHamas\t\tPSE\tGOV\torganisation\nOrla Front\tOF\tIRL\tREB\torganisation\n"
    )
    sides = tmp_path / "sides.tsv"
    sides.write_text("name\tcountry\tsector\tside\tfrom\tto\nHamas\tPSE\tGOV\tGAZA\t\t\n")
    stage = Annotate(AnnotateConfig(actors_file=str(actors), sides_file=str(sides)))
    (article,) = stage([Article(id="t", text="Hamas met the Orla Front.", language="en")])
    assert article.analysis is not None
    found = article.analysis.mentions
    assert (one(found, "Hamas").sector, one(found, "Hamas").side) == ("GOV", "GAZA")
    assert one(found, "the Orla Front").country == "IRL"


def test_missing_file_of_the_users_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="nothing"):
        Annotate(AnnotateConfig(actors_file=str(tmp_path / "nothing.tsv")))
