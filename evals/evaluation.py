"""What every evaluation hands back."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pydantic import BaseModel

from bot.app import App
from evals.measures import Measure


class Evaluation(NamedTuple):
    """The figures, the rows behind them, and remarks that belong beside the figures."""

    measures: tuple[Measure, ...]
    rows: tuple[BaseModel, ...]
    remarks: tuple[str, ...] = ()


# Loads the data, runs the product over it and scores what came back.
Evaluate = Callable[[App], Evaluation]
