"""A claim: one sentence of an answer and the words that prove it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from knowledge.passages import Passage


class Claim(BaseModel):
    """`text` is said, `quote` stands word for word in `passage`."""

    model_config = ConfigDict(frozen=True)
    text: str
    quote: str
    passage: Passage
