"""Ordinary questions to a council's policies, of which triage has seen none: nearly all are to be left alone."""

from __future__ import annotations

from collections.abc import Iterator

from evals.dataset import load
from evals.retrieval.adapter import ClauseRow
from evals.triage.development import messages


def theme_of(clause_id: str) -> str:
    """Return the theme of a clause's questions in the development set: a clause lies in one fold."""
    return f"C{clause_id}"


def questions() -> Iterator[str]:
    """Yield the questions of the clauses that are kept out of the development set.

    They were not labelled: a few tell of a gift or an approach, and are rightly asked about or sent.
    """
    learned = {message.theme for message in messages()}
    for row in load("retrieval", ClauseRow, "clauses"):
        if theme_of(row.id) not in learned:
            yield from row.questions
