"""Vectors that are already known, by the text they stand for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import IO

import numpy as np

from knowledge.embed import DIMENSIONS, Embedder, Vector
from knowledge.progress import Progress, silent

_BATCH = 256


class VectorCache:
    """Embeds only what it has not seen; `fresh` counts how often the model had to run."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[bytes, Vector] = {}
        self.fresh = 0

    def __len__(self) -> int:
        return len(self._known)

    def load(self, file: Path | IO[bytes]) -> None:
        """Add the vectors of a file, unless they come from another embedder."""
        with np.load(file, allow_pickle=False) as saved:
            if str(saved["identity"]) != self._embedder.identity:
                return
            keys, vectors = saved["keys"], saved["vectors"].astype(np.float32)
        self._known |= {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}

    def load_shipped(self) -> None:
        """Add the vectors that ship with the library."""
        file = resources.files("knowledge").joinpath("library/vectors.npz")
        if file.is_file():
            with file.open("rb") as handle:
                self.load(handle)

    def knows(self, texts: Sequence[str]) -> bool:
        """Return whether all of these have a vector already."""
        return all(_key(text) in self._known for text in texts)

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> Vector:
        """Return unit vectors of shape (len(texts), dimensions)."""
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        self.fresh += len(missing)
        new = list(missing.items())
        for start in range(0, len(new), _BATCH):
            progress("Embedding sentences", start, len(new))
            batch = dict(new[start : start + _BATCH])
            vectors = self._embedder.embed(list(batch.values()))
            # Half precision is what is saved: use it from the start, so that a rebuild changes nothing.
            halved = vectors.astype(np.float16).astype(np.float32)
            self._known |= dict(zip(batch, halved, strict=True))
        if not keys:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.stack([self._known[key] for key in keys])

    def save(self, file: Path, texts: Sequence[str]) -> None:
        """Write the vectors of these texts, in half precision, ordered by key."""
        keys = sorted({_key(text) for text in texts})
        vectors = np.array([self._known[key] for key in keys], dtype=np.float16).reshape(
            len(keys), DIMENSIONS
        )
        raw = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), 16)
        np.savez(file, identity=np.array(self._embedder.identity), keys=raw, vectors=vectors)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:16]
