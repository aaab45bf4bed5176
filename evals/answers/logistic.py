"""Logistic regression by Newton's method, and the file in which its weights ship."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import numpy as np
import yaml

from bot.answering.logistic import Numbers, chances

_STEPS = 30
# How far the weights of signals are held back, per standard deviation of a signal.
_DECAY = 3.0


def fit(rows: Numbers, right: Numbers, shares: Numbers, decay: float) -> Numbers:
    """Return the weights, and the bias behind them.

    Args:
        rows: of shape (rows, signals).
        right: 1 for a row that is of the kind and 0 for another, of shape (rows,).
        shares: how much each row counts, of shape (rows,).
        decay: how dear large weights are; the bias is free.
    """
    rows = np.hstack([rows, np.ones((len(rows), 1))])
    held_back = np.full(rows.shape[1], decay)
    held_back[-1] = 0
    found = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chance = chances(rows, found, 0.0)
        slope = rows.T @ (shares * (chance - right)) + held_back * found
        curve = (rows * (shares * chance * (1 - chance))[:, None]).T @ rows + np.diag(held_back)
        found -= np.linalg.solve(curve, slope)
    return found


def learn(rows: Numbers, right: Numbers) -> tuple[Numbers, float]:
    """Return the weights and the bias for signals on scales of their own; shapes as in `fit`."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    found = fit((rows - mean) / spread, right, np.ones(len(rows)), _DECAY)
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ mean)


def ship(name: str, numbers: Mapping[str, float]) -> None:
    """Write `bot/answering/NAME.yaml`, learned by the script of the same name."""
    file = Path(str(resources.files("bot.answering").joinpath(f"{name}.yaml")))
    text = yaml.safe_dump(dict(numbers), sort_keys=False)
    file.write_text(f"# Learned by `python -m evals.answers.{name}`.\n{text}", encoding="utf-8")
