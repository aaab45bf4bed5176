from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from knowledge import build, note_changes
from knowledge.build import Shelves
from knowledge.embed import MiniLm
from knowledge.note_changes import How, NoteChange, Shipped, Upgrade
from knowledge.notes import Note, parse

AT = datetime(2027, 2, 1, 9, tzinfo=UTC)
GIFTS = """---
title: Gifts
summary: Which gifts.
reviewed: 2026-11-24
---
## Which gifts?
A gift over $500 is described. [PLL-54F.2]

## Cash?
Cash is sent back. [PLL-99.2]
"""


def gifts(old: str = "", new: str = "") -> Note:
    """Return a note in which something may have changed."""
    return parse("library/gifts.md", GIFTS.replace(old, new))


def travel() -> Note:
    return gifts("title: Gifts", "title: Travel").model_copy(update={"doc": "library/travel.md"})


def after(before: Shipped, *notes: Note) -> Shipped:
    return note_changes.follow(before, notes, "0.2.0", AT)


@pytest.fixture
def before() -> Shipped:
    return note_changes.follow(None, [gifts()], "0.1.0", AT - timedelta(days=60))


@pytest.mark.parametrize(
    ("old", "new", "sections"),
    [
        ("$500", "$600", ("Which gifts?",)),
        ("PLL-99.2", "SFO-LAW.3", ("Cash?",)),
        ("## Cash?", "## Money?", ("Money?", "Cash?")),
        ("title: Gifts", "title: Presents", ()),
    ],
)
def test_a_note_that_says_something_else_has_changed(
    before: Shipped, old: str, new: str, sections: tuple[str, ...]
) -> None:
    note = gifts(old, new)
    changed = NoteChange(doc="library/gifts.md", title=note.title, how=How.CHANGED, sections=sections)
    assert after(before, note).upgrades == (Upgrade(at=AT, before="0.1.0", after="0.2.0", notes=(changed,)),)


def test_a_note_that_was_reviewed_and_says_the_same_has_not_changed(before: Shipped) -> None:
    again = after(before, gifts("2026-11-24", "2027-01-30"))
    assert again.upgrades == ()
    assert again.notes["library/gifts.md"].reviewed == date(2027, 1, 30)


def test_notes_that_come_and_go_are_told(before: Shipped) -> None:
    (upgrade,) = after(before, travel()).upgrades
    assert [(note.title, note.how) for note in upgrade.notes] == [
        ("Gifts", How.REMOVED),
        ("Travel", How.ADDED),
    ]


def test_the_first_index_has_no_changes(before: Shipped) -> None:
    assert before.upgrades == ()


def test_the_newest_change_stands_first_and_the_oldest_ones_are_dropped(before: Shipped) -> None:
    kept = before
    for number in range(30):
        at = AT + timedelta(days=number)
        kept = note_changes.follow(kept, [gifts("$500", f"${number}")], f"0.{number}.0", at)
    assert [upgrade.after for upgrade in kept.upgrades] == [f"0.{number}.0" for number in range(29, 9, -1)]


@pytest.fixture
def index(tmp_path: Path, embedder: MiniLm, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The library's index, built after one of its notes has changed, and again for a policy."""
    policies = tmp_path / "policies"
    shelves = Shelves({"demo": policies})
    first = build.build_library(tmp_path / "index", embedder, shelves)
    shipped = build.notes.load()
    monkeypatch.setattr(
        build.notes, "load", lambda: [gifts() if note.doc == "library/gifts.md" else note for note in shipped]
    )
    policies.mkdir()
    (policies / "one.md").write_text("# Gifts\nNo gift is taken.", encoding="utf-8")
    second = build.build_library(tmp_path / "index", embedder, shelves)
    (policies / "one.md").write_text("# Gifts\nEach gift is declared.", encoding="utf-8")
    third = build.build_library(tmp_path / "index", embedder, shelves)
    assert (first.upgrade, third.upgrade) == (None, None)
    assert second.upgrade
    assert second.upgrade.line == "1 note changed with this version: council-guide sources changes"
    return tmp_path / "index"


def test_a_change_stays_known_in_later_generations_and_is_unread_until_it_is_read(index: Path) -> None:
    assert [note.doc for note in note_changes.recorded(index)[0].notes] == ["library/gifts.md"]
    assert note_changes.unread(index) == list(note_changes.recorded(index))
    note_changes.mark_read(index)
    assert note_changes.unread(index) == []
    assert len(note_changes.recorded(index)) == 1


def test_a_change_is_seen_across_formats_and_embedders(
    index: Path, embedder: MiniLm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.generation.FORMAT", 99)
    monkeypatch.setattr(build.notes, "load", lambda: (gifts("$500", "$600"),))
    done = build.build_library(index, embedder, Shelves())
    assert done.upgrade
    assert [note.doc for note in done.upgrade.notes if note.how is How.CHANGED] == ["library/gifts.md"]
    assert len(note_changes.recorded(index)) == 2


def test_a_folder_without_an_index_knows_no_changes(tmp_path: Path) -> None:
    note_changes.mark_read(tmp_path)
    assert note_changes.recorded(tmp_path) == ()
    assert note_changes.unread(tmp_path) == []
