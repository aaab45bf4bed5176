"""Scores of one ranking against what is relevant; a ranking names each thing once."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def ndcg(ranking: Sequence[Hashable], relevant: Collection[Hashable], k: int = 10) -> float:
    """Return the discounted gain of the first `k`, as a share of the best possible, 0 to 1."""
    gained = math.fsum(_weight(n) for n, thing in enumerate(ranking[:k]) if thing in relevant)
    best = math.fsum(_weight(n) for n in range(min(k, len(relevant))))
    return gained / best if best else 0.0


def found(ranking: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> bool:
    """Return whether one of the relevant things stands among the first `k`."""
    return any(thing in relevant for thing in ranking[:k])


def recall(ranking: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """Return which share of the relevant things stands among the first `k`, 0 to 1."""
    return sum(thing in relevant for thing in ranking[:k]) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """Return 1 over the place of the first relevant thing, or 0 where there is none."""
    return next((1 / n for n, thing in enumerate(ranking, 1) if thing in relevant), 0.0)


def distinct(things: Iterable[Thing]) -> list[Thing]:
    """Return a ranking that names each thing once, where it stood first."""
    return list(dict.fromkeys(things))


def _weight(position: int) -> float:
    return 1 / math.log2(position + 2)
