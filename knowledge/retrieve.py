"""Hybrid search: meaning (Chroma) and words (BM25), fused once over what the asker may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from knowledge.embed import Vector
from knowledge.index import Index
from knowledge.passages import NATIONAL, Passage
from knowledge.words import tokens

DENSE_WEIGHT = 0.6
_CANDIDATES = 50


class Hit(BaseModel):
    """A passage and its scores: `score` fused (0 to 1), `cosine` (-1 to 1) and `bm25` raw."""

    model_config = ConfigDict(frozen=True)
    passage: Passage
    score: float
    cosine: float
    bm25: float


class Retriever:
    """Searches one index; a council sees the national passages and its own, nobody else's."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def search(self, text: str, *, council: str | None = None, k: int = 10) -> list[Hit]:
        """Return the best passages for a text, best first, at most `k`, without doubles."""
        owners = [owner for owner in (NATIONAL, council) if owner in self.index.manifest.owners]
        if not owners or not text.strip():
            return []
        cosines = self._by_meaning(self.index.embedder.embed_query(text), owners, max(k, _CANDIDATES))
        words = self._by_words(text, owners, max(k, _CANDIDATES))
        ids = sorted(cosines | words)
        if not ids:
            return []
        fused = DENSE_WEIGHT * _scaled(cosines, ids) + (1 - DENSE_WEIGHT) * _scaled(words, ids)
        best = sorted(range(len(ids)), key=lambda n: (-fused[n], ids[n]))[:k]
        return [
            Hit(
                passage=self.index.passages[self.index.position[ids[n]]],
                score=float(fused[n]),
                cosine=cosines.get(ids[n], 0.0),
                bm25=words.get(ids[n], 0.0),
            )
            for n in best
        ]

    def _by_meaning(self, vector: Vector, owners: Sequence[str], n: int) -> dict[str, float]:
        found: dict[str, float] = {}
        for owner in owners:
            size = self.index.manifest.owners[owner]
            result: Any = self.index.collections[owner].query(
                query_embeddings=[vector], n_results=min(n, size), include=["distances"]
            )
            found |= {
                passage_id: 1.0 - distance
                for passage_id, distance in zip(result["ids"][0], result["distances"][0], strict=True)
            }
        return dict(sorted(found.items(), key=lambda pair: -pair[1])[:n])

    def _by_words(self, text: str, owners: Sequence[str], n: int) -> dict[str, float]:
        known = [word for word in tokens(text) if word in self.index.words.vocab_dict]
        if not known:
            return {}
        scores: NDArray[np.float32] = self.index.words.get_scores(known)
        order = np.argsort(-scores, kind="stable")
        found: dict[str, float] = {}
        for position in order:
            if scores[position] <= 0 or len(found) == n:
                break
            passage = self.index.passages[int(position)]
            if passage.owner in owners:
                found[passage.id] = float(scores[position])
        return found


def _scaled(scores: dict[str, float], ids: Sequence[str]) -> NDArray[np.float64]:
    """Spread scores from 0 to 1 over the candidates; an id without a score gets 0."""
    if not scores:
        return np.zeros(len(ids))
    low, high = min(scores.values()), max(scores.values())
    span = (high - low) or 1.0
    return np.array([((scores[i] - low) / span if high > low else 1.0) if i in scores else 0.0 for i in ids])
