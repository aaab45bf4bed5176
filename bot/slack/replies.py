"""What ends a message: an answer, a refusal, an apology. With the row done, in one transaction."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.escalation.handover import Handover
from bot.escalation.records import Records
from bot.house import House
from bot.models import Level, Outcome, Reply, Risk, Timings
from bot.slack.cards.notes import Refused
from bot.store import leases, messages
from bot.store.database import Database
from bot.store.messages import MessageBody
from bot.store.notices import NoticeKind, answer_key, body_name, find, tell
from bot.store.people import People
from bot.store.tables import Message


class Replies:
    """Writes the outbox rows that answer messages."""

    def __init__(
        self,
        database: Database,
        people: People,
        records: Records,
        handover: Handover,
        house: Callable[[], House],
        clock: Clock,
    ) -> None:
        self._database = database
        self._people = people
        self._records = records
        self._handover = handover
        self._house = house
        self._clock = clock

    def give(self, message_id: str, reply: Reply) -> None:
        """Give an answer, and before it, once, the welcome; danger comes before any greeting."""
        with self._database.write() as session:
            message = session.get_one(Message, message_id)
            if reply.risk.level is not Level.URGENT:
                self.welcome(session, message.person_id)
            self._answer(session, message, reply)
            if reply.model:
                message.model, message.prompts = reply.model.name, reply.model.prompts
            self.welcome(session, message.person_id)
            leases.finish(session, Message, message_id, self._clock.now())

    def given(self, message_id: str, person_id: str) -> Reply | None:
        """Return the answer to a person's own message; None when there is none, or it is no longer kept."""
        with self._database.read() as session:
            message = session.get(Message, message_id)
            if message is None or message.person_id != person_id:
                return None
            notice = find(session, self._database.council, answer_key(message_id))
            if notice is None or notice.body is None:
                return None
            sealer = self._records.sealer_of(session, notice.case_id)
            return Reply.model_validate_json(sealer.open(notice.body, body_name(notice.id)))

    def apologise(self, message_id: str) -> None:
        """Say that something went wrong, and offer a person."""
        reply = Reply(
            id=message_id,
            outcome=Outcome.FAILED,
            reason="internal",
            risk=Risk(level=Level.NONE, score=0.0),
            case=None,
            answer=self._house().canned("internal"),
            composer=None,
            citations=(),
            timings_ms=Timings(),
        )
        self.give(message_id, reply)

    def refuse(self, message_id: str, reason: Refused) -> None:
        """Tell somebody why they are not answered; nothing of what they wrote stays.

        Who has left the council with a case open is told how to go on with that case (care.md 15).
        """
        with self._database.write() as session:
            message = session.get_one(Message, message_id)
            case = self._records.active_case_of(session, message.person_id) if reason.may_have_left else None
            self._tell(
                session,
                message,
                NoticeKind.REFUSED,
                f"refused:{message_id}",
                body=reason.value,
                case_id=case.id if case else None,
            )
            self._forget(session, message)
            leases.finish(session, Message, message_id, self._clock.now())

    def take_marked(self, message_id: str, body: MessageBody) -> None:
        """Open a case for a message with a protective marking, without its words."""
        with self._database.write() as session:
            message = session.get_one(Message, message_id)
            case = self._handover.open_marked(session, message, body)
            self.welcome(session, message.person_id)
            self._tell(
                session,
                message,
                NoticeKind.MARKED,
                f"marked:{message_id}",
                body=body.marking,
                case_id=case.id if case else None,
            )
            leases.finish(session, Message, message_id, self._clock.now())

    def welcome(self, session: Session, person_id: str) -> None:
        """Write the welcome, the first time."""
        if self._people.welcome(session, person_id, self._clock.now()):
            tell(
                session,
                self._database.council,
                NoticeKind.WELCOME,
                key=f"welcome:{person_id}",
                now=self._clock.now(),
                to=person_id,
            )

    def _forget(self, session: Session, message: Message) -> None:
        """Keep where the message stood, so that the refusal finds its place, and none of its words."""
        keys = self._database.keys
        if body := messages.read(keys, message):
            message.body = messages.seal(keys, message.id, body.model_copy(update={"text": ""}))

    def _answer(self, session: Session, message: Message, reply: Reply) -> None:
        case = self._records.case_of(session, message)
        self._tell(
            session,
            message,
            NoticeKind.ANSWER,
            answer_key(message.id),
            body=reply.model_dump_json(),
            case_id=case.id if case else None,
        )

    def _tell(
        self,
        session: Session,
        message: Message,
        kind: NoticeKind,
        key: str,
        *,
        body: str | None,
        case_id: str | None = None,
    ) -> None:
        tell(
            session,
            message.council,
            kind,
            key=key,
            now=self._clock.now(),
            to=message.person_id,
            case_id=case_id,
            message_id=message.id,
            body=body,
            sealer=self._records.sealer_of(session, case_id),
        )
