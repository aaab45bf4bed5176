"""A linear classifier on the embedding and hashed words. Trained by evals/triage/train.py; card in CARD.md."""

from __future__ import annotations

import itertools
import zlib
from functools import cached_property
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from knowledge.embed import DIMENSIONS, Embedder
from knowledge.words import fold

BUCKETS = 4096
_WORD_SCALE = 1.2
_EMBEDDING_SCALE = 6.0

Features = NDArray[np.float32]


def features(masked: str, embedder: Embedder) -> Features:
    """Return one row of shape (DIMENSIONS + BUCKETS + 1,), the last a constant."""
    row = np.zeros(DIMENSIONS + BUCKETS + 1, dtype=np.float32)
    row[:DIMENSIONS] = _EMBEDDING_SCALE * embedder.embed_query(masked)
    for piece in _pieces(masked):
        row[DIMENSIONS + zlib.crc32(piece.encode()) % BUCKETS] = 1.0
    words = row[DIMENSIONS:-1]
    row[DIMENSIONS:-1] = _WORD_SCALE * words / (np.linalg.norm(words) or 1.0)
    row[-1] = 1.0
    return row


def _pieces(text: str) -> set[str]:
    words = [word for word in fold(text).replace("?", " ? ").split() if word]
    words = [word.strip('.,;:!"()') or word for word in words]
    return set(words) | {f"{a} {b}" for a, b in itertools.pairwise(words)}


class Classifier:
    """Estimates the probability that a message needs the liaison."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @cached_property
    def _weights(self) -> Features:
        with resources.files("bot.triage").joinpath("weights.npz").open("rb") as handle:
            saved = np.load(handle, allow_pickle=False)
            return np.asarray(saved["weights"], dtype=np.float32)

    def probability(self, masked: str) -> float:
        """Return the estimated probability (0 to 1) of escalate or urgent."""
        logit = float(features(masked, self._embedder) @ self._weights)
        return float(1 / (1 + np.exp(-logit)))
