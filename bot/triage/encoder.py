"""The small encoder tuned for triage: int8 ONNX, on this machine. Trained by evals/triage/encoder.py."""

from __future__ import annotations

from functools import cached_property
from importlib import resources
from typing import Any, NamedTuple

import numpy as np

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
        from tokenizers import Tokenizer

        # The same word pieces as the embedder's: one file serves both.
        file = resources.files("knowledge").joinpath("embedder/tokenizer.json")
        tokenizer = Tokenizer.from_str(file.read_text(encoding="utf-8"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        model = resources.files("bot.triage").joinpath("model/encoder.onnx").read_bytes()
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
