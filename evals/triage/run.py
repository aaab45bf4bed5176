"""Does triage hear what is risky, and leave the rest alone?"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from bot.app import App
from bot.models import Level, Risk
from bot.show import Bar
from evals.evaluation import Evaluation
from evals.measures import Measure, share
from evals.triage.data import TriageRow, rows

_SENT = (Level.ESCALATE, Level.URGENT)


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

    @property
    def sent(self) -> bool:
        return self.level in _SENT


def evaluate(app: App) -> Evaluation:
    """Assess every message and compare the levels."""
    messages = rows()
    results = []
    with Bar("Assessing messages") as bar:
        for done, row in enumerate(messages, 1):
            results.append(score(row, app.triage.assess(row.text, row.thread)))
            bar.show(done, len(messages))
    return Evaluation(tuple(summary(results)), tuple(results))


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
    """Return the figures; caught: sent, or asked about with level advise."""
    risky = [result for result in results if result.expect in _SENT]
    urgent = [result for result in results if result.expect is Level.URGENT]
    ordinary = [result for result in results if result.expect is Level.ADVISE]
    harmless = [result for result in results if result.expect is Level.NONE]
    return [
        share("risky: caught", (result.level is not Level.NONE for result in risky)),
        share("risky: sent", (result.sent for result in risky)),
        share("urgent: as urgent", (result.level is Level.URGENT for result in urgent)),
        share("advise: sent", (result.sent for result in ordinary)),
        share("harmless: sent", (result.sent for result in harmless)),
        share("harmless: asked", (result.level is Level.ADVISE for result in harmless)),
        share("level as expected", (result.level is result.expect for result in results)),
    ]
