"""Where: place mentions and the places of events.

In: articles with analysis and events. Out: `Article.places` (every mention, demonyms and places in names too) and
`events.place`, `events.other_places`. The one idea: recognise first (`_recognise`), then resolve all names of the article
together (`_resolve`), then give each event the place that the sentence gives it (`_events`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord import gazetteer
from onrecord.config import LocateConfig
from onrecord.gazetteer import Candidate, Gazetteer
from onrecord.records import Article, Place, Provenance, Span
from onrecord.stages.locate import _events, _resolve
from onrecord.stages.locate._recognise import Recogniser
from onrecord.stages.locate._toponym import Toponym

NAME, VERSION = "locate", 1


class Locate:
    """The stage."""

    name = NAME
    version = VERSION
    requires = frozenset("text analysis attributions events dateline publisher_country".split())
    assigns = frozenset("places events.place events.other_places".split())

    def __init__(self, config: LocateConfig) -> None:
        self.config = config
        self._gazetteer = gazetteer.load()
        self._recogniser = Recogniser(self._gazetteer)

    def __call__(self, articles: Sequence[Article], /) -> list[Article]:
        return [self._located(article) for article in articles]

    def _located(self, article: Article) -> Article:
        analysis = article.analysis
        if analysis is None:
            return article
        toponyms = self._recogniser.find(analysis)
        resolutions = _resolve.resolve(self._gazetteer, analysis.tokens, toponyms, self._priors(article))
        places = tuple(
            place_of(
                self._gazetteer,
                toponym,
                resolution,
                toponym.span or analysis.span(toponym.lo, toponym.hi),
                article.text,
            )
            for toponym, resolution in zip(toponyms, resolutions, strict=True)
        )
        return replace(article, places=places, events=_events.locate(article, toponyms, places))

    def _priors(self, article: Article) -> _resolve.Priors:
        country = self._gazetteer.by_iso3.get(article.publisher_country or "")
        dateline = article.dateline.place if article.dateline else None
        return _resolve.Priors(
            country.iso2 if country else None, self._gazetteer.candidates(_title(dateline)) if dateline else ()
        )


def place_of(gaz: Gazetteer, toponym: Toponym, resolution: _resolve.Resolution, span: Span, text: str) -> Place:
    """The record of a resolved mention, or of one that stays without position."""
    words = text[span.start : span.end]
    provenance = Provenance(stage=NAME, version=VERSION, rule=resolution.rule)
    found = resolution.candidate
    if toponym.position is not None:
        return _point(words, span, toponym.position)
    if found is None:
        return _unresolved(gaz, words, span, toponym, resolution)
    admin1, admin2 = gaz.divisions_of(found)
    country, absent = _country(gaz, found)
    if found.lat is None:
        absent.update(lat="not_in_gazetteer", lon="not_in_gazetteer")
    if found.geonames_id is None:
        absent["geonames_id"] = "not_in_geonames"
    return Place(
        text=words, span=span, name=found.name, role=toponym.role, country=country, admin1=admin1, admin2=admin2,
        lat=found.lat, lon=found.lon, geonames_id=found.geonames_id, feature=found.feature,
        precision=found.precision, absent=absent, provenance=provenance,
    )  # fmt: skip


def _point(words: str, span: Span, position: tuple[float, float]) -> Place:
    """A position in figures: drawn where it says; which country that is it does not say."""
    lat, lon = position
    absent = {"name": "position_only", "country": "position_only", "geonames_id": "position_only"}
    return Place(
        text=words, span=span, lat=lat, lon=lon, precision="point", absent=absent,
        provenance=Provenance(stage=NAME, version=VERSION, rule="position"),
    )  # fmt: skip


def _unresolved(gaz: Gazetteer, words: str, span: Span, toponym: Toponym, resolution: _resolve.Resolution) -> Place:
    """A mention without position; country and division where the text itself names them."""
    country = admin1 = None
    if resolution.within is not None:
        country, _ = _country(gaz, resolution.within)
        admin1, _ = gaz.divisions_of(resolution.within)
    empty = ("name", "lat", "lon", *(() if country else ("country",)))
    return Place(
        text=words, span=span, role=toponym.role, country=country, admin1=admin1, absent=dict.fromkeys(empty, resolution.rule),
        provenance=Provenance(stage=NAME, version=VERSION, rule=resolution.rule),
    )  # fmt: skip


def _country(gaz: Gazetteer, found: Candidate) -> tuple[str | None, dict[str, str]]:
    if found.country in gaz.countries:
        return gaz.countries[found.country].iso3, {}
    return None, {"country": "in_several_countries" if found.countries else "in_no_country"}


def _title(place: str) -> str:
    """A dateline's place in ordinary case ("NEW DELHI" -> "New Delhi")."""
    return place.title() if place.isupper() else place
