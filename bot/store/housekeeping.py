"""What the sweep asks of the rows: what waits, what is due, what is no longer kept."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.store import leases
from bot.store.database import Database
from bot.store.tables import Due, Message, Notice, Press

log = logging.getLogger(__name__)

_PRESSES_KEPT = timedelta(days=2)


class Housekeeping:
    """The unfinished, the due and the old rows of one council."""

    def __init__(
        self,
        database: Database,
        questions_days: Callable[[], int],
        clock: Clock,
        remind: Callable[[Session, Due], None],
    ) -> None:
        self._database = database
        self._questions_days = questions_days
        self._clock = clock
        self._remind = remind

    def waiting_messages(self) -> list[str]:
        """Return the ids of the messages that wait for an answer."""
        with self._database.read() as session:
            return leases.waiting_ids(session, Message, self._database.council, self._clock.now())

    def next_at(self) -> datetime | None:
        """Return when the next unfinished row may be worked on; None: there is none, or all are in hand."""
        now = self._clock.now()
        with self._database.read() as session:
            times = [
                session.scalar(
                    select(func.min(row.next_at)).where(
                        row.council == self._database.council, row.done_at.is_(None), row.next_at > now
                    )
                )
                for row in (Message, Notice)
            ]
        return min((at for at in times if at), default=None)

    def remind_of_due(self) -> None:
        """Tell of what is due, each once and by itself: one that fails holds up no other."""
        with self._database.read() as session:
            due = session.scalars(
                select(Due.id).where(
                    Due.council == self._database.council,
                    Due.done_at.is_(None),
                    Due.due_at <= self._clock.now(),
                )
            ).all()
        for due_id in due:
            try:
                with self._database.write() as session:
                    self._remind(session, session.get_one(Due, due_id))
            except Exception as error:
                log.error("A reminder failed: %s.", type(error).__name__)

    def purge(self) -> int:
        """Delete the words of ordinary questions that are no longer kept; return how many messages.

        Nothing of a case is deleted: that waits for the council's decision (care.md 18).
        """
        now = self._clock.now()
        before = now - timedelta(days=self._questions_days())
        slug = self._database.council
        # What a case came from is of that case too: its notices to the member name both.
        of_cases = select(Notice.message_id).where(
            Notice.council == slug, Notice.case_id.is_not(None), Notice.message_id.is_not(None)
        )
        with self._database.write() as session:
            session.execute(delete(Press).where(Press.council == slug, Press.at < now - _PRESSES_KEPT))
            session.execute(
                update(Notice)
                .where(Notice.council == slug, Notice.case_id.is_(None), Notice.created_at < before)
                .where(Notice.done_at.is_not(None))
                .where(or_(Notice.message_id.is_(None), Notice.message_id.not_in(of_cases)))
                .values(body=None, posted=None)
            )
            purged = session.scalars(
                update(Message)
                .where(Message.council == slug, Message.received_at < before)
                .where(Message.done_at.is_not(None), Message.body.is_not(None), Message.id.not_in(of_cases))
                .values(body=None)
                .returning(Message.id)
            )
            return len(list(purged))
