"""Build an index: read and embed what is new, keep the rest as it stands, then point to the new generation."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

from bot.errors import DocumentError, IndexMissingError, IndexRaceError
from knowledge import fill, generation, records
from knowledge.embed import Embedder
from knowledge.generation import Manifest
from knowledge.material import Item, fingerprint, folder_items, library_items
from knowledge.originals import held_items
from knowledge.parse.document import Finding
from knowledge.parse.folder import Skipped
from knowledge.parse.reader import Reader
from knowledge.passages import NATIONAL, Passage
from knowledge.pointer import FilePointer, Pointer
from knowledge.records import Record
from knowledge.vector_store import VectorStore
from knowledge.vectors import VectorCache

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


class Built(NamedTuple):
    """The generation, the files that were left out, and what a person should look at, by document."""

    manifest: Manifest
    skipped: list[Skipped]
    findings: dict[str, tuple[Finding, ...]]


class Shelves(NamedTuple):
    """Where documents beside the shipped notes lie.

    `policies`: each council's folder, by slug. `added`: what `sources add` and `sources fetch` keep. `today`:
    what has expired by then is left out. `chroma_url`: the server for the vectors, where there is one.
    `pointer`: names the current generation, where it is not the file in the index's folder.
    """

    policies: Mapping[str, Path] = {}
    added: Path | None = None
    today: date = date.min
    chroma_url: str | None = None
    pointer: Pointer | None = None


def build_library(
    index: Path, embedder: Embedder, shelves: Shelves, progress: Progress | None = None
) -> Built:
    """Index the shipped notes, each council's policies under its own name, and the added documents.

    Raises:
        IndexRaceError: another host has published meanwhile; its index stays.
    """
    with _library(embedder, shelves) as items:
        store = VectorStore(shelves.chroma_url)
        return build_items(index, embedder, items, store, progress, pointer=shelves.pointer)


def build_folder(folder: Path, index: Path, embedder: Embedder, progress: Progress | None = None) -> Built:
    """Index a folder of documents as originals, without the library.

    Raises:
        DocumentError: there is no such folder, or nothing in it could be read.
    """
    with Reader() as reader:
        items = list(folder_items(folder, NATIONAL, embedder, reader))
        nothing = f"Nothing in {folder} could be indexed."
        return build_items(index, embedder, items, VectorStore(), progress, refuse_empty=nothing)


def ensure_library(index: Path, embedder: Embedder, shelves: Shelves) -> Built | None:
    """Build the library's index unless the current one was made from the same texts and embedder.

    One that several hosts share is built here only when there is none at all: another host may hold documents
    that this one lacks.
    """
    if shelves.pointer and shelves.pointer.is_shared:
        if shelves.pointer.kept():
            return None
        try:
            return build_library(index, embedder, shelves)
        except IndexRaceError:
            return None
    with _library(embedder, shelves) as items:
        if _is_current(generation.current_folder(index), embedder, fingerprint(items)):
            return None
        index.mkdir(parents=True, exist_ok=True)
        with FileLock(index / "ensure.lock"):
            if _is_current(generation.current_folder(index), embedder, fingerprint(items)):
                return None
            return build_items(index, embedder, items, VectorStore(shelves.chroma_url))


def is_of(manifest: Manifest, embedder: Embedder, shelves: Shelves) -> bool:
    """Say whether an index was made from what this host holds."""
    with _library(embedder, shelves) as items:
        return _is_made_from(manifest, embedder, fingerprint(items))


def ship_vectors(file: Path, embedder: Embedder) -> int:
    """Write the vectors of the library's passages and sentences beside the notes; return how many."""
    passages = [passage for item in library_items(embedder) for passage in item.read().passages]
    texts = [text for passage in passages for text in texts_of(passage)]
    cache = VectorCache(embedder)
    cache.load_shipped()
    cache.embed(texts)
    cache.save(file, texts)
    return len(set(texts))


def texts_of(passage: Passage) -> tuple[str, ...]:
    """Return every text of a note's passage that has a vector."""
    return (passage.search_text, *passage.spoken, *passage.asked)


@contextmanager
def _library(embedder: Embedder, shelves: Shelves) -> Iterator[list[Item]]:
    with Reader() as reader:
        items = list(library_items(embedder))
        for owner, folder in sorted(shelves.policies.items()):
            if folder.is_dir():
                items += folder_items(folder, owner, embedder, reader)
        if shelves.added and shelves.added.is_dir():
            items += held_items(shelves.added, embedder, reader, shelves.today)
        yield items


def _is_current(folder: Path | None, embedder: Embedder, content: str) -> bool:
    return folder is not None and _is_made_from(generation.read_manifest(folder), embedder, content)


def _is_made_from(manifest: Manifest, embedder: Embedder, content: str) -> bool:
    return manifest.content == content and manifest.embedder == embedder.identity


def build_items(
    index: Path,
    embedder: Embedder,
    items: list[Item],
    store: VectorStore,
    progress: Progress | None = None,
    refuse_empty: str | None = None,
    pointer: Pointer | None = None,
) -> Built:
    """Write a generation beside the current one, and point to it only when all of it is there.

    Raises:
        DocumentError: nothing could be read, and `refuse_empty` is the message for that.
        IndexRaceError: another host has published meanwhile.
    """
    content = fingerprint(items)
    pointer = pointer or FilePointer(index)
    with generation.building(index, store):
        after = next(iter(pointer.kept()), None)
        before = _before(index, store, pointer)
        if before and _is_current(before, embedder, content):
            same = generation.read_manifest(before).model_copy(update={"parsed": 0, "embedded": 0})
            return _built(same, records.read(before))
        with generation.new_folder(index, store, pointer) as folder:
            filled = fill.fill(folder, embedder, items, before, store, progress)
            if refuse_empty and not filled.owners:
                raise DocumentError(refuse_empty, "Put PDF, Word, HTML, Markdown or text files into it.")
            manifest = Manifest(
                format=generation.FORMAT,
                embedder=embedder.identity,
                content=content,
                built_at=datetime.now(UTC).isoformat(timespec="seconds"),
                owners=dict(Counter(filled.owners)),
                documents=sum(record.skipped is None for record in filled.records),
                passages=len(filled.owners),
                parsed=filled.parsed,
                embedded=filled.embedded,
            )
            gone = generation.publish(folder, manifest, store, pointer, after)
        generation.drop_old(index, store, pointer, gone)
    return _built(manifest, filled.records)


def _before(index: Path, store: VectorStore, pointer: Pointer) -> Path | None:
    """Return the generation to begin with; None: there is none, or it is lost, and all is made anew."""
    try:
        before = generation.fetch(index, store, pointer)
    except IndexMissingError as error:
        log.warning("%s All of it is built anew.", error.message)
        return None
    if before and not store.holds(before, generation.read_manifest(before).owners):
        log.warning("The Chroma server has lost the index. All of it is built anew.")
        return None
    return before


def _built(manifest: Manifest, documents: list[Record]) -> Built:
    skipped = [Skipped(record.doc, record.skipped) for record in documents if record.skipped]
    return Built(manifest, skipped, {record.doc: record.findings for record in documents if record.findings})
