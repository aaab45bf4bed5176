"""The small encoder tuned for triage: int8 ONNX, on this machine. Trained by evals/triage/encoder.py."""

from __future__ import annotations

from functools import cached_property
from importlib import resources
from typing import Any, NamedTuple

import numpy as np

from knowledge.onnx_model import open_session, open_tokenizer

MAX_TOKENS = 160


class Heard(NamedTuple):
    """`risk` is a logit of escalate or urgent; `danger` the probability of urgent."""

    risk: float
    danger: float


class Encoder:
    """Loads nothing until it is first used."""

    def judge(self, plain: str) -> Heard:
        """Judge one plain text."""
        ids = np.array([self._tokenizer.encode(plain).ids], dtype=np.int64)
        none, escalate, urgent = self._session.run(
            ["logits"], {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        )[0][0]
        either = np.logaddexp(escalate, urgent)
        return Heard(risk=float(either - none), danger=float(np.exp(urgent - np.logaddexp(none, either))))

    @cached_property
    def _tokenizer(self) -> Any:
        return open_tokenizer(MAX_TOKENS)

    @cached_property
    def _session(self) -> Any:
        return open_session(resources.files("bot.triage").joinpath("model/encoder.onnx").read_bytes())
