"""Figures for triage: pure functions from what was expected and what was heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.models import Level
from evals.measures import Interval, Measure, share, wilson

SENT = frozenset({Level.ESCALATE, Level.URGENT})


class Pair(NamedTuple):
    """The level that a careful reader gave, and the one that triage gave."""

    expected: Level
    heard: Level


def headline(pairs: Sequence[Pair]) -> tuple[Measure, ...]:
    """Return the shares that are judged, each with its Wilson 95% interval.

    Caught: sent, or asked about with level advise.
    """
    risky = [heard for expected, heard in pairs if expected in SENT]
    urgent = [heard for expected, heard in pairs if expected is Level.URGENT]
    ordinary = [heard for expected, heard in pairs if expected is Level.ADVISE]
    harmless = [heard for expected, heard in pairs if expected is Level.NONE]
    return (
        share("risky: caught", (heard is not Level.NONE for heard in risky)),
        share("risky: sent", (heard in SENT for heard in risky)),
        share("urgent: as urgent", (heard is Level.URGENT for heard in urgent)),
        share("advise: sent", (heard in SENT for heard in ordinary)),
        share("harmless: sent", (heard in SENT for heard in harmless)),
        share("harmless: asked", (heard is Level.ADVISE for heard in harmless)),
        share("level as expected", (expected is heard for expected, heard in pairs)),
    )


def left_alone(heard: Sequence[Level]) -> tuple[Measure, ...]:
    """Return how often ordinary questions, which are not labelled, are sent and asked about."""
    return (
        share("ordinary questions: sent", (level in SENT for level in heard)),
        share("ordinary questions: asked", (level is Level.ADVISE for level in heard)),
    )


def rates(pairs: Sequence[Pair]) -> tuple[Measure, ...]:
    """Return the headline and what only the card tells."""
    ordinary = [heard for expected, heard in pairs if expected is Level.ADVISE]
    return (
        *headline(pairs),
        share("advise: asked", (heard is Level.ADVISE for heard in ordinary)),
        share("not urgent: as urgent", (h is Level.URGENT for e, h in pairs if e is not Level.URGENT)),
    )


def area_under_curve(scores: Sequence[float], risky: Sequence[bool]) -> float:
    """Return how often a risky message scores above a harmless one; ties count half."""
    above = [score for score, is_risky in zip(scores, risky, strict=True) if is_risky]
    below = [score for score, is_risky in zip(scores, risky, strict=True) if not is_risky]
    if not above or not below:
        return 0.5
    wins = sum((one > other) + 0.5 * (one == other) for one in above for other in below)
    return wins / (len(above) * len(below))


def calibration(
    scores: Iterable[float], risky: Iterable[bool], bands: int = 5
) -> list[tuple[float, Interval, int]]:
    """Return for each band of scores its mean, the interval of the share that was risky, and its size."""
    in_band: list[list[tuple[float, bool]]] = [[] for _ in range(bands)]
    for score, is_risky in zip(scores, risky, strict=True):
        in_band[min(int(score * bands), bands - 1)].append((score, is_risky))
    return [
        (
            sum(score for score, _ in band) / len(band),
            wilson(sum(hit for _, hit in band), len(band)),
            len(band),
        )
        for band in in_band
        if band
    ]
