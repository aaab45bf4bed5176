"""What goes into an index: passages, their sources, and a fingerprint of everything that was read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from knowledge import notes, source_list
from knowledge.documents import Document, Skipped, read_folder
from knowledge.embed import Embedder
from knowledge.passages import Passage, PassageSource
from knowledge.source_list import Tier
from knowledge.split import split_note, split_text


class Material(NamedTuple):
    """Passages and the sources behind them; `documents` counts the files that were read."""

    passages: list[Passage]
    sources: dict[str, PassageSource]
    documents: int
    skipped: list[Skipped]


def read_library(embedder: Embedder) -> Material:
    """Return the shipped notes."""
    listed = source_list.load()
    passages = [
        passage for note in notes.load() for passage in split_note(note, listed, embedder.count_tokens)
    ]
    used = {source for passage in passages for part in passage.parts for source in part.sources}
    sources = {source_id: _shown(listed.sources[source_id]) for source_id in sorted(used)}
    return Material(passages, sources, len(notes.load()), [])


def read_documents(folder: Path, owner: str, embedder: Embedder) -> Material:
    """Return the documents of a folder, as passages of one owner."""
    passages: list[Passage] = []
    sources: dict[str, PassageSource] = {}
    skipped: list[Skipped] = []
    for item in read_folder(folder):
        if isinstance(item, Skipped):
            skipped.append(item)
            continue
        source = _document_source(item)
        sources[source.source_id] = source
        passages += split_text(
            item.text,
            owner=owner,
            doc=item.doc,
            title=item.title,
            source_id=source.source_id,
            count=embedder.count_tokens,
        )
    return Material(passages, sources, len(sources), skipped)


def joined(one: Material, other: Material) -> Material:
    """Return both together."""
    return Material(
        one.passages + other.passages,
        one.sources | other.sources,
        one.documents + other.documents,
        one.skipped + other.skipped,
    )


def _document_source(document: Document) -> PassageSource:
    return PassageSource(
        source_id=document.doc,
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


def library_fingerprint(policies: Mapping[str, Path]) -> str:
    """Return a hash of the shipped library and of the councils' policies (owner to folder)."""
    digest = hashlib.sha256()
    for part in ("library", "sources"):
        for entry in sorted(resources.files("knowledge").joinpath(part).iterdir(), key=lambda e: e.name):
            if entry.name.endswith((".md", ".yaml")):
                digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    for owner, folder in sorted(policies.items()):
        digest.update(owner.encode() + folder_fingerprint(folder))
    return digest.hexdigest()


def folder_fingerprint(folder: Path) -> bytes:
    """Return a hash of every file below a folder; of a missing folder, the hash of nothing."""
    digest = hashlib.sha256()
    if folder.is_dir():
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.digest()
