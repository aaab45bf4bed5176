"""A reply in the making: what is known so far, and how long each step took."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

from bot.models import (
    Choice,
    Citation,
    Composer,
    Level,
    ModelUsed,
    Outcome,
    Question,
    Reply,
    Risk,
    Timings,
)

Result = TypeVar("Result")
Step = Literal["triage", "retrieve", "compose", "verify"]


class Draft:
    """Collects the parts of one reply."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.risk = Risk(level=Level.NONE, score=0.0)
        self.case: str | None = None
        # What was asked to compose; the reply names it only if its words were used.
        self.model: ModelUsed | None = None
        self._started = time.perf_counter()
        self._spent: dict[Step, float] = {}

    def timed(self, step: Step, work: Callable[[], Result]) -> Result:
        """Do one step and note its milliseconds."""
        started = time.perf_counter()
        try:
            return work()
        finally:
            self._spent[step] = self._spent.get(step, 0.0) + _ms_since(started)

    def finish(
        self,
        outcome: Outcome,
        text: str,
        *,
        reason: str | None = None,
        composer: Composer | None = None,
        citations: Sequence[Citation] = (),
        choices: Sequence[Choice] = (),
    ) -> Reply:
        """Return the reply."""
        return Reply(
            id=self.question.id,
            outcome=outcome,
            reason=reason,
            risk=self.risk,
            case=self.case,
            answer=text,
            composer=composer,
            citations=tuple(citations),
            choices=tuple(choices),
            timings_ms=Timings(**self._spent, total=_ms_since(self._started)),
            model=self.model if composer is Composer.MODEL else None,
        )


def _ms_since(started: float) -> float:
    return round(1000 * (time.perf_counter() - started), 2)
