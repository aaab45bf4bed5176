"""One generation of an index, opened to be searched."""

from __future__ import annotations

import json
import re
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from bot.errors import IndexMissingError
from knowledge import records
from knowledge.embed import Embedder, Vector
from knowledge.generation import PHRASINGS, SENTENCES, bring, current_folder, read_manifest
from knowledge.passage_file import PassageFile
from knowledge.passages import NATIONAL, Passage, PassageSource, is_superseded, superseded
from knowledge.phrasings import Phrasings
from knowledge.pointer import FilePointer, Pointer
from knowledge.spelling import Spelling
from knowledge.vector_store import Vectors, VectorStore
from knowledge.word_index import WordIndex
from knowledge.words import fold

_NAME = re.compile(r"[a-z0-9]+")
# Passages whose sentences are kept in memory, some 6 KB each.
_REMEMBERED = 2000


class Index:
    """Reads one generation. Nothing is loaded before it is asked for."""

    def __init__(self, folder: Path, embedder: Embedder, store: VectorStore) -> None:
        self.folder = folder
        self._store = store
        self.embedder = embedder
        self.manifest = read_manifest(folder)
        self.passages = PassageFile(folder / "passages")
        self._words: dict[str, WordIndex] = {}
        self._spelling: dict[str, Spelling] = {}
        self._read_aloud: dict[str, Vector] = {}

    @cached_property
    def sources(self) -> dict[str, PassageSource]:
        """The sources behind the passages, by id."""
        saved = json.loads((self.folder / "sources.json").read_bytes())
        return {row["source_id"]: PassageSource.model_validate(row) for row in saved}

    def owners_for(self, council: str | None) -> list[str]:
        """Return whose passages an asker of this council may see, of those that there are."""
        return [owner for owner in (NATIONAL, council) if owner in self.manifest.owners]

    def superseded_for(self, council: str | None, text: str) -> list[str]:
        """Return whose superseded documents a question asks for, by the title of one of them."""
        asked = f" {' '.join(_NAME.findall(fold(text)))} "
        return [
            owner
            for owner in map(superseded, self.owners_for(council))
            if any(f" {title} " in asked for title in self._superseded_titles.get(owner, ()))
        ]

    @cached_property
    def _superseded_titles(self) -> dict[str, list[str]]:
        titles: dict[str, list[str]] = {}
        for record in records.read(self.folder):
            if is_superseded(record.owner):
                for source in record.sources:
                    title = " ".join(_NAME.findall(fold(self.sources[source].title)))
                    titles.setdefault(record.owner, []).append(title)
        return titles

    def words(self, council: str | None) -> WordIndex | None:
        """Return the words of what an asker of this council may see; None when that is nothing."""
        view = self._view(council)
        if view and view not in self._words:
            self._words[view] = WordIndex(self.folder / "words" / view)
        return self._words[view] if view else None

    def spelling(self, council: str | None) -> Spelling | None:
        """Return how the words of what an asker of this council may see are spelt; None when that is nothing."""
        view = self._view(council)
        if view and view not in self._spelling:
            self._spelling[view] = Spelling(self.folder / "words" / view)
        return self._spelling[view] if view else None

    def _view(self, council: str | None) -> str | None:
        owners = self.owners_for(council)
        return owners[-1] if owners else None

    @cached_property
    def _vectors(self) -> Vectors:
        return self._store.open(self.folder)

    @cached_property
    def collections(self) -> dict[str, Any]:
        """The Chroma collection of each owner."""
        return {owner: self._vectors.collection(owner) for owner in self.manifest.owners}

    @cached_property
    def sentence_vectors(self) -> dict[str, Vector]:
        """For each note's passage, by id, the vectors of its `spoken` lines: heading, then sentences."""
        with np.load(self.folder / SENTENCES, allow_pickle=False) as saved:
            vectors = saved["vectors"].astype(np.float32)
            ids, counts = saved["passage_ids"].tolist(), saved["counts"].tolist()
        ends = np.cumsum(counts).tolist()
        return {
            passage_id: vectors[end - count : end]
            for passage_id, count, end in zip(ids, counts, ends, strict=True)
        }

    def read_aloud(self, passage: Passage) -> Vector:
        """Return the vectors of a passage's heading and sentences, in the order of `spoken`.

        A note's are stored; those of another document are made when they are first asked for, and remembered.
        """
        stored = self.sentence_vectors.get(passage.id)
        if stored is None:
            stored = self._read_aloud.get(passage.id)
        if stored is None:
            if len(self._read_aloud) >= _REMEMBERED:
                self._read_aloud.clear()
            stored = self._read_aloud[passage.id] = self.embedder.embed(passage.spoken)
        return stored

    @cached_property
    def phrasings(self) -> Phrasings:
        """How people ask for the passages of the library."""
        return Phrasings(self.folder / PHRASINGS)

    @property
    def holds_library(self) -> bool:
        """Whether our own notes are in it: an index may be of other documents alone."""
        return self.phrasings.count > 0

    def warm(self, council: str | None = None) -> None:
        """Load what the first search would load."""
        vector = self.embedder.embed_query("warm")
        for owner in self.owners_for(council):
            self.collections[owner].query(query_embeddings=[vector], n_results=1, include=[])
        _ = (
            self._superseded_titles,
            self.words(council),
            self.spelling(council),
            self.phrasings,
            self.sentence_vectors,
            self.sources,
            self.passages.positions,
        )

    def close(self) -> None:
        """Let go of the files."""
        self.passages.close()
        if "_vectors" in self.__dict__:
            self._vectors.close()


def open_index(
    index: Path, embedder: Embedder, store: VectorStore | None = None, pointer: Pointer | None = None
) -> Index:
    """Open the current generation; without a `store` its vectors lie in its folder.

    With a shared `pointer` it is fetched first, if another host built it.

    Raises:
        IndexMissingError: there is none, it was made with another embedder, or it cannot be fetched.
    """
    store, pointer = store or VectorStore(), pointer or FilePointer(index)
    folder = current_folder(index, pointer)
    if folder is None and pointer.is_shared:
        folder = bring(index, store, pointer)
    if folder is None:
        raise IndexMissingError(f"There is no index in {index}.", "Run: council-guide index build --to DIR")
    opened = Index(folder, embedder, store)
    if opened.manifest.embedder != embedder.identity:
        opened.close()
        raise IndexMissingError(
            f"The index in {index} was made with another embedder.",
            "Run: council-guide index build",
        )
    return opened
