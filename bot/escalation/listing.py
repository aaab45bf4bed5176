"""Cases on the command line: a list without words; one case with them, noted and told of (care.md 11)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.clock import SystemClock
from bot.council import Council
from bot.errors import CaseError
from bot.escalation.models import CaseEventView, reference
from bot.escalation.records import Records
from bot.escalation.states import ACTIVE, Action
from bot.store.database import Database

_NUMBER = re.compile(r"(?:CG-)?(?P<number>\d{1,9})", re.IGNORECASE)


class CaseReading(BaseModel):
    """A case as the command line shows it. No names: whose case it is stays between them and the liaison.

    `words` is None while the member has not shared them, and when they have taken them back.
    """

    model_config = ConfigDict(frozen=True)
    case: str
    status: str
    level: str
    opened_at: datetime
    words: str | None
    marking: str | None
    labels: tuple[str, ...]
    told: str | None
    history: tuple[CaseEventView, ...]


def list_cases(database: Database, everything: bool) -> list[dict[str, Any]]:
    """Return the cases, the newest first, without words; `everything`: closed ones too."""
    records = _records(database, _nobody)
    with database.read() as session:
        return [
            {
                "case": reference(case.number),
                "status": case.status,
                "level": case.level,
                "opened_at": case.opened_at.isoformat(),
                "due_at": case.due_at.isoformat(),
            }
            for case in records.all(session)
            if everything or case.status in ACTIVE
        ]


def read_case(database: Database, council: Council, number: str, reason: str) -> CaseReading:
    """Return a case with its words; the reading is noted with its reason, and the liaison is told.

    Raises:
        CaseError: there is no such case, or no reason was given.
    """
    found = _NUMBER.fullmatch(number.strip())
    if not reason.strip():
        raise CaseError("Reading a case needs a reason.", 'Give one: --reason "..."')
    if found is None:
        raise CaseError(f"'{number}' is no case number.", "Such as CG-7. See: council-guide cases list --all")
    records = _records(database, lambda: council)
    with database.write() as session:
        case = records.find_number(session, int(found["number"]))
        if case is None:
            raise CaseError(f"There is no case {number}.", "See: council-guide cases list --all")
        records.note(session, case, "read on the command line", detail=reason.strip())
        records.tell_history(
            session, case, f"Somebody read this case on the council's own machine. Reason: {reason.strip()}"
        )
        session.flush()
        view = records.view(case)
        return CaseReading(
            case=view.reference,
            status=view.status.value,
            level=view.level.value,
            opened_at=view.opened_at,
            words=view.body.words if view.words_open else None,
            marking=view.body.marking,
            labels=tuple(dict.fromkeys(one.label for one in view.body.indicators)),
            told=view.body.told.text if view.body.told else None,
            history=tuple(_readable(event, view.words_open) for event in records.history(session, case)),
        )


def _readable(event: CaseEventView, words_open: bool) -> CaseEventView:
    """Return an event without what the member added, where their words are not for others to read."""
    hidden = event.kind == Action.ADD and not words_open
    return event.model_copy(update={"detail": None}) if hidden else event


def _records(database: Database, council: Callable[[], Council]) -> Records:
    return Records(database.keys, database.council, council, SystemClock())


def _nobody() -> Council:
    raise AssertionError("A list opens no case.")
