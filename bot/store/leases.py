"""Leases: one process at a time works on a row; what a dead one held is taken over when its lease lapses.

See docs/decisions/0006-leases-on-rows.md for why there is no workflow engine here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, or_, select, update
from sqlalchemy.orm import Session

from bot.store.tables import Message, Notice

# Longer than any step may last: every call inside has a time-out of its own.
LEASE = timedelta(minutes=2)

type_of_row = type[Message] | type[Notice]


def waiting(row: type_of_row, now: datetime) -> ColumnElement[bool]:
    """Return the condition for rows that may be worked on now."""
    return (
        row.done_at.is_(None) & (row.next_at <= now) & or_(row.lease_until.is_(None), row.lease_until <= now)
    )


def waiting_ids(session: Session, row: type_of_row, council: str, now: datetime) -> list[str]:
    """Return the ids of the rows that may be worked on, the oldest first."""
    order = Notice.seq if row is Notice else Message.received_at
    found = session.scalars(select(row.id).where(row.council == council, waiting(row, now)).order_by(order))
    return list(found)


def take(session: Session, row: type_of_row, row_id: str, owner: str, now: datetime) -> bool:
    """Take the lease of a row; False when another has it, or it is done or not yet due."""
    taken = session.execute(
        update(row)
        .where(row.id == row_id, waiting(row, now))
        .values(lease_owner=owner, lease_until=now + LEASE, attempts=row.attempts + 1)
    )
    return _changed(taken) == 1


def postpone(session: Session, row: type_of_row, row_id: str, until: datetime) -> None:
    """Give the lease back; the row is tried again at that time."""
    session.execute(
        update(row).where(row.id == row_id).values(lease_owner=None, lease_until=None, next_at=until)
    )


def finish(session: Session, row: type_of_row, row_id: str, now: datetime) -> None:
    """Mark a row as done, for good."""
    session.execute(
        update(row).where(row.id == row_id).values(lease_owner=None, lease_until=None, done_at=now)
    )


def release_all(session: Session, council: str, owner: str, now: datetime) -> None:
    """Give back what this owner held when it died; called once, at its start."""
    for row in (Message, Notice):
        session.execute(
            update(row)
            .where(row.council == council, row.lease_owner == owner, row.done_at.is_(None))
            .values(lease_owner=None, lease_until=None, next_at=now)
        )


def _changed(result: object) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount
