from __future__ import annotations

import pytest

from evals.measures import Measure, mean, share, wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # By hand, with z = 1.96: (p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)
        (45, 50, 0.7864, 0.9565),
        (5, 10, 0.2366, 0.7634),
        (50, 50, 0.9287, 1.0),
        (0, 50, 0.0, 0.0713),
        (1, 1, 0.2065, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson_gives_the_interval_worked_out_by_hand(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=1e-4)


def test_a_share_counts_what_holds() -> None:
    measure = share("kept", [True, False, True, True])
    assert (measure.value, measure.hits, measure.n) == (0.75, 3, 4)
    assert (measure.low, measure.high) == wilson(3, 4)


def test_a_mean_has_no_interval() -> None:
    assert mean("MRR", [1.0, 0.5, 0.0]) == Measure(name="MRR", value=0.5, n=3)


@pytest.mark.parametrize(
    ("value", "n", "threshold", "at_most", "passed"),
    [
        (0.90, 10, 0.90, False, True),
        (0.89, 10, 0.90, False, False),
        (0.04, 10, 0.04, True, True),
        (0.05, 10, 0.04, True, False),
        (0.0, 0, 0.04, True, False),
        (0.0, 0, None, False, True),
    ],
)
def test_a_threshold_is_met_on_its_own_side(
    value: float, n: int, threshold: float | None, at_most: bool, passed: bool
) -> None:
    assert Measure(name="x", value=value, n=n, threshold=threshold, at_most=at_most).passed is passed
