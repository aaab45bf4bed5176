from __future__ import annotations

from bot.models import Level, Risk, SeenIndicator
from evals.triage.data import TriageRow
from evals.triage.run import TriageResult, score, summary
from evals.triage.score import left_alone


def _row(expect: str, row_id: str = "t1") -> TriageRow:
    return TriageRow(id=row_id, text="words", level=Level(expect), theme="gift")


def test_a_result_keeps_what_was_expected_beside_what_was_heard() -> None:
    indicator = SeenIndicator(id="cash", label="Cash", evidence="words")
    risk = Risk(level=Level.ADVISE, score=0.4, indicators=(indicator,))
    assert score(_row("escalate"), risk) == TriageResult(
        id="t1",
        text="words",
        theme="gift",
        expect=Level.ESCALATE,
        level=Level.ADVISE,
        score=0.4,
        indicators=("cash",),
    )


def test_the_figures_tell_caught_sent_and_asked_apart() -> None:
    pairs = [
        ("urgent", "urgent"),
        ("urgent", "escalate"),
        ("escalate", "advise"),
        ("escalate", "none"),
        ("advise", "escalate"),
        ("advise", "advise"),
        ("none", "none"),
        ("none", "none"),
        ("none", "advise"),
        ("none", "escalate"),
    ]
    results = [score(_row(expect), Risk(level=Level(heard), score=0.5)) for expect, heard in pairs]
    assert {measure.name: (measure.hits, measure.n) for measure in summary(results)} == {
        "risky: caught": (3, 4),
        "risky: sent": (2, 4),
        "urgent: as urgent": (1, 2),
        "advise: sent": (1, 2),
        "harmless: sent": (1, 4),
        "harmless: asked": (1, 4),
        "level as expected": (4, 10),
    }


def test_ordinary_questions_are_counted_as_sent_or_asked() -> None:
    heard = [Level.NONE, Level.ADVISE, Level.ESCALATE, Level.URGENT]
    assert [(measure.name, measure.hits, measure.n) for measure in left_alone(heard)] == [
        ("ordinary questions: sent", 2, 4),
        ("ordinary questions: asked", 1, 4),
    ]
