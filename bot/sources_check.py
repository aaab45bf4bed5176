"""What needs a person: documents and notes past their review, and the notes that an upgrade has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from bot.app import App
from bot.corrections import Cited
from bot.sources import corrections_of
from knowledge import note_changes
from knowledge.fetching.fetch import Fetcher
from knowledge.fetching.outcome import Failed, Fetched, Known
from knowledge.holdings.reading import Broken, Held
from knowledge.holdings.record import Record
from knowledge.holdings.shelf import Shelf
from knowledge.holdings.standing import Standing, is_past_review, standing, why_not_indexed
from knowledge.note_changes import Upgrade
from knowledge.notes import Note
from knowledge.notes import load as load_notes
from knowledge.originals import doc_of


class Checked(NamedTuple):
    """A document or a note that needs a person: why, and how many kept answers cited it."""

    source: str
    why: str
    cited_by: int


def checked(app: App, fetcher: Fetcher | None) -> list[Checked]:
    """Return what needs a person; with a fetcher the publishers are asked as well."""
    cited = _cited(app)
    listed = Shelf(app.settings.sources_dir).listed()
    found: list[Checked] = []
    with app.bar("Checking documents") as bar:
        for done, held in enumerate(listed):
            bar.show(done, len(listed))
            found += _added(held, cited, fetcher, app.today())
    return [*found, *old_notes(load_notes(), cited, app.today())]


def old_notes(notes: Sequence[Note], cited: Cited, today: date) -> Iterator[Checked]:
    """Yield the notes that are past their review."""
    for note in notes:
        if is_past_review(note.reviewed, today):
            why = f"past its review ({note.reviewed}): upgrade Council Guide, or read it against its sources"
            yield Checked(note.doc, why, len(cited.get(note.doc, ())))


def changed_notes(app: App) -> list[dict[str, Any]]:
    """Return what upgrades have changed in the shipped notes, as plain values, the newest first."""
    upgrades = note_changes.recorded(app.settings.index_dir, app.pointer)
    cited = _cited(app) if upgrades else {}
    return [row for upgrade in upgrades for row in changed_by(upgrade, cited)]


def changed_by(upgrade: Upgrade, cited: Cited) -> Iterator[dict[str, Any]]:
    """Yield each note that an upgrade has changed, with the number of kept answers that cited it before."""
    for note in upgrade.notes:
        cited_by = sum(given < upgrade.at for given in cited.get(note.doc, ()))
        yield {
            "at": upgrade.at.isoformat(timespec="seconds"),
            "before": upgrade.before,
            "after": upgrade.after,
            **note.model_dump(mode="json"),
            "cited_by": cited_by,
        }


def _cited(app: App) -> Cited:
    corrections = corrections_of(app)
    return corrections.cited() if corrections else {}


def _added(held: Held | Broken, cited: Cited, fetcher: Fetcher | None, today: date) -> Iterator[Checked]:
    if isinstance(held, Broken):
        yield Checked(held.place, held.why, 0)
    elif why := _why(held.record, fetcher, today):
        yield Checked(f"{held.owner}/{held.record.id}", why, len(cited.get(doc_of(held.record), ())))


def _why(record: Record, fetcher: Fetcher | None, today: date) -> str | None:
    if why := why_not_indexed(record, today):
        return why
    if standing(record, today) is Standing.PAST_REVIEW:
        return f"past its review ({record.reviewed or record.added_on}): read it against its publisher's"
    if fetcher is None or record.fetched is None:
        return None
    marks = record.fetched
    outcome = fetcher.fetch(marks.final_url, Known(marks.final_url, marks.etag, marks.last_modified))
    if isinstance(outcome, Failed):
        return outcome.line
    if isinstance(outcome, Fetched) and outcome.sha256 != marks.sha256:
        return f"changed at its publisher: council-guide sources fetch {record.id}"
    return None
