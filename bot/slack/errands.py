"""What becomes of the words of a form: a case for a person, or an addition to a case.

They lie in the inbox like any message, so that nothing is lost, and are heard like any message: danger, a story
and somebody inside the council count there as well.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.escalation.desk import Desk
from bot.escalation.models import Actor, Done, Refusal
from bot.escalation.opening import Opening
from bot.escalation.records import Records
from bot.escalation.referral import Referral
from bot.house import House
from bot.models import Level, Risk
from bot.store import leases
from bot.store.database import Database
from bot.store.messages import Errand, MessageBody
from bot.store.notices import NoticeKind, tell
from bot.store.tables import Message

_CLOSED = (
    "{reference} is closed, so nothing was added. Tell me here what happened, and I can pass it on anew."
)
_ADDED = "Added to {reference}: {name} can read it."


class Errands:
    """Runs what forms ask for."""

    def __init__(
        self,
        database: Database,
        records: Records,
        opening: Opening,
        referral: Referral,
        desk: Desk,
        house: Callable[[], House],
        clock: Clock,
    ) -> None:
        self._database = database
        self._records = records
        self._opening = opening
        self._referral = referral
        self._desk = desk
        self._house = house
        self._clock = clock

    @staticmethod
    def is_a_story(errand: Errand, risk: Risk) -> bool:
        """Return whether the words must be answered as a story of their own, whatever they were written for."""
        return bool(risk.danger) or (risk.level is Level.ESCALATE and not errand.adds_to)

    def run(self, message_id: str, body: MessageBody, errand: Errand) -> None:
        """Do what a form asks for, and end its message."""
        if errand.adds_to is None:
            self._ask_for_person(message_id, body)
        elif self._is_about_a_reader(body.text, errand.adds_to):
            self._ask_to_choose(message_id)
        else:
            self._add(message_id, body, errand.adds_to)

    def _is_about_a_reader(self, text: str, case_id: str) -> bool:
        """Return whether an addition speaks of who would read it; a greeting to them does not."""
        with self._database.read() as session:
            case = self._records.find(session, case_id)
            readers = [case.reader_id] if case and case.reader_id else self._opening.reader_ids(session)
            named = {self._opening.name_of(session, reader) for reader in readers}
        return any(person.name in named for person in self._opening.accused_beside_greetings(text))

    def _ask_to_choose(self, message_id: str) -> None:
        with self._database.write() as session:
            message = session.get_one(Message, message_id)
            self._referral.choose(session, message)
            leases.finish(session, Message, message_id, self._clock.now())

    def _ask_for_person(self, message_id: str, body: MessageBody) -> None:
        with self._database.write() as session:
            message = session.get_one(Message, message_id)
            if self._referral.ask_for_person(session, message, body) is None:
                text = "told_not_reachable" if self._opening.has_somebody() else "told_nobody"
                self._note(session, message, self._house().canned(text))
            leases.finish(session, Message, message_id, self._clock.now())

    def _add(self, message_id: str, body: MessageBody, case_id: str) -> None:
        with self._database.read() as session:
            message = session.get_one(Message, message_id)
            actor, press = Actor(person_id=message.person_id), message.key
        # The message's own key makes it one press: a second try after a crash adds nothing twice.
        done = self._desk.add(case_id, actor, press, body.text)
        with self._database.write() as session:
            message = session.get_one(Message, message_id)
            self._note(session, message, self._said(session, done))
            leases.finish(session, Message, message_id, self._clock.now())

    def _said(self, session: Session, done: Done) -> str:
        case = done.case
        if case is None or done.refusal is Refusal.NOT_THEIR_CASE:
            return "Nothing was added: there is no such case of yours."
        name = self._opening.who_reads(session, case)
        row = self._records.find(session, case.id)
        if row and self._records.is_undelivered(session, row):
            return self._house().canned("told_unreached", name=name)
        if done.refusal is Refusal.NOBODY_LEFT:
            return f"Nothing was added: nobody at your council can read {case.reference} now."
        text = _CLOSED if done.refusal else _ADDED
        return text.format(reference=case.reference, name=name)

    def _note(self, session: Session, message: Message, text: str) -> None:
        tell(
            session,
            message.council,
            NoticeKind.NOTE,
            key=f"note:{message.id}",
            now=self._clock.now(),
            to=message.person_id,
            message_id=message.id,
            body=text,
            sealer=self._database.keys,
        )
