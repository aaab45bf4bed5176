from __future__ import annotations

import multiprocessing
from datetime import date
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from knowledge import build, generation, notes, source_list, status
from knowledge.build import Shelves
from knowledge.embed import MiniLm
from knowledge.holdings.making import Content
from knowledge.holdings.reading import Held
from knowledge.holdings.record import Entry
from knowledge.holdings.shelf import Shelf
from knowledge.media import MediaType
from knowledge.notes import Note
from knowledge.passages import NATIONAL
from knowledge.source_list import Tier
from knowledge.status import Freshness, Status, TierCount

TODAY = date(2026, 12, 1)
NOTES = len(notes.load())


class Library:
    """The library's index with documents of the demo council."""

    def __init__(self, folder: Path, embedder: MiniLm) -> None:
        self.index = folder / "index"
        self._embedder = embedder
        self._policies = folder / "policies"
        self._policies.mkdir()
        self._shelf = Shelf(folder / "sources")
        self._added = folder / "sources"

    def policy(self, name: str, text: str) -> None:
        (self._policies / name).write_text(text, encoding="utf-8")

    def add(self, source_id: str, owner: str = "demo", **said: object) -> None:
        usual = {"title": source_id, "publisher": "Demo", "tier": "policy", "licence": "own"}
        entry = Entry.model_validate(usual | said)
        content = Content(f"# {source_id}\nA gift is declared.".encode(), MediaType.MARKDOWN)
        self._shelf.add(owner, entry, content, today=date(2026, 1, 1), source_id=source_id)

    def build(self, today: date = TODAY) -> None:
        shelves = Shelves({"demo": self._policies}, added=self._added, today=today)
        build.build_library(self.index, self._embedder, shelves)

    def status(self, today: date = TODAY) -> Status:
        held = [one for one in self._shelf.listed() if isinstance(one, Held)]
        return status.read(self.index, held, today)


@pytest.fixture
def library(tmp_path: Path, embedder: MiniLm) -> Library:
    return Library(tmp_path, embedder)


def test_documents_and_passages_are_counted_by_owner_and_tier(library: Library) -> None:
    library.policy("gifts.md", "# Gifts\n## One\nA gift is declared.\n## Two\nCash is sent back.")
    library.policy("empty.pdf", "")
    library.add("act", NATIONAL, tier="law")
    library.build()
    current = library.status().current
    assert current
    counts = {(one.owner, one.tier): one for one in current.counts}
    assert counts["demo", Tier.POLICY] == TierCount(owner="demo", tier=Tier.POLICY, documents=1, passages=2)
    cite_law = [note for note in notes.load() if _cites(note, Tier.LAW)]
    assert counts[NATIONAL, Tier.LAW].documents == len(cite_law) + 1
    assert (current.documents, current.left_out) == (NOTES + 2, 1)


def _cites(note: Note, tier: Tier) -> bool:
    listed = source_list.load()
    facts = [
        listed.facts[fact] for section in note.sections for part in section.paragraphs for fact in part.facts
    ]
    return any(listed.sources[source].tier is tier for fact in facts for source in listed.source_ids(fact))


def test_counts_stand_when_a_later_build_keeps_the_documents(library: Library) -> None:
    library.build()
    first = library.status().current
    library.policy("gifts.md", "# Gifts\nA gift is declared.")
    library.build()
    second = library.status().current
    assert first
    assert second
    assert [one for one in second.counts if one.owner == NATIONAL] == list(first.counts)


def test_freshness_tells_what_is_old_expired_and_undated(library: Library) -> None:
    library.policy("gifts.md", "# Gifts\nA gift is declared.")
    library.add("old", reviewed="2025-03-01")
    library.add("gone", reviewed="2026-05-01", expires="2026-11-30")
    library.build()
    current = library.status().current
    assert current
    newest = max(note.reviewed for note in notes.load())
    assert current.freshness == Freshness(
        oldest=date(2025, 3, 1), newest=newest, past_review=1, expired=1, undated=1
    )


def test_the_notes_themselves_grow_old(library: Library) -> None:
    library.build()
    current = library.status(date(2028, 1, 1)).current
    assert current
    assert current.freshness.past_review == NOTES


def test_sizes_are_those_of_the_disk(library: Library) -> None:
    library.build()
    current = library.status().current
    folder = generation.current_folder(library.index)
    assert current
    assert folder
    assert current.size == sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert current.size_of_others < 1000


def test_no_index_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    assert status.read(tmp_path / "none", [], TODAY) == Status(is_building=False, current=None)
    assert not (tmp_path / "none").exists()


def test_a_build_in_another_process_is_told(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    begun, may_end = context.Event(), context.Event()
    builder = context.Process(target=_hold, args=(tmp_path, begun, may_end))
    builder.start()
    try:
        assert begun.wait(60)
        assert status.read(tmp_path, [], TODAY) == Status(is_building=True, current=None)
    finally:
        may_end.set()
        builder.join(60)
    assert not status.read(tmp_path, [], TODAY).is_building


def _hold(index: Path, begun: Event, may_end: Event) -> None:
    with generation.locked(index):
        begun.set()
        may_end.wait(60)
