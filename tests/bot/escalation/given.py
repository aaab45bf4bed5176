"""A desk with rows to begin with, a clock that the test sets, and what stands in the tables afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import func, select

from bot.clock import ZONE
from bot.council import Council
from bot.escalation.desk import Desk
from bot.escalation.handover import Handover
from bot.escalation.models import Actor, CaseBody, CaseEventView, CaseView, Done, Story
from bot.escalation.opening import Opening
from bot.escalation.records import CHOICE_DUE, CLAIM_DUE, Records
from bot.escalation.referral import Referral
from bot.escalation.states import Action, Status
from bot.house import House
from bot.house_file import HouseText
from bot.models import Danger, Level, Question, Risk, SeenIndicator
from bot.store import keys as key_files
from bot.store import messages
from bot.store.messages import Errand, MessageBody
from bot.store.notices import body_name
from bot.store.people import People
from bot.store.tables import Base, Case, Due, Message, Notice, Thread
from tests.bot.store.ready import open_ready

SLUG = "demo"
NOW = datetime(2026, 11, 24, 11, 0, tzinfo=ZONE)
DAY = timedelta(days=1)
MEMBER, OTHER_MEMBER = "U0DEMO00001", "U0DEMO00002"
JANE, TOM, HANA = "U0DEMO00003", "U0DEMO00004", "U0DEMO00007"
CANARY = "canaryplum"

STORY = "A man at the trade dinner slipped me an envelope of cash for my vote."
INSIDE = "Our planner has been copying the closed papers for a bidder."


class Told(NamedTuple):
    """A notice, as a test compares it; `to` is a Slack id, or None for the liaison channel."""

    kind: str
    to: str | None
    body: str | None = None


def risk(level: Level = Level.ESCALATE, *indicators: str, danger: Danger | None = None) -> Risk:
    seen = tuple(SeenIndicator(id=one, label=f"label of {one}", evidence="envelope") for one in indicators)
    return Risk(level=level, score=0.9, indicators=seen, danger=danger)


URGENT = risk(Level.URGENT, "danger", danger=Danger.HERE)
DESPAIR = risk(Level.URGENT, danger=Danger.SELF_HARM)
ADVISE = risk(Level.ADVISE, "gift")
ESCALATE = risk(Level.ESCALATE, "cash")


class SetClock:
    """A clock that stands still until it is moved; while `broken`, it raises."""

    def __init__(self) -> None:
        self.time = NOW
        self.broken = False
        self.left: int | None = None

    def now(self) -> datetime:
        if self.left is not None:
            self.left -= 1
        if self.broken or (self.left is not None and self.left < 0):
            raise RuntimeError("The clock has stopped.")
        return self.time

    def move(self, by: timedelta) -> None:
        self.time += by


class Room:
    """The desk and the handover of the demo council, on a database of their own."""

    def __init__(self, folder: Path, council: Council, house: House) -> None:
        self.data = folder / "data"
        self.keys = key_files.load(folder / "keys" / "master.key", self.data)
        self.database = open_ready(self.data, self.keys, SLUG)
        self.clock = SetClock()
        self.people = People(self.keys, SLUG)
        self.council = council
        self.house = house
        self.records = Records(self.keys, SLUG, lambda: self.council, self.clock)
        self.opening = Opening(self.records, self.people, lambda: self.council, self.clock)
        self.desk = Desk(self.database, self.records, self.opening, self.clock)
        self.handover = Handover(
            self.database,
            self.records,
            self.opening,
            self.people,
            lambda: self.council,
            lambda: self.house,
            self.clock,
        )
        self.referral = Referral(self.database, self.records, self.opening, lambda: self.house, self.clock)
        self._presses = count(1)
        for slack in (MEMBER, OTHER_MEMBER, JANE, TOM, HANA):
            self.person(slack)

    def close(self) -> None:
        self.database.close()

    # Who and what there is.

    def person(self, slack: str) -> str:
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
        by: str = MEMBER,
        thread: str = "one",
        errand: Errand | None = None,
        marking: str | None = None,
        thread_ts: str | None = None,
        in_dm: bool = True,
    ) -> str:
        """Record a message as the inbox does; return its id."""
        message_id = uuid.uuid4().hex
        body = MessageBody(
            text=text,
            channel="D0DM",
            ts="1.0",
            thread_ts=thread_ts,
            in_dm=in_dm,
            errand=errand,
            marking=marking,
        )
        with self.database.write() as session:
            session.add(
                Message(
                    id=message_id,
                    council=SLUG,
                    key=self.keys.hash("message", message_id),
                    thread=self.keys.hash("thread", thread),
                    person_id=self.people.id_of(session, by),
                    body=messages.seal(self.keys, message_id, body),
                    received_at=self.clock.time,
                    next_at=self.clock.time,
                )
            )
        return message_id

    def case(
        self, words: str = STORY, *, by: str = MEMBER, level: Level = Level.ESCALATE, **fields: Any
    ) -> CaseView:
        """Open a case for these words; for the same words, the same one."""
        story = Story(
            source=f"message:{self.keys.hash(words).hex()}",
            person_id=self.person(by),
            level=level,
            body=fields.pop("body", CaseBody(words=words)),
            **fields,
        )
        with self.database.write() as session:
            return self.records.view(self.records.open(session, story))

    def case_in(self, status: Status, **fields: Any) -> CaseView:
        """Open a case and bring it into a state; where it is in hand, Jane has it."""
        case = self.case(f"{STORY} {next(self._presses)}", **fields)
        self.bring(case.id, status)
        return self.now(case.id)

    def bring(self, case_id: str, status: Status, claimant: str = JANE) -> None:
        if status is Status.OPEN:
            return
        if status is Status.WITHDRAWN:
            with self.database.read() as session:
                owner = session.get_one(Case, case_id).person_id
            self.desk.withdraw(case_id, Actor(person_id=owner), self.press())
            return
        if status is Status.REOPENED:
            self._force(case_id, status)
            return
        self.desk.claim(case_id, self.liaison(claimant), self.press())
        if status is Status.WAITING:
            self._force(case_id, status)
        elif status is Status.ANSWERED:
            self.desk.reply(case_id, self.liaison(claimant), self.press(), "Keep it closed.")
        elif status is Status.RESOLVED:
            self.desk.resolve(case_id, self.liaison(claimant), self.press())

    def _force(self, case_id: str, status: Status) -> None:
        # No action leads to these two as yet.
        with self.database.write() as session:
            session.get_one(Case, case_id).status = status.value

    def act(self, action: Action, case_id: str, actor: Actor, press: bytes | None = None) -> Done:
        press = press or self.press()
        plain: dict[Action, Callable[[str, Actor, bytes], Done]] = {
            Action.CLAIM: self.desk.claim,
            Action.RESOLVE: self.desk.resolve,
            Action.CONFLICT: self.desk.conflict,
            Action.NAME: self.desk.name,
            Action.SHARE_WORDS: self.desk.share_words,
            Action.WITHDRAW: self.desk.withdraw,
        }
        if action is Action.ENTRUST:
            return self.desk.entrust(case_id, actor, press, self.person(TOM))
        if action is Action.REPLY:
            return self.desk.reply(case_id, actor, press, "Keep it closed.")
        if action is Action.ADD:
            return self.desk.add(case_id, actor, press, "It was blue.")
        return plain[action](case_id, actor, press)

    def hand(
        self,
        text: str,
        heard: Risk,
        said: HouseText | None = None,
        *,
        before: tuple[str, ...] = (),
        lately: tuple[str, ...] = (),
        errand: Errand | None = None,
        passed_on: bool = False,
    ) -> tuple[str, str | None, str]:
        """Hand a new message over; return its id, the case's number and what the member is told."""
        message_id = self.message(text, errand=errand)
        question = Question(id=message_id, text=text, thread=before, lately=lately, passed_on=passed_on)
        case, told = self.handover.open(question, heard, said)
        return message_id, case, told

    # What the tables hold.

    def case_of(self, message_id: str) -> CaseView | None:
        with self.database.read() as session:
            case = self.records.case_of(session, session.get_one(Message, message_id))
            return self.records.view(case) if case else None

    def now(self, case_id: str) -> CaseView:
        with self.database.read() as session:
            return self.records.view(session.get_one(Case, case_id))

    def cases(self) -> list[CaseView]:
        with self.database.read() as session:
            return [self.records.view(case) for case in reversed(self.records.all(session))]

    def events(self, case_id: str) -> list[CaseEventView]:
        with self.database.read() as session:
            return self.records.history(session, session.get_one(Case, case_id))

    def history(self, case_id: str) -> list[str]:
        """Return what happened to a case, oldest first."""
        return [event.kind for event in self.events(case_id)]

    def told(self) -> list[tuple[str, str]]:
        """Return the kind and the lane of each notice, in the order in which they were written."""
        with self.database.read() as session:
            return [(row.kind, row.lane) for row in session.scalars(select(Notice).order_by(Notice.seq))]

    def notices(self) -> list[Told]:
        """Return the notices in the order in which they were written, decrypted."""
        with self.database.read() as session:
            return [
                Told(
                    kind=row.kind,
                    to=self.people.slack_id(session, row.to_id) if row.to_id else None,
                    body=self.records.sealer_of(session, row.case_id).open(row.body, body_name(row.id))
                    if row.body
                    else None,
                )
                for row in session.scalars(select(Notice).order_by(Notice.seq))
            ]

    def keys_told(self) -> list[str]:
        with self.database.read() as session:
            return list(session.scalars(select(Notice.key).order_by(Notice.seq)))

    def due(self, *, kind: str = CLAIM_DUE, done: bool = False) -> list[datetime]:
        """Return when something is due, or was."""
        with self.database.read() as session:
            rows = session.scalars(select(Due).filter_by(kind=kind).order_by(Due.id))
            return [row.due_at for row in rows if (row.done_at is not None) is done]

    def choices_due(self, *, done: bool = False) -> list[datetime]:
        """Return when a member is reminded of a choice, or was."""
        return self.due(kind=CHOICE_DUE, done=done)

    def remind(self) -> None:
        """Tell of everything that is due by now, as the sweep does."""
        with self.database.write() as session:
            waiting = select(Due).where(Due.done_at.is_(None), Due.due_at <= self.clock.time)
            for due in session.scalars(waiting.order_by(Due.id)):
                self.records.remind(session, due)

    def handed(self, message_id: str) -> str | None:
        with self.database.read() as session:
            return session.get_one(Message, message_id).handed

    def tapped(self, message_id: str) -> str | None:
        with self.database.read() as session:
            thread = session.get_one(Message, message_id).thread
            row = session.get(Thread, (SLUG, thread))
            return row.tapped if row else None

    def close_desk(self) -> None:
        """Let nobody at the council read cases any more."""
        self.council = self.council.model_copy(update={"liaison_channel": None})

    def steps_that_fail(self, act: Callable[[], object]) -> int:
        """Let the clock stop at each step in turn; return how many steps failed, and left nothing."""
        before = self.rows(), self.notices(), self.cases()
        for steps in range(20):
            self.clock.left = steps
            try:
                act()
            except RuntimeError:
                self.clock.left = None
                assert (self.rows(), self.notices(), self.cases()) == before
            else:
                self.clock.left = None
                return steps
        raise AssertionError("It never ended.")

    def forget(self, message_id: str) -> None:
        """Delete the words of a message, as the purge does."""
        with self.database.write() as session:
            session.get_one(Message, message_id).body = None

    def rows(self) -> dict[str, int]:
        """Return how many rows each table has: equal before and after what did nothing."""
        with self.database.read() as session:
            return {
                table.name: session.scalar(select(func.count()).select_from(table)) or 0
                for table in Base.metadata.sorted_tables
            }

    def bytes_on_disk(self) -> bytes:
        return b"".join(file.read_bytes() for file in sorted(self.data.rglob("*")) if file.is_file())
