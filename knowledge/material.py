"""What goes into an index, document by document: each with a digest, and read only when that is new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from knowledge import asked, notes, source_list
from knowledge.embed import Embedder
from knowledge.notes import Note
from knowledge.parse.document import READING, Document, Finding
from knowledge.parse.folder import documents
from knowledge.parse.reader import Reader
from knowledge.passages import NATIONAL, Passage, PassageSource
from knowledge.source_list import SourceList, Tier
from knowledge.split import split_document, split_note

# Changes when the same file would be parsed or split into other passages.
_RECIPE = b"reading %d, splitting 1" % READING


class Content(NamedTuple):
    """What one document gives: passages, the sources behind them, and what a person should look at."""

    passages: list[Passage]
    sources: list[PassageSource]
    findings: tuple[Finding, ...] = ()


class Item(NamedTuple):
    """One document of an owner. `digest` changes with what it holds; `read` raises DocumentError."""

    owner: str
    doc: str
    digest: str
    read: Callable[[], Content]


def library_items(embedder: Embedder) -> Iterator[Item]:
    """Yield the shipped notes."""
    listed = source_list.load()
    facts = _sources_digest()
    for note in notes.load():
        file = resources.files("knowledge").joinpath(note.doc)
        yield Item(
            owner=NATIONAL,
            doc=note.doc,
            digest=_digest(facts, file.read_bytes(), _asked_bytes(note)),
            read=_note_reader(note, listed, embedder),
        )


def folder_items(folder: Path, owner: str, embedder: Embedder, reader: Reader) -> Iterator[Item]:
    """Yield the documents below a folder.

    Raises:
        DocumentError: the folder does not exist or is no folder.
    """
    for path, doc in documents(folder):
        yield Item(
            owner=owner,
            doc=doc,
            digest=file_digest(doc.encode(), path),
            read=_file_reader(path, doc, owner, embedder, reader),
        )


def file_digest(said: bytes, path: Path) -> str:
    """Return the digest of a file, and of what is `said` of it."""
    try:
        return _digest(said, path.read_bytes())
    except OSError:
        # It is named when it is read.
        return _digest(said)


def fingerprint(items: Iterable[Item]) -> str:
    """Return a hash of everything that would be indexed."""
    return _digest(*(part.encode() for item in items for part in (item.owner, item.doc, item.digest)))


def _asked_bytes(note: Note) -> bytes:
    file = resources.files("knowledge").joinpath(asked.path_of(note.doc))
    return file.read_bytes() if file.is_file() else b""


def _note_reader(note: Note, listed: SourceList, embedder: Embedder) -> Callable[[], Content]:
    def read() -> Content:
        passages = list(split_note(note, listed, embedder.count_tokens))
        used = sorted({source for passage in passages for part in passage.parts for source in part.sources})
        return Content(passages, [_shown(listed.sources[source_id]) for source_id in used])

    return read


def _file_reader(
    path: Path, doc: str, owner: str, embedder: Embedder, reader: Reader
) -> Callable[[], Content]:
    def read() -> Content:
        document = reader.read(path, doc)
        source = _document_source(document, owner)
        passages = split_document(
            document, owner=owner, source_id=source.source_id, count=embedder.count_tokens
        )
        return Content(list(passages), [source], document.findings)

    return read


def _document_source(document: Document, owner: str) -> PassageSource:
    return PassageSource(
        # Two councils may each have a gifts.md.
        source_id=document.doc if owner == NATIONAL else f"{owner}/{document.doc}",
        title=document.title,
        publisher="",
        url=None,
        published=None,
        tier=Tier.POLICY,
        seen="indexed in full",
    )


def _shown(source: source_list.Source) -> PassageSource:
    return PassageSource(
        source_id=source.id,
        title=source.title,
        publisher=source.publisher,
        url=source.url,
        published=source.published,
        tier=source.tier,
        seen=source.seen,
    )


def _sources_digest() -> bytes:
    files = sorted(resources.files("knowledge").joinpath("sources").iterdir(), key=lambda entry: entry.name)
    return _digest(*(entry.read_bytes() for entry in files if entry.name.endswith(".yaml"))).encode()


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256(_RECIPE)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
