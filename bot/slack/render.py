"""From a notice row to what is posted, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.council import Council
from bot.escalation.models import CaseView, Handed
from bot.escalation.opening import Opening
from bot.escalation.records import ADDED, Records, message_of
from bot.escalation.states import ACTIVE, Status
from bot.models import Danger, Level, Reply
from bot.office import Office
from bot.slack.cards import notes
from bot.slack.cards.answer import answer_blocks, answer_card
from bot.slack.cards.blocks import Block, Card, section
from bot.slack.cards.case import CardPeople, case_card
from bot.slack.cards.notes import Refused, choice_row
from bot.slack.cards.receipt import STUB, receipt_blocks
from bot.slack.following import case_before
from bot.slack.places import Place, Places
from bot.slack.text import escape, inline, mrkdwn
from bot.store import messages
from bot.store.database import Database
from bot.store.notices import NoticeKind, answer_key, body_name, chosen_key, find
from bot.store.people import People
from bot.store.tables import Case, Message, Notice


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
        opening: Opening,
        office: Office,
        places: Places,
        clock: Clock,
    ) -> None:
        self._database = database
        self._people = people
        self._records = records
        self._opening = opening
        self._office = office
        self._clock = clock
        self._places = places

    def render(self, notice_id: str) -> Post | None:
        """Return what is to be posted; None when there is nothing left to tell."""
        with self._database.read() as session:
            notice = session.query(Notice).filter_by(id=notice_id).one()
            row = self._records.find(session, notice.case_id) if notice.case_id else None
            case = self._records.view(row) if row else None
            shown = self._shown(session, notice, row)
            message = session.get(Message, shown.message_id) if shown and shown.message_id else None
            card = self._card(session, shown, message, case) if shown else None
            place = self._places.of(session, notice, message, case)
            if shown and shown is not notice:
                place = self._places.posted(shown)
            return Post(card, place, self._places.posted(notice)) if card and place else None

    def _shown(self, session: Session, notice: Notice, case: Case | None) -> Notice | None:
        """Return the notice that shows what has changed: a case's receipt, an answer; else the notice itself."""
        if notice.kind == NoticeKind.CHOSEN and notice.message_id:
            return find(session, notice.council, answer_key(notice.message_id))
        if notice.kind != NoticeKind.RECEIPT_CHANGED or case is None:
            return notice
        message_id = message_of(case.source)
        keys = (f"receipt:{case.id}", answer_key(message_id or ""), f"marked:{message_id}")
        return next((found for key in keys if (found := find(session, notice.council, key))), None)

    def _card(
        self, session: Session, notice: Notice, message: Message | None, case: CaseView | None
    ) -> Card | None:
        kind = NoticeKind(notice.kind)
        sealer = self._records.sealer_of(session, notice.case_id)
        body = sealer.open(notice.body, body_name(notice.id)) if notice.body else ""
        council, now = self._office.council, self._clock.now()
        if kind is NoticeKind.WELCOME:
            return notes.welcome(council)
        if kind is NoticeKind.SUPPORT:
            return notes.support()
        if kind is NoticeKind.REFUSED:
            if case:
                return notes.has_left(case, self._opening.who_reads(session, case))
            return notes.refused(Refused(body), council)
        if kind is NoticeKind.ROUTES:
            return notes.other_routes(council)
        if kind is NoticeKind.NOTE:
            return notes.note(body)
        if kind is NoticeKind.CORRECTION:
            return notes.correction(body)
        if kind is NoticeKind.UNREACHED:
            return self._unreached(session, case, council)
        if kind is NoticeKind.MARKED:
            reader = self._opening.who_reads(session, case)
            below = receipt_blocks(case, council, now, reader, self._claimant(session, case)) if case else []
            return notes.marked(body, reader, below)
        if message and kind is NoticeKind.ANSWER:
            return self._answer(session, Reply.model_validate_json(body), message, case)
        if message and kind is NoticeKind.CHOICE:
            return self._choice(session, message, council)
        if case is None:
            return None
        if kind in (NoticeKind.CARD, NoticeKind.CARD_CHANGED):
            return case_card(case, self._card_people(session, case), now, self._called(session, case))
        if kind is NoticeKind.ALERT:
            taken_back = case.status is Status.WITHDRAWN and notice.key.startswith(f"{ADDED}:")
            return notes.history(notes.TAKEN_BACK if taken_back else body, self._called(session, case))
        if kind is NoticeKind.HIDDEN:
            return notes.history(notes.TAKEN_BACK)
        if kind is NoticeKind.UNDELIVERED:
            return notes.history(notes.UNDELIVERED, self._called(session, case))
        if kind is NoticeKind.GIVEN_BACK:
            return self._given_back(session, case, body)
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
            reader = self._opening.who_reads(session, case)
            below = receipt_blocks(case, council, self._clock.now(), reader, self._claimant(session, case))
            # What was said of the case when it was opened stands last in the answer.
            head = reply.answer.rpartition("\n\n")[0] if reply.case else reply.answer
            reply = reply.model_copy(update={"answer": f"{head}\n\n{self._told_now(case, reader)}"})
            # An urgent answer is never held back behind a stub (care.md 13).
            stub = None if case.level is Level.URGENT else STUB
        elif handed is Handed.CHOOSE:
            below = [choice_row(message.id, council, self._opening.reader_ids(session))]
            stub = STUB
        elif handed in (Handed.NOBODY, Handed.ALL_INVOLVED):
            below = notes.other_routes(council).blocks
            if handed is Handed.ALL_INVOLVED:
                below = [choice_row(message.id, council, self._opening.reader_ids(session)), *below]
            stub = None if reply.risk.level is Level.URGENT else STUB
        elif handed in (None, Handed.LEFT):
            below = self._not_added(session, message)
        return answer_card(
            reply,
            message.id,
            below=below,
            stub=stub,
            unread_files=kept.files if kept else 0,
            asks=handed is Handed.ASKED,
            chosen=self._chosen(session, message),
        )

    def _chosen(self, session: Session, message: Message) -> str | None:
        """Return what was chosen in answer to the question back about a message."""
        notice = find(session, message.council, chosen_key(message.id))
        return self._database.keys.open(notice.body, body_name(notice.id)) if notice and notice.body else None

    def _choice(self, session: Session, message: Message, council: Council) -> Card:
        names = ", ".join(person.name for person in self._opening.readers())
        told = self._office.house.canned("told_choose", names=names)
        return notes.choice(message.id, told, council, self._opening.reader_ids(session))

    def _not_added(self, session: Session, message: Message) -> list[Block]:
        """Return the way to add a message to the open case of its thread: nothing goes there by itself."""
        kept = messages.read(self._database.keys, message)
        row = case_before(session, self._records, message, kept) if kept else None
        case = self._records.view(row) if row else None
        if case is None or case.status not in ACTIVE:
            return []
        return notes.not_added(case, message.id, self._opening.who_reads(session, case))

    def _unreached(self, session: Session, case: CaseView | None, council: Council) -> Card:
        """Say that whoever should have been told could not be reached."""
        contact = council.wellbeing_contact.name
        name = self._opening.who_reads(session, case) if case else contact
        danger = None if case else self._office.house.danger(Danger.SELF_HARM, council, self._clock.now())
        told = self._office.house.canned("told_unreached", name=name)
        return notes.unreached(told, council, danger.text if danger else None)

    def _given_back(self, session: Session, case: CaseView, giver_id: str) -> Card:
        row = session.get_one(Case, case.id)
        left = self._opening.readers_left(session, row)
        others = {one: self._opening.name_of(session, one) or "" for one in left}
        council = self._office.council
        is_close = giver_id in self._records.conflicted(session, row)
        return notes.given_back(case, self._name(session, giver_id), others, council, is_close=is_close)

    def _receipt(self, session: Session, case: CaseView, council: Council, now: datetime) -> Card:
        reader = self._opening.who_reads(session, case)
        told = self._told_now(case, reader)
        advice = [section(f"*Until {inline(reader)} answers:*")] if case.body.told else []
        until = answer_blocks(case.body.told.text) if case.body.told else []
        blocks = [
            section(mrkdwn(told)),
            *receipt_blocks(case, council, now, reader, self._claimant(session, case)),
            *advice,
            *until,
        ]
        return Card(text=escape(told), blocks=blocks, stub=STUB)

    def _card_people(self, session: Session, case: CaseView) -> CardPeople:
        member = self._mention(session, case)
        if member and self._records.has_close_onlooker(session, case):
            # The card stands where somebody who is close to it can read it.
            member = "named, in *Whole text*"
        claimed = self._at(session, case.claimed_by) if case.claimed_by else None
        return CardPeople(member=member, claimed_by=claimed)

    def member_of(self, case: CaseView) -> str | None:
        """Return the mention of whose case it is, where they are named."""
        with self._database.read() as session:
            return self._mention(session, case)

    def _mention(self, session: Session, case: CaseView) -> str | None:
        return self._at(session, case.person_id) if case.named else None

    def _at(self, session: Session, person_id: str) -> str:
        return f"<@{self._people.slack_id(session, person_id)}>"

    def _claimant(self, session: Session, case: CaseView) -> str | None:
        return self._name(session, case.claimed_by) if case.claimed_by else None

    def _told_now(self, case: CaseView, reader: str) -> str:
        """Return what a member is told of their case as it stands: the first words may have become untrue."""
        house = self._office.house
        if case.status is Status.WITHDRAWN:
            return house.canned("told_withdrawn", reference=case.reference)
        if case.status is Status.RESOLVED:
            return house.canned("told_resolved", reference=case.reference)
        if case.level is Level.URGENT:
            return house.canned("told_urgent", name=reader)
        return house.canned("told_named" if case.named else "told_opened", name=reader)

    def _called(self, session: Session, case: CaseView) -> str:
        """Return the mention that calls who has a case, its one reader, or all who read it."""
        person_id = case.claimed_by or case.reader_id
        if person_id:
            return self._at(session, person_id)
        listed = self._office.council.roles.liaisons
        return " ".join(f"<!subteam^{one}>" if one.startswith("S") else f"<@{one}>" for one in listed)

    def _name(self, session: Session, person_id: str | None) -> str:
        return self._opening.name_of(session, person_id) or "The liaison"
