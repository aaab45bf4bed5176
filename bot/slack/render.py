"""From a notice row to what is posted, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.council import Council
from bot.escalation.handover import Handed, Handover
from bot.escalation.inside import readers
from bot.escalation.models import CaseView
from bot.escalation.records import Records, card_key, message_of
from bot.models import Level, Reply
from bot.office import Office
from bot.slack.cards import notes
from bot.slack.cards.answer import answer_blocks, answer_card
from bot.slack.cards.blocks import Block, Card, section
from bot.slack.cards.case import CardPeople, case_card
from bot.slack.cards.notes import Refused, choice_row
from bot.slack.cards.receipt import STUB, receipt_blocks
from bot.slack.text import escape, inline, mrkdwn
from bot.store import messages
from bot.store.database import Database
from bot.store.notices import NoticeKind, body_name, find
from bot.store.people import People
from bot.store.tables import Case, Message, Notice, Person


@dataclass(frozen=True)
class Place:
    """Where something stands or goes: a channel, or a person's DM (`user`); `ts` of the message there."""

    channel: str | None = None
    user: str | None = None
    thread_ts: str | None = None
    ts: str | None = None


@dataclass(frozen=True)
class Post:
    """A card and its place. With `place.ts` it replaces what stands there.

    `stands`: where an earlier try has put it, if it came so far.
    """

    card: Card
    place: Place
    stands: Place | None = None


