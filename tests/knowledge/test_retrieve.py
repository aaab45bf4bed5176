from __future__ import annotations

import pytest

from knowledge import build
from knowledge.embed import MiniLm
from knowledge.index import open_index
from knowledge.retrieve import Retriever

_TEXTS = {
    "gifts.md": "# Gifts\nA councillor declares a gift worth more than $500.",
    "te-reo.md": "# Māori wards\nMāori wards are set up by a vote of the council.",
    "travel.md": "# Travel\nLeave your own phone at home when you travel overseas.",
    "ports.md": "# Ports\nThe harbour company belongs to the regional council.",
}


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    folder = tmp_path_factory.mktemp("docs")
    for name, text in _TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    index = tmp_path_factory.mktemp("index")
    embedder = MiniLm()
    build.build_folder(folder, index, embedder)
    return Retriever(open_index(index, embedder))


@pytest.mark.parametrize(
    ("text", "doc"),
    [
        ("what presents must I tell people about", "gifts.md"),
        ("maori wards", "te-reo.md"),
        ("Maaori ward vote", "te-reo.md"),
        ("taking my mobile abroad", "travel.md"),
        ("who owns the harbor", "ports.md"),
    ],
)
def test_the_right_passage_comes_first(retriever: Retriever, text: str, doc: str) -> None:
    assert retriever.search(text)[0].passage.doc == doc


def test_each_passage_is_found_once_with_scores_in_order(retriever: Retriever) -> None:
    hits = retriever.search("gift travel harbour wards", k=10)
    assert len({hit.passage.id for hit in hits}) == len(hits) == len(_TEXTS)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_no_more_passages_than_asked_for(retriever: Retriever) -> None:
    assert len(retriever.search("gift", k=2)) == 2


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_text_finds_nothing(retriever: Retriever, text: str) -> None:
    assert retriever.search(text) == []


def test_words_that_stand_nowhere_do_no_harm(retriever: Retriever) -> None:
    assert retriever.search("zxqv blorp")
