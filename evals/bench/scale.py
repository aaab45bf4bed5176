"""A hundred thousand passages: speed against a thousand, and the memory of what builds and of what searches.

Each index is built by a process of its own and searched by another, so that neither's memory counts as the other's.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path

from bot.progress import Bar
from evals.bench.scale_work import Turn
from evals.bench.timing import show, title

_FEW = 1_000
_WARMING = 2


def run(folder: Path, count: int, rounds: int, few: int = _FEW) -> None:
    """Build both indexes, then let both search in turns: whatever else the machine does meets both alike."""
    _build(folder / "few", few)
    peak = _build(folder / "many", count)
    small, large = _turns(folder / "few", folder / "many", rounds)
    title(f"{count:,} passages (vectors made by chance, real sentences)")
    show("search, p50", f"{statistics.median(turn.p50 for turn in large):.2f} ms")
    pairs = list(zip(small, large, strict=True))
    typical = statistics.median(many.p50 / one.p50 for one, many in pairs)
    show(f"p50 against {few:,} passages, median of {rounds} rounds (at most 1.7)", f"{typical:.2f}")
    # Where this one is much lower, other programs took the processor from the longer searches.
    quickest = statistics.median(many.quickest / one.quickest for one, many in pairs)
    show("the same of the quickest search of each round", f"{quickest:.2f}")
    show("peak memory of a process that searches (under 1,229 MB)", f"{large[-1].peak_mb:.0f} MB")
    show("peak memory of a process that builds", f"{peak:.0f} MB")


def _turns(few: Path, many: Path, rounds: int) -> tuple[list[Turn], list[Turn]]:
    """Return the turns of both indexes, without those that warm them."""
    small: list[Turn] = []
    large: list[Turn] = []
    with Bar("Searching") as bar, _searcher(few) as one, _searcher(many) as other:
        for n in range(_WARMING + rounds):
            small.append(_turn(one, n))
            large.append(_turn(other, n))
            bar.show(n + 1, _WARMING + rounds)
    return small[_WARMING:], large[_WARMING:]


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "evals.bench.scale_work", *words]


def _build(place: Path, count: int) -> float:
    command = _command("build", str(place), str(count))
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def _searcher(place: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        _command("search", str(place)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _turn(searcher: subprocess.Popen[str], number: int) -> Turn:
    """Let a process search for every question once; texts differ from turn to turn."""
    assert searcher.stdin
    assert searcher.stdout
    searcher.stdin.write(f"{number}\n")
    searcher.stdin.flush()
    return Turn(**json.loads(searcher.stdout.readline()))
