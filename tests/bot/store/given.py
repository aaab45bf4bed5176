"""A clock that the test sets, rows to begin with, and work that several threads begin at once."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import ZONE
from bot.store import messages
from bot.store.database import Database
from bot.store.messages import MessageBody
from bot.store.notices import NoticeKind, tell
from bot.store.people import People
from bot.store.tables import Case, Message, Notice

COUNCIL = "demo"
ANOTHER_COUNCIL = "another"
MEMBER = "U0MEMBER001"
NOW = datetime(2026, 11, 24, 11, 0, tzinfo=ZONE)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)

T = TypeVar("T")


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def pass_by(self, time: timedelta) -> None:
        self.at += time


class Given:
    """Writes rows as the rest of the bot would, and reads them back."""

    def __init__(self, database: Database, clock: SetClock) -> None:
        self.database = database
        self.clock = clock

    def person(self, slack_id: str = MEMBER, council: str = COUNCIL) -> str:
        with self.database.write() as session:
            return People(self.database.keys, council).id_of(session, slack_id)

    def message(
        self,
        text: str = "May I keep a fruit basket?",
        *,
        by: str = MEMBER,
        thread: str = "thread 1",
        council: str = COUNCIL,
        done: bool = False,
        channel: str = "D1",
        thread_ts: str | None = None,
        in_dm: bool = True,
    ) -> str:
        """Record a message now; a clock that moves a second keeps the order."""
        keys, now, message_id = self.database.keys, self.clock.now(), uuid.uuid4().hex
        person_id = self.person(by, council)
        body = MessageBody(text=text, channel=channel, ts=message_id, thread_ts=thread_ts, in_dm=in_dm)
        with self.database.write() as session:
            session.add(
                Message(
                    id=message_id,
                    council=council,
                    key=keys.hash("message", message_id),
                    thread=keys.hash("thread", thread),
                    person_id=person_id,
                    body=messages.seal(keys, message_id, body),
                    received_at=now,
                    next_at=now,
                    done_at=now if done else None,
                )
            )
        self.clock.pass_by(SECOND)
        return message_id

    def case(self, council: str = COUNCIL) -> str:
        keys, now, case_id = self.database.keys, self.clock.now(), uuid.uuid4().hex
        person_id = self.person(council=council)
        data_key = keys.new_case_key(case_id)
        with self.database.write() as session:
            session.add(
                Case(
                    id=case_id,
                    council=council,
                    number=len(list(session.scalars(select(Case.id)))) + 1,
                    source=f"message:{case_id}",
                    person_id=person_id,
                    level="escalate",
                    status="open",
                    named=False,
                    words_shared=True,
                    data_key=data_key,
                    body=keys.case_sealer(data_key, case_id).seal("A story.", f"cases:{case_id}:body"),
                    opened_at=now,
                    due_at=now,
                )
            )
        return case_id

    def notice(
        self,
        key: str,
        *,
        kind: NoticeKind = NoticeKind.CARD,
        to: str | None = None,
        case_id: str | None = None,
        message_id: str | None = None,
        council: str = COUNCIL,
        done: bool = False,
    ) -> str:
        with self.database.write() as session:
            assert tell(
                session,
                council,
                kind,
                key=key,
                now=self.clock.now(),
                to=to,
                case_id=case_id,
                message_id=message_id,
                body="What is told.",
                sealer=self.database.keys,
            )
            notice = session.scalars(select(Notice).where(Notice.council == council, Notice.key == key)).one()
            if done:
                notice.done_at = self.clock.now()
                notice.posted = self.database.keys.seal("D1 1.0", f"outbox:{notice.id}:posted")
            return notice.id

    def message_row(self, message_id: str) -> Message:
        with self.database.read() as session:
            return session.get_one(Message, message_id)

    def notice_row(self, notice_id: str) -> Notice:
        with self.database.read() as session:
            return session.scalars(select(Notice).where(Notice.id == notice_id)).one()

    def write(self, work: Callable[[Session], T]) -> T:
        with self.database.write() as session:
            return work(session)


def at_once(count: int, work: Callable[[int], T]) -> list[T]:
    """Do the work in as many threads, begun together; return what each came to."""
    together = threading.Barrier(count)

    def one(number: int) -> T:
        together.wait(timeout=10)
        return work(number)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))
