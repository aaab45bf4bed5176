from __future__ import annotations

import pytest

from evals import thresholds
from evals.measures import Measure
from evals.thresholds import Bound, ThresholdError


def test_measures_get_their_thresholds_and_others_stay_unjudged() -> None:
    taken = [Measure(name=name, value=0.5, n=4) for name in ("found", "sent", "told")]
    bounds = {"found": Bound(at_least=0.4), "sent": Bound(at_most=0.4)}
    judged = thresholds.judge(taken, bounds)
    assert [(measure.threshold, measure.at_most, measure.passed) for measure in judged] == [
        (0.4, False, True),
        (0.4, True, False),
        (None, False, True),
    ]


def test_a_threshold_that_guards_nothing_is_an_error() -> None:
    with pytest.raises(ThresholdError, match="'fuond' was not measured"):
        thresholds.judge([Measure(name="found", value=1, n=1)], {"fuond": Bound(at_least=0.4)})


@pytest.mark.parametrize(
    "text",
    [
        "answers:\n  facts: {at_least: 90}",
        "answers:\n  facts: {at_least: 0.9, at_most: 1.0}",
        "answers:\n  facts: {}",
        "answers:\n  facts: {least: 0.9}",
        "- answers",
        "answers: [",
    ],
)
def test_wrong_thresholds_are_one_clear_error(text: str) -> None:
    with pytest.raises(ThresholdError, match=r"thresholds\.yaml"):
        thresholds.parse(text)
