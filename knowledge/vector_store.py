"""Vectors in Chroma: in the folder of a generation, or on a server. One collection for each owner.

An owner's passages are in no other's collection, so that councils are apart by construction.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.errors import GuideError, IndexMissingError, SettingError
from knowledge import parcel
from knowledge.embed import Vector

_BATCH = 1000
_FOLDER = "chroma"
_SPACE = {"hnsw": {"space": "cosine"}}


class VectorStore:
    """Opens the vectors of generations: embedded (no `url`), or on a Chroma server."""

    def __init__(self, url: str | None = None) -> None:
        self._url = url

    def open(self, folder: Path) -> Vectors:
        """Open the vectors of the generation in a folder; a new one is empty.

        Raises:
            SettingError: the server cannot be reached.
        """
        if self._url is None:
            return Vectors(_embedded(folder / _FOLDER), "")
        # On a server generations lie side by side: their names keep them apart.
        return Vectors(_server(self._url), f"{folder.name}-")

    def take_over(self, before: Path, folder: Path, owners: Iterable[str]) -> None:
        """Begin a generation with the vectors of the one before."""
        if self._url is None:
            shutil.copytree(before / _FOLDER, folder / _FOLDER)
            return
        with closing(self.open(before)) as old, closing(self.open(folder)) as new:
            for owner in owners:
                _copy(old.collection(owner), new.made(owner))

    def holds(self, folder: Path, owners: Iterable[str]) -> bool:
        """Say whether the vectors of a generation are all there: a server may have lost its disk."""
        if self._url is None:
            return True
        with closing(self.open(folder)) as vectors:
            return vectors.holds(owners)

    def send_parcel(self, folder: Path) -> str:
        """Put the files of a finished generation beside its vectors on the server; return their SHA-256."""
        with closing(self.open(folder)) as vectors:
            return parcel.send(folder, vectors.parcel(made=True))

    def fetch_parcel(self, generation: str, digest: str, folder: Path) -> None:
        """Unpack the files of a generation on the server into a new folder.

        Raises:
            IndexMissingError: they are not there, or not what was sent.
            SettingError: the server cannot be reached.
        """
        with closing(self.open(Path(generation))) as vectors:
            try:
                parcel.fetch(vectors.parcel(), digest, folder)
            except (GuideError, OSError):
                raise
            except Exception as error:  # chromadb and its http library have no common one
                raise IndexMissingError(
                    f"The index cannot be fetched from the Chroma server ({type(error).__name__}).",
                    "See: council-guide doctor",
                ) from error

    def drop(self, generations: Iterable[str]) -> None:
        """Delete what generations left on the server; their folders are gone."""
        gone = tuple(f"{name}-" for name in generations)
        if self._url is None or not gone:
            return
        with closing(_server(self._url)) as client:
            for collection in client.list_collections():
                if collection.name.startswith(gone):
                    client.delete_collection(collection.name)


class Vectors:
    """The collections of one generation."""

    def __init__(self, client: Any, prefix: str) -> None:
        self._client = client
        self._prefix = prefix

    def collection(self, owner: str) -> Any:
        """Return the collection of an owner, which is there."""
        return self._client.get_collection(self._name(owner), embedding_function=None)

    def made(self, owner: str) -> Any:
        """Return the collection of an owner, made when it is new."""
        return self._client.get_or_create_collection(
            self._name(owner), embedding_function=None, configuration=_SPACE
        )

    def holds(self, owners: Iterable[str]) -> bool:
        """Say whether these owners have a collection each."""
        return {self._name(owner) for owner in owners} <= {
            one.name for one in self._client.list_collections()
        }

    def parcel(self, *, made: bool = False) -> Any:
        """Return the collection of the generation's files; `made`: it is new."""
        name = f"{self._prefix}parcel"
        if made:
            return self._client.create_collection(name, embedding_function=None)
        return self._client.get_collection(name, embedding_function=None)

    def delete(self, owner: str) -> None:
        """Delete all of an owner's vectors."""
        self._client.delete_collection(self._name(owner))

    def close(self) -> None:
        self._client.close()

    def _name(self, owner: str) -> str:
        return f"{self._prefix}owner-{owner}"


def nearest(collection: Any, vector: Vector, n: int) -> dict[str, float]:
    """Return the cosines of the `n` nearest passages, by id, the nearest first."""
    result = collection.query(query_embeddings=[vector], n_results=n, include=["distances"])
    pairs = zip(result["ids"][0], result["distances"][0], strict=True)
    return {passage_id: 1.0 - distance for passage_id, distance in pairs}


def add(collection: Any, ids: Sequence[str], vectors: Vector, texts: Sequence[str]) -> None:
    """Put passages whose vectors are known into a collection."""
    collection.add(ids=list(ids), embeddings=list(vectors), documents=list(texts))


def delete(collection: Any, ids: Sequence[str]) -> None:
    """Take passages out of a collection."""
    for start in range(0, len(ids), _BATCH):
        collection.delete(ids=list(ids[start : start + _BATCH]))


def _copy(source: Any, target: Any) -> None:
    for start in range(0, source.count(), _BATCH):
        rows = source.get(limit=_BATCH, offset=start, include=["embeddings", "documents", "metadatas"])
        target.add(
            ids=rows["ids"],
            embeddings=rows["embeddings"],
            documents=rows["documents"],
            metadatas=rows["metadatas"] if all(rows["metadatas"]) else None,
        )


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _embedded(folder: Path) -> Any:
    import chromadb

    return chromadb.PersistentClient(path=str(folder), settings=_settings())


def _server(url: str) -> Any:
    import chromadb

    address = urlsplit(url)
    is_tls = address.scheme == "https"
    try:
        return chromadb.HttpClient(
            host=address.hostname or "localhost",
            port=address.port or (443 if is_tls else 8000),
            ssl=is_tls,
            settings=_settings(),
        )
    except Exception as error:  # chromadb raises ValueError for what its http library could not reach
        raise SettingError(
            f"The Chroma server at {address.hostname} cannot be reached ({type(error).__name__}).",
            "Start it, or correct GUIDE_CHROMA_URL.",
        ) from error
