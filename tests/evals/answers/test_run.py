from __future__ import annotations

from bot.models import Citation, CitationKind, Composer, Level, Outcome, Reply, Risk, Timings
from evals.answers.data import AnswerRow, Kind
from evals.answers.run import score, summary
from knowledge.passages import PassageSource
from knowledge.source_list import Tier

_SOURCE = PassageSource(
    source_id="PLL-54F", title="", publisher="", url=None, published=None, tier=Tier.LAW, seen=""
)
_TEXTS = {("library/gifts.md", "What?"): ["Declare a gift over $500."]}


def _doubted(reply: Reply) -> Reply:
    return reply.model_copy(update={"reason": "nearest"})


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


def _asked(row_id: str, calm: bool = True, first: tuple[str, ...] = ()) -> AnswerRow:
    return AnswerRow(
        id=row_id,
        text="x",
        kind=Kind.ANSWERABLE,
        expect=Outcome.ANSWERED,
        facts=(("$500",),),
        sources=("PLL-54F",),
        first=first,
        calm=calm,
    )


def _silence(row_id: str, kind: Kind = Kind.UNANSWERABLE) -> AnswerRow:
    return AnswerRow(id=row_id, text="x", kind=kind, expect=Outcome.NO_SOURCE)


def test_the_figures_count_each_kind_of_failure_once() -> None:
    said = "Declare a gift over $500."
    results = [
        score(row, reply, _TEXTS, lambda text: False)
        for row, reply in [
            (_asked("right", first=("Yes",)), _reply(Outcome.ANSWERED, f"Yes. {said} [1]", said)),
            (_asked("silent", first=("No",)), _reply(Outcome.NO_SOURCE, "Nothing on $500.")),
            (
                _asked("invented", first=("No",)),
                _reply(Outcome.ANSWERED, "Yes. A risk over $900. [1]", "A risk over $400."),
            ),
            (
                _asked("late", calm=False),
                _doubted(_reply(Outcome.ANSWERED, f"Declare. Declare. {said} [1]", said)),
            ),
            (_silence("held"), _reply(Outcome.NO_SOURCE, "Nothing.")),
            (_silence("talked"), _reply(Outcome.ANSWERED, f"{said} [1]", said)),
            (_silence("other", Kind.OFF_TOPIC), _reply(Outcome.OUT_OF_SCOPE, "Not mine.")),
        ]
    ]
    assert {measure.name: (measure.hits, measure.n) for measure in summary(results)} == {
        "expected facts present": (2, 4),
        "lead answers": (1, 4),
        "right first word": (1, 2),
        "expected source cited": (3, 4),
        "answers when it should": (3, 4),
        "answers without a doubt when it should": (2, 4),
        "abstains when it should": (2, 3),
        "abstains or doubts when it should": (2, 3),
        "outcome as expected": (4, 7),
        "quotes that stand in the index": (3, 4),
        "answers without a stray number": (3, 4),
        "citation recall": (6, 8),
        "citation precision": (6, 8),
        "calm answers": (1, 2),
        "expected facts present, answerable": (2, 4),
        "answers when it should, answerable": (3, 4),
        "abstains when it should, unanswerable": (1, 2),
        "abstains or doubts, unanswerable": (1, 2),
        "abstains when it should, off-topic": (1, 1),
        "abstains or doubts, off-topic": (1, 1),
    }


def test_fixed_texts_are_not_judged_as_composed_sentences() -> None:
    said = "Declare a gift over $500."
    reply = _reply(Outcome.ANSWERED, f"{said} [1]\n\nNot legal advice.", said)
    fixed = {"Not legal advice."}.__contains__
    (sentence,) = score(_asked("law"), reply, _TEXTS, fixed).sentences
    assert sentence.supported
    house = reply.model_copy(update={"composer": Composer.HOUSE})
    assert score(_asked("house"), house, _TEXTS, fixed).sentences == ()
