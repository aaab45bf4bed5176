"""Whole `ask` processes: the first builds the index, the next ones find it there."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from evals.bench.timing import QUESTIONS, show, title


def run(folder: Path, repeats: int) -> None:
    """Time a first start and later ones."""
    title("Cold: a process of its own for each question")
    environment = {**os.environ, "GUIDE_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "bot", "ask", "--json", QUESTIONS[0]]
    seconds = []
    for _ in range(repeats + 1):
        started = time.perf_counter()
        subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
        seconds.append(time.perf_counter() - started)
    first, *later = seconds
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    show("first use (builds the index)", f"{first:.2f} s")
    show("index there, median", f"{statistics.median(later):.2f} s")
    show("first use adds (at most 1.5 s)", f"{first - statistics.median(later):.2f} s")
    show("peak memory", f"{peak:.0f} MB")
