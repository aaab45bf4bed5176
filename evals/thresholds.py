"""The thresholds, from one file."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.errors import GuideError
from evals.measures import Measure


class Bound(BaseModel):
    """The least or the most that a measure may be, 0 to 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    at_least: float | None = Field(default=None, ge=0, le=1)
    at_most: float | None = Field(default=None, ge=0, le=1)

    @model_validator(mode="after")
    def _one(self) -> Bound:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("give either at_least or at_most")
        return self


Thresholds = dict[str, dict[str, Bound]]


class ThresholdError(GuideError):
    """The thresholds and the measures do not fit together."""

    code = "thresholds"


def load() -> Thresholds:
    """Return the shipped thresholds, by evaluation and measure."""
    return parse(resources.files("evals").joinpath("thresholds.yaml").read_text(encoding="utf-8"))


def parse(text: str) -> Thresholds:
    """Read thresholds.

    Raises:
        ThresholdError: the text breaks the format; the message names the place.
    """
    try:
        return {
            evaluation: {name: Bound.model_validate(bound) for name, bound in (bounds or {}).items()}
            for evaluation, bounds in yaml.safe_load(text).items()
        }
    except (ValidationError, AttributeError, yaml.YAMLError) as error:
        raise ThresholdError(f"thresholds.yaml: {' '.join(str(error).split())}") from error


def judge(measures: Iterable[Measure], bounds: dict[str, Bound]) -> tuple[Measure, ...]:
    """Return the measures with their thresholds.

    Raises:
        ThresholdError: a threshold names a measure that was not taken, so that it would guard nothing.
    """
    taken = tuple(measures)
    if idle := sorted(bounds.keys() - {measure.name for measure in taken}):
        raise ThresholdError(f"thresholds.yaml: '{idle[0]}' was not measured.", "Mend its name.")
    return tuple(_judged(measure, bounds.get(measure.name)) for measure in taken)


def _judged(measure: Measure, bound: Bound | None) -> Measure:
    if bound is None:
        return measure
    if bound.at_most is not None:
        return measure.model_copy(update={"threshold": bound.at_most, "at_most": True})
    return measure.model_copy(update={"threshold": bound.at_least})
