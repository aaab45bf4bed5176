"""Chances from weighed signals: a logistic regression whose weights are a file beside the code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knowledge.shipped import read_yaml

Numbers = NDArray[np.float64]


def chances(rows: Numbers, weights: Numbers, bias: float) -> Numbers:
    """Return the chance of each row of signals, 0 to 1; `rows` has the shape (rows, signals)."""
    chance: Numbers = 1 / (1 + np.exp(-(rows @ weights + bias)))
    return chance


def learned_chances(rows: Numbers, file: str, signals: Sequence[str]) -> Numbers:
    """Return the same with the weights of a file in `bot/answering`.

    A signal that it does not name yet, while the weights are learned, weighs nothing.
    """
    weights = learned(file)
    return chances(rows, np.array([weights.get(name, 0.0) for name in signals]), weights["bias"])


@cache
def learned(file: str) -> Mapping[str, float]:
    """Return the numbers of a file by name."""
    return {name: float(value) for name, value in read_yaml("bot.answering", file).items()}
