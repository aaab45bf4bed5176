"""The documents that an administrator has added, as they go into the index."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from knowledge import source_list
from knowledge.embed import Embedder
from knowledge.holdings.reading import Broken, Held
from knowledge.holdings.reading import Reader as Holdings
from knowledge.holdings.record import Record
from knowledge.holdings.standing import Standing, licence_is_clear, standing, why_not_indexed
from knowledge.material import Content, Item, file_digest
from knowledge.parse.reader import Reader
from knowledge.passages import PassageSource, superseded
from knowledge.split import split_document


def held_items(root: Path, embedder: Embedder, reader: Reader, today: date) -> Iterator[Item]:
    """Yield the added documents that may be used today; the others are for `sources check` to tell of.

    Superseded ones are kept apart: they answer only a question that names them.
    """
    for held in Holdings(root).listed():
        if isinstance(held, Broken):
            continue
        is_old = standing(held.record, today) is Standing.SUPERSEDED
        may_be_kept = (
            licence_is_clear(held.record, today) if is_old else not why_not_indexed(held.record, today)
        )
        if not may_be_kept:
            continue
        path = root / held.owner / held.record.id / held.record.file
        yield Item(
            owner=superseded(held.owner) if is_old else held.owner,
            doc=doc_of(held.record),
            digest=_digest(held, path),
            read=_reader(held, path, embedder, reader),
        )


def doc_of(record: Record) -> str:
    """Return the path by which a citation names an added document."""
    return f"sources/{record.id}"


def source_of(record: Record) -> PassageSource:
    """Return a document's record as a citation shows it."""
    return PassageSource(
        source_id=_registered_id(record.id),
        title=record.title,
        publisher=record.publisher,
        url=record.url,
        published=record.published,
        tier=record.tier,
        seen=f"superseded by {record.superseded_by}" if record.superseded_by else "indexed in full",
        reviewed=record.reviewed.isoformat() if record.reviewed else None,
    )


def _registered_id(source_id: str) -> str:
    """Return the id in the source list, where the document is the original of one of its sources."""
    by_slug = {one.lower(): one for one in source_list.load().sources}
    return by_slug.get(source_id, source_id)


def _digest(held: Held, path: Path) -> str:
    said = held.record.model_dump_json(exclude={"fetched"}).encode()
    return file_digest(hashlib.sha256(said).digest(), path)


def _reader(held: Held, path: Path, embedder: Embedder, reader: Reader) -> Callable[[], Content]:
    def read() -> Content:
        document = reader.read(path, doc_of(held.record))
        document = document.model_copy(update={"title": held.record.title})
        source = source_of(held.record)
        owner = superseded(held.owner) if held.record.superseded_by else held.owner
        passages = split_document(
            document, owner=owner, source_id=source.source_id, count=embedder.count_tokens
        )
        return Content(list(passages), [source], document.findings)

    return read
