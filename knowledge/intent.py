"""The space in which two ways to ask for the same thing are near, and two things asked in the same way are not."""

from __future__ import annotations

import io
from functools import cache
from importlib import resources

import numpy as np

from knowledge.embed import Vector

FILE = resources.files("knowledge").joinpath("embedder/intent.npy")


@cache
def _matrix() -> Vector:
    matrix: Vector = np.load(io.BytesIO(FILE.read_bytes()), allow_pickle=False).astype(np.float32)
    return matrix


def intents(vectors: Vector) -> Vector:
    """Return the unit vectors of questions in that space, for vectors of the embedder, of shape (questions, dimensions)."""
    moved = vectors @ _matrix()
    lengths = np.linalg.norm(moved, axis=-1, keepdims=True)
    unit: Vector = (moved / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit
