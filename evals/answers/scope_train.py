"""Train what bot/answering/kinds.py estimates with: `python -m evals.answers.scope_train`, a few minutes.

Learned from scope.jsonl and from the phrasings of the library, which are all in the field. Deterministic.
Prints the figures of folds held back (a section of the library lies in one fold), then writes kinds.npz.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answering import scope
from bot.answering.kinds import KINDS, WEIGHTS, Kind, row
from bot.conversation import plain_text
from evals.dataset import Row, load
from knowledge import asked
from knowledge.embed import MiniLm

_SEED = 7
_FOLDS = 5
_PHRASINGS = 8000
# A section that asks about us as well: its phrasings have a fixed answer of their own.
_ABOUT_US = "Is Council Guide part of NZSIS?"
_DECAY = 1e-4
_STEPS = 200
_PACE = 0.1

Matrix = NDArray[np.float32]
Numbers = NDArray[np.int64]


class ScopeRow(Row):
    """A message and its kind."""

    text: str
    thread: tuple[str, ...] = ()
    kind: Kind


@dataclass(frozen=True)
class Lessons:
    """Messages, their features of shape (messages, features), their kinds and their folds by number."""

    texts: list[str]
    features: Matrix
    kinds: Numbers
    folds: Numbers


@dataclass(frozen=True)
class Model:
    """Weights of shape (features, kinds) and biases of shape (kinds,)."""

    matrix: Matrix
    bias: Matrix

    def chances(self, features: Matrix) -> Matrix:
        """Return the probability of each kind, of shape (messages, kinds)."""
        logits = features @ self.matrix + self.bias
        chances = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(chances / chances.sum(axis=1, keepdims=True))


def main() -> None:
    """Train, print the figures of the folds, write the weights."""
    lessons = _lessons()
    held_back = np.zeros((len(lessons.texts), len(KINDS)), dtype=np.float32)
    for fold in range(_FOLDS):
        inside, outside = lessons.folds != fold, lessons.folds == fold
        held_back[outside] = learn(lessons.features[inside], lessons.kinds[inside]).chances(
            lessons.features[outside]
        )
    _report(lessons, held_back)
    model = learn(lessons.features, lessons.kinds)
    np.savez_compressed(
        Path(str(resources.files("bot.answering").joinpath(WEIGHTS))),
        matrix=model.matrix.astype(np.float16),
        bias=model.bias.astype(np.float32),
    )


def learn(features: Matrix, kinds: Numbers) -> Model:
    """Return a softmax regression with decay (Adam over all rows, slower towards the end)."""
    weights = np.zeros((features.shape[1] + 1, len(KINDS)), dtype=np.float32)
    decay = np.full((len(weights), 1), _DECAY, dtype=np.float32)
    decay[-1] = 0
    wanted = np.eye(len(KINDS), dtype=np.float32)[kinds]
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        error = Model(weights[:-1], weights[-1]).chances(features) - wanted
        slope = np.vstack([features.T @ error, error.sum(axis=0)]) / len(kinds) + decay * weights
        mean += 0.1 * (slope - mean)
        square += 0.01 * (slope**2 - square)
        pace = _PACE * (1 - step / (_STEPS + 1))
        weights -= pace * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return Model(weights[:-1], weights[-1])


def _lessons() -> Lessons:
    chance = np.random.default_rng(_SEED)
    own = load("answers", ScopeRow, "scope")
    phrasings, sections = _phrasings()
    taken = chance.permutation(len(phrasings))[:_PHRASINGS]
    texts = [*(one.text for one in own), *(phrasings[at] for at in taken)]
    kinds = [*(KINDS.index(one.kind) for one in own), *[KINDS.index(Kind.IN_FIELD)] * len(taken)]
    dealt = chance.integers(0, _FOLDS, max(sections) + 1)
    kin = {name: int(chance.integers(0, _FOLDS)) for name in sorted({_kin(one.id) for one in own})}
    folds = [*(kin[_kin(one.id)] for one in own), *(int(dealt[sections[at]]) for at in taken)]
    read = [plain_text(text) for text in texts]
    vectors = MiniLm().embed(read)
    features = np.stack([row(text, vector) for text, vector in zip(read, vectors, strict=True)])
    return Lessons(texts, features, np.array(kinds), np.array(folds))


def _kin(row_id: str) -> str:
    """Return what rows that differ by a word or two share: "harm-t03" of "harm-t03a". They lie in one fold."""
    return row_id.rstrip("abcdefghi") if "-t" in row_id else row_id


def _phrasings() -> tuple[list[str], list[int]]:
    """Return the phrasings of the library that are answered from it, and the section of each by number."""
    folder = resources.files("knowledge").joinpath("library")
    docs = sorted(file.name for file in folder.iterdir() if file.name.endswith(".md"))
    by_section = [
        texts
        for doc in docs
        for section, texts in asked.load(f"library/{doc}").items()
        if section != _ABOUT_US
    ]
    return (
        [text for texts in by_section for text in texts],
        [at for at, texts in enumerate(by_section) for _ in texts],
    )


def _report(lessons: Lessons, held_back: Matrix) -> None:
    reasons = [
        scope.reason_of(
            dict(zip(KINDS, chances.tolist(), strict=True)),
            in_field=scope.in_field(text),
            about_us=scope.sure_about_us(text),
        )
        for text, chances in zip(lessons.texts, held_back, strict=True)
    ]
    for number, kind in enumerate(KINDS):
        rows = np.flatnonzero(lessons.kinds == number)
        held = sum(reasons[at] is not None for at in rows)
        right = sum(reasons[at] == scope.REASONS.get(kind) for at in rows)
        say(f"{kind:>15}: {right}/{len(rows)} right, {held} not answered")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
