"""From a risky message to a person: a case at once, or first a choice that only the member can make.

This is the handover that `respond()` calls in Slack. What it did is kept on the message, so that a second
try after a crash says the same again.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.council import Council, Person
from bot.escalation import inside, story
from bot.escalation.models import CaseBody, CaseView, Story, Told, reference
from bot.escalation.records import Records, source_of
from bot.house import House
from bot.house_file import HouseText
from bot.models import Danger, Level, Question, Risk
from bot.store import messages
from bot.store.database import Database
from bot.store.inserts import insert_once
from bot.store.keys import Sealer
from bot.store.messages import MessageBody
from bot.store.notices import NoticeKind, tell
from bot.store.people import People
from bot.store.tables import Case, Message, Press, Thread

# The first card of such a case carries the label only: the words follow the member's yes (care.md 9).
_WORDS_HELD_BACK = frozenset({"family", "repression", "romance", "leverage", "images"})


class Handed(StrEnum):
    """What became of a risk."""

    OPENED = "opened"
    """A case; the liaisons have a card."""
    CHOOSE = "choose"
    """Nothing yet: somebody inside may be involved, so the member picks who reads it."""
    ASKED = "asked"
    """Nothing yet: it may be a story, and the member was asked."""
    LEFT = "left"
    """Nothing: the member was asked before in this thread."""
    SUPPORT = "support"
    """The wellbeing contact was told that a member may need support, and nothing else."""
    NOBODY = "nobody"
    """Nothing: the council has no security contact here."""


_MAY_BE_QUOTED = (None, Handed.ASKED, Handed.LEFT)


class Handover:
    """Passes messages of one council on."""

    def __init__(
        self,
        database: Database,
        records: Records,
        people: People,
        council: Callable[[], Council],
        house: Callable[[], House],
        clock: Clock,
    ) -> None:
        self._database = database
        self._records = records
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
            case = self.case_of(session, message)
            name = self._reader_name(session, case)
            return (reference(case.number) if case else None), self._told(Handed(message.handed), risk, name)

    def pass_on(
        self, message_id: str, person_id: str, press: bytes, risk: Risk, reader_id: str | None = None
    ) -> CaseView | None:
        """Open a case because the member says so, and send the receipt.

        None: this press has acted before, the words are no longer kept, or nobody can read it.
        `reader_id`: the one person who may read it; None: all who are in the liaison channel.
        """
        with self._database.write() as session:
            if not self._reads(session, reader_id):
                return None
            message = self._pressed(session, message_id, person_id, press)
            body = messages.read(self._database.keys, message) if message else None
            if message is None or body is None or message.handed == Handed.SUPPORT:
                return None
            level = max(risk.level, Level.ESCALATE, key=list(Level).index)
            said = self._house().interim([indicator.id for indicator in risk.indicators])
            case = self._open(
                session, message, body.text, risk.model_copy(update={"level": level}), said, reader_id
            )
            message.handed = Handed.OPENED.value
            self._remember_tap(session, message, "story")
            self._records.tell_member(
                session, case, NoticeKind.RECEIPT, key=f"receipt:{case.id}", message_id=message.id
            )
            return self._records.view(case)

    def ask_for_person(
        self, message_id: str, person_id: str, press: bytes, text: str, reader_id: str | None
    ) -> CaseView | None:
        """Open a case because the member wants to talk to a person.

        None: this press has acted before, or nobody can read it.
        """
        with self._database.write() as session:
            if not self._reads(session, reader_id):
                return None
            message = self._pressed(session, message_id, person_id, press)
            if message is None:
                return None
            # Words that wait for the member's yes, or that nobody at the desk may see, do not come along.
            asked = messages.read(self._database.keys, message) if message.handed in _MAY_BE_QUOTED else None
            question = f"{asked.text}\n\n" if asked and asked.text else ""
            case = self._records.open(
                session,
                Story(
                    source=f"press:{press.hex()}",
                    person_id=person_id,
                    level=Level.ADVISE,
                    reader_id=reader_id,
                    body=CaseBody(words=f"{question}{text}", asked_for_a_person=True),
                ),
            )
            self._records.tell_member(
                session, case, NoticeKind.RECEIPT, key=f"receipt:{case.id}", message_id=message.id
            )
            return self._records.view(case)

    def ask_to_choose(self, message_id: str, person_id: str, press: bytes) -> bool:
        """Ask the member who may read their story; False: this press has acted before."""
        with self._database.write() as session:
            message = self._pressed(session, message_id, person_id, press)
            if message is None:
                return False
            message.handed = Handed.CHOOSE.value
            self._remember_tap(session, message, "story")
            return tell(
                session,
                message.council,
                NoticeKind.CHOICE,
                key=f"choice:{message.id}",
                now=self._clock.now(),
                to=message.person_id,
                message_id=message.id,
            )

    def just_asking(self, message_id: str, person_id: str, press: bytes) -> None:
        """Remember that the member was only asking: this thread is not asked about again."""
        with self._database.write() as session:
            if message := self._pressed(session, message_id, person_id, press):
                self._remember_tap(session, message, "just asking")

    def needs_choice(self, text: str, risk: Risk) -> bool:
        """Return whether the member must pick who may read this before anything is sent."""
        return risk.level is not Level.URGENT and inside.involves_insider(text, risk, self._council())

    def has_somebody(self) -> bool:
        """Return whether the council has anybody to pass a story to."""
        return bool(self._council().liaison_channel and self._readers())

    def can_be_read(self, reader_id: str | None) -> bool:
        """Return whether there is somebody to read a case: anybody, or this one person."""
        with self._database.read() as session:
            return self._reads(session, reader_id)

    def open_marked(self, session: Session, message: Message, body: MessageBody) -> Case | None:
        """Open a case without words: the message carried a protective marking."""
        if not self.has_somebody():
            return None
        risk = Risk(level=Level.ESCALATE, score=1.0)
        message.handed = Handed.OPENED.value
        return self._open(session, message, "", risk, None, None, marking=body.marking)

    def sealer(self, session: Session, case_id: str | None) -> Sealer:
        """Return what seals a notice: the key of its case, or the master key."""
        case = self._records.find(session, case_id) if case_id else None
        return self._records.sealer(case) if case else self._database.keys

    def _hand_over(
        self, session: Session, message: Message, question: Question, risk: Risk, said: HouseText | None
    ) -> Handed:
        if risk.danger is Danger.SELF_HARM:
            self._tell_support(session, message)
            return Handed.SUPPORT
        if risk.level is Level.ADVISE:
            now = self._clock.now()
            new = insert_once(session, Thread, council=message.council, thread=message.thread, asked_at=now)
            return Handed.ASKED if new and self.has_somebody() else Handed.LEFT
        if not self.has_somebody():
            return Handed.NOBODY
        if self.needs_choice(question.text, risk):
            return Handed.CHOOSE
        reader_id = None
        if risk.level is Level.URGENT and (accused := inside.named(question.text, self._readers())):
            # Danger cannot wait for a choice, and must not reach who may be its cause (care.md 10).
            free = [person for person in self._readers() if person not in accused]
            if not free:
                return Handed.NOBODY
            reader_id = self._people.id_of(session, free[0].slack)
        self._open(session, message, question.text, risk, said, reader_id)
        return Handed.OPENED

    def _readers(self) -> list[Person]:
        return inside.readers(self._council())

    def _reads(self, session: Session, reader_id: str | None) -> bool:
        # What a button holds may be forged, and the rota may have changed since it was shown.
        if not self.has_somebody():
            return False
        people = (self._people.known_id(session, person.slack) for person in self._readers())
        return reader_id is None or reader_id in people

    def _open(
        self,
        session: Session,
        message: Message,
        words: str,
        risk: Risk,
        said: HouseText | None,
        reader_id: str | None,
        marking: str | None = None,
    ) -> Case:
        held_back = any(indicator.id in _WORDS_HELD_BACK for indicator in risk.indicators)
        urgent = risk.level is Level.URGENT
        return self._records.open(
            session,
            Story(
                source=source_of(message.id),
                person_id=message.person_id,
                level=risk.level,
                named=urgent,
                words_shared=urgent or not held_back,
                reader_id=reader_id,
                body=CaseBody(
                    words=words,
                    marking=marking,
                    indicators=risk.indicators,
                    place=story.place_of(words),
                    deadline=story.deadline_of(words, self._clock.now()),
                    told=_told(said),
                ),
            ),
        )

    def _reader_name(self, session: Session, case: Case | None) -> str:
        """Return the name of who reads a case first: the one chosen reader, or the first of the rota."""
        people = self._readers()
        ids = {self._people.known_id(session, person.slack): person.name for person in people}
        chosen = ids.get(case.reader_id) if case and case.reader_id else None
        return chosen or (people[0].name if people else "")

    def _told(self, handed: Handed, risk: Risk, name: str) -> str:
        """Return what the member is told of it; `name`: who reads it first."""
        council, house = self._council(), self._house()
        if handed is Handed.OPENED and risk.level is Level.URGENT:
            return house.canned("told_urgent", name=name)
        if handed is Handed.OPENED:
            return house.canned("told_opened", name=name)
        if handed is Handed.CHOOSE:
            names = [person.name for person in self._readers()]
            return house.canned("told_choose", names=", ".join(names))
        if handed is Handed.SUPPORT:
            return house.canned("told_support", name=council.wellbeing_contact.name)
        if handed is Handed.NOBODY:
            return house.canned("told_nobody")
        return house.canned("told_asked") if handed is Handed.ASKED else ""

    def _tell_support(self, session: Session, message: Message) -> None:
        contact = self._council().wellbeing_contact
        tell(
            session,
            message.council,
            NoticeKind.SUPPORT,
            key=f"support:{message.id}",
            now=self._clock.now(),
            to=self._people.id_of(session, contact.slack),
        )

    def _pressed(self, session: Session, message_id: str, person_id: str, press: bytes) -> Message | None:
        """Return the message when it is this person's and the press is new."""
        message = session.get(Message, message_id)
        if message is None or message.person_id != person_id:
            return None
        new = insert_once(session, Press, council=message.council, key=press, at=self._clock.now())
        return message if new else None

    def _remember_tap(self, session: Session, message: Message, tap: str) -> None:
        key = {"council": message.council, "thread": message.thread}
        insert_once(session, Thread, **key, asked_at=self._clock.now())
        session.execute(update(Thread).filter_by(**key).values(tapped=tap))

    def case_of(self, session: Session, message: Message) -> Case | None:
        """Return the case that was opened for a message, if there is one."""
        return self._records.find_source(session, source_of(message.id))


def _told(said: HouseText | None) -> Told | None:
    return Told(text=said.text, doc=said.doc, section=said.section, version=said.version) if said else None
