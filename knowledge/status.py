"""What an index holds, how fresh it is and how large: read from small files, without opening it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge import note_changes, records
from knowledge.generation import current_folder, is_building, read_manifest
from knowledge.holdings.reading import Held
from knowledge.holdings.standing import Standing, is_past_review, standing
from knowledge.note_changes import NoteText
from knowledge.originals import doc_of
from knowledge.pointer import Pointer
from knowledge.records import Record
from knowledge.source_list import Tier


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class TierCount(_Frozen):
    """The documents and passages of one owner that cite a tier; a note counts for each tier that it cites."""

    owner: str
    tier: Tier
    documents: int
    passages: int


class Freshness(_Frozen):
    """When the documents were last reviewed; `undated` are those of which nobody has said it."""

    oldest: date | None
    newest: date | None
    past_review: int
    expired: int
    undated: int


class Holding(_Frozen):
    """The generation that serves. `size` is its bytes on disk, `size_of_others` those of all else beside it."""

    built_at: str
    version: str
    embedder: str
    documents: int
    passages: int
    sources: int
    left_out: int
    counts: tuple[TierCount, ...]
    freshness: Freshness
    size: int
    size_of_others: int


class Status(_Frozen):
    """The state of an index: whether one is being built now, and what the current one holds, if there is one."""

    is_building: bool
    current: Holding | None


def read(index: Path, held: Sequence[Held], today: date, pointer: Pointer | None = None) -> Status:
    """Return the state of an index.

    Args:
        held: the added documents that belong to it, indexed or not.
        pointer: names the current generation, where it is not the file in the index's folder.
    """
    folder = current_folder(index, pointer)
    return Status(
        is_building=is_building(index),
        current=_holding(index, folder, held, today) if folder else None,
    )


def _holding(index: Path, folder: Path, held: Sequence[Held], today: date) -> Holding:
    manifest = read_manifest(folder)
    documents = records.read(folder)
    shipped = note_changes.read(folder)
    size = _size(folder)
    notes = shipped.notes if shipped else {}
    return Holding(
        built_at=manifest.built_at,
        version=manifest.version,
        embedder=manifest.embedder,
        documents=manifest.documents,
        passages=manifest.passages,
        sources=len(json.loads((folder / "sources.json").read_bytes())),
        left_out=sum(record.skipped is not None for record in documents),
        counts=tuple(_counts(documents)),
        freshness=_freshness(documents, notes, held, today),
        size=size,
        size_of_others=_size(index) - size,
    )


def _counts(documents: Iterable[Record]) -> list[TierCount]:
    cited: dict[tuple[str, Tier], list[int]] = {}
    for record in documents:
        for tier, passages in record.tiers.items():
            cited.setdefault((record.owner, tier), []).append(passages)
    order = list(Tier)
    return [
        TierCount(owner=owner, tier=tier, documents=len(passages), passages=sum(passages))
        for (owner, tier), passages in sorted(
            cited.items(), key=lambda one: (one[0][0], order.index(one[0][1]))
        )
    ]


def _freshness(
    documents: Sequence[Record], notes: dict[str, NoteText], held: Sequence[Held], today: date
) -> Freshness:
    indexed = {record.doc for record in documents if record.skipped is None}
    days = {doc: note.reviewed for doc, note in notes.items()}
    days |= {doc_of(one.record): one.record.reviewed or one.record.added_on for one in held}
    seen = [day for doc, day in days.items() if doc in indexed]
    standings = [standing(one.record, today) for one in held]
    return Freshness(
        oldest=min(seen, default=None),
        newest=max(seen, default=None),
        past_review=standings.count(Standing.PAST_REVIEW)
        + sum(is_past_review(note.reviewed, today) for note in notes.values()),
        expired=standings.count(Standing.EXPIRED),
        undated=len(indexed - days.keys()),
    )


def _size(folder: Path) -> int:
    """Return the bytes of the files below a folder; what a build takes away meanwhile is not counted."""
    size = 0
    for place, _, files in os.walk(folder):
        for name in files:
            with suppress(FileNotFoundError):
                size += os.path.getsize(os.path.join(place, name))
    return size
