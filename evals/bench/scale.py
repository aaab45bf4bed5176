"""A hundred thousand passages: speed against a thousand, and the memory of a process that only searches."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from evals.bench import made
from evals.bench.timing import p50, show, times, title
from knowledge import build
from knowledge.index import open_index
from knowledge.retrieve import Retriever
from knowledge.vector_store import VectorStore


def run(folder: Path, count: int, rounds: int) -> None:
    """Build both, then search each in a process of its own."""
    found = {}
    for size in (1_000, count):
        place = folder / str(size)
        build.build_items(place, made.MadeVectors(), list(made.items(size)), VectorStore())
        command = [sys.executable, "-m", "evals.bench.scale", str(place), str(rounds)]
        found[size] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    title(f"{count:,} passages (vectors made by chance, real sentences)")
    show("search, p50", f"{found[count]['p50']:.2f} ms")
    show("against 1,000 passages (at most 1.7)", f"{found[count]['p50'] / found[1_000]['p50']:.2f}")
    show("peak memory of a process that searches (under 1,229 MB)", f"{found[count]['peak_mb']:.0f} MB")


def _search(place: Path, rounds: int) -> dict[str, float]:
    import resource

    embedder = made.MadeVectors()
    index = open_index(place, embedder)
    index.warm()
    retriever = Retriever(index)
    spent = times(rounds, ours=lambda text: retriever.search(text, k=10))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"p50": p50(spent["ours"]), "peak_mb": peak}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_search(Path(sys.argv[1]), int(sys.argv[2]))))
