"""Build an index: read and embed what is new, keep the rest as it stands, then point to the new generation."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock
from packaging.version import Version

from bot.errors import DocumentError, IndexMissingError, IndexRaceError
from knowledge import fill, generation, note_changes, notes, records
from knowledge.embed import Embedder
from knowledge.generation import Manifest
from knowledge.material import Item, fingerprint, folder_items, library_items
from knowledge.note_changes import Upgrade
from knowledge.notes import Note
from knowledge.originals import held_items
from knowledge.parse.document import Finding
from knowledge.parse.folder import Skipped
from knowledge.parse.reader import Reader
from knowledge.passages import NATIONAL
from knowledge.pointer import FilePointer, Pointer
from knowledge.progress import Progress, silent
from knowledge.records import Record
from knowledge.shipped import version
from knowledge.vector_store import VectorStore

log = logging.getLogger(__name__)


class Built(NamedTuple):
    """The generation, the files that were left out, what a person should look at by document, what notes changed."""

    manifest: Manifest
    skipped: list[Skipped]
    findings: dict[str, tuple[Finding, ...]]
    upgrade: Upgrade | None = None


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


def build_library(index: Path, embedder: Embedder, shelves: Shelves, progress: Progress = silent) -> Built:
    """Index the shipped notes, each council's policies under its own name, and the added documents.

    Raises:
        IndexRaceError: another host has published meanwhile; its index stays.
    """
    with _library(embedder, shelves) as items:
        return _build_library(index, embedder, items, shelves, progress)


def build_folder(folder: Path, index: Path, embedder: Embedder, progress: Progress = silent) -> Built:
    """Index a folder of documents as originals, without the library.

    Raises:
        DocumentError: there is no such folder, or nothing in it could be read.
    """
    with Reader() as reader:
        items = list(folder_items(folder, NATIONAL, embedder, reader))
        nothing = f"Nothing in {folder} could be indexed."
        return build_items(index, embedder, items, VectorStore(), progress, refuse_empty=nothing)


def ensure_library(
    index: Path, embedder: Embedder, shelves: Shelves, progress: Progress = silent
) -> Built | None:
    """Build the library's index unless the current one was made from the same texts and embedder.

    One that several hosts share is built here only when there is none, or when it is of another embedder or an
    older version and this host holds all that it was made from: another host may hold documents that this one lacks.
    """
    if shelves.pointer and shelves.pointer.is_shared:
        return _ensure_shared(index, embedder, shelves, shelves.pointer, progress)
    with _library(embedder, shelves) as items:
        if _is_current(generation.current_folder(index), embedder, fingerprint(items)):
            return None
        index.mkdir(parents=True, exist_ok=True)
        with FileLock(index / "ensure.lock"):
            if _is_current(generation.current_folder(index), embedder, fingerprint(items)):
                return None
            return _build_library(index, embedder, items, shelves, progress)


def _ensure_shared(
    index: Path, embedder: Embedder, shelves: Shelves, pointer: Pointer, progress: Progress
) -> Built | None:
    store = VectorStore(shelves.chroma_url)
    with _library(embedder, shelves) as items:
        if pointer.kept():
            folder = generation.bring(index, store, pointer)
            if folder is None or not _may_renew(folder, embedder, items):
                return None
        try:
            return _build_library(index, embedder, items, shelves, progress)
        except IndexRaceError:
            # Another host was faster; its index serves as well.
            return None


def _may_renew(folder: Path, embedder: Embedder, items: Iterable[Item]) -> bool:
    """Say whether this version should build a shared index anew, and can do so without losing a document."""
    manifest = generation.read_manifest(folder)
    theirs, ours = Version(manifest.version), Version(version())
    if theirs > ours or (theirs == ours and manifest.embedder == embedder.identity):
        return False
    held = {(item.owner, item.doc) for item in items}
    # A note that is gone was taken out by this version.
    return all(
        (record.owner, record.doc) in held
        for record in records.read(folder)
        if not (record.owner == NATIONAL and record.doc.startswith("library/"))
    )


def is_of(manifest: Manifest, embedder: Embedder, shelves: Shelves) -> bool:
    """Say whether an index was made from what this host holds."""
    with _library(embedder, shelves) as items:
        return _is_made_from(manifest, embedder, fingerprint(items))


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


def _build_library(
    index: Path, embedder: Embedder, items: list[Item], shelves: Shelves, progress: Progress
) -> Built:
    store = VectorStore(shelves.chroma_url)
    return build_items(index, embedder, items, store, progress, shipped=notes.load(), pointer=shelves.pointer)


def _is_current(folder: Path | None, embedder: Embedder, content: str) -> bool:
    return folder is not None and _is_made_from(generation.read_manifest(folder), embedder, content)


def _is_made_from(manifest: Manifest, embedder: Embedder, content: str) -> bool:
    return manifest.content == content and manifest.embedder == embedder.identity


def build_items(
    index: Path,
    embedder: Embedder,
    items: list[Item],
    store: VectorStore,
    progress: Progress = silent,
    refuse_empty: str | None = None,
    shipped: Sequence[Note] = (),
    pointer: Pointer | None = None,
) -> Built:
    """Write a generation beside the current one, and point to it only when all of it is there.

    Args:
        shipped: the notes among the items, in a library's index; how they changed is kept beside it.

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
            at, running = datetime.now(UTC), version()
            upgrade = note_changes.keep(index, folder, shipped, running, at, pointer) if shipped else None
            manifest = Manifest(
                format=generation.FORMAT,
                version=running,
                embedder=embedder.identity,
                content=content,
                built_at=at.isoformat(timespec="seconds"),
                owners=dict(Counter(filled.owners)),
                documents=sum(record.skipped is None for record in filled.records),
                passages=len(filled.owners),
                parsed=filled.parsed,
                embedded=filled.embedded,
            )
            gone = generation.publish(folder, manifest, store, pointer, after)
        generation.drop_old(index, store, pointer, gone)
    return _built(manifest, filled.records)._replace(upgrade=upgrade)


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
