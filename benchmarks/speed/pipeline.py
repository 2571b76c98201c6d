"""Speed and memory of the pipeline beside bare `en_core_web_sm`, same texts, same run.

usage: python benchmarks/speed/pipeline.py [TEXTS.jsonl] [--articles N] [--rounds R]

Without TEXTS the sample reports are repeated. Prints words a second of the bare spaCy pipeline (all its components, whole
articles, one process) and of onrecord from `Article` to `Record`, alternating in rounds, and the ratio of the times; then
the cold start of `onrecord --help` and of the first record, and how peak memory grows with the number of articles.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import spacy

from onrecord.config import Config
from onrecord.pipeline import Pipeline
from onrecord.records import Article
from onrecord.stages.ingest import Ingest

SAMPLES = Path(__file__).resolve().parents[2] / "src" / "onrecord" / "samples"


def articles(texts: Path | None, count: int) -> list[Article]:
    """`count` articles of the file, or of the samples, repeated under new ids."""
    inputs = [str(texts)] if texts else sorted(str(path) for path in SAMPLES.glob("*.json"))
    found = [item for item in Ingest(Config().ingest).read(inputs) if isinstance(item, Article)]
    return [replace(found[n % len(found)], id=f"{found[n % len(found)].id}-{n}") for n in range(count)]


def seconds(run: Callable[[], Iterable[object]]) -> float:
    start = time.perf_counter()
    for _ in run():
        pass
    return time.perf_counter() - start


def throughput(todo: list[Article], rounds: int) -> None:
    nlp = spacy.load(Config().annotate.pipeline)
    pipeline = Pipeline(Config())
    texts = [article.text for article in todo]
    words = sum(len(text.split()) for text in texts)
    bare, ours = [], []
    for _ in range(rounds + 1):
        bare.append(seconds(lambda: nlp.pipe(texts)))
        ours.append(seconds(lambda: pipeline.run(todo)))
    bare, ours = bare[1:], ours[1:]  # the first round warms caches
    ratios = [mine / theirs for mine, theirs in zip(ours, bare, strict=True)]
    print(f"{len(todo)} articles, {words} words, {rounds} rounds")
    print(f"bare spaCy   {words / statistics.median(bare):8.0f} words/s")
    print(f"onrecord     {words / statistics.median(ours):8.0f} words/s")
    print(f"ratio        {statistics.median(ratios):8.2f}  (min {min(ratios):.2f}, max {max(ratios):.2f})")


def cold_start() -> None:
    sample = str(SAMPLES / "strait_collision.json")
    for label, arguments in (("onrecord --help", ["--help"]), ("first record", ["read", "--format", "jsonl", sample])):
        times = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-m", "onrecord", *arguments], check=True, capture_output=True)
            times.append(time.perf_counter() - start)
        print(f"{label:<16} {statistics.median(times):.2f} s cold (median of 5)")


def memory(counts: Iterable[int]) -> None:
    """Peak memory of `onrecord read` over files of more and more articles."""
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            path = Path(folder) / f"{count}.jsonl"
            with path.open("w", encoding="utf-8") as stream:
                for article in articles(None, count):
                    stream.write(json.dumps({"id": article.id, "text": article.text}) + "\n")
            command = [sys.executable, "-m", "onrecord", "read", "--format", "jsonl", str(path)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"{count:>6} articles   peak memory {peak:.0f} MiB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="?", type=Path)
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    throughput(articles(options.texts, options.articles), options.rounds)
    cold_start()
    memory((50, 200, 800))
