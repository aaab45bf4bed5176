"""Measure and print. Wall-clock times mean little on a shared machine; the ratios are what to compare."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

QUESTIONS = (
    "Which gifts must a councillor declare?",
    "who do i ring about a strange phone call from overseas",
    "Can I go to an embassy's national day reception?",
    "What should we ask before we sign a sister city agreement?",
    "Is it all right to take my work phone on holiday?",
    "what does the new law say about acting for another state",
    "Someone on LinkedIn wants to pay me for a report",
    "How much may a candidate take from an anonymous donor?",
)


def times(rounds: int, **works: Callable[[str], Any]) -> dict[str, list[float]]:
    """Return the milliseconds of each call of each work.

    Texts differ, so that no cache of queries helps; the works take turns, so that noise meets them alike.
    """
    for work in works.values():
        for text in QUESTIONS:
            work(text)
    spent: dict[str, list[float]] = {name: [] for name in works}
    for n in range(rounds):
        for text in QUESTIONS:
            for name, work in works.items():
                started = time.perf_counter()
                work(f"{text} ({n})")
                spent[name].append(1000 * (time.perf_counter() - started))
    return spent


def percentile(values: list[float], percent: int) -> float:
    """Return a percentile, between values where it falls between them."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def p50(values: list[float]) -> float:
    """Return the median."""
    return percentile(values, 50)


def peak_mb() -> float:
    """Return the most memory that this process has held, in MB; Linux alone says it.

    `getrusage` would not do: its figure begins with what the parent held when it started the process.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kilobytes,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(kilobytes) / 1024


def show(name: str, value: str) -> None:
    """Print one figure."""
    sys.stdout.write(f"{name:66} {value}\n")
    sys.stdout.flush()


def title(text: str) -> None:
    """Print what the next figures are of."""
    sys.stdout.write(f"\n{text}\n")
