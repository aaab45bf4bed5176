"""Run every benchmark in order: `python -m evals.bench.run [--quick]`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

# ONNX's and BLAS's threads would fight, and the figures would be noise.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def run(*, quick: bool) -> None:
    """Print every figure; `quick` repeats less, and leaves out what takes minutes."""
    if any(os.environ.get(name) != value for name, value in _ONE_THREAD.items()):
        # The libraries read this when they are loaded: begin again with it set.
        arguments = [sys.executable, "-m", "evals.bench.run", *(["--quick"] if quick else [])]
        os.execve(sys.executable, arguments, {**os.environ, **_ONE_THREAD})
    from evals.bench import cold, indexing, respond, scale, search

    rounds = 5 if quick else 25
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        cold.run(there / "data", 2 if quick else 5)
        respond.run(there / "data", rounds)
        search.run(there / "search-1000", 1_000, rounds)
        indexing.run(there / "indexing", 200 if quick else 1_000)
        indexing.run_unchanged(there / "unchanged", 10_000)
        if not quick:
            search.run(there / "search-10000", 10_000, rounds)
            scale.run(there / "scale", 100_000, 4 * rounds)


if __name__ == "__main__":
    run(quick="--quick" in sys.argv)
