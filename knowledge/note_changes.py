"""What has changed in the shipped notes since an index was last built: an administrator sees it after an upgrade.

Each generation of a library's index keeps what its notes said, by section, and the changes before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.generation import named_folder
from knowledge.notes import Note, Section
from knowledge.pointer import Pointer

_FILE = "notes.json"
_READ = "changes-read"
_KEPT = 20


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class NoteText(_Frozen):
    """One note as it was indexed; `sections` maps each heading to a digest of what stands below it."""

    title: str
    reviewed: date
    sections: dict[str, str]

    def says_the_same_as(self, other: NoteText) -> bool:
        """Return whether both say the same; a new review changes nothing in what is said."""
        return (self.title, self.sections) == (other.title, other.sections)


class How(StrEnum):
    """What became of a note."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class NoteChange(_Frozen):
    """One note that is not as it was; `sections`: the headings of a changed note below which something is new."""

    doc: str
    title: str
    how: How
    sections: tuple[str, ...] = ()


class Upgrade(_Frozen):
    """The notes that changed from one build to the next, and the versions of the package that built."""

    at: datetime
    before: str
    after: str
    notes: tuple[NoteChange, ...]

    @property
    def line(self) -> str:
        """What an administrator is told when it happens."""
        count = len(self.notes)
        return f"{count} note{'s' * (count > 1)} changed with this version: council-guide sources changes"


class Shipped(_Frozen):
    """The notes of an index, and the changes that led to them, the newest first."""

    version: str
    notes: dict[str, NoteText]
    upgrades: tuple[Upgrade, ...] = ()


def keep(
    index: Path,
    folder: Path,
    notes: Sequence[Note],
    version: str,
    at: datetime,
    pointer: Pointer | None = None,
) -> Upgrade | None:
    """Write what a new generation keeps of its notes; return how they differ from the current one's."""
    # The current one may be of an older format, and still tells what its notes said.
    before = read(named_folder(index, pointer))
    kept = follow(before, notes, version, at)
    (folder / _FILE).write_text(kept.model_dump_json(), encoding="utf-8")
    return kept.upgrades[0] if before and kept.upgrades != before.upgrades else None


def follow(before: Shipped | None, notes: Sequence[Note], version: str, at: datetime) -> Shipped:
    """Return these notes, and how they differ from those of the generation before."""
    now = {note.doc: _text(note) for note in notes}
    if before is None:
        return Shipped(version=version, notes=now)
    changes = tuple(_changes(before.notes, now))
    upgrades = before.upgrades
    if changes:
        upgrades = (Upgrade(at=at, before=before.version, after=version, notes=changes), *upgrades)[:_KEPT]
    return Shipped(version=version, notes=now, upgrades=upgrades)


def read(folder: Path | None) -> Shipped | None:
    """Return what a generation keeps of its notes; None for one without, or of another format."""
    if folder is None:
        return None
    try:
        return Shipped.model_validate_json((folder / _FILE).read_bytes())
    except (OSError, ValueError):
        return None


def recorded(index: Path, pointer: Pointer | None = None) -> tuple[Upgrade, ...]:
    """Return the changes of an index's notes, the newest first."""
    shipped = read(named_folder(index, pointer))
    return shipped.upgrades if shipped else ()


def unread(index: Path, pointer: Pointer | None = None) -> list[Upgrade]:
    """Return the changes that nobody has looked at, the newest first."""
    try:
        seen = datetime.fromisoformat((index / _READ).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        seen = datetime.min.replace(tzinfo=UTC)
    return [upgrade for upgrade in recorded(index, pointer) if upgrade.at > seen]


def mark_read(index: Path, pointer: Pointer | None = None) -> None:
    """Note that somebody has looked at all the changes that there are."""
    if upgrades := recorded(index, pointer):
        (index / _READ).write_text(upgrades[0].at.isoformat(), encoding="utf-8")


def _changes(before: dict[str, NoteText], now: dict[str, NoteText]) -> list[NoteChange]:
    found = []
    for doc in sorted({*before, *now}):
        old, new = before.get(doc), now.get(doc)
        if new is None and old:
            found.append(NoteChange(doc=doc, title=old.title, how=How.REMOVED))
        elif old is None and new:
            found.append(NoteChange(doc=doc, title=new.title, how=How.ADDED))
        elif old and new and not new.says_the_same_as(old):
            headings = dict.fromkeys((*new.sections, *old.sections))
            changed = tuple(name for name in headings if old.sections.get(name) != new.sections.get(name))
            found.append(NoteChange(doc=doc, title=new.title, how=How.CHANGED, sections=changed))
    return found


def _text(note: Note) -> NoteText:
    sections = {section.heading: _digest(section) for section in note.sections}
    return NoteText(title=note.title, reviewed=note.reviewed, sections=sections)


def _digest(section: Section) -> str:
    return hashlib.sha256(section.model_dump_json().encode()).hexdigest()[:16]
