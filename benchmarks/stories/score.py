"""The four story sets (development scores): statements, incidents, sources and disputes, end to end through `link`."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness

from onrecord import api

SETS = sorted(path.name for path in (harness.SHARED / "stories").glob("s[0-9][0-9]_*"))
DATA = [f"stories/{name}/gold.json" for name in SETS]
LOWER = frozenset({"false_event_rate", "neutral_per_gold"})
FIGURES = (
    "copy_f1", "incident_p", "incident_r", "incident_f1", "bcubed_f1", "inc_date", "inc_country", "inc_place161", "inc_actor",
    "inc_actor_country", "inc_recipient", "inc_status", "inc_ind_exact_multi", "distinct_kept", "st_recall", "st_source",
    "st_stance", "st_stance_marked", "st_kind", "st_quote", "st_nested", "st_denial_recall", "dispute_f1", "false_event_rate",
    "neutral_per_gold",
)  # fmt: skip


def score(folder: Path) -> harness.Figures:
    converter = harness.scorer("eval/stories_predictions.py")
    module = harness.scorer("stories/score_stories.py")
    predictions = {name: _prediction(converter, name) for name in SETS}
    sets = module.load_sets()
    result = module.summary(
        [module.score_set(articles, gold, predictions[name], None, name) for name, (articles, gold) in sets.items()]
    )
    return {name: float(result[name]) for name in FIGURES if result.get(name) is not None}


def _prediction(converter: object, name: str) -> dict[str, object]:
    """The set's prediction in the scorer's form."""
    inputs = sorted((harness.SHARED / "stories" / name).glob("[0-9][0-9].json"))
    with tempfile.TemporaryDirectory() as out:
        records = harness.read_to(Path(out) / "records.jsonl", inputs)
        links = Path(out) / "links.json"
        links.write_text(json.dumps(api.link([str(path) for path in inputs]).to_dict()), encoding="utf-8")
        argv, sys.argv = sys.argv, ["x", name, "--records", str(records), "--links", str(links), "--out", out]
        try:
            converter.main()  # type: ignore[attr-defined]
        finally:
            sys.argv = argv
        return dict(json.loads((Path(out) / f"{name}.json").read_text(encoding="utf-8")))


if __name__ == "__main__":
    sys.exit(harness.main(Path(__file__).parent, score, DATA, LOWER, harness.SMALL))
