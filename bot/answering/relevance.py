"""How likely a passage that was found answers the question: a few signals, weighed.

The weights (relevance.yaml) were learned by `python -m evals.answers.relevance` from questions whose answering
sections people marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.answering.logistic import Numbers, learned_chances
from bot.answering.wording import figure_asked, names_figure
from knowledge.adapter import adapted
from knowledge.embed import Vector
from knowledge.index import Index
from knowledge.passages import NATIONAL, Passage
from knowledge.retrieve import Hit, question_vector
from knowledge.sentences import sentences
from knowledge.words import tokens

SIGNALS = ("score", "sentence", "own", "sentence_lag", "words_lag", "first", "figure")


class Read(NamedTuple):
    """A passage that was found, sentence by sentence.

    `hit`: the passage and its scores. `chance`: how likely it answers, 0 to 1. `asked`: the cosine of its heading
    and the question. One value for each sentence have: `said`, its cosine with the question; `nearness`, the same
    with the question moved towards rules, by the adapter; `overlap`, the share of the question's words in it;
    `figures`, 1 where it names the kind of figure that is asked for, -1 where it names none, 0 where none is
    asked for.
    """

    hit: Hit
    chance: float
    asked: float
    lines: tuple[tuple[int, str], ...]
    vectors: Vector
    said: Vector
    nearness: Vector
    overlap: tuple[float, ...]
    figures: tuple[int, ...]

    @property
    def passage(self) -> Passage:
        return self.hit.passage


def read(question: str, hits: Sequence[Hit], index: Index) -> list[Read]:
    """Return what was found with its chances to answer, in the order found; `question` is the text that was searched."""
    whole = index.embedder.embed_query(question)
    moved = adapted(question_vector(question, index.embedder))
    wanted, figure = set(tokens(question)), figure_asked(question)
    found = [_read(hit, whole, moved, wanted, figure, index) for hit in hits]
    return [
        one._replace(chance=float(chance)) for one, chance in zip(found, chances(signals(found)), strict=True)
    ]


def signals(found: Sequence[Read]) -> Numbers:
    """Return the signals of what was found, of shape (passages, signals)."""
    sentence = np.array([max(one.nearness, default=0.0) for one in found])
    words = np.array([max(one.overlap, default=0.0) for one in found])
    own = np.array([one.passage.owner != NATIONAL for one in found], dtype=float)
    score = np.array([one.hit.score for one in found])
    lags = [values - values.max(initial=-1.0) for values in (sentence, words)]
    first = np.array([1.0] + [0.0] * (len(found) - 1))
    figure = np.array([float(max(one.figures, default=0)) for one in found])
    return np.stack([score, sentence, own, *lags, first, figure], axis=1)


def chances(rows: Numbers) -> Numbers:
    """Return the chance of each row of signals."""
    return learned_chances(rows, "relevance.yaml", SIGNALS)


def _read(hit: Hit, whole: Vector, moved: Vector, wanted: set[str], figure: str | None, index: Index) -> Read:
    passage = hit.passage
    lines = tuple((n, line) for n, part in enumerate(passage.parts) for line in sentences(part.text))
    vectors = index.read_aloud(passage)
    place = set(tokens(passage.section))
    return Read(
        hit=hit,
        chance=0.0,
        asked=float(vectors[0] @ whole),
        lines=lines,
        vectors=vectors[1:],
        said=vectors[1:] @ whole,
        nearness=vectors[1:] @ moved,
        overlap=tuple(len(wanted & (set(tokens(line)) | place)) / (len(wanted) or 1) for _, line in lines),
        figures=tuple((1 if names_figure(figure, line) else -1) if figure else 0 for _, line in lines),
    )
