"""Indexing beside llama-index, and a second build of what did not change."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from evals.bench import made
from evals.bench.peers import Uncached
from evals.bench.timing import show, title
from knowledge import build
from knowledge.embed import MiniLm
from knowledge.material import Item
from knowledge.quicken import package_file
from knowledge.vector_store import VectorStore


def run(folder: Path, count: int) -> None:
    """Index so many passages with the model, ours and llama-index's."""
    documents = list(made.items(count))
    started = time.perf_counter()
    build.build_items(folder / "ours", MiniLm(), documents, VectorStore())
    ours = time.perf_counter() - started
    peer = _llama_index(folder / "peer", documents)
    title(f"Indexing {count:,} passages of up to 256 word pieces")
    show("ours", f"{count / ours:.1f} passages/s")
    show("llama-index, with the package's model file", f"{count / peer:.1f} passages/s")
    show("ours / llama-index (at least 1.8)", f"{peer / ours:.2f}")


def run_unchanged(folder: Path, count: int) -> None:
    """Build twice; the second build has nothing to do but to find that out. Vectors are made by chance."""
    documents = list(made.items(count))
    seconds = []
    for _ in range(2):
        started = time.perf_counter()
        built = build.build_items(folder, made.MadeVectors(), documents, VectorStore())
        seconds.append(time.perf_counter() - started)
    title(f"A second build of {count:,} unchanged passages")
    show("documents read and texts embedded by it", f"{built.manifest.parsed} and {built.manifest.embedded}")
    show("its share of the first build's time (under 2%)", f"{100 * seconds[1] / seconds[0]:.2f}%")


def _llama_index(folder: Path, documents: list[Item]) -> float:
    import chromadb
    from chromadb.config import Settings
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.core.schema import TextNode
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from knowledge.ingest import CachedEmbedding

    passages = [passage for item in documents for passage in item.read().passages]
    client: Any = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    collection = client.create_collection("peer", embedding_function=None)
    model = CachedEmbedding(Uncached(MiniLm(package_file())))
    started = time.perf_counter()
    store = ChromaVectorStore(chroma_collection=collection)
    nodes = [TextNode(id_=passage.id, text=passage.search_text) for passage in passages]
    VectorStoreIndex(
        nodes, storage_context=StorageContext.from_defaults(vector_store=store), embed_model=model
    )
    seconds = time.perf_counter() - started
    client.close()
    return seconds
