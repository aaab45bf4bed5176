"""The rows of the outbox, lane by lane: taken in order, tried, posted, done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.store import leases
from bot.store.database import Database
from bot.store.notices import NoticeKind, tell
from bot.store.tables import Case, Message, Notice


@dataclass(frozen=True)
class Taken:
    """A notice in hand. `first_tried_at`: an earlier try may have reached Slack since then."""

    id: str
    kind: NoticeKind
    attempts: int
    first_tried_at: datetime | None
    to_channel: bool


class OutboxRows:
    """The outbox of one council, worked on by one owner."""

    def __init__(self, database: Database, clock: Clock, owner: str) -> None:
        self._database = database
        self._clock = clock
        self._owner = owner

    def waiting_lanes(self) -> list[str]:
        """Return the lanes in which the oldest row may be worked on now."""
        # A lane whose oldest row must wait is left out: the sweep would come back to it without a pause.
        oldest = (
            select(func.min(Notice.seq))
            .where(Notice.council == self._database.council, Notice.done_at.is_(None))
            .group_by(Notice.lane)
        )
        with self._database.read() as session:
            found = session.scalars(
                select(Notice.lane)
                .where(Notice.seq.in_(oldest), leases.waiting(Notice, self._clock.now()))
                .order_by(Notice.seq)
            )
            return list(found)

    def take_next(self, lane: str) -> Taken | None:
        """Take the oldest row of a lane that is not done; None when there is none or it must wait."""
        now = self._clock.now()
        with self._database.write() as session:
            notice = session.scalar(
                select(Notice)
                .where(
                    Notice.council == self._database.council, Notice.lane == lane, Notice.done_at.is_(None)
                )
                .order_by(Notice.seq)
                .limit(1)
            )
            if notice is None:
                return None
            attempts = notice.attempts + 1  # read before: taking the lease changes this object too
            if not leases.take(session, Notice, notice.id, self._owner, now):
                return None
            return Taken(
                id=notice.id,
                kind=NoticeKind(notice.kind),
                attempts=attempts,
                first_tried_at=notice.first_tried_at,
                to_channel=notice.to_id is None,
            )

    def trying(self, notice_id: str) -> None:
        """Note that Slack is about to be called: from now on the message may be there."""
        with self._database.write() as session:
            untried = (Notice.id == notice_id) & Notice.first_tried_at.is_(None)
            session.execute(update(Notice).where(untried).values(first_tried_at=self._clock.now()))

    def posted(self, notice_id: str, place: bytes) -> None:
        """Note where Slack has put the message."""
        with self._database.write() as session:
            _set(session, notice_id, posted=place)

    def finish(self, notice_id: str) -> None:
        """Mark a notice as delivered."""
        with self._database.write() as session:
            leases.finish(session, Notice, notice_id, self._clock.now())

    def fail(self, notice_id: str, why: str) -> None:
        """Mark a notice as one that can never be delivered; `why` is Slack's word for it."""
        with self._database.write() as session:
            _set(session, notice_id, failed=why)
            leases.finish(session, Notice, notice_id, self._clock.now())

    def give_up(self, notice_id: str, why: str) -> None:
        """Mark a notice as failed, and tell who must not wait for it in vain.

        The member: nobody has read their story. The liaisons: the member has not got their reply.
        """
        with self._database.write() as session:
            notice = session.scalars(select(Notice).where(Notice.id == notice_id)).one()
            _set(session, notice_id, failed=why)
            now = self._clock.now()
            leases.finish(session, Notice, notice_id, now)
            told = _told_of_failure(session, notice)
            if told:
                kind, to = told
                tell(
                    session,
                    notice.council,
                    kind,
                    key=f"undelivered:{notice_id}",
                    now=now,
                    to=to,
                    case_id=notice.case_id,
                    message_id=notice.message_id,
                )

    def not_there(self, notice_id: str) -> None:
        """Note that the message was there, and is no more."""
        with self._database.write() as session:
            _set(session, notice_id, posted=None)

    def not_stored(self, notice_id: str) -> None:
        """Note that Slack has refused the message: it is surely not there."""
        with self._database.write() as session:
            _set(session, notice_id, first_tried_at=None)

    def retry(self, notice_id: str, until: datetime) -> None:
        """Try again at that time."""
        with self._database.write() as session:
            leases.postpone(session, Notice, notice_id, until)

    def redirect(self, notice_id: str, person_id: str) -> None:
        """Send a notice to a person, because its channel cannot be reached."""
        with self._database.write() as session:
            _set(session, notice_id, to_id=person_id, lane=person_id, first_tried_at=None, posted=None)
            leases.postpone(session, Notice, notice_id, self._clock.now())


def _told_of_failure(session: Session, notice: Notice) -> tuple[NoticeKind, str | None] | None:
    """Return what is told to whom when a notice cannot be delivered; None: nobody is left waiting."""
    kind = NoticeKind(notice.kind)
    case = session.get(Case, notice.case_id) if notice.case_id else None
    if kind is NoticeKind.CARD and case:
        return NoticeKind.UNREACHED, case.person_id
    if kind is NoticeKind.SUPPORT and notice.message_id:
        return NoticeKind.UNREACHED, session.get_one(Message, notice.message_id).person_id
    if kind is NoticeKind.RELAYED and case:
        return NoticeKind.UNDELIVERED, case.reader_id
    return None


def _set(session: Session, notice_id: str, **values: object) -> None:
    session.execute(update(Notice).where(Notice.id == notice_id).values(**values))


def counts(database: Database) -> tuple[int, int]:
    """Return how many notices wait, and how many could not be delivered."""
    with database.read() as session:
        of_council = select(func.count()).where(Notice.council == database.council)
        waiting = session.scalar(of_council.where(Notice.done_at.is_(None)))
        failed = session.scalar(of_council.where(Notice.failed.is_not(None)))
    return waiting or 0, failed or 0
