"""Vectors in Chroma: one collection for each owner, so that councils are apart by construction."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.embed import Vector

_BATCH = 4000


def open_client(folder: Path) -> Any:
    """Open an embedded Chroma without telemetry."""
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))


def collection_name(owner: str) -> str:
    """Return the Chroma collection of an owner; passages of two owners never share one."""
    return f"owner-{owner}"


def open_collection(client: Any, owner: str) -> Any:
    """Return the collection of an owner, made when it is new."""
    return client.get_or_create_collection(
        collection_name(owner), embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )


def nearest(collection: Any, vector: Vector, n: int) -> dict[str, float]:
    """Return the cosines of the `n` nearest passages, by id, the nearest first."""
    result = collection.query(query_embeddings=[vector], n_results=n, include=["distances"])
    pairs = zip(result["ids"][0], result["distances"][0], strict=True)
    return {passage_id: 1.0 - distance for passage_id, distance in pairs}


def delete(collection: Any, ids: Sequence[str]) -> None:
    """Take passages out of a collection."""
    for start in range(0, len(ids), _BATCH):
        collection.delete(ids=list(ids[start : start + _BATCH]))
