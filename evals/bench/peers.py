"""What our search is compared with: llama-index's fused retriever, and the least that a search can cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from knowledge.embed import Embedder
from knowledge.index import Index
from knowledge.passages import NATIONAL
from knowledge.vectors import VectorCache


def limit(index: Index, embedder: Embedder) -> Callable[[str], Any]:
    """One embedding and one raw query: nothing that searches by meaning in Chroma can be faster."""
    collection = index.collections[NATIONAL]
    return lambda text: collection.query(query_embeddings=[embedder.embed([text])[0]], n_results=50)


class Uncached(VectorCache):
    """Runs the model for every text, as the other side does."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(embedder)
        self._model = embedder

    def embed(self, texts: Any) -> Any:
        return self._model.embed(texts)


def nodes_of(index: Index) -> list[Any]:
    """Return the same passages as llama-index's nodes."""
    from llama_index.core.schema import TextNode

    return [TextNode(id_=passage.id, text=passage.search_text) for passage in index.passages]


def fused(index: Index, embedder: Embedder) -> Callable[[str], Any]:
    """QueryFusionRetriever over the same passages, vectors and Chroma collection (RRF, no query generation)."""
    from llama_index.core import VectorStoreIndex
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from evals.retrieval import llama
    from knowledge.ingest import CachedEmbedding

    store = ChromaVectorStore(chroma_collection=index.collections[NATIONAL])
    dense = VectorStoreIndex.from_vector_store(store, embed_model=CachedEmbedding(Uncached(embedder)))
    return llama.fused(dense, nodes_of(index), llama.K).retrieve
