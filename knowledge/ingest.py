"""Passages into Chroma through llama-index. Imported only to build: llama-index costs a second to load."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr

from knowledge.passages import Passage
from knowledge.vectors import VectorCache


class CachedEmbedding(BaseEmbedding):
    """Our embedder, behind llama-index's interface."""

    _cache: VectorCache = PrivateAttr()

    def __init__(self, cache: VectorCache) -> None:
        super().__init__(model_name="council-guide", embed_batch_size=64)
        self._cache = cache

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._cache.embed(texts).tolist()
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def ingest(passages: Sequence[Passage], cache: VectorCache, collection: Any) -> None:
    """Embed passages and add them to a collection, ids as in `Passage.id`."""
    nodes = [TextNode(id_=passage.id, text=passage.search_text) for passage in passages]
    pipeline = IngestionPipeline(
        transformations=[CachedEmbedding(cache)],
        vector_store=ChromaVectorStore(chroma_collection=collection),
        disable_cache=True,
    )
    pipeline.run(nodes=nodes, show_progress=False)
