"""The parts of the bot that stand behind Slack, on a database of their own, and rows to begin with."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from bot.escalation.desk import Desk
from bot.escalation.handover import Handover
from bot.escalation.models import Actor, CaseView
from bot.escalation.opening import Opening
from bot.escalation.records import Records
from bot.escalation.referral import Referral
from bot.models import Danger, Level, Question, Risk, SeenIndicator
from bot.office import Office
from bot.slack.errands import Errands
from bot.slack.listeners.room import Room
from bot.slack.places import Places
from bot.slack.render import Renderer
from bot.slack.replies import Replies
from bot.store import messages
from bot.store.database import Database
from bot.store.keys import Keys
from bot.store.messages import MessageBody
from bot.store.notices import NoticeKind, body_name
from bot.store.people import People
from bot.store.tables import Case, Message, Notice
from tests.bot.slack.samples import COUNCIL, DEMO, OFFICE_HOURS, STORY, SettableClock, reply
from tests.bot.store.ready import open_ready

SLUG = "demo"
MEMBER, OTHER_MEMBER = "U0DEMO00001", "U0DEMO00002"
JANE, TOM, HANA = "U0DEMO00003", "U0DEMO00004", "U0DEMO00007"
DM, TS = "D0DEMO00001", "1700000001.000100"
CHANNEL = "C0DEMO00001"
CASH = SeenIndicator(id="cash", label="money or a reward", evidence="an envelope with forty thousand")
INSIDER = CASH.model_copy(update={"id": "insider"})
NONE = Risk(level=Level.NONE, score=0.0)


def risk(level: Level, *seen: SeenIndicator, danger: Danger | None = None) -> Risk:
    return Risk(level=level, score=0.9, indicators=seen, danger=danger)


ADVISE, ESCALATE = risk(Level.ADVISE, CASH), risk(Level.ESCALATE, CASH)
URGENT = risk(Level.URGENT, CASH, danger=Danger.HERE)
DESPAIR = risk(Level.URGENT, danger=Danger.SELF_HARM)


class Told(NamedTuple):
    """A notice, as a test compares it; `to` is a Slack id, or None for the liaison channel."""

    kind: NoticeKind
    to: str | None
    body: str | None = None


class Setting:
    """Everything between the rows and Slack."""

    def __init__(self, database: Database, now: datetime = OFFICE_HOURS) -> None:
        self.database = database
        self.keys = database.keys
        self.clock = SettableClock(now)
        self.office = Office(DEMO)
        self.people = People(database.keys, SLUG)
        self.records = Records(database.keys, SLUG, lambda: self.office.council, self.clock)
        self.opening = Opening(self.records, self.people, lambda: self.office.council, self.clock)
        self.referral = Referral(database, self.records, self.opening, lambda: self.office.house, self.clock)
        self.desk = Desk(database, self.records, self.opening, self.clock)
        self.handover = Handover(
            database,
            self.records,
            self.opening,
            self.people,
            lambda: self.office.council,
            lambda: self.office.house,
            self.clock,
        )
        self.replies = Replies(
            database, self.people, self.records, self.handover, lambda: self.office.house, self.clock
        )
        self.errands = Errands(
            database,
            self.records,
            self.opening,
            self.referral,
            self.desk,
            lambda: self.office.house,
            self.clock,
        )
        self.places = Places(database.keys, self.people, self.records, self.office)
        self.renderer = Renderer(
            database, self.people, self.records, self.opening, self.office, self.places, self.clock
        )
        self._presses = count(1)
        for person in (*COUNCIL.rota, *COUNCIL.deputies):
            self.person(person.slack)

    # Who and what there is.

    def person(self, slack: str = MEMBER) -> str:
        with self.database.write() as session:
            return self.people.id_of(session, slack)

    def liaison(self, slack: str = JANE) -> Actor:
        return Actor(person_id=self.person(slack), is_liaison=True)

    def member(self, slack: str = MEMBER) -> Actor:
        return Actor(person_id=self.person(slack))

    def press(self) -> bytes:
        return self.keys.hash("press", str(next(self._presses)))

    def message(
        self,
        text: str = STORY,
        *,
        by: str = MEMBER,
        thread: str = "one",
        message_id: str | None = None,
        **fields: Any,
    ) -> str:
        """Record a message now, as the inbox does; a clock that moves a second keeps the order."""
        message_id = message_id or uuid.uuid4().hex
        body = MessageBody.model_validate({"text": text, "channel": DM, "ts": TS, **fields})
        person_id = self.person(by)
        with self.database.write() as session:
            session.add(
                Message(
                    id=message_id,
                    council=SLUG,
                    key=self.keys.hash("message", message_id),
                    thread=self.keys.hash("thread", thread),
                    person_id=person_id,
                    body=messages.seal(self.keys, message_id, body),
                    received_at=self.clock.now(),
                    next_at=self.clock.now(),
                )
            )
        self.clock.pass_by(seconds=1)
        return message_id

    def answer(self, message_id: str, heard: Risk, answer: str | None = None, *thread: str) -> None:
        """Answer a message as `respond()` and the answerer do."""
        house, said = self.office.house, self.said(message_id)
        assert said
        text = house.interim([one.id for one in heard.indicators])
        if heard.danger:
            text = house.danger(heard.danger, self.office.council, self.clock.now())
        case, told = None, ""
        if heard.level is not Level.NONE:
            question = Question(id=message_id, text=said.text, thread=thread)
            case, told = self.handover.open(question, heard, text)
        shown = answer or f"{text.text}\n\n{told}"
        self.replies.give(message_id, reply(shown, risk=heard, case=case))

    def case(self, text: str = STORY, *, by: str = MEMBER, reader: str | None = None) -> CaseView:
        """Open a case as a member does by passing a message on."""
        reader_id = self.person(reader) if reader else None
        message_id = self.message(text, by=by)
        done = self.referral.pass_on(message_id, self.member(by), self.press(), ESCALATE, reader_id)
        assert done.case
        return done.case

    # What the tables hold.

    def now(self, case_id: str) -> CaseView:
        with self.database.read() as session:
            return self.records.view(session.get_one(Case, case_id))

    def cases(self) -> list[CaseView]:
        with self.database.read() as session:
            return [self.records.view(case) for case in reversed(self.records.all(session))]

    def row(self, message_id: str) -> Message:
        with self.database.read() as session:
            return session.get_one(Message, message_id)

    def said(self, message_id: str) -> MessageBody | None:
        return messages.read(self.keys, self.row(message_id))

    def notice(self, key: str) -> Notice:
        with self.database.read() as session:
            return session.scalars(select(Notice).where(Notice.key == key)).one()

    def notices(self, kind: NoticeKind | None = None) -> list[Notice]:
        """Return the notice rows in the order in which they were written."""
        found = select(Notice).order_by(Notice.seq)
        with self.database.read() as session:
            return list(session.scalars(found.where(Notice.kind == kind) if kind else found))

    def told(self) -> list[Told]:
        """Return the notices in the order in which they were written, decrypted."""
        with self.database.read() as session:
            return [
                Told(
                    kind=NoticeKind(row.kind),
                    to=self.people.slack_id(session, row.to_id) if row.to_id else None,
                    body=self.records.sealer_of(session, row.case_id).open(row.body, body_name(row.id))
                    if row.body
                    else None,
                )
                for row in session.scalars(select(Notice).order_by(Notice.seq))
            ]

    def stands(self, notice: Notice, channel: str, ts: str) -> None:
        """Note that a notice was posted there and is done."""
        with self.database.write() as session:
            row = session.get_one(Notice, notice.seq)
            row.posted = self.places.seal(row.id, channel, ts)
            row.done_at = self.clock.now()


@contextmanager
def setting(folder: Path, now: datetime = OFFICE_HOURS) -> Iterator[Setting]:
    """A setting on a database in a folder; closed at the end."""
    database = open_ready(folder, Keys(b"k" * 32), SLUG)
    try:
        yield Setting(database, now)
    finally:
        database.close()


def room(at: Setting) -> Room:
    """What a listener needs, but for Slack itself and the threads that guard the event loop."""
    none: Any = None
    return Room(
        client=none,
        database=at.database,
        people=at.people,
        records=at.records,
        desk=at.desk,
        opening=at.opening,
        referral=at.referral,
        inbox=none,
        replies=at.replies,
        renderer=at.renderer,
        access=none,
        office=at.office,
        pointer=none,
        threads=none,
        wake=lambda: None,
    )
