"""A measure: one figure of an evaluation, with its count, its interval and its threshold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

_Z95 = 1.959963984540054


class Interval(NamedTuple):
    low: float
    high: float


class Measure(BaseModel):
    """One figure, 0 to 1, over `n` cases.

    A share has `hits` of `n` and a Wilson 95% interval; a mean (nDCG, MRR) has neither. `threshold` is the
    least that it must reach or, for one that should stay low, the most (`at_most`); None: told, not judged.
    """

    model_config = ConfigDict(frozen=True)
    name: str
    value: float
    n: int
    hits: int | None = None
    low: float | None = None
    high: float | None = None
    threshold: float | None = None
    at_most: bool = False

    @property
    def passed(self) -> bool:
        """Whether the threshold is met; a figure over nothing meets none."""
        if self.threshold is None:
            return True
        if self.n == 0:
            return False
        return self.value <= self.threshold if self.at_most else self.value >= self.threshold


def share(name: str, outcomes: Iterable[bool]) -> Measure:
    """Return the share of cases that hold, with its Wilson interval."""
    counted = list(outcomes)
    hits, n = sum(counted), len(counted)
    interval = wilson(hits, n)
    return Measure(
        name=name, value=hits / n if n else 0.0, n=n, hits=hits, low=interval.low, high=interval.high
    )


def mean(name: str, values: Sequence[float]) -> Measure:
    """Return the mean of a score that is no share."""
    return Measure(name=name, value=math.fsum(values) / len(values) if values else 0.0, n=len(values))


def wilson(hits: int, n: int) -> Interval:
    """Return the Wilson 95% interval of `hits` in `n`; of nothing, nothing is known.

    >>> wilson(0, 0)
    Interval(low=0.0, high=1.0)
    """
    if n == 0:
        return Interval(0.0, 1.0)
    seen = hits / n
    scale = 1 + _Z95**2 / n
    centre = (seen + _Z95**2 / (2 * n)) / scale
    half = _Z95 * math.sqrt(seen * (1 - seen) / n + _Z95**2 / (4 * n**2)) / scale
    # At the ends the formula is exact on paper, and a rounding error away from it here.
    return Interval(0.0 if hits == 0 else centre - half, 1.0 if hits == n else centre + half)
