from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from evals.dataset import DatasetError
from evals.retrieval import data
from knowledge import notes

_PLACES = {(note.doc, section.heading) for note in notes.load() for section in note.sections}


_HELD_OUT = data.rows()
_DEVELOPMENT = data.development_rows()
_ROWS = (*_HELD_OUT, *_DEVELOPMENT)


def _words(row: data.RetrievalRow) -> set[str]:
    return set(re.findall(r"\w+", " ".join([*row.thread, row.text]).casefold()))


@pytest.mark.parametrize(("rows", "least"), [(_HELD_OUT, 150), (_DEVELOPMENT, 100)], ids=["held out", "dev"])
def test_a_set_is_large_and_half_of_it_are_stories(rows: tuple[data.RetrievalRow, ...], least: int) -> None:
    assert len(rows) >= least
    assert 2 * sum(row.style == "story" for row in rows) >= len(rows)


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row.id)
def test_each_gold_section_stands_once_and_in_the_library(row: data.RetrievalRow) -> None:
    places = [section.place for section in row.gold]
    assert places
    assert len(set(places)) == len(places)
    assert set(places) <= _PLACES


def test_each_note_is_asked_for() -> None:
    asked = Counter(doc for row in _ROWS for doc in {section.doc for section in row.gold})
    assert not {doc for doc, _ in _PLACES if asked[doc] < 3}


def test_no_question_copies_a_heading() -> None:
    headings = {heading.casefold().strip("?") for _, heading in _PLACES}
    assert not [row.id for row in _ROWS if row.text.casefold().strip("?") in headings]


def test_no_question_stands_in_both_sets_or_nearly_so() -> None:
    assert not {row.id for row in _HELD_OUT} & {row.id for row in _DEVELOPMENT}
    pairs = [(held_out, row) for held_out in _HELD_OUT for row in _DEVELOPMENT]
    near = [
        (held_out.id, row.id)
        for held_out, row in pairs
        if len(_words(held_out) & _words(row)) >= 0.6 * len(_words(held_out) | _words(row))
    ]
    assert not near


def test_a_collection_is_read(tmp_path: Path) -> None:
    content = {"docs": {"d": "text"}, "queries": {"q": "words"}, "qrels": {"q": {"d": 1}}}
    file = tmp_path / "c.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    assert data.collection(file).model_dump() == content


@pytest.mark.parametrize("content", [None, "{broken", '{"docs": []}'])
def test_what_is_no_collection_is_one_clear_error(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "c.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError, match="no collection"):
        data.collection(file)
