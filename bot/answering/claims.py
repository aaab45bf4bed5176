"""A claim: one sentence of an answer and the words that prove it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from knowledge.passages import Passage


class Place(StrEnum):
    """Where in an answer a sentence stands."""

    LEAD = "lead"
    # Another document of the same council gives another figure.
    DIFFERS = "differs"
    CHANGE = "change"
    STEP = "step"
    MORE = "more"


class Claim(BaseModel):
    """`text` is said, `quote` stands word for word in `passage`."""

    model_config = ConfigDict(frozen=True)
    text: str
    quote: str
    passage: Passage
    place: Place = Place.LEAD
