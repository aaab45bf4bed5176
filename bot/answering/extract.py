"""Answer without a model: the sentences of the best passages that respond to the question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from bot.answering.calm import Calm
from bot.answering.claims import Claim
from knowledge.embed import Vector
from knowledge.index import Index
from knowledge.passages import NATIONAL, Passage
from knowledge.retrieve import Hit
from knowledge.split import sentences
from knowledge.words import tokens

_PASSAGES = 6
_LEAD_SENTENCES = 3
_MORE_SENTENCES = 3
# An original has no stored sentence vectors: embed at most this many of its sentences.
_EMBEDDED_SENTENCES = 8
# A section's first sentence is its answer: it leads unless another one fits much better.
_FIRST_BONUS = 0.10
_MORE_SHARE = 0.78
_SAME = 0.86


class _Line(NamedTuple):
    text: str
    passage: Passage
    position: int
    paragraph: int
    score: float
    vector: Vector


class Extractor:
    """Picks sentences from one index."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def extract(self, question: str, query: Vector, hits: Sequence[Hit], calm: Calm) -> list[Claim]:
        """Return claims, the answer first; each says one sentence of a passage as it stands.

        `query` is the vector of the question as it was searched, shape (dimensions,).
        """
        lines = [line for hit in hits[:_PASSAGES] for line in self._lines(question, query, hit)]
        lines = [line for line in lines if calm.allows(line.text)]
        if not lines:
            return []
        lead = self._lead(lines)
        more = self._more(lines, lead)
        return [Claim(text=line.text, quote=line.text, passage=line.passage) for line in (*lead, *more)]

    def _lead(self, lines: Sequence[_Line]) -> list[_Line]:
        best = max(lines, key=lambda line: line.score)
        section = [line for line in lines if line.passage.id == best.passage.id]
        start = best
        first = section[0]
        if first.paragraph == best.paragraph and first.score >= best.score - _FIRST_BONUS:
            start = first
        run = [
            line for line in section if line.paragraph == start.paragraph and line.position >= start.position
        ]
        kept = [start]
        for line in run[1:]:
            if len(kept) == _LEAD_SENTENCES or line.position != kept[-1].position + 1:
                break
            kept.append(line)
        if best not in kept:
            kept = [*kept[: _LEAD_SENTENCES - 1], best]
        return kept

    def _more(self, lines: Sequence[_Line], lead: Sequence[_Line]) -> list[_Line]:
        """Add what other passages say, if it responds nearly as well and says something else."""
        bar = max(line.score for line in lead) * _MORE_SHARE
        picked: list[_Line] = []
        for line in sorted(lines, key=lambda line: -line.score):
            if len(picked) == _MORE_SENTENCES or line.score < bar:
                break
            others = (*lead, *picked)
            if any(float(line.vector @ other.vector) > _SAME for other in others):
                continue
            if sum(line.passage.id == other.passage.id for other in picked) >= 2 or line in others:
                continue
            picked.append(line)
        return picked

    def _lines(self, question: str, query: Vector, hit: Hit) -> Iterator[_Line]:
        texts = [
            (paragraph, text)
            for paragraph, part in enumerate(hit.passage.parts)
            for text in sentences(part.text)
        ]
        vectors = self._vectors(hit.passage, [text for _, text in texts])
        wanted = set(tokens(question))
        section = set(tokens(f"{hit.passage.title} {hit.passage.section}"))
        for position, ((paragraph, text), vector) in enumerate(zip(texts, vectors, strict=False)):
            said = set(tokens(text))
            overlap = len(wanted & (said | section)) / (len(wanted) or 1)
            score = 0.5 * float(query @ vector) + 0.25 * hit.score + 0.25 * overlap
            if position == 0 and hit.passage.owner == NATIONAL:
                score += 0.05
            yield _Line(text, hit.passage, position, paragraph, score, vector)

    def _vectors(self, passage: Passage, texts: Sequence[str]) -> Vector:
        stored = self._index.sentence_vectors.get(passage.id)
        if stored is not None:
            return stored
        return np.asarray(self._index.embedder.embed(texts[:_EMBEDDED_SENTENCES]))
