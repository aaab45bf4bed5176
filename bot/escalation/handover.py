"""From a risky message to a person: a case at once, or first a choice that only the member can make.

This is the handover that `respond()` calls in Slack. What it did is kept on the message, so that a second
try after a crash says the same again.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.council import Council
from bot.escalation.models import Handed, reference
from bot.escalation.opening import Opening
from bot.escalation.records import Records
from bot.house import House
from bot.house_file import HouseText
from bot.models import Danger, Level, Question, Risk
from bot.store import messages
from bot.store.database import Database
from bot.store.inserts import insert_once
from bot.store.messages import MessageBody
from bot.store.notices import NoticeKind, tell
from bot.store.people import People
from bot.store.tables import Case, Message, Thread


class Handover:
    """Passes messages of one council on."""

    def __init__(
        self,
        database: Database,
        records: Records,
        opening: Opening,
        people: People,
        council: Callable[[], Council],
        house: Callable[[], House],
        clock: Clock,
    ) -> None:
        self._database = database
        self._records = records
        self._opening = opening
        self._people = people
        self._council = council
        self._house = house
        self._clock = clock

    def open(self, question: Question, risk: Risk, said: HouseText | None) -> tuple[str | None, str]:
        """Pass a message on as its risk demands; return the case's number, if any, and what to say of it.

        `question.id` is the id of the message in the inbox; `said` the fixed text that the member gets.
        """
        with self._database.write() as session:
            message = session.get_one(Message, question.id)
            if message.handed is None:
                message.handed = self._hand_over(session, message, question, risk, said).value
            case = self._records.case_of(session, message)
            told = self._told(Handed(message.handed), risk, self._opening.who_reads(session, case))
            return (reference(case.number) if case else None), told

    def open_marked(self, session: Session, message: Message, body: MessageBody) -> Case | None:
        """Open a case without words: the message carried a protective marking."""
        if not self._opening.has_somebody():
            return None
        risk = Risk(level=Level.ESCALATE, score=1.0)
        message.handed = Handed.OPENED.value
        return self._opening.open(session, message, "", risk, None, None, marking=body.marking)

    def _hand_over(
        self, session: Session, message: Message, question: Question, risk: Risk, said: HouseText | None
    ) -> Handed:
        if risk.danger is Danger.SELF_HARM:
            self._tell_support(session, message)
            return Handed.SUPPORT
        if risk.level is Level.ADVISE:
            return self._ask(session, message, question)
        if not self._opening.has_somebody():
            return Handed.NOBODY
        # Whom it is about may have been said before.
        told = "\n".join((*question.thread, question.text))
        # Whom it is about may have been said in another message: a DM in Slack's agent view has no threads.
        named_lately = self._opening.named("\n".join(question.lately))
        chosen, reader_id = self._chosen(session, message)
        if risk.level is Level.URGENT:
            # Danger cannot wait for a choice, and must not reach who may be its cause (care.md 10).
            accused = self._opening.accused_beside_greetings(told)
            readers = [person for person in self._opening.readers() if person not in accused]
            if not readers:
                return Handed.ALL_INVOLVED
            # A name in another message may mean nothing: it never leaves danger with nobody to hear of it.
            readers = [person for person in readers if person not in named_lately] or readers
            free = [self._people.id_of(session, person.slack) for person in readers]
            if reader_id not in free and len(free) < len(self._opening.readers()):
                reader_id = free[0]
        elif not chosen and (named_lately or self._opening.needs_choice(told, risk)):
            self._records.ask_again_tomorrow(session, message)
            return Handed.CHOOSE
        self._opening.open(session, message, question.text, risk, said, reader_id)
        return Handed.OPENED

    def _ask(self, session: Session, message: Message, question: Question) -> Handed:
        """Ask "Has something like this happened?", once in a thread."""
        if question.passed_on or not self._opening.has_somebody():
            return Handed.LEFT
        now = self._clock.now()
        new = insert_once(session, Thread, council=message.council, thread=message.thread, asked_at=now)
        return Handed.ASKED if new else Handed.LEFT

    def _chosen(self, session: Session, message: Message) -> tuple[bool, str | None]:
        """Return whether the member has picked a reader who is still there, and whom (None: all of them)."""
        body = messages.read(self._database.keys, message)
        errand = body.errand if body else None
        if errand is None or errand.adds_to or not self._opening.may_read(session, errand.reader_id):
            return False, None
        return True, errand.reader_id

    def _told(self, handed: Handed, risk: Risk, name: str) -> str:
        """Return what the member is told of it; `name`: who reads it."""
        house = self._house()
        if handed is Handed.OPENED:
            return house.canned("told_urgent" if risk.level is Level.URGENT else "told_opened", name=name)
        if handed is Handed.CHOOSE:
            return house.canned("told_choose", names=", ".join(one.name for one in self._opening.readers()))
        if handed is Handed.SUPPORT:
            return house.canned("told_support", name=self._council().wellbeing_contact.name)
        texts = {
            Handed.NOBODY: "told_nobody",
            Handed.ALL_INVOLVED: "told_all_involved",
            Handed.ASKED: "told_asked",
        }
        return house.canned(texts[handed]) if handed in texts else ""

    def _tell_support(self, session: Session, message: Message) -> None:
        contact = self._council().wellbeing_contact
        tell(
            session,
            message.council,
            NoticeKind.SUPPORT,
            key=f"support:{message.id}",
            now=self._clock.now(),
            to=self._people.id_of(session, contact.slack),
            message_id=message.id,
        )
