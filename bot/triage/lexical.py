"""Words and pieces of words as a hashed, weighted row."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 15
_WORD = re.compile(r"[\w']+|[?!]")
_SHORTEST, _LONGEST = 2, 5

Array = NDArray[np.float32]


def row(text: str, rarity: Array) -> tuple[NDArray[np.int64], Array]:
    """Return the buckets of a plain text and their values, each half of length 1.

    Words with their pairs are one half, pieces of two to five letters the other. `rarity` holds one inverse
    document frequency for each bucket.
    """
    halves = [_weighted(counts, rarity) for counts in count(text)]
    return np.concatenate([half[0] for half in halves]), np.concatenate([half[1] for half in halves])


def count(text: str) -> tuple[Counter[int], Counter[int]]:
    """Return how often each bucket is met: by words, and by pieces."""
    words = _WORD.findall(text)
    return (
        Counter(_bucket(piece) for piece in _words(words)),
        Counter(_bucket(piece) for piece in _pieces(words)),
    )


def _words(words: list[str]) -> Iterator[str]:
    yield from (f"w {word}" for word in words)
    yield from (f"w {first} {second}" for first, second in pairwise(words))


def _pieces(words: list[str]) -> Iterator[str]:
    for word in words:
        framed = f" {word} "
        for size in range(_SHORTEST, _LONGEST + 1):
            yield from (framed[at : at + size] for at in range(len(framed) - size + 1))


def _bucket(piece: str) -> int:
    return zlib.crc32(piece.encode()) % BUCKETS


def _weighted(counts: Counter[int], rarity: Array) -> tuple[NDArray[np.int64], Array]:
    buckets = np.fromiter(counts, dtype=np.int64, count=len(counts))
    often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
    values = (1 + np.log(often)) * rarity[buckets] if len(counts) else often
    return buckets, np.asarray(values / (np.linalg.norm(values) or 1.0), dtype=np.float32)
