"""Estimate how likely it is that a text needs the liaison. Trained by evals/triage/train.py; see CARD.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from bot.triage import lexical
from bot.triage.encoder import Encoder
from bot.triage.signals import Signals
from knowledge.embed import Embedder

Array = NDArray[np.float32]

# The same words said over and over say no more than once, but the encoder takes the din for danger.
_OVER_AND_OVER = re.compile(r"\b([\w']+(?: [\w']+){0,3}?)(?: \1\b){3,}")


@dataclass(frozen=True)
class Weights:
    """What training wrote; shapes: (384,), (BUCKETS,), (BUCKETS,), (3 + signals,) and single numbers."""

    embedding: Array
    embedding_bias: float
    lexical: Array
    lexical_bias: float
    rarity: Array
    combine: Array
    combine_bias: float


@dataclass(frozen=True)
class Estimate:
    """Probabilities, 0 to 1: that a person at council should hear of it; that people are in danger."""

    risk: float
    danger: float


class Classifier:
    """A small encoder tuned for this, a linear model on the embedding, one on words, and the rules."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._encoder = Encoder()

    def estimate(self, plain: str, signals: Signals) -> Estimate:
        """Judge one plain text with what the rules heard in it."""
        weights = self._weights
        plain = _OVER_AND_OVER.sub(r"\1", plain)
        vector = self._embedder.embed_query(plain)
        buckets, values = lexical.row(plain, weights.rarity)
        heard = self._encoder.judge(plain)
        row = (
            heard.risk,
            float(vector @ weights.embedding) + weights.embedding_bias,
            float(values @ weights.lexical[buckets]) + weights.lexical_bias,
            *signals.row(),
        )
        logit = float(np.dot(np.asarray(row, dtype=np.float32), weights.combine)) + weights.combine_bias
        return Estimate(risk=_sigmoid(logit), danger=heard.danger)

    @cached_property
    def _weights(self) -> Weights:
        with resources.files("bot.triage").joinpath("weights.npz").open("rb") as handle:
            saved = np.load(handle, allow_pickle=False)
            arrays = {name: np.asarray(saved[name], dtype=np.float32) for name in saved.files}
        if arrays["lexical"].shape != (lexical.BUCKETS,):
            raise ValueError("weights.npz was trained for another number of buckets.")
        return Weights(
            embedding=arrays["embedding"],
            embedding_bias=float(arrays["embedding_bias"]),
            lexical=arrays["lexical"],
            lexical_bias=float(arrays["lexical_bias"]),
            rarity=arrays["rarity"],
            combine=arrays["combine"],
            combine_bias=float(arrays["combine_bias"]),
        )


def _sigmoid(logit: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))
