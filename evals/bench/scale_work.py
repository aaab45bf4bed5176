"""The processes that `scale` measures: one builds an index and ends, one searches whenever it is told to."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, TextIO

from evals.bench.timing import QUESTIONS, peak_mb


class Turn(NamedTuple):
    """Every question once: the median and the least of the milliseconds, and the most memory so far."""

    p50: float
    quickest: float
    peak_mb: float


def build(place: Path, count: int) -> None:
    """Index so many passages and print the most memory that it took, in MB."""
    from bot.progress import Bar
    from evals.bench import made
    from knowledge.build import build_items
    from knowledge.vector_store import VectorStore

    with Bar(f"Indexing {count:,} passages") as bar:
        build_items(place, made.MadeVectors(), list(made.items(count)), VectorStore(), bar.step)
    sys.stdout.write(f"{peak_mb()}\n")


def search(place: Path, numbers: Iterable[str], out: TextIO) -> None:
    """Open an index, and for each number search for every question and print the turn as JSON."""
    from evals.bench import made
    from knowledge.index import open_index
    from knowledge.retrieve import Retriever

    index = open_index(place, made.MadeVectors())
    index.warm()
    retriever = Retriever(index)
    for number in numbers:
        spent = []
        for text in QUESTIONS:
            started = time.perf_counter()
            retriever.search(f"{text} ({number.strip()})", k=10)
            spent.append(1000 * (time.perf_counter() - started))
        out.write(json.dumps(Turn(statistics.median(spent), min(spent), peak_mb())._asdict()) + "\n")
        out.flush()


if __name__ == "__main__":
    if sys.argv[1] == "build":
        build(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        search(Path(sys.argv[2]), sys.stdin, sys.stdout)
