"""A desk on a database of its own, with a clock that is set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import ZONE
from bot.council import Council, load
from bot.escalation.desk import Desk
from bot.escalation.handover import Handover
from bot.escalation.models import Actor, CaseBody, CaseView, Story
from bot.escalation.records import Records
from bot.house import House
from bot.models import Level
from bot.store import keys as key_files
from bot.store import messages
from bot.store.database import Database, sqlite_url
from bot.store.messages import MessageBody
from bot.store.people import People
from bot.store.tables import Message, Notice

DEMO = Path(__file__).parents[3] / "bot" / "demo"
# A Tuesday, in office hours.
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)


class SetClock:
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += timedelta(**time)


class Room:
    """The escalation room of the demo council."""

    def __init__(self, database: Database, council: Council, clock: SetClock, data: Path) -> None:
        self.database = database
        self.data = data
        self.council = council
        self.clock = clock
        slug = database.council
        self.people = People(database.keys, slug)
        self.records = Records(database.keys, slug, lambda: self.council, clock)
        self.desk = Desk(database, self.records, clock)
        house = House.load(DEMO)
        self.house = house
        self.handover = Handover(
            database, self.records, self.people, lambda: self.council, lambda: house, clock
        )
        self._presses = 0

    def person(self, slack_id: str) -> str:
        with self.database.write() as session:
            return self.people.id_of(session, slack_id)

    def liaison(self, slack_id: str = "U0DEMO00003") -> Actor:
        return Actor(person_id=self.person(slack_id), is_liaison=True)

    def member(self, slack_id: str = "U0DEMO00001") -> Actor:
        return Actor(person_id=self.person(slack_id))

    def press(self) -> bytes:
        self._presses += 1
        return f"press {self._presses}".encode()

    def case(self, words: str = "He gave me an envelope", **fields: object) -> CaseView:
        """Open a case of Anna's."""
        member = self.member()
        with self.database.write() as session:
            story = Story(
                source=f"test:{hash(words)}",
                person_id=member.person_id,
                level=Level.ESCALATE,
                body=CaseBody(words=words),
                **fields,  # type: ignore[arg-type]
            )
            return self.records.view(self.records.open(session, story))

    def now(self, case_id: str) -> CaseView:
        with self.database.read() as session:
            case = self.records.find(session, case_id)
            assert case
            return self.records.view(case)

    def history(self, case_id: str) -> list[str]:
        with self.database.read() as session:
            case = self.records.find(session, case_id)
            assert case
            return [event.kind for event in self.records.history(session, case)]

    def message(self, text: str, slack_id: str = "U0DEMO00001", thread: bytes = b"t") -> str:
        """Put a message into the inbox."""
        message_id = f"m{self._presses}{len(text)}{abs(hash(text))}"
        with self.database.write() as session:
            session.add(
                Message(
                    id=message_id,
                    council=self.database.council,
                    key=message_id.encode(),
                    thread=thread,
                    person_id=self.people.id_of(session, slack_id),
                    body=messages.seal(
                        self.database.keys, message_id, MessageBody(text=text, channel="D1", ts="1.0")
                    ),
                    received_at=self.clock.now(),
                    next_at=self.clock.now(),
                    attempts=0,
                )
            )
        return message_id

    def told(self) -> list[tuple[str, str]]:
        """Return what was written into the outbox: kind and lane, in order."""
        with self.database.read() as session:
            rows = session.scalars(select(Notice).order_by(Notice.seq))
            return [(row.kind, row.lane) for row in rows]


@pytest.fixture(scope="session")
def council() -> Council:
    return load(DEMO)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def room(tmp_path: Path, council: Council, clock: SetClock) -> Iterator[Room]:
    data = tmp_path / "data"
    keys = key_files.load(tmp_path / "master.key", data)
    database = Database(sqlite_url(data), keys, council.slug)
    yield Room(database, council, clock, data)
    database.close()
