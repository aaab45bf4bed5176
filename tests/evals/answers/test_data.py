from __future__ import annotations

from collections import Counter

import pytest
from pydantic import ValidationError

from bot.models import Outcome
from evals.answers import data
from evals.answers.data import AnswerRow
from knowledge import notes, source_list


def test_two_thirds_are_answerable_and_every_other_outcome_is_asked_for() -> None:
    counts = Counter(row.expect for row in data.rows())
    assert counts.total() >= 50
    assert 0.6 <= counts[Outcome.ANSWERED] / counts.total() <= 0.7
    assert set(counts) == set(Outcome) - {Outcome.FAILED}


def test_every_accepted_source_exists() -> None:
    accepted = {source for row in data.rows() for source in row.sources}
    assert accepted <= source_list.load().sources.keys()


def test_no_question_copies_a_heading() -> None:
    headings = {section.heading.casefold().strip("?") for note in notes.load() for section in note.sections}
    assert not [row.id for row in data.rows() if row.text.casefold().strip("?") in headings]


@pytest.mark.parametrize(
    "wrong",
    [
        {"expect": "answered", "facts": [["x"]]},
        {"expect": "answered", "sources": ["PLL-54F"]},
        {"expect": "no_source", "facts": [["x"]], "sources": ["PLL-54F"]},
        {"expect": "answered", "facts": [[]], "sources": ["PLL-54F"]},
        {"expect": "failed"},
    ],
)
def test_a_row_that_cannot_be_scored_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        AnswerRow.model_validate({"id": "a", "text": "x", **wrong})
