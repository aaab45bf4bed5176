"""Does triage hear what is risky, and leave the rest alone?"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from bot.app import App
from bot.models import Level, Risk
from evals.evaluation import Evaluation
from evals.measures import Measure
from evals.triage import ordinary
from evals.triage.data import TriageRow, rows
from evals.triage.score import Pair, headline, left_alone


class TriageResult(BaseModel):
    """What triage made of one message."""

    model_config = ConfigDict(frozen=True)
    id: str
    text: str
    theme: str
    expect: Level
    level: Level
    score: float
    indicators: tuple[str, ...]


def evaluate(app: App) -> Evaluation:
    """Assess every message and compare the levels."""
    messages, questions = rows(), tuple(ordinary.questions())
    results, heard = [], []
    with app.bar("Assessing messages") as bar:
        for done, row in enumerate(messages, 1):
            results.append(score(row, app.triage.assess(row.text, row.thread)))
            bar.show(done, len(messages) + len(questions))
        for done, question in enumerate(questions, len(messages) + 1):
            heard.append(app.triage.assess(question).level)
            bar.show(done, len(messages) + len(questions))
    return Evaluation((*summary(results), *left_alone(heard)), tuple(results))


def score(row: TriageRow, risk: Risk) -> TriageResult:
    """Put what was expected beside what was heard."""
    return TriageResult(
        id=row.id,
        text=row.text,
        theme=row.theme,
        expect=row.level,
        level=risk.level,
        score=risk.score,
        indicators=tuple(indicator.id for indicator in risk.indicators),
    )


def summary(results: Sequence[TriageResult]) -> list[Measure]:
    """Return the figures of all results."""
    return list(headline([Pair(result.expect, result.level) for result in results]))
