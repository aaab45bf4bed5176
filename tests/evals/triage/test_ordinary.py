from __future__ import annotations

from evals.triage import ordinary
from evals.triage.development import messages


def test_the_ordinary_questions_were_never_trained_on() -> None:
    learned = {message.text.casefold() for message in messages()}
    questions = list(ordinary.questions())
    assert len(questions) >= 500
    assert learned.isdisjoint(question.casefold() for question in questions)
