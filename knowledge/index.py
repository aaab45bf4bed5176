"""An index that is ready to be searched: one folder for each generation, and a file that names the current one.

INDEX/current                    name of the folder in use
INDEX/<generation>/manifest.json what was indexed, with which embedder
                   passages.jsonl, sources.json, sentences.npz, vectors.npz
                   words/        BM25 over all passages
                   chroma/       one collection for each owner
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from bot.errors import IndexMissingError
from knowledge.embed import Embedder, Vector
from knowledge.passages import Passage, PassageSource

FORMAT = 2


class Manifest(BaseModel):
    """What an index holds. `content` is a hash of everything that was read; `embedded` counts new vectors."""

    model_config = ConfigDict(frozen=True)
    format: int
    embedder: str
    content: str
    built_at: str
    owners: dict[str, int]
    documents: int
    passages: int
    embedded: int


class Index:
    """One generation, opened for reading. Closed by dropping it."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.folder = folder
        self.embedder = embedder
        self.manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
        lines = (folder / "passages.jsonl").read_bytes().splitlines()
        self.passages = tuple(Passage.model_validate_json(line) for line in lines)
        saved = json.loads((folder / "sources.json").read_bytes())
        self.sources = {row["source_id"]: PassageSource.model_validate(row) for row in saved}
        self.position = {passage.id: n for n, passage in enumerate(self.passages)}

    @cached_property
    def words(self) -> Any:
        """The BM25 scorer, or None when nothing was indexed."""
        import bm25s

        return bm25s.BM25.load(self.folder / "words", load_corpus=False) if self.passages else None

    @cached_property
    def collections(self) -> dict[str, Any]:
        """The Chroma collection of each owner."""
        client = open_chroma(self.folder / "chroma")
        return {
            owner: client.get_collection(collection_name(owner), embedding_function=None)
            for owner in self.manifest.owners
        }

    @cached_property
    def sentence_vectors(self) -> dict[str, Vector]:
        """For each note's passage, by id, the vectors of its `spoken` lines: heading, then sentences."""
        with np.load(self.folder / "sentences.npz", allow_pickle=False) as saved:
            vectors = saved["vectors"].astype(np.float32)
            owners = saved["passage_ids"].tolist()
        found: dict[str, Vector] = {}
        start = 0
        for passage_id in owners:
            count = len(self.passages[self.position[passage_id]].spoken)
            found[passage_id] = vectors[start : start + count]
            start += count
        return found

    def warm(self) -> None:
        """Load what the first search would load."""
        self.embedder.embed_query("warm")
        _ = self.words, self.collections, self.sentence_vectors


def current_folder(index: Path) -> Path | None:
    """Return the folder of the current generation, or None when there is no usable one."""
    try:
        folder = index / (index / "current").read_text(encoding="utf-8").strip()
        manifest = json.loads((folder / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return None
    return folder if manifest.get("format") == FORMAT else None


def open_index(index: Path, embedder: Embedder) -> Index:
    """Open the current generation.

    Raises:
        IndexMissingError: there is none, or it was made with another embedder.
    """
    folder = current_folder(index)
    if folder is None:
        raise IndexMissingError(f"There is no index in {index}.", "Run: council-guide index build --to DIR")
    opened = Index(folder, embedder)
    if opened.manifest.embedder != embedder.identity:
        raise IndexMissingError(
            f"The index in {index} was made with another embedder.",
            "Run: council-guide index build",
        )
    return opened


def collection_name(owner: str) -> str:
    """Return the Chroma collection of an owner; passages of two owners never share one."""
    return f"owner-{owner}"


def open_chroma(folder: Path) -> Any:
    """Open an embedded Chroma without telemetry."""
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
