"""Build an index: read and embed what is new, keep the rest as it stands, then point to the new generation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

from bot.errors import DocumentError
from knowledge import fill, generation, records
from knowledge.embed import Embedder
from knowledge.generation import Manifest
from knowledge.material import Item, fingerprint, folder_items, library_items
from knowledge.originals import held_items
from knowledge.parse.document import Finding
from knowledge.parse.folder import Skipped
from knowledge.parse.reader import Reader
from knowledge.passages import NATIONAL, Passage
from knowledge.records import Record
from knowledge.vector_store import VectorStore
from knowledge.vectors import VectorCache

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
    """

    policies: Mapping[str, Path] = {}
    added: Path | None = None
    today: date = date.min
    chroma_url: str | None = None


def build_library(
    index: Path, embedder: Embedder, shelves: Shelves, progress: Progress | None = None
) -> Built:
    """Index the shipped notes, each council's policies under its own name, and the added documents."""
    with _library(embedder, shelves) as items:
        return build_items(index, embedder, items, VectorStore(shelves.chroma_url), progress)


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
    """Build the library's index unless the current one was made from the same texts and embedder."""
    with _library(embedder, shelves) as items:
        if _is_current(index, embedder, fingerprint(items)):
            return None
        index.mkdir(parents=True, exist_ok=True)
        with FileLock(index / "ensure.lock"):
            if _is_current(index, embedder, fingerprint(items)):
                return None
            return build_items(index, embedder, items, VectorStore(shelves.chroma_url))


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
    progress: Progress | None = None,
    refuse_empty: str | None = None,
) -> Built:
    """Write a generation beside the current one, and point to it only when all of it is there.

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
            dropped = generation.publish(folder, manifest)
        store.drop(dropped)
    return _built(manifest, filled.records)


def _built(manifest: Manifest, documents: list[Record]) -> Built:
    skipped = [Skipped(record.doc, record.skipped) for record in documents if record.skipped]
    return Built(manifest, skipped, {record.doc: record.findings for record in documents if record.findings})
