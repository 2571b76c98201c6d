"""What an article as a whole says of where: containers of names without position, and the scene of its deeds.

In: an article's toponyms with their places, and its events as their own sentences placed them. Out: a position for a village or
plant that the gazetteer lacks, and a place for a deed whose sentence names none. The one idea: an article keeps to its scene. A
name without position lies in the smallest place that the article names together with it ("Vell, 20 km west of Oakport"), and is
drawn as coarsely as that is known; a deed told again, or one of the same happening, was where the article told the first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from onrecord.analysis import Analysis
from onrecord.records import Article, Event, Place, PlacePrecision
from onrecord.stages.locate._areas import is_broad
from onrecord.stages.locate._toponym import Toponym

SPECIFIC = {"point": 0, "city": 1, None: 2, "district": 3, "province": 4, "region": 5, "country": 6}
"""From fine to coarse. A name without position is mostly a village or a plant."""
COARSER: dict[PlacePrecision | None, PlacePrecision] = {
    "point": "district", "city": "district", "district": "district", "province": "province", "region": "region",
    "country": "country",
}  # fmt: skip
DEEDS = frozenset("ASSAULT COERCE PROTEST RETREAT MOBILIZE AID".split())
"""Deeds of hands and feet: they have one place, and reports keep to it."""
TALKS = {"AGREE": frozenset(("CONSULT",)), "CONSULT": frozenset(("CONSULT",))}
"""Agreements are reached where the talks are."""
BESIDE = 10
"""Words between a name and the place that says where it lies."""
MAIN_SHARE, SURE_SHARE, LEAST_NAMED = 0.4, 0.5, 2
"""Part of an article's place words that makes a country its own: where the publisher's or the dateline agrees; where not."""
LEAD = 1.5
"""How often it must be named for once that the next country is."""
PLAIN_SHARE = 0.6
WINDOW = 40
"""Deeds on either side among which one of the same type is looked for."""


class Containers:
    """For each name without position, the smallest place with one that the article names together with it."""

    def __init__(
        self, article: Article, analysis: Analysis, toponyms: Sequence[Toponym], places: Sequence[Place]
    ) -> None:
        self._analysis = analysis
        self._toponyms, self._places = toponyms, places
        self._of_name: dict[str, Place] = {}
        for number, place in enumerate(places):
            if place.lat is None and place.role != "demonym":
                holder = self._beside(number)
                known = self._of_name.get(place.text)
                if holder is not None and (known is None or SPECIFIC[holder.precision] < SPECIFIC[known.precision]):
                    self._of_name[place.text] = holder
        self._country = _main_country(article, places)
        self._filed = self._filed_in(article, places)

    def is_vague(self, place: Place) -> bool:
        """Whether of a name without position nothing is known but the country."""
        return place.absent.get("position") == "of_main_country"

    def rank(self, place: Place) -> float:
        """From fine to coarse; a name without position comes right before the place that it is said to lie in."""
        if place.feature == "ISL":
            return SPECIFIC["district"]  # finer than the sea around it
        holder = self._of_name.get(place.text) if place.lat is None else None
        return SPECIFIC[place.precision] if holder is None else min(SPECIFIC[holder.precision], 2) - 0.5

    def positioned(self, place: Place) -> Place:
        """The place, where it has no position drawn at what it lies in."""
        if place.lat is not None:
            return place
        for holder, code in (
            (self._of_name.get(place.text), "of_containing_place"),
            (self._filed, "of_dateline"),
            (self._country, "of_main_country"),
        ):
            if holder is not None and (place.country is None or holder.country == place.country):
                return self._drawn_at(place, holder, code)
        return place

    def _drawn_at(self, place: Place, holder: Place, code: str) -> Place:
        absent = {"geonames_id": "not_in_gazetteer", "position": code}
        return replace(
            place, name=place.text, country=holder.country, admin1=holder.admin1, lat=holder.lat, lon=holder.lon,
            precision=COARSER[holder.precision], absent=absent,
        )  # fmt: skip

    def _filed_in(self, article: Article, places: Sequence[Place]) -> Place | None:
        """The dateline's town, where it is no capital and lies in the article's own country."""
        filed = article.dateline.place if article.dateline else None
        if not filed or self._country is None:
            return None
        town = next((p for p in places[:3] if p.text.lower() in filed.lower() and p.precision == "city"), None)
        return town if town is not None and town.country == self._country.country and town.feature != "PPLC" else None

    def _beside(self, number: int) -> Place | None:
        """The finest of the places that stand in one phrase with the name; of equals the nearest."""
        here, own = self._toponyms[number], self._places[number]
        found: list[tuple[int, int, Place]] = []
        for other in range(max(0, number - 2), min(len(self._places), number + 4)):
            there, place = self._toponyms[other], self._places[other]
            if other == number or place.lat is None or place.role == "demonym" or there.hint == "abbreviation":
                continue
            if own.country is not None and place.country != own.country:
                continue
            lo, hi = (here.hi, there.lo) if here.lo < there.lo else (there.hi, here.lo)
            if hi - lo <= (BESIDE if here.lo < there.lo else 4) and self._is_phrase(here.lo, lo, hi):
                found.append((SPECIFIC[place.precision], hi - lo, place))
        return min(found, key=lambda entry: entry[:2])[2] if found else None

    def _is_phrase(self, token: int, lo: int, hi: int) -> bool:
        """Whether nothing between two names parts them: one sentence, no verb, no semicolon, no "and"."""
        tokens = self._analysis.tokens
        if any(tokens.sentence[n] != tokens.sentence[token] for n in (lo - 1, min(hi, len(tokens) - 1))):
            return False
        return not any(
            tokens.pos[n] in ("VERB", "AUX") or tokens.lower[n] in (";", "and", "or", "but", "from", "to")
            for n in range(lo, hi)
        )


def _main_country(article: Article, places: Sequence[Place]) -> Place | None:
    """The country that the article is about, where its place words leave no doubt."""
    counts = Counter(place.country for place in places if place.country)
    total = sum(counts.values())
    if total < LEAST_NAMED:
        return None
    (country, most), *others = counts.most_common(2)
    if others and most < LEAD * others[0][1]:
        return None
    filed = article.dateline.place if article.dateline else None
    agrees = article.publisher_country == country or (
        filed is not None
        and any(place.country == country and place.text.lower() in filed.lower() for place in places[:2])
    )
    if most < (MAIN_SHARE if agrees else SURE_SHARE) * total:
        return None
    return next((p for p in places if p.country == country and p.precision == "country" and p.lat is not None), None)


class Scenes:
    """The places that the article gave to its deeds, for deeds that got none or only a country."""

    def __init__(self, placed: Sequence[tuple[int, Event]]) -> None:
        self._placed = [
            (trigger, event)
            for trigger, event in placed
            if event.place is not None and not event.background and event.polarity == "+"
        ]
        self._placed.sort(key=lambda entry: entry[0])
        self._triggers = [trigger for trigger, _ in self._placed]
        self._source = self._plain_source()

    def _plain_source(self) -> Event | None:
        """A deed at the one place of nearly all deeds."""
        told = [e for _, e in self._placed if e.event_type in DEEDS and e.status in ("happened", "ongoing")]
        counts = Counter(_key(event.place) for event in told)
        if not counts:
            return None
        key, most = max(counts.items(), key=lambda item: item[1])
        if most < PLAIN_SHARE * len(told):
            return None
        return next(event for event in told if _key(event.place) == key)

    def same_deed(self, event: Event, trigger: int) -> Place | None:
        """The place of the deed of this type, with a side in common, that is told nearest; before rather than after."""
        is_told = event.status in ("happened", "ongoing")
        kinds = TALKS.get(event.event_type, frozenset((event.event_type,)))
        if event.background or (event.event_type not in DEEDS and event.event_type not in TALKS):
            return None
        at = bisect_left(self._triggers, trigger)
        before, after = self._placed[max(0, at - WINDOW) : at], self._placed[at : at + WINDOW]
        for other, told in (*reversed(before), *after):
            fits = told.event_type in kinds and other != trigger and not (is_told and told.status == "planned")
            if fits and shares_side(told, event):
                return told.place
        return None

    def plain(self, event: Event) -> Place | None:
        """The one place of nearly all deeds of the article, for a deed that happened and is told without a place."""
        if event.event_type not in DEEDS or event.background or event.status not in ("happened", "ongoing"):
            return None
        if self._source is None:
            return None
        return self._source.place if self._fits(event, self._source) else None

    def finer(self, event: Event, trigger: int) -> Place | None:
        """For a deed that its sentence puts in a country only: the town in it where the article told the deed."""
        place = event.place
        if place is None or not is_broad(place):
            return None
        other = self.same_deed(event, trigger)
        if other is None or place.country not in (other.country, None) or other.lat is None:
            return None
        return other if SPECIFIC[other.precision] < SPECIFIC["region"] else None

    def _fits(self, event: Event, source: Event) -> bool:
        """Whether those who act or suffer are of the place's country, or unknown, or those of the deed that is known."""
        countries = sides(event)
        place = source.place
        return not countries or (place is not None and place.country in countries) or bool(countries & sides(source))


def sides(event: Event) -> set[str]:
    """The countries of those who act and suffer."""
    return {mention.country for mention in (*event.actors, *event.recipients) if mention.country}


def shares_side(one: Event, other: Event) -> bool:
    """Whether the events have a country among those who act or suffer in common, or nothing is known of one of them."""
    first, second = sides(one), sides(other)
    return not first or not second or bool(first & second)


def _key(place: Place | None) -> object:
    return None if place is None else place.geonames_id or place.name or place.text
