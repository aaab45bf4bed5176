from __future__ import annotations

from bot.models import Citation, CitationKind, Composer, Level, Outcome, Reply, Risk, Timings
from evals.answers.data import AnswerRow
from evals.answers.run import score, summary
from knowledge.passages import PassageSource
from knowledge.source_list import Tier

_SOURCE = PassageSource(
    source_id="PLL-54F", title="", publisher="", url=None, published=None, tier=Tier.LAW, seen=""
)
_TEXTS = {("library/gifts.md", "What?"): ["Declare a gift over $500."]}


def _reply(outcome: Outcome, answer: str = "", quote: str | None = None) -> Reply:
    citation = Citation(
        n=1,
        kind=CitationKind.NOTE,
        doc="library/gifts.md",
        section="What?",
        quote=quote or "",
        sources=(_SOURCE,),
    )
    return Reply(
        id=None,
        outcome=outcome,
        reason=None,
        risk=Risk(level=Level.NONE, score=0),
        case=None,
        answer=answer,
        composer=Composer.EXTRACT if quote else None,
        citations=(citation,) if quote else (),
        timings_ms=Timings(),
    )


def _asked(row_id: str, calm: bool = True) -> AnswerRow:
    return AnswerRow(
        id=row_id, text="x", expect=Outcome.ANSWERED, facts=(("$500",),), sources=("PLL-54F",), calm=calm
    )


def _silence(row_id: str) -> AnswerRow:
    return AnswerRow(id=row_id, text="x", expect=Outcome.NO_SOURCE)


def test_the_figures_count_each_kind_of_failure_once() -> None:
    said = "Declare a gift over $500."
    results = [
        score(row, reply, _TEXTS, lambda text: False)
        for row, reply in [
            (_asked("right"), _reply(Outcome.ANSWERED, f"{said} [1]", said)),
            (_asked("silent"), _reply(Outcome.NO_SOURCE, "Nothing on $500.")),
            (_asked("invented"), _reply(Outcome.ANSWERED, "A risk over $900. [1]", "A risk over $400.")),
            (_silence("held"), _reply(Outcome.NO_SOURCE, "Nothing.")),
            (_silence("talked"), _reply(Outcome.ANSWERED, f"{said} [1]", said)),
            (_silence("other"), _reply(Outcome.OUT_OF_SCOPE, "Not mine.")),
        ]
    ]
    assert {measure.name: (measure.hits, measure.n) for measure in summary(results)} == {
        "expected facts present": (1, 3),
        "expected source cited": (2, 3),
        "answers when it should": (2, 3),
        "abstains when it should": (2, 3),
        "outcome as expected": (3, 6),
        "quotes that stand in the index": (2, 3),
        "answers without a stray number": (2, 3),
        "calm answers": (1, 2),
    }
