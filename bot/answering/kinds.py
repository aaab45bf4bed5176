"""What kind of message is this? A linear model on its meaning and its words; trained by evals/answers/scope_train.py."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.embed import DIMENSIONS, Embedder
from knowledge.shipped import read_yaml

WEIGHTS = "kinds.npz"
_BUCKETS = 2048
_WORD = re.compile(r"[\w']+|[?!]")
# A word of no family with this many letters names a topic; how many do is counted as far as this.
_LONG_WORD = 4
_MOST_TOPICS = 4
_LENGTHS = (2, 4, 6, 9, 13, 20, 40)
# How much each part of a row weighs beside the others (read off the folds of training).
_MEANING, _FAMILIES, _WORDS = 3.0, 0.4, 2.0

Vector = NDArray[np.float32]


class Kind(StrEnum):
    """What a message asks for; all but the first are not answered from the library. The last seven ask about us."""

    IN_FIELD = "in-field"
    OFF_TOPIC = "off-topic"
    UNDERSPECIFIED = "underspecified"
    PERSON = "person"
    PRIVATE = "private"
    CLASSIFIED = "classified"
    HARM = "harm"
    PARTISAN = "partisan"
    INSTRUCTIONS = "instructions"
    WHO_READS = "who-reads"
    WHAT_THIS_IS = "what-this-is"
    WHAT_IS_KEPT = "what-is-kept"
    WHERE_IT_GOES = "where-it-goes"
    WHAT_IS_SEEN = "what-is-seen"
    WHAT_TO_ASK = "what-to-ask"
    A_PERSON = "a-person"


KINDS = tuple(Kind)


@dataclass(frozen=True)
class _Weights:
    """What training wrote; shapes: (features, kinds) and (kinds,)."""

    matrix: Vector
    bias: Vector


def estimate(plain: str, embedder: Embedder) -> Mapping[Kind, float]:
    """Return the probability of each kind, 0 to 1, for a message as triage reads it (names and origins hidden)."""
    weights = _weights()
    logits = row(plain, embedder.embed_query(plain)) @ weights.matrix + weights.bias
    chances = np.exp(logits - logits.max())
    return dict(zip(KINDS, (chances / chances.sum()).tolist(), strict=True))


def row(plain: str, meaning: Vector) -> Vector:
    """Return the features of a message: its vector, its families of words, its words; shape (features,)."""
    words = _WORD.findall(plain.lower())
    return np.concatenate([_MEANING * meaning, _FAMILIES * _of_families(words), _WORDS * _of_words(words)])


def _of_families(words: list[str]) -> Vector:
    """Say which families are met, which of them together, which first, and how much else is said."""
    count = len(_families())
    spoken = [word for word in words if word not in "?!"]
    met = sorted({family for word in spoken for family in _families_of(word)})
    alone, first, said = np.zeros(count), np.zeros(count), np.zeros(len(_LENGTHS) + 4)
    together = np.zeros(count * (count - 1) // 2)
    alone[met] = 1
    for one, other in combinations(met, 2):
        # The pairs in order: (0, 1), (0, 2), ... (1, 2), ...
        together[one * (2 * count - one - 1) // 2 + other - one - 1] = 1
    if spoken:
        first[list(_families_of(spoken[0]))] = 1
    topics = sum(len(word) >= _LONG_WORD and not _families_of(word) for word in spoken)
    said[int(np.searchsorted(_LENGTHS, len(spoken)))] = 1
    said[-3:] = min(topics, _MOST_TOPICS) / 2, topics == 0, "?" in words
    return np.concatenate([alone, together, first, said]).astype(np.float32)


def _of_words(words: list[str]) -> Vector:
    """Return hashed words and pairs of words, of length 1."""
    pieces = {*words, *(f"{one} {other}" for one, other in pairwise(words)), " ".join(["^", *words[:1]])}
    found = np.zeros(_BUCKETS, dtype=np.float32)
    found[[zlib.crc32(piece.encode()) % _BUCKETS for piece in pieces]] = 1
    return found / np.linalg.norm(found)


@cache
def _families() -> tuple[re.Pattern[str], ...]:
    listed: dict[str, str] = read_yaml("bot.answering", "kinds.yaml")
    return tuple(
        re.compile("|".join(re.escape(word).replace(r"\*", r"[\w']*") for word in words.split()))
        for words in listed.values()
    )


@cache
def _families_of(word: str) -> tuple[int, ...]:
    return tuple(at for at, pattern in enumerate(_families()) if pattern.fullmatch(word))


@cache
def _weights() -> _Weights:
    with resources.files("bot.answering").joinpath(WEIGHTS).open("rb") as handle:
        saved = np.load(handle, allow_pickle=False)
        matrix, bias = (np.asarray(saved[name], dtype=np.float32) for name in ("matrix", "bias"))
    features = row("", np.zeros(DIMENSIONS, dtype=np.float32)).size
    if matrix.shape != (features, len(KINDS)):
        raise ValueError(f"{WEIGHTS} was trained for other features.")
    return _Weights(matrix, bias)
