"""Answer without a model: the sentences of the best passages that respond to the question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from bot.answering.calm import Calm
from bot.answering.claims import Claim
from knowledge.embed import Vector
from knowledge.index import Index
from knowledge.passages import NATIONAL, Passage
from knowledge.retrieve import Hit
from knowledge.sentences import sentences
from knowledge.words import tokens

_PASSAGES = 6
_LEAD_SENTENCES = 3
_MORE_SENTENCES = 3
# An original has no stored sentence vectors: embed at most this many of its sentences.
_EMBEDDED_SENTENCES = 8
# A section's first sentence is its answer: it leads unless another one fits much better.
_FIRST_BONUS = 0.10
_OPENING = 0.05
_MORE_SHARE = 0.80
_SAME = 0.86


# A sentence that leans on the one before it does not stand alone.
_LEANS = re.compile(
    r"^(?:this|that|these|those|it|its|they|their|he|she|another|other|such|also|both|neither)\b(?! (?:councillor|council))|"
    r"\bthe same (?:report|news|account|page|summary|story|case|advice)\b|\bthose (?:ties|figures|pages|dates)\b",
    re.I,
)


class _Line(NamedTuple):
    text: str
    passage: Passage
    position: int
    paragraph: int
    score: float
    vector: Vector


def _standing(lines: Iterable[_Line]) -> Iterator[_Line]:
    """Leave out a sentence that leans on one that was left out."""
    position = None
    for line in lines:
        if position is None or line.position == position + 1 or not _LEANS.search(line.text):
            position = line.position
            yield line


class Extractor:
    """Picks sentences from one index."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def extract(self, question: str, hits: Sequence[Hit], calm: Calm) -> list[Claim]:
        """Return claims, the answer first; each says one sentence of a passage as it stands.

        `question` is the text that was searched.
        """
        query = self._index.embedder.embed_query(question)
        lines = [line for hit in hits[:_PASSAGES] for line in self._lines(question, query, hit)]
        lines = [line for line in lines if calm.allows(line.text)]
        if not lines:
            return []
        lead = self._lead(lines)
        more = self._more(lines, lead)
        return [Claim(text=line.text, quote=line.text, passage=line.passage) for line in (*lead, *more)]

    def _lead(self, lines: Sequence[_Line]) -> list[_Line]:
        """Take the answer of the best section: from its first sentence, unless another fits much better."""
        best = max(lines, key=lambda line: (not _LEANS.search(line.text), line.score))
        paragraph = [
            line for line in lines if line.passage.id == best.passage.id and line.paragraph == best.paragraph
        ]
        first = paragraph[0]
        start = first if first.score >= best.score - _FIRST_BONUS else best
        kept = list(_standing(line for line in paragraph if line.position >= start.position))[
            :_LEAD_SENTENCES
        ]
        return kept if best in kept else [*kept[: _LEAD_SENTENCES - 1], best]

    def _more(self, lines: Sequence[_Line], lead: Sequence[_Line]) -> list[_Line]:
        """Add what other sections say, if it responds nearly as well and says something else."""
        bar = max(line.score for line in lead) * _MORE_SHARE
        picked: list[_Line] = []
        for line in sorted(lines, key=lambda line: -line.score):
            if len(picked) == _MORE_SENTENCES or line.score < bar:
                break
            others = (*lead, *picked)
            if any(line is other or float(line.vector @ other.vector) > _SAME for other in others):
                continue
            if _LEANS.search(line.text):
                continue
            if sum(line.passage.id == other.passage.id for other in picked) < 2:
                picked.append(line)
        return picked

    def _lines(self, question: str, query: Vector, hit: Hit) -> Iterator[_Line]:
        texts = [
            (paragraph, text)
            for paragraph, part in enumerate(hit.passage.parts)
            for text in sentences(part.text)
        ]
        heading, vectors = self._vectors(hit.passage, [text for _, text in texts])
        wanted = set(tokens(question))
        asked = float(query @ heading)
        place = set(tokens(hit.passage.section))
        for position, ((paragraph, text), vector) in enumerate(zip(texts, vectors, strict=False)):
            overlap = len(wanted & (set(tokens(text)) | place)) / (len(wanted) or 1)
            score = 0.3 * float(query @ vector) + 0.3 * asked + 0.2 * hit.score + 0.2 * overlap
            if position == 0 and hit.passage.owner == NATIONAL:
                score += _OPENING
            yield _Line(text, hit.passage, position, paragraph, score, vector)

    def _vectors(self, passage: Passage, texts: Sequence[str]) -> tuple[Vector, Vector]:
        """Return the vector of the heading, and those of the sentences."""
        stored = self._index.sentence_vectors.get(passage.id)
        if stored is None:
            spoken = [passage.section or passage.title, *texts[:_EMBEDDED_SENTENCES]]
            stored = np.asarray(self._index.embedder.embed(spoken))
        return stored[0], stored[1:]
