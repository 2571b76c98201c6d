"""Through which words each article carries an origin or a denial.

In: the voices of an incident, and the origins and denials made of them. Out: the same with their `Carrier`s. The one idea: the
count of independent sources can be followed down to an attribution in an article; of what a source says there the words that
uphold the incident (or deny it) come before those that leave it open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from onrecord.link_report import Carrier, Denial, Origin
from onrecord.stages.link import _sameness
from onrecord.stages.link._origins import Voice


def named(
    heard: Sequence[Voice], origins: Sequence[Origin], denied: Sequence[Denial]
) -> tuple[list[Origin], list[Denial]]:
    """The origins and denials with the words that carry them."""
    groups: dict[tuple[str, ...], list[list[Voice]]] = defaultdict(list)
    for group in _sameness.merged(heard).values():
        groups[tuple(dict.fromkeys(voice.report.id for voice in group))].append(group)
    return (
        [replace(o, carriers=_carriers(_taken(groups[o.articles], o.name), "upholds")) for o in origins],
        [replace(d, carriers=_carriers(_taken(groups[d.articles], d.name), "denies")) for d in denied],
    )


def _taken(groups: list[list[Voice]], name: str) -> list[Voice]:
    """The first group in which somebody has the name; each is taken once."""
    at = next((n for n, group in enumerate(groups) if any(voice.name == name for voice in group)), None)
    return [] if at is None else groups.pop(at)


def _carriers(group: Sequence[Voice], stance: str) -> tuple[Carrier, ...]:
    """One for each article and attribution: of an article those of the stance, or all where there is none."""
    by_article: dict[str, list[Voice]] = defaultdict(list)
    for voice in group:
        by_article[voice.report.id].append(voice)
    found: dict[tuple[str, str | None], Carrier] = {}
    for article, voices in by_article.items():
        chosen = [voice for voice in voices if voice.stance == stance] or voices
        for voice in sorted(chosen, key=lambda voice: not voice.is_coded):
            carrier = Carrier(article=article, attribution=voice.id, spans=voice.spans)
            found.setdefault((article, voice.id), carrier)
    return tuple(found.values())
