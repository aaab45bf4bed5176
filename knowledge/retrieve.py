"""Hybrid search: meaning (Chroma, and how people ask) and words (BM25), fused once over what the asker may see."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from knowledge.adapter import adapted
from knowledge.embed import Embedder, Vector
from knowledge.index import Index
from knowledge.passages import NATIONAL, Passage
from knowledge.sentences import sentences
from knowledge.vector_store import nearest

DENSE_WEIGHT = 0.6
# With phrasings the words tell more (both read off the development questions).
_DENSE_WEIGHT_ASKED = 0.55
# An original is not asked for in phrasings: a question is so much nearer to those of the note that answers it
# than to the note itself (median over the development questions).
_WITHOUT_PHRASINGS = 0.20
# A council's own rule comes before commentary where it is about as near.
_OWN_RULE = 0.14
_CANDIDATES = 50
# A story is also read sentence by sentence: one of them asks what the others only tell around it.
_PARTS = 8
_LEAST_WORDS = 4


class Hit(BaseModel):
    """A passage and its scores: `score` fused (0 to 1), `nearness` (about -1 to 1) and `bm25` raw."""

    model_config = ConfigDict(frozen=True)
    passage: Passage
    score: float
    nearness: float
    bm25: float


class Retriever:
    """Searches one index; a council sees the national passages and its own, nobody else's."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def search(self, text: str, *, council: str | None = None, k: int = 10) -> list[Hit]:
        """Return the best passages for a text, best first, at most `k`, without doubles."""
        owners = self.index.owners_for(council)
        if not owners or not text.strip():
            return []
        text = self.mended(text, council)
        depth = max(k, _CANDIDATES)
        owners += self.index.superseded_for(council, text)
        near = self._by_meaning(question_vector(text, self.index.embedder), owners, depth)
        words = self._by_words(text, council, depth)
        ids = sorted(near | words)
        if not ids:
            return []
        dense = _DENSE_WEIGHT_ASKED if self.index.holds_library else DENSE_WEIGHT
        fused = dense * _scaled(near, ids) + (1 - dense) * _scaled(words, ids)
        best = sorted(range(len(ids)), key=lambda n: (-fused[n], ids[n]))[:k]
        return [self._hit(ids[n], float(fused[n]), near, words) for n in best]

    def mended(self, text: str, council: str | None) -> str:
        """Return a text without slips of the thumb, in the spelling of what this council may see."""
        spelling = self.index.spelling(council)
        return spelling.mended(text) if spelling else text

    def _hit(self, passage_id: str, score: float, near: dict[str, float], words: dict[str, float]) -> Hit:
        passages = self.index.passages
        passage = passages[passages.positions[passage_id]]
        nearness = near.get(passage_id, 0.0)
        if passage_id in near:
            # That it is the council's own puts it first, and tells nothing of how well it answers.
            nearness -= _advantage(passage.owner)
        return Hit(passage=passage, score=score, nearness=nearness, bm25=words.get(passage_id, 0.0))

    def _by_meaning(self, vector: Vector, owners: Sequence[str], n: int) -> dict[str, float]:
        """Return how near passages are, on one scale over all owners: a small owner gains nothing by being small."""
        found: dict[str, float] = {}
        # The adapter was learned for this field; an index without the library may be of any.
        searched = adapted(vector) if self.index.holds_library else vector
        for owner in owners:
            wanted = min(n, self.index.manifest.owners[owner])
            cosines = nearest(self.index.collections[owner], searched, wanted)
            found |= {
                passage_id: cosine + _advantage(owner) + _WITHOUT_PHRASINGS
                for passage_id, cosine in cosines.items()
            }
        asked = self.index.phrasings.nearness(vector) if NATIONAL in owners else {}
        return dict(sorted((found | asked).items(), key=lambda pair: -pair[1])[:n])

    def _by_words(self, text: str, council: str | None, n: int) -> dict[str, float]:
        words = self.index.words(council)
        if words is None:
            return {}
        return {self.index.passages.id_at(position): score for position, score in words.best(text, n).items()}


def _advantage(owner: str) -> float:
    return 0.0 if owner == NATIONAL else _OWN_RULE


def question_vector(text: str, embedder: Embedder) -> Vector:
    """Return one unit vector for a message: half of it as a whole, half of it the mean of its sentences."""
    whole = embedder.embed_query(text)
    parts = [part for part in sentences(text) if len(part.split()) >= _LEAST_WORDS][:_PARTS]
    if len(parts) < 2:
        return whole
    both = whole + np.mean([embedder.embed_query(part) for part in parts], axis=0)
    vector: Vector = (both / np.linalg.norm(both)).astype(np.float32)
    return vector


def _scaled(scores: dict[str, float], ids: Sequence[str]) -> NDArray[np.float64]:
    """Spread scores from 0 to 1 over the candidates; an id without a score gets 0."""
    if not scores:
        return np.zeros(len(ids))
    low, high = min(scores.values()), max(scores.values())
    span = (high - low) or 1.0
    return np.array([((scores[i] - low) / span if high > low else 1.0) if i in scores else 0.0 for i in ids])
