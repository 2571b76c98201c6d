"""What the words of an event say themselves, and what was only inferred from the text around it.

In: parties and places. Out: whether their country or town is said. The one idea: an inference is good enough to bring two reports
of a deed together, and no reason to keep them apart.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.records import Event, Mention, Place

COUNTRIES = ("place_in_sentence", "subject_in_sentence", "dateline_country", "paragraph_country", "article_country")
"""Rules by which a party is taken to be of the country around it."""
PLACES = ("dateline", "scene", "only_town")
"""Rules by which a deed is taken to be where the article's other deeds were, or where it was filed."""


def is_said(mention: Mention) -> bool:
    """Whether the words say of which country they are: "the trawler" was only put in that of the towns around it."""
    rule = mention.rule or ""
    return not any(guess in rule for guess in COUNTRIES)


def is_told(place: Place) -> bool:
    """Whether the place was named for the deed, and not for others of the article."""
    return place.provenance is None or place.provenance.rule not in PLACES


def is_named(place: Place) -> bool:
    """Whether the text names the place for the event: where a story was filed is not where it happened."""
    return place.provenance is None or place.provenance.rule != "dateline"


def is_bare(events: Iterable[Event]) -> bool:
    """Whether their words name neither who nor where: "Thursday's protest against the dam"."""
    for event in events:
        if event.place is not None and is_named(event.place) and is_told(event.place):
            return False
        if any(m.country and is_said(m) for m in (*event.actors, *event.recipients)):
            return False
    return True
