"""Build an index: read and embed what is new, keep the rest as it stands, then point to the new generation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

from bot.errors import DocumentError
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
from knowledge.progress import Progress, silent
from knowledge.records import Record
from knowledge.shipped import version
from knowledge.vector_store import VectorStore


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
    """

    policies: Mapping[str, Path] = {}
    added: Path | None = None
    today: date = date.min
    chroma_url: str | None = None


def build_library(index: Path, embedder: Embedder, shelves: Shelves, progress: Progress = silent) -> Built:
    """Index the shipped notes, each council's policies under its own name, and the added documents."""
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
    """Build the library's index unless the current one was made from the same texts and embedder."""
    with _library(embedder, shelves) as items:
        if _is_current(index, embedder, fingerprint(items)):
            return None
        index.mkdir(parents=True, exist_ok=True)
        with FileLock(index / "ensure.lock"):
            if _is_current(index, embedder, fingerprint(items)):
                return None
            return _build_library(index, embedder, items, shelves, progress)


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
    return build_items(index, embedder, items, store, progress, shipped=notes.load())


def _is_current(index: Path, embedder: Embedder, content: str) -> bool:
    folder = generation.current_folder(index)
    if folder is None:
        return False
    manifest = generation.read_manifest(folder)
    return manifest.content == content and manifest.embedder == embedder.identity


def build_items(
    index: Path,
    embedder: Embedder,
    items: list[Item],
    store: VectorStore,
    progress: Progress = silent,
    refuse_empty: str | None = None,
    shipped: Sequence[Note] = (),
) -> Built:
    """Write a generation beside the current one, and point to it only when all of it is there.

    Args:
        shipped: the notes among the items, in a library's index; how they changed is kept beside it.

    Raises:
        DocumentError: nothing could be read, and `refuse_empty` is the message for that.
    """
    content = fingerprint(items)
    with generation.building(index) as left:
        store.drop(left)
        before = generation.current_folder(index)
        if before and _is_current(index, embedder, content):
            same = generation.read_manifest(before).model_copy(update={"parsed": 0, "embedded": 0})
            return _built(same, records.read(before))
        with generation.new_folder(index) as folder:
            filled = fill.fill(folder, embedder, items, before, store, progress)
            if refuse_empty and not filled.owners:
                raise DocumentError(refuse_empty, "Put PDF, Word, HTML, Markdown or text files into it.")
            at, running = datetime.now(UTC), version()
            upgrade = note_changes.keep(index, folder, shipped, running, at) if shipped else None
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
            dropped = generation.publish(folder, manifest)
        store.drop(dropped)
    return _built(manifest, filled.records)._replace(upgrade=upgrade)


def _built(manifest: Manifest, documents: list[Record]) -> Built:
    skipped = [Skipped(record.doc, record.skipped) for record in documents if record.skipped]
    return Built(manifest, skipped, {record.doc: record.findings for record in documents if record.findings})
