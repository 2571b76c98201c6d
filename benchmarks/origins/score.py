"""Who stands behind incidents (development scores): origins by name, their number, who holds a disputed value, updates.

In: the story sets of `../shared` and our own (training/data/stories), read and linked. Out: for each group of sets

- `origins_p`, `_r`, `_f1`: gold `sources` against the origins that count, on matched incidents (matched as score_stories.py
  does). A pair is right where the names share a telling word or an acronym, or two governments are of one country; else,
  since gold and reports describe some in other words, where kinds and an article agree;
- `ind_exact`, `ind_exact_multi`: the number alone, as score_stories.py counts it;
- `holders`: of the disputed values that were found, those that are laid in the mouth of who holds them;
- `updates`: of the updates listed in updates.tsv (written for this benchmark; the gold has none), those found;
- `admiralty`: the credibility that the gold's own sources and denials lead to, on the same incidents.

`opened` and `later` are sets of ours that were held at first and read since. Of `held`, seven missed reports were once printed;
nothing was changed for them. `unread` are sets that nobody has read. A group without sets has no figures.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness

from onrecord import api, gazetteer
from onrecord.stages.link._words import telling

OWN = harness.ROOT / "training" / "data" / "stories"
SETS = sorted(path.name for path in (harness.SHARED / "stories").glob("s[0-9][0-9]_*"))
DATA = [f"stories/{name}/gold.json" for name in SETS]
FEW = 0.05
"""The margin of the floors: of the smallest group, one incident is a twentieth."""
OPENED, LATER = ("s32", "s34", "s36", "s38"), ("s42", "s44", "s46")
HELD, UNREAD = ("s41", "s45"), ("s53",)
GROUPS = ("shared", "own", "opened", "later", "held", "unread")
BY_ARTICLE = ({"own_reporting", "eyewitness"}, {"hospital"}, {"local_authority", "government_side"})
MUTUAL = frozenset({"own_reporting", "eyewitness"})
Json = dict[str, Any]


# ---- one incident ----
def acronyms(name: str) -> frozenset[str]:
    """Words in capitals, and the first letters of the capitalised words."""
    capitals = re.findall(r"\b[A-Z][\w-]*", name)
    return frozenset(
        word for word in (*capitals, "".join(word[0] for word in capitals)) if len(word) > 1 and word.isupper()
    )


@cache
def countries(name: str) -> frozenset[str]:
    """Countries (ISO alpha-3) that the words of a source's name tell, longest first: "South Sudanese" is no Sudan's."""
    known, found = gazetteer.load(), set[str]()
    words = re.findall(r"[^\W\d_]+", name.replace("'s", "").replace("’s", ""))
    while words:
        for length in range(min(3, len(words)), 0, -1):
            text = " ".join(words[:length])
            named = known.country_named(text)
            codes = {known.countries[code].iso3 for code in known.countries_of_demonym(text) if code in known.countries}
            if named is not None or codes:
                found |= codes or {named.iso3 if named is not None else ""}
                break
        words = words[length:]
    return frozenset(found)


def same_origin(source: Json, origin: Json) -> float:
    """How surely a gold source and an origin are one; 0.0 where they are not."""
    kinds = (source["kind"], origin["kind"])
    shared = telling(source["name"]) & telling(origin["name"])
    articles = bool(set(source["articles"]) & set(origin["articles"]))
    if kinds == ("government_side", "government_side"):
        told = countries(source["name"])
        if told:
            return 1.0 * (origin["country"] in told)
        return 0.6 if articles else 0.0
    if shared:
        return 1.0 if kinds[0] == kinds[1] else 0.8
    if acronyms(source["name"]) & acronyms(origin["name"]):
        return 0.8
    alike = kinds[0] == kinds[1] or any(kinds[0] in group and kinds[1] in group for group in BY_ARTICLE)
    return 0.5 if alike and articles else 0.0


def pairs(stories: ModuleType, gold: Json, pred: list[Json]) -> list[tuple[Json, Json]]:
    """Gold incidents with their predictions, as score_stories.py matches them."""
    cleaned = stories.clean({"incidents": pred})["incidents"]
    weights = [[_weight(stories, g, p) for p in cleaned] for g in gold["incidents"]]
    found = stories.assign(weights) if weights and cleaned else []
    return [(gold["incidents"][i], pred[j]) for i, j in found if not gold["incidents"][i].get("background")]


def _weight(stories: ModuleType, g: Json, p: Json) -> float:
    shares = set(p["reported_in"]) & set(g["reported_in"])
    if p["type"] not in stories.types_of(g) or not shares or not stories.agrees(g, p):
        return 0.0
    return float(stories.jac(g, p) + stories.affinity(g, p))


# ---- one set ----
def score_set(stories: ModuleType, converter: ModuleType, name: str, gold: Json, links: Json) -> dict[str, list[float]]:
    """Sums of the set: hits and what they are out of."""
    current = [i for i in links["incidents"] if not i["background"] and i["status"] != "historical"]
    pred = [{**converter.incident(i), "link": i} for i in current]
    sums: dict[str, list[float]] = {k: [0.0, 0.0] for k in ("p", "r", "ind_exact", "ind_exact_multi", "admiralty")}
    matched = pairs(stories, gold, pred)
    for g, p in matched:
        if not g.get("ind_open"):
            _count(stories, g, p["link"], gold["disputes"], sums)
    by_gold = {g["id"]: p["link"] for g, p in matched}
    sums["holders"] = _holders(gold, links, by_gold)
    sums["updates"] = _updates(name, links, by_gold)
    return sums


def _count(stories: ModuleType, g: Json, link: Json, disputes: list[Json], sums: dict[str, list[float]]) -> None:
    counting = [o for o in link["origins"] if o["counts"]]
    weights = [[same_origin(s, o) for o in counting] for s in g["sources"]]
    hits = len(stories.assign(weights)) if counting and g["sources"] else 0
    _add(sums["p"], hits, len(counting))
    _add(sums["r"], hits, len(g["sources"]))
    right = link["independent_sources"] in [g["independent_sources"], *g.get("ind_ok", [])]
    _add(sums["ind_exact"], right, 1)
    if len(g["reported_in"]) > 1 and g["status"] == "happened":
        _add(sums["ind_exact_multi"], right, 1)
        is_denied = any(d["incident"] == g["id"] and d["field"] == "happened" for d in disputes)
        _add(sums["admiralty"], link["corroboration"]["admiralty_info"] in _credible(g, is_denied), 1)


def _credible(g: Json, is_denied: bool) -> tuple[int, ...]:
    """The credibilities that the gold's sources allow; how many sides they stand on is left to the kinds."""
    number = g["independent_sources"]
    if is_denied:
        return (4,) if number == 1 else (3, 4)
    if number > 1:
        return (1, 2)
    return (2,) if g["sources"] and g["sources"][0]["kind"] in MUTUAL else (3,)


