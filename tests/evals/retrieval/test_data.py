from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from evals.dataset import DatasetError
from evals.retrieval import data
from knowledge import notes

_PLACES = {(note.doc, section.heading) for note in notes.load() for section in note.sections}


def test_the_set_has_fifty_questions_and_more_with_some_stories() -> None:
    styles = Counter(row.style for row in data.rows())
    assert styles.total() >= 50
    assert styles["story"] >= 15


@pytest.mark.parametrize("row", data.rows(), ids=lambda row: row.id)
def test_each_gold_section_stands_in_the_library(row: data.RetrievalRow) -> None:
    assert row.gold
    assert {section.place for section in row.gold} <= _PLACES


def test_no_question_copies_a_heading() -> None:
    headings = {heading.casefold().strip("?") for _, heading in _PLACES}
    assert not [row.id for row in data.rows() if row.text.casefold().strip("?") in headings]


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
