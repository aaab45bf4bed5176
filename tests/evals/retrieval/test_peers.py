from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from evals.retrieval import peers
from knowledge.build import build_items
from knowledge.embed import MiniLm
from knowledge.index import Index, open_index
from knowledge.material import Content, Item
from knowledge.passages import NATIONAL, Part, Passage, PassageKind
from knowledge.vector_store import VectorStore


def _item(owner: str, doc: str, text: str, asked: tuple[str, ...] = ()) -> Item:
    passage = Passage(
        owner=owner,
        kind=PassageKind.NOTE,
        doc=doc,
        title="",
        section="",
        parts=(Part(text=text),),
        asked=asked,
    )
    return Item(owner, doc, doc, lambda: Content([passage], []))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, embedder: MiniLm) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("index")
    items = [
        _item(NATIONAL, "gifts.md", "Presents are written into the register."),
        _item(
            NATIONAL, "trips.md", "Who pays for a journey is told beforehand.", ("Hamper?", "A hamper again?")
        ),
        _item("demo", "demo.md", "The limit for presents is $50."),
        _item("other", "other.md", "The limit for presents is $80."),
    ]
    build_items(folder, embedder, items, VectorStore())
    opened = open_index(folder, embedder)
    yield opened
    opened.close()


def test_llama_index_searches_what_the_asker_may_see(index: Index) -> None:
    for search in peers.by_llama_index(index, "demo").values():
        assert {passage.doc for passage in search("the limit")} == {"gifts.md", "trips.md", "demo.md"}


def test_phrasings_are_given_to_llama_index_too_and_apart(index: Index) -> None:
    ways = peers.by_llama_index(index, None)
    plain = ["llama-index dense", "llama-index hybrid", "llama-index hybrid (k = 50)"]
    assert list(ways) == [*plain, *(f"{way} + phrasings" for way in plain)]
    assert {way: search("hamper")[0].doc for way, search in ways.items()} == {
        way: "trips.md" if "phrasings" in way else "gifts.md" for way in ways
    }


def test_what_is_missing_of_llama_index_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any("left out" in remark for remark in peers.remarks())
    monkeypatch.setitem(sys.modules, "llama_index.retrievers.bm25", None)
    assert "llama-index-retrievers-bm25" in peers.remarks()[-1]
