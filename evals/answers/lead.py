"""How an answer begins: its first two sentences, and its yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.answering.render import COUNCIL_HEADING, HEADINGS, NATIONAL_HEADING
from evals.answers.score import fold, missing_facts, without_marks
from knowledge.sentences import sentences

_HEADINGS = frozenset({COUNCIL_HEADING, NATIONAL_HEADING, *HEADINGS.values()})
_SENTENCES = 2
# "Yes, you may" and "Usually yes: ..." say yes; "No detail is too small" says no such thing.
_YES_OR_NO = re.compile(r"(?:\w+ )?(yes|no)(?=$|[,.:;!]| [-–—])")


def lines(answer: str) -> Iterator[str]:
    """Yield what an answer says, without headings and bullets; the marks stay."""
    for line in answer.splitlines():
        if line.strip() not in _HEADINGS:
            yield line.removeprefix("• ").strip()


def lead(answer: str) -> str:
    """Return the first two sentences of an answer, without marks."""
    said = (sentence for line in lines(answer) for sentence in sentences(without_marks(line)))
    return " ".join(islice(said, _SENTENCES))


def leads(answer: str, facts: Sequence[Sequence[str]]) -> bool:
    """Return whether at least one of the facts stands in the lead."""
    return len(missing_facts(lead(answer), facts)) < len(facts)


def contradicts(answer: str, first: Sequence[str]) -> bool:
    """Return whether an answer opens with "Yes" where only "No" is right, or the other way round."""
    opening = _yes_or_no(lead(answer))
    right = {said for text in first if (said := _yes_or_no(text))}
    return bool(opening and right) and opening not in right


def _yes_or_no(text: str) -> str | None:
    found = _YES_OR_NO.match(fold(text))
    return found[1] if found else None
