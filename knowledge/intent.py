"""The space in which two ways to ask for the same thing are near, and two things asked in the same way are not."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np

from knowledge.embed import Vector
from knowledge.shipped import read_numbers

FILE = Path(str(resources.files("knowledge").joinpath("embedder/intent.npy")))


def intents(vectors: Vector) -> Vector:
    """Return the unit vectors of questions in that space, for vectors of the embedder, of shape (questions, dimensions)."""
    moved = vectors @ read_numbers(FILE)
    lengths = np.linalg.norm(moved, axis=-1, keepdims=True)
    unit: Vector = (moved / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit
