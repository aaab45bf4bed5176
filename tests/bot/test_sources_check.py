from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.settings import Settings
from bot.sources_check import Checked, changed_by, checked, old_notes
from knowledge import notes
from knowledge.note_changes import How, NoteChange, Upgrade

AT = datetime(2027, 2, 1, 9, tzinfo=UTC)


def test_a_note_past_its_review_is_listed_with_the_answers_that_cited_it() -> None:
    gifts = next(note for note in notes.load() if note.doc == "library/gifts.md")
    old = gifts.model_copy(update={"reviewed": date(2025, 2, 1)})
    new = gifts.model_copy(update={"reviewed": date(2026, 2, 2), "doc": "library/new.md"})
    found = list(old_notes([old, new], {"library/gifts.md": [AT, AT]}, date(2027, 2, 1)))
    why = "past its review (2025-02-01): upgrade Council Guide, or read it against its sources"
    assert found == [Checked("library/gifts.md", why, 2)]


def test_a_check_covers_the_shipped_notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = App(Settings(data_dir=tmp_path))
    monkeypatch.setattr(App, "today", lambda _: date(2026, 12, 1))
    assert checked(app, None) == []
    monkeypatch.setattr(App, "today", lambda _: date(2030, 1, 1))
    assert [row.source for row in checked(app, None)] == [note.doc for note in notes.load()]


def test_only_answers_from_before_a_change_are_counted() -> None:
    changed = NoteChange(doc="library/gifts.md", title="Gifts", how=How.CHANGED, sections=("Cash?",))
    upgrade = Upgrade(at=AT, before="0.1.0", after="0.2.0", notes=(changed,))
    cited = {"library/gifts.md": [AT - timedelta(days=1), AT + timedelta(days=1)]}
    assert list(changed_by(upgrade, cited)) == [
        {
            "at": "2027-02-01T09:00:00+00:00",
            "before": "0.1.0",
            "after": "0.2.0",
            "doc": "library/gifts.md",
            "title": "Gifts",
            "how": "changed",
            "sections": ["Cash?"],
            "cited_by": 1,
        }
    ]
