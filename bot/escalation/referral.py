"""What a member decides about a message of theirs: pass it on, to whom, to nobody, or that they only asked."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.escalation.models import Actor, Done, Handed, Refusal
from bot.escalation.opening import Opening
from bot.escalation.records import Records
from bot.house import House
from bot.models import Level, Risk
from bot.store import messages
from bot.store.database import Database
from bot.store.inserts import insert_once
from bot.store.messages import MessageBody
from bot.store.notices import NoticeKind, tell
from bot.store.tables import Case, Message, Press, Thread


class Referral:
    """The member's own decisions, one transaction each. The same `press` acts once."""

    def __init__(
        self,
        database: Database,
        records: Records,
        opening: Opening,
        house: Callable[[], House],
        clock: Clock,
    ) -> None:
        self._database = database
        self._records = records
        self._opening = opening
        self._house = house
        self._clock = clock

    def pass_on(
        self, message_id: str, actor: Actor, press: bytes, risk: Risk, reader_id: str | None = None
    ) -> Done:
        """Open a case because the member says so, and send the receipt.

        `reader_id`: the one person who may read it; None: all who are in the liaison channel.
        """

        def decide(session: Session, message: Message) -> Done:
            body = messages.read(self._database.keys, message)
            if case := self._records.case_of(session, message):
                return Done(case=self._records.view(case), refusal=Refusal.ALREADY_SENT)
            # Of who may hurt themselves no word goes to the liaisons (care.md 2).
            if body is None or message.handed == Handed.SUPPORT:
                return Done(case=None, refusal=Refusal.WORDS_GONE)
            if not self._opening.may_read(session, reader_id):
                return Done(case=None, refusal=Refusal.NOBODY_READS)
            level = max(risk.level, Level.ESCALATE, key=list(Level).index)
            said = self._house().interim([indicator.id for indicator in risk.indicators])
            heard = risk.model_copy(update={"level": level})
            case = self._opening.open(session, message, body.text, heard, said, reader_id)
            message.handed = Handed.OPENED.value
            self._remember_tap(session, message, "story")
            self._send_receipt(session, message, case)
            return Done(case=self._records.view(case))

        return self._decide(message_id, actor, press, decide)

    def ask_to_choose(self, message_id: str, actor: Actor, press: bytes) -> Done:
        """Ask the member who may read their story, because somebody inside may be involved."""

        def decide(session: Session, message: Message) -> Done:
            if case := self._records.case_of(session, message):
                return Done(case=self._records.view(case), again=True)
            self._remember_tap(session, message, "story")
            self.choose(session, message)
            return Done(case=None)

        return self._decide(message_id, actor, press, decide)

    def choose(self, session: Session, message: Message) -> None:
        """Send the question who may read a message, and remind of it once."""
        message.handed = Handed.CHOOSE.value
        self._records.ask_again_tomorrow(session, message)
        self._records.tell_choice(session, message, key=f"choice:{message.id}")

    def keep(self, message_id: str, actor: Actor, press: bytes) -> Done:
        """Remember that nobody at council may read this, and show the routes outside; nobody is asked again."""

        def decide(session: Session, message: Message) -> Done:
            if case := self._records.case_of(session, message):
                return Done(case=self._records.view(case), refusal=Refusal.ALREADY_SENT)
            message.handed = Handed.KEPT.value
            tell(
                session,
                message.council,
                NoticeKind.ROUTES,
                key=f"routes:{message.id}",
                now=self._clock.now(),
                to=message.person_id,
                message_id=message.id,
            )
            return Done(case=None)

        return self._decide(message_id, actor, press, decide)

    def just_asking(self, message_id: str, actor: Actor, press: bytes) -> Done:
        """Remember that the member was only asking: this thread is not asked about again."""

        def decide(session: Session, message: Message) -> Done:
            self._remember_tap(session, message, "just asking")
            return Done(case=None)

        return self._decide(message_id, actor, press, decide)

    def ask_for_person(self, session: Session, message: Message, body: MessageBody) -> Case | None:
        """Open a case for what a member wrote to a person, and send the receipt; None: nobody can read it."""
        reader_id = body.errand.reader_id if body.errand else None
        if not self._opening.may_read(session, reader_id):
            return None
        risk = Risk(level=Level.ADVISE, score=0.0)
        case = self._opening.open(session, message, body.text, risk, None, reader_id, asked_for_a_person=True)
        message.handed = Handed.OPENED.value
        self._send_receipt(session, message, case)
        return case

    def _decide(
        self, message_id: str, actor: Actor, press: bytes, decide: Callable[[Session, Message], Done]
    ) -> Done:
        with self._database.write() as session:
            message = session.get(Message, message_id)
            if message is None or message.person_id != actor.person_id:
                return Done(case=None, refusal=Refusal.WORDS_GONE)
            if session.get(Press, (message.council, press)):
                case = self._records.case_of(session, message)
                return Done(case=self._records.view(case) if case else None, again=True)
            done = decide(session, message)
            if not done.refusal:
                session.add(Press(council=message.council, key=press, at=self._clock.now()))
            return done

    def _send_receipt(self, session: Session, message: Message, case: Case) -> None:
        self._records.tell_member(
            session, case, NoticeKind.RECEIPT, key=f"receipt:{case.id}", message_id=message.id
        )

    def _remember_tap(self, session: Session, message: Message, tap: str) -> None:
        key = {"council": message.council, "thread": message.thread}
        insert_once(session, Thread, **key, asked_at=self._clock.now())
        session.execute(update(Thread).filter_by(**key).values(tapped=tap))
