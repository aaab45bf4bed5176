from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from knowledge import build
from knowledge.build import Shelves
from knowledge.embed import MiniLm
from knowledge.holdings.making import Content
from knowledge.holdings.record import Entry
from knowledge.holdings.shelf import Shelf
from knowledge.index import open_index
from knowledge.media import MediaType
from knowledge.passages import PassageSource
from knowledge.retrieve import Retriever
from knowledge.source_list import Tier

TODAY = date(2026, 11, 24)


class Desk:
    """Added documents, and an index of them beside the library."""

    def __init__(self, folder: Path, embedder: MiniLm) -> None:
        self.folder = folder
        self.embedder = embedder
        self.shelf = Shelf(folder / "sources")

    def add(self, title: str, text: str, owner: str = "demo", **said: object) -> str:
        fields: dict[str, object] = {
            "title": title,
            "publisher": "Rātā District Council",
            "tier": Tier.POLICY,
            "licence": "the council's own document",
        }
        entry = Entry.model_validate(fields | said)
        content = Content(f"# {title}\n\n## 4 Limits\n{text}\n".encode(), MediaType.MARKDOWN)
        return self.shelf.add(owner, entry, content, today=TODAY).id

    def found(self, question: str, council: str = "demo") -> list[tuple[str, PassageSource | None]]:
        """Return the words and the source of what a question finds of the added documents."""
        shelves = Shelves(added=self.folder / "sources", today=TODAY)
        build.build_library(self.folder / "index", self.embedder, shelves)
        opened = open_index(self.folder / "index", self.embedder)
        try:
            hits = Retriever(opened).search(question, council=council, k=10)
            return [
                (hit.passage.text, opened.sources.get(hit.passage.parts[0].sources[0]))
                for hit in hits
                if hit.passage.doc.startswith("sources/")
            ]
        finally:
            opened.close()


@pytest.fixture
def desk(tmp_path: Path, ready_data: Path, embedder: MiniLm) -> Desk:
    # As in use: documents are added to an index that is there.
    shutil.copytree(ready_data / "index", tmp_path / "index")
    return Desk(tmp_path, embedder)


def test_an_added_document_is_found_with_what_is_known_of_it(desk: Desk) -> None:
    desk.add(
        "Canaryfig gifts policy",
        "4.1 A gift over $75 is declared.",
        published="2024-03-12",
        reviewed=date(2026, 3, 1),
        url="https://rata.example.nz/gifts",
    )
    [(text, source), *_] = desk.found("What does the canaryfig policy say of gifts?")
    assert text == "4.1 A gift over $75 is declared."
    assert source
    assert (source.title, source.publisher, source.tier) == (
        "Canaryfig gifts policy",
        "Rātā District Council",
        Tier.POLICY,
    )
    assert (source.published, source.reviewed, source.seen) == ("2024-03-12", "2026-03-01", "indexed in full")


def test_a_superseded_document_answers_only_a_question_that_names_it(desk: Desk) -> None:
    old = desk.add("Canaryfig gifts policy 2019", "4.1 A gift over $300 is declared.")
    new = desk.add("Canaryfig gifts policy", "4.1 A gift over $75 is declared.")
    record = desk.shelf.get("demo", old)
    desk.shelf.replace("demo", old, record.model_copy(update={"superseded_by": new}))
    words = [text for text, _ in desk.found("What is the canaryfig limit for gifts?")]
    assert words == ["4.1 A gift over $75 is declared."]
    named = desk.found("What did the Canaryfig gifts policy 2019 say about gifts?")
    seen = {text: source.seen for text, source in named if source}
    assert seen["4.1 A gift over $300 is declared."] == f"superseded by {new}"


@pytest.mark.parametrize(
    "said",
    [
        {"expires": date(2026, 11, 23)},
        {"withdrawn_on": TODAY, "withdrawn_reason": "repealed"},
        {"licence": "unknown"},
    ],
    ids=str,
)
def test_what_may_not_be_used_is_not_found(desk: Desk, said: dict[str, object]) -> None:
    desk.add("Canaryfig gifts policy", "4.1 A gift over $75 is declared.", **said)
    assert desk.found("What does the canaryfig policy say of gifts?") == []


def test_a_document_for_all_councils_is_found_by_each(desk: Desk) -> None:
    desk.add(
        "Canaryfig guidance", "4.1 Ring first.", owner="national", licence="CC BY 4.0", tier=Tier.OFFICIAL
    )
    for council in ("demo", "elsewhere"):
        assert [text for text, _ in desk.found("What does the canaryfig guidance say?", council)]


def test_the_original_of_a_registered_source_carries_its_id(desk: Desk) -> None:
    entry = Entry(title="Threats", publisher="NZSIS", tier=Tier.THREAT_REPORT, licence="CC BY 4.0")
    content = Content(b"Canaryfig threats are rising. " * 3, MediaType.TEXT)
    desk.shelf.add("national", entry, content, today=TODAY, source_id="nzsis25-fi")
    [(_, source), *_] = desk.found("canaryfig threats")
    assert source
    assert source.source_id == "NZSIS25-FI"


def test_a_councils_own_rule_comes_before_commentary_that_is_as_near(desk: Desk) -> None:
    desk.add("Gifts policy", "4.1 A member declares each gift worth more than $75 within ten working days.")
    assert "$75" in desk.found("gift limit?")[0][0]