def _add(sums: list[float], hits: float, total: float) -> None:
    sums[0] += hits
    sums[1] += total


def _holders(gold: Json, links: Json, by_gold: Mapping[str, Json]) -> list[float]:
    sums = [0.0, 0.0]
    for dispute in gold["disputes"]:
        incident = by_gold.get(dispute["incident"], {}).get("id")
        found = [d for d in links["disputes"] if d["incident"] == incident and d["field"] == dispute["field"]]
        for held in dispute["positions"] if found else ():
            near = [
                p for p in found[0]["positions"] if any(same_value(v, p) for v in [held["value"], *held.get("alt", [])])
            ]
            if near:
                _add(sums, any(_is_held_by(held["by"], p) for p in near), 1)
    return sums


def same_value(value: object, position: Json) -> bool:
    if isinstance(value, int | float):
        low, high = position["low"], position["high"]
        return low is not None and low <= value <= (high if high is not None else low)
    if value in ("yes", "no"):
        return position["value"] in (value, value == "yes")
    words, own = telling(str(value)), telling(str(position["value"]))
    told = countries(str(value)) | countries(str(position["value"]))
    return bool(words & own) or str(value)[:10] == str(position["value"])[:10] or position["value"] in told


def _is_held_by(by: str, position: Json) -> bool:
    told = countries(by)
    return bool(telling(by) & telling(position["by"])) or bool(told & (countries(position["by"]) | {position["side"]}))


def _updates(name: str, links: Json, by_gold: Mapping[str, Json]) -> list[float]:
    sums = [0.0, 0.0]
    for row in listed():
        if name.startswith(row["set"]):
            incident = by_gold.get(row["incident"], {}).get("id")
            hits = [u for u in links["updates"] if u["incident"] == incident and u["field"] == row["field"]]
            _add(sums, any(_is_value(u["to"], row["to"]) for u in hits), 1)
    return sums


def _is_value(found: object, wanted: str) -> bool:
    if isinstance(found, int | float):
        return wanted.isdigit() and float(wanted) == found
    return bool(telling(wanted) & telling(str(found))) or str(found) == wanted


def listed() -> list[dict[str, str]]:
    """The rows of updates.tsv."""
    lines = (Path(__file__).parent / "updates.tsv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


# ---- all sets ----
def summary(group: str, scored: Iterable[Mapping[str, list[float]]]) -> harness.Figures:
    """The figures of a group of sets."""
    totals: dict[str, list[float]] = {}
    for sums in scored:
        for name, (hits, total) in sums.items():
            _add(totals.setdefault(name, [0.0, 0.0]), hits, total)
    share = {name: hits / total for name, (hits, total) in totals.items() if total}
    p, r = share.pop("p", 0.0), share.pop("r", 0.0)
    named = {"origins_p": p, "origins_r": r, "origins_f1": 2 * p * r / (p + r) if p + r else 0.0, **share}
    return {f"{group}_{name}": value for name, value in named.items()}


def group_of(name: str) -> str:
    if name in SETS:
        return "shared"
    groups = {"opened": OPENED, "later": LATER, "held": HELD, "unread": UNREAD}
    return next((group for group, sets in groups.items() if name[:3] in sets), "own")


def score(folder: Path) -> harness.Figures:
    stories, converter = harness.scorer("stories/score_stories.py"), harness.scorer("eval/stories_predictions.py")
    scored: dict[str, list[dict[str, list[float]]]] = {group: [] for group in GROUPS}
    for root in (harness.SHARED / "stories", OWN):
        for path in sorted(root.glob("s[0-9][0-9]_*/gold.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            inputs = [str(article) for article in sorted(path.parent.glob("[0-9][0-9].json"))]
            links = json.loads(api.link(inputs).to_json())
            scored[group_of(path.parent.name)].append(score_set(stories, converter, path.parent.name, gold, links))
    figures: harness.Figures = {}
    for group, sums in scored.items():
        figures.update(summary(group, sums) if sums else {})
    return figures


if __name__ == "__main__":
    sys.exit(harness.main(Path(__file__).parent, score, DATA, margin=FEW))
