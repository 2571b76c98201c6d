"""Which voices are one origin.

In: the voices of one incident. Out: the same by the key of their origin. The one idea: reports call one source by a shorter and a
longer name, by a person and the body that he speaks for; the fullest name is the origin's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.stages.link._bodies import class_of
from onrecord.stages.link._words import normalised

if TYPE_CHECKING:
    from onrecord.stages.link._origins import Key, Voice

RANKS = "body named side hospital court union party company armed_group local ngo government".split()
"""A person whom reports lay to different origins belongs to the first of these."""
BY_NAME = frozenset({"named","hospital", "court", "ngo", "union", "company", "party", "armed_group", "local", "other", "expert",
                     "international_organisation"})  # fmt: skip


def merged(heard: Sequence[Voice]) -> dict[Key, list[Voice]]:
    """Voices by key, in order of publication; a shorter name is the longer one's, a person the only body's of that kind."""
    by_key: dict[Key, list[Voice]] = {}
    as_known = _as_known(heard)
    for voice in sorted(heard, key=lambda v: (*v.report.order, v.spans, v.key)):
        known = as_known.get(voice.person or "")
        same = (
            voice if known is None else replace(voice, key=known.key, kind=known.kind, side=known.side, why=known.why)
        )
        by_key.setdefault(same.key, []).append(same)
    target = {key: _target(key, by_key) for key in by_key}
    found: dict[Key, list[Voice]] = {}
    for key, group in by_key.items():
        found.setdefault(_last(key, target), []).extend(group)
    return {key: sorted(group, key=lambda v: (*v.report.order, v.spans, v.key)) for key, group in found.items()}


def _as_known(heard: Sequence[Voice]) -> dict[str, Voice]:
    """For each person whom reports call differently, as the report has him that tells for which body he speaks."""
    by_person: dict[str, dict[Key, Voice]] = {}
    for voice in sorted(heard, key=lambda v: (*v.report.order, v.spans, v.key)):
        if voice.person is not None:
            by_person.setdefault(voice.person, {}).setdefault(voice.key, voice)
    found: dict[str, Voice] = {}
    for person, known in by_person.items():
        if len(known) > 1:
            best = known[min(known, key=lambda k: (RANKS.index(k[0]) if k[0] in RANKS else len(RANKS), -len(k), k))]
            if best.key[0] == "outlet":  # whom several outlets cite is no passer-by
                best = replace(best, key=("other", *sorted(person.split())), kind="other", why="a source of its own")
            found[person] = best
    return found


def _last(key: Key, target: Mapping[Key, Key]) -> Key:
    """Where the targets lead; a ring of them ends at its first key."""
    seen = [key]
    while target[seen[-1]] not in seen:
        seen.append(target[seen[-1]])
    return seen[-1] if target[seen[-1]] == seen[-1] else min(seen[seen.index(target[seen[-1]]) :])


def _target(key: Key, by_key: dict[Key, list[Voice]]) -> Key:
    """The key under which the voices of `key` are counted."""
    if key[0] not in BY_NAME:
        return _state_of(key, by_key)
    if key[0] == "other":  # "the command", of which the report has told whose it is
        words, report = set(key[1:]), by_key[key][0].report.key
        full = [
            other
            for other, group in by_key.items()
            if other != key and any(v.report.key == report and words < set(normalised(v.name)) for v in group)
        ]
        if words and len(full) == 1:
            return full[0]
    if (state := _state_of(key, by_key)) != key:
        return state
    kin = [other for other in by_key if other[0] == key[0] and other != key]
    alike = [other for other in by_key if other != key and other[0] in BY_NAME and "named" in (key[0], other[0])]
    longer = [other for other in (*kin, *alike) if set(key[1:]) < set(other[1:])]
    if longer:
        return min(longer, key=lambda other: (-len(other), other))
    twins = [other for other in alike if key[0] != "named" and set(key[1:]) == set(other[1:])]
    if twins:
        return twins[0]
    kind = {"local": "local_authority"}.get(key[0], key[0])
    kin += [other for other in alike if other[0] == "named" and by_key[other][0].kind == kind]
    bodies = [other for other in kin if not by_key[other][0].is_person]
    if kind in ("hospital", "local_authority") and by_key[key][0].is_person and len(bodies) == 1:
        return bodies[0]
    if key[0] == "hospital" and "of" in key:  # a nurse who is not named works where the doctor of the same report does
        report = by_key[key][0].report.key
        named = [other for other in kin if "of" not in other and by_key[other][0].report.key == report]
        return named[0] if len(named) == 1 else key
    return key


def _state_of(key: Key, by_key: Mapping[Key, Sequence[Voice]]) -> Key:
    """The one government of the incident for a state's body without a country: whose it is, another report tells."""
    states = [other for other in by_key if other[0] == "government" and other[1]]
    is_bare = key[0] == "government" and not key[1]
    is_body = key[0] in ("other", "unnamed") and class_of(by_key[key][0].name) in ("state", "police")
    return states[0] if len(states) == 1 and (is_bare or is_body) else key
