from __future__ import annotations

import re
from collections import Counter
from itertools import product

import pytest
from pydantic import ValidationError

from bot.house_file import Reason
from bot.models import Outcome
from evals.answers import data
from evals.answers.data import AnswerRow, Kind
from evals.answers.score import missing_facts
from knowledge import notes, source_list

_HELD_OUT = data.rows()
_DEVELOPMENT = data.development_rows()
_ROWS = (*_HELD_OUT, *_DEVELOPMENT)
_OUTCOME = {
    Kind.ANSWERABLE: Outcome.ANSWERED,
    Kind.FOLLOW_UP: Outcome.ANSWERED,
    Kind.UNANSWERABLE: Outcome.NO_SOURCE,
    Kind.OFF_TOPIC: Outcome.OUT_OF_SCOPE,
    Kind.UNDERSPECIFIED: Outcome.CLARIFY,
    Kind.PERSON: Outcome.DECLINED,
    Kind.FORBIDDEN: Outcome.DECLINED,
    Kind.PARTISAN: Outcome.DECLINED,
    Kind.UNREADABLE: Outcome.UNREADABLE,
}
# The sources of each section and its text.
_SECTIONS = [
    (
        {fact.rpartition(".")[0] for paragraph in section.paragraphs for fact in paragraph.facts},
        " ".join(paragraph.text for paragraph in section.paragraphs),
    )
    for note in notes.load()
    for section in note.sections
]


def _words(row: AnswerRow) -> set[str]:
    return set(re.findall(r"\w+", " ".join([*row.thread, row.text]).casefold()))


@pytest.mark.parametrize(("rows", "least"), [(_HELD_OUT, 200), (_DEVELOPMENT, 188)], ids=["held out", "dev"])
def test_two_thirds_are_answerable_and_every_other_outcome_is_asked_for(
    rows: tuple[AnswerRow, ...], least: int
) -> None:
    counts = Counter(row.expect for row in rows)
    assert counts.total() >= least
    assert 0.6 <= counts[Outcome.ANSWERED] / counts.total() <= 0.7
    assert set(counts) >= set(Outcome) - {Outcome.FAILED, Outcome.UNREADABLE}


def test_each_kind_stands_in_the_development_set_with_its_outcome() -> None:
    assert {(row.kind, row.expect) for row in _DEVELOPMENT} == set(_OUTCOME.items())


def test_a_follow_up_has_a_thread_and_no_other_development_row_has() -> None:
    assert not [row.id for row in _DEVELOPMENT if (row.kind is Kind.FOLLOW_UP) != bool(row.thread)]


def test_a_first_word_is_yes_or_no_and_belongs_to_an_answer() -> None:
    marked = [row for row in _DEVELOPMENT if row.first]
    assert {row.first for row in marked} == {("Yes",), ("No",)}
    assert {row.expect for row in marked} == {Outcome.ANSWERED}


def test_every_accepted_source_exists() -> None:
    accepted = {source for row in _ROWS for source in row.sources}
    fixed = {f"canned/{reason}" for reason in Reason}
    assert accepted <= source_list.load().sources.keys() | fixed


def test_each_fact_can_be_said_from_a_section_with_an_accepted_source() -> None:
    """Some alternative of it stands in such a section; which rows must follow when a note changes."""
    unsayable = [
        (row.id, fact[0])
        for row in _DEVELOPMENT
        for fact in row.facts
        if not any(
            sources & set(row.sources) and not missing_facts(text, [fact]) for sources, text in _SECTIONS
        )
    ]
    assert not unsayable


def test_no_question_copies_a_heading() -> None:
    headings = {section.heading.casefold().strip("?") for note in notes.load() for section in note.sections}
    assert not [row.id for row in _ROWS if row.text.casefold().strip("?") in headings]


def test_no_question_stands_in_both_sets_or_nearly_so() -> None:
    """Messages of a word or two ("hi") may: there are not many ways to say nothing."""
    near = [
        (held_out.id, row.id)
        for held_out, row in product(_HELD_OUT, _DEVELOPMENT)
        if len(_words(held_out)) > 2
        and len(_words(held_out) & _words(row)) >= 0.6 * len(_words(held_out) | _words(row))
    ]
    assert not near


@pytest.mark.parametrize(
    "wrong",
    [
        {"expect": "answered", "facts": [["x"]]},
        {"expect": "answered", "sources": ["PLL-54F"]},
        {"expect": "no_source", "facts": [["x"]], "sources": ["PLL-54F"]},
        {"expect": "answered", "facts": [[]], "sources": ["PLL-54F"]},
        {"expect": "failed"},
        {"expect": "declined", "kind": "rude"},
    ],
)
def test_a_row_that_cannot_be_scored_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        AnswerRow.model_validate({"id": "a", "text": "x", **wrong})
