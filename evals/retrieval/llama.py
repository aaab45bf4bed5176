"""llama-index over our passages, as its users build it. Imported lazily: llama-index costs a second to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any, cast

from llama_index.core import VectorStoreIndex
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import Document, TextNode

from bot.progress import Bar
from knowledge.embed import Embedder
from knowledge.ingest import CachedEmbedding
from knowledge.vectors import VectorCache

K = 10
_BATCH = 64

# From a message to the ids of the texts that were found, best first.
Find = Callable[[str], list[str]]


def whole(texts: Mapping[str, str]) -> list[TextNode]:
    """Return a node for each text, under the text's own id."""
    return [TextNode(id_=name, text=text) for name, text in texts.items()]


def split(texts: Mapping[str, str]) -> list[TextNode]:
    """Cut texts as llama-index does when nothing is set; a node's `ref_doc_id` is its text's id."""
    documents = [Document(id_=name, text=text) for name, text in texts.items() if text.strip()]
    return cast(list[TextNode], SentenceSplitter().get_nodes_from_documents(documents))


def finders(nodes: Sequence[TextNode], embedder: Embedder, deep: int) -> dict[str, Find]:
    """Index nodes; return the ways to search them, the hybrid also at another depth."""
    index = default(nodes, embedder)
    retrievers = {"dense": index.as_retriever(similarity_top_k=K)}
    if has_bm25():
        retrievers["hybrid"] = fused(index, nodes, K)
        retrievers[f"hybrid (k = {deep})"] = fused(index, nodes, deep)
    texts = {node.node_id: node.ref_doc_id or node.node_id for node in nodes}
    return {name: _finder(retriever, texts) for name, retriever in retrievers.items()}


def default(nodes: Sequence[TextNode], embedder: Embedder) -> Any:
    """Put nodes into an index with its default store, in memory."""
    cache = VectorCache(embedder)
    cache.load_shipped()
    index = VectorStoreIndex([], embed_model=CachedEmbedding(cache))
    with Bar("Indexing with llama-index") as bar:
        for start in range(0, len(nodes), _BATCH):
            batch = nodes[start : start + _BATCH]
            index.insert_nodes(batch)
            bar.show(start + len(batch), len(nodes))
    return index


def has_bm25() -> bool:
    """Return whether llama-index's BM25 is there: a package of its own, which only comparisons need."""
    try:
        return find_spec("llama_index.retrievers.bm25") is not None
    except ModuleNotFoundError:
        # Without it there may be no llama_index.retrievers either.
        return False


def fused(index: Any, nodes: Sequence[TextNode], k: int) -> Any:
    """Return an index's default retriever and BM25, fused by reciprocal rank, without generated queries."""
    from llama_index.retrievers.bm25 import BM25Retriever

    return QueryFusionRetriever(
        [
            index.as_retriever(similarity_top_k=k),
            # It warns when it is asked for more than there is.
            BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(k, len(nodes))),
        ],
        # Asked for nothing; without it the fusion would look for a key.
        llm=MockLLM(),
        num_queries=1,
        similarity_top_k=k,
        mode=FUSION_MODES.RECIPROCAL_RANK,
        use_async=False,
    )


def _finder(retriever: Any, texts: Mapping[str, str]) -> Find:
    return lambda text: [texts[found.node.node_id] for found in retriever.retrieve(text)]