class Renderer:
    """Reads what a notice tells of, decrypts it and makes the card."""

    def __init__(
        self,
        database: Database,
        people: People,
        records: Records,
        handover: Handover,
        office: Office,
        clock: Clock,
    ) -> None:
        self._database = database
        self._people = people
        self._records = records
        self._handover = handover
        self._office = office
        self._clock = clock

    def render(self, notice_id: str) -> Post | None:
        """Return what is to be posted; None when there is nothing left to tell."""
        with self._database.read() as session:
            notice = session.query(Notice).filter_by(id=notice_id).one()
            sealer = self._handover.sealer(session, notice.case_id)
            body = sealer.open(notice.body, body_name(notice.id)) if notice.body else ""
            message = session.get(Message, notice.message_id) if notice.message_id else None
            row = self._records.find(session, notice.case_id) if notice.case_id else None
            case = self._records.view(row) if row else None
            card = self._card(session, NoticeKind(notice.kind), body, message, case)
            place = self._place(session, notice, message)
            return Post(card, place, self._posted(notice)) if card and place else None

    def _card(
        self,
        session: Session,
        kind: NoticeKind,
        body: str,
        message: Message | None,
        case: CaseView | None,
    ) -> Card | None:
        council, now = self._office.council, self._clock.now()
        if kind is NoticeKind.WELCOME:
            return notes.welcome(council)
        if kind is NoticeKind.SUPPORT:
            return notes.support()
        if kind is NoticeKind.REFUSED:
            return notes.refused(Refused(body), council)
        if kind is NoticeKind.MARKED:
            return notes.marked(body, self._first_reader(session, case), case)
        if message and kind is NoticeKind.ANSWER:
            return self._answer(session, Reply.model_validate_json(body), message, case)
        if message and kind is NoticeKind.CHOICE:
            return self._choice(session, message, council)
        if case is None:
            return None
        if kind in (NoticeKind.CARD, NoticeKind.CARD_CHANGED):
            return case_card(case, self._card_people(session, case), now)
        if kind is NoticeKind.RECEIPT:
            return self._receipt(session, case, council, now)
        if kind is NoticeKind.CLAIMED:
            return notes.claimed(case, self._name(session, case.claimed_by))
        if kind is NoticeKind.RELAYED:
            return notes.relayed(case, self._name(session, case.claimed_by), body)
        return {
            NoticeKind.RESOLVED: notes.resolved(case),
            NoticeKind.WITHDRAWN: notes.withdrawn(case),
            NoticeKind.HISTORY: notes.history(body),
        }[kind]

    def _answer(self, session: Session, reply: Reply, message: Message, case: CaseView | None) -> Card:
        council = self._office.council
        handed = Handed(message.handed) if message.handed else None
        kept = messages.read(self._database.keys, message)
        below: list[Block] = []
        stub = None
        if case:
            below = receipt_blocks(case, council, self._clock.now(), self._first_reader(session, case))
            # An urgent answer is never held back behind a stub (care.md 13).
            stub = None if case.level is Level.URGENT else STUB
        elif handed is Handed.CHOOSE:
            below = [choice_row(message.id, council, self._reader_ids(session, council))]
            stub = STUB
        elif handed is Handed.NOBODY:
            below = notes.other_routes(council).blocks
            stub = None if reply.risk.level is Level.URGENT else STUB
        return answer_card(
            reply,
            message.id,
            below=below,
            stub=stub,
            unread_files=kept.files if kept else 0,
            asks=handed is Handed.ASKED,
        )

    def _choice(self, session: Session, message: Message, council: Council) -> Card:
        names = ", ".join(person.name for person in readers(council))
        told = self._office.house.canned("told_choose", names=names)
        return notes.choice(message.id, told, council, self._reader_ids(session, council))

    def _receipt(self, session: Session, case: CaseView, council: Council, now: datetime) -> Card:
        reader = self._first_reader(session, case)
        told = self._office.house.canned("told_opened", name=reader)
        advice = [section(f"*Until {inline(reader)} answers:*")] if case.body.told else []
        until = answer_blocks(case.body.told.text) if case.body.told else []
        blocks = [section(mrkdwn(told)), *receipt_blocks(case, council, now, reader), *advice, *until]
        return Card(text=escape(told), blocks=blocks, stub=STUB)

    def _place(self, session: Session, notice: Notice, message: Message | None) -> Place | None:
        kind = NoticeKind(notice.kind)
        if kind in (NoticeKind.CARD_CHANGED, NoticeKind.HISTORY):
            card = find(session, notice.council, card_key(notice.case_id or ""))
            posted = self._posted(card) if card else None
            if posted is None:
                return None
            if kind is NoticeKind.HISTORY:
                return Place(channel=posted.channel, thread_ts=posted.ts)
            return posted
        if notice.to_id is None:
            return Place(channel=self._office.council.liaison_channel)
        if message is None and kind is not NoticeKind.WELCOME and notice.case_id:
            message = self._told_in(session, notice)
        body = messages.read(self._database.keys, message) if message else None
        if body and body.in_dm and message and message.person_id == notice.to_id:
            return Place(channel=body.channel, thread_ts=body.thread_ts or body.ts)
        return Place(user=self._people.slack_id(session, notice.to_id))

    def _told_in(self, session: Session, notice: Notice) -> Message | None:
        """Return the message that a case came from, so that its answers stand in the same thread."""
        case = session.get_one(Case, notice.case_id)
        message_id = message_of(case.source)
        return session.get(Message, message_id) if message_id else None

    def _posted(self, notice: Notice) -> Place | None:
        """Return where a notice stands in Slack, once it does."""
        if notice.posted is None:
            return None
        channel, ts = self._database.keys.open(notice.posted, _posted_name(notice.id)).split(" ")
        return Place(channel=channel, ts=ts)

    def seal_posted(self, notice_id: str, channel: str, ts: str) -> bytes:
        """Return where a notice stands, sealed."""
        return self._database.keys.seal(f"{channel} {ts}", _posted_name(notice_id))

    def _card_people(self, session: Session, case: CaseView) -> CardPeople:
        member = f"<@{self._people.slack_id(session, case.person_id)}>" if case.named else None
        claimed = f"<@{self._people.slack_id(session, case.claimed_by)}>" if case.claimed_by else None
        return CardPeople(member=member, claimed_by=claimed)

    def _first_reader(self, session: Session, case: CaseView | None) -> str:
        people = readers(self._office.council)
        if case and case.reader_id:
            return self._name(session, case.reader_id)
        return people[0].name if people else "the liaison"

    def _name(self, session: Session, person_id: str | None) -> str:
        if person_id is None or session.get(Person, person_id) is None:
            return "The liaison"
        slack_id = self._people.slack_id(session, person_id)
        known = (one.name for one in readers(self._office.council) if one.slack == slack_id)
        return next(known, "The liaison")

    def reader_ids(self) -> list[str]:
        """Return the row ids of who reads cases, in the order of the council's file."""
        with self._database.read() as session:
            return self._reader_ids(session, self._office.council)

    def name_of(self, person_id: str | None) -> str:
        """Return the name by which the council's file knows somebody of the desk."""
        with self._database.read() as session:
            return self._name(session, person_id)

    def _reader_ids(self, session: Session, council: Council) -> list[str]:
        return [self._people.known_id(session, person.slack) or "" for person in readers(council)]


def _posted_name(notice_id: str) -> str:
    return f"outbox:{notice_id}:posted"
