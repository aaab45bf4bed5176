"""Rows of cases: sealed with the case's own key, read back as views, noted and told of."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.council import Council
from bot.escalation import hours, states
from bot.escalation.models import Actor, CaseBody, CaseEventView, CaseView, Handed, Story
from bot.escalation.states import Action, Status
from bot.models import Level
from bot.store.keys import Keys, Sealer
from bot.store.messages import MessageBody
from bot.store.notices import NoticeKind, find, tell
from bot.store.tables import Case, CaseEvent, Due, Message, Notice

CLAIM_DUE = "claim"
CHOICE_DUE = "choice"
ADDED = "added"
_CHOICE_WAITS = timedelta(days=1)
_FOLLOWED = timedelta(hours=12)
_IS_ACTIVE = Case.status.in_([status.value for status in states.ACTIVE])
_MESSAGE = "message:"


class Records:
    """The case rows of one council. Every method works inside the caller's transaction."""

    def __init__(self, keys: Keys, slug: str, council: Callable[[], Council], clock: Clock) -> None:
        self._keys = keys
        self._slug = slug
        self._council = council
        self._clock = clock

    def open(self, session: Session, story: Story) -> Case:
        """Open a case and tell the liaisons; for a source seen before, return the case that is there."""
        if known := self.find_source(session, story.source):
            return known
        case = self._new(session, story)
        session.add(case)
        session.flush()
        self.note(session, case, "opened")
        self._set_due(session, case)
        self.tell_liaisons(session, case, NoticeKind.CARD, key=card_key(case))
        session.flush()
        return case

    def find_source(self, session: Session, source: str) -> Case | None:
        """Return the row of the case that was opened for this source."""
        return session.scalar(select(Case).where(Case.council == self._slug, Case.source == source))

    def find(self, session: Session, case_id: str, *, lock: bool = False) -> Case | None:
        """Return the row of a case of this council; `lock` holds it until the transaction ends."""
        case = session.get(Case, case_id, with_for_update=lock)
        return case if case and case.council == self._slug else None

    def find_number(self, session: Session, number: int) -> Case | None:
        """Return the row of the case with this number."""
        return session.scalar(select(Case).where(Case.council == self._slug, Case.number == number))

    def case_of(self, session: Session, message: Message) -> Case | None:
        """Return the row of the case that was opened for a message, if there is one."""
        return self.find_source(session, source_of(message.id))

    def case_in_thread(self, session: Session, message: Message) -> Case | None:
        """Return the row of the newest case that came from an earlier message of the same thread and person."""
        sources = self._sources_before(session, message, Message.thread == message.thread)
        return self._newest(session, Case.source.in_(sources))

    def case_before(self, session: Session, message: Message, body: MessageBody) -> Case | None:
        """Return the row of the case that a message follows: of its thread, or of the same DM in the last hours."""
        if body.thread_ts or not body.in_dm:
            return self.case_in_thread(session, message)
        is_new = Message.received_at >= message.received_at - _FOLLOWED
        sources = self._sources_before(session, message, is_new)
        return self._newest(session, Case.source.in_(sources), _IS_ACTIVE)

    def active_case_of(self, session: Session, person_id: str) -> Case | None:
        """Return the row of a person's newest case that is not closed."""
        return self._newest(session, Case.person_id == person_id, _IS_ACTIVE)

    def _sources_before(self, session: Session, message: Message, which: ColumnElement[bool]) -> list[str]:
        """Return the sources that cases of a person's earlier messages would have."""
        earlier = select(Message.id).where(
            Message.council == self._slug,
            Message.person_id == message.person_id,
            Message.id != message.id,
            Message.received_at <= message.received_at,
            which,
        )
        return [source_of(message_id) for message_id in session.scalars(earlier)]

    def _newest(self, session: Session, *which: ColumnElement[bool]) -> Case | None:
        found = select(Case).where(Case.council == self._slug, *which)
        return session.scalar(found.order_by(Case.number.desc()).limit(1))

    def is_undelivered(self, session: Session, case: Case) -> bool:
        """Return whether nobody has read a case, because its card could not be delivered."""
        card = find(session, self._slug, card_key(case))
        return card is not None and card.failed is not None

    def conflicted(self, session: Session, case: Case | CaseView) -> set[str]:
        """Return the row ids of who has said that they are close to somebody in a case."""
        said = select(CaseEvent.actor_id).where(
            CaseEvent.case_id == case.id, CaseEvent.kind == Action.CONFLICT.value
        )
        return {person_id for person_id in session.scalars(said) if person_id}

    def has_close_onlooker(self, session: Session, case: Case | CaseView) -> bool:
        """Return whether a case stands where somebody can see it who has said that they are close to it."""
        return case.reader_id is None and bool(self.conflicted(session, case))

    def all(self, session: Session) -> list[Case]:
        """Return the rows of all cases, the newest first; their words stay sealed."""
        found = session.scalars(select(Case).where(Case.council == self._slug).order_by(Case.number.desc()))
        return list(found)

    def view(self, case: Case) -> CaseView:
        """Return a case as it stands, decrypted."""
        fields = {name: getattr(case, name) for name in CaseView.model_fields if name != "body"}
        body = CaseBody.model_validate_json(self.sealer(case).open(case.body, _body_name(case.id)))
        return CaseView(**fields, body=body)

    def history(self, session: Session, case: Case) -> list[CaseEventView]:
        """Return what happened to a case, oldest first, decrypted."""
        sealer = self.sealer(case)
        rows = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id))
        return [
            CaseEventView(
                at=row.at,
                actor_id=row.actor_id,
                kind=row.kind,
                detail=sealer.open(row.detail, _event_name(case.id)) if row.detail else None,
            )
            for row in rows
        ]

    def note(
        self,
        session: Session,
        case: Case,
        kind: str,
        *,
        actor: Actor | None = None,
        detail: str | None = None,
    ) -> None:
        """Add to the history of a case; `actor` is a liaison, or nobody of the desk."""
        session.add(
            CaseEvent(
                council=self._slug,
                case_id=case.id,
                at=self._clock.now(),
                actor_id=actor.person_id if actor else None,
                kind=kind,
                detail=self.sealer(case).seal(detail, _event_name(case.id)) if detail else None,
            )
        )

    def remind(self, session: Session, due: Due) -> None:
        """Tell, once, of what still waits: a case for a liaison, a choice for its member."""
        due.done_at = self._clock.now()
        if due.kind == CHOICE_DUE:
            message = session.get_one(Message, due.message_id)
            if message.handed == Handed.CHOOSE:
                self.tell_choice(session, message, key=f"choice again:{message.id}")
            return
        case = session.get_one(Case, due.case_id)
        if states.allows(Status(case.status), Action.CLAIM):
            self.note(session, case, "reminded")
            self.alert(session, case, "Nobody has claimed this yet.", f"due:{due.id}")

    def ask_again_tomorrow(self, session: Session, message: Message) -> None:
        """Remind the member once of a choice that is theirs; nothing is ever sent by itself (care.md 10)."""
        at = self._clock.now() + _CHOICE_WAITS
        session.add(Due(council=self._slug, message_id=message.id, kind=CHOICE_DUE, due_at=at))

    def tell_choice(self, session: Session, message: Message, key: str) -> None:
        """Ask the member who may read their message."""
        tell(
            session,
            self._slug,
            NoticeKind.CHOICE,
            key=key,
            now=self._clock.now(),
            to=message.person_id,
            message_id=message.id,
        )

    def close_due(self, session: Session, case: Case) -> None:
        """Mark what was due for a case as done."""
        session.execute(
            update(Due).where(Due.case_id == case.id, Due.done_at.is_(None)).values(done_at=self._clock.now())
        )

    def make_due_again(self, session: Session, case: Case) -> None:
        """Ask for somebody again: a case was given back."""
        case.due_at = hours.due(self._council(), Level(case.level), self._clock.now())
        self._set_due(session, case)

    def _set_due(self, session: Session, case: Case) -> None:
        known = select(Due).filter_by(council=self._slug, case_id=case.id, kind=CLAIM_DUE, due_at=case.due_at)
        if row := session.scalar(known):
            row.done_at = None
        else:
            session.add(Due(council=self._slug, case_id=case.id, kind=CLAIM_DUE, due_at=case.due_at))

    def tell_member(
        self,
        session: Session,
        case: Case,
        kind: NoticeKind,
        key: str,
        body: str | None = None,
        message_id: str | None = None,
    ) -> None:
        """Write a notice to the member whose case it is; `message_id`: the message that it answers."""
        self._tell(session, case, kind, key, case.person_id, body, message_id)

    def tell_liaisons(
        self, session: Session, case: Case, kind: NoticeKind, key: str, body: str | None = None
    ) -> None:
        """Write a notice to who reads the case: the liaison channel, or the one chosen reader."""
        self._tell(session, case, kind, key, case.reader_id, body)

    def tell_history(self, session: Session, case: Case, text: str, key: str | None = None) -> None:
        """Write a line into the thread of the case's card."""
        key = key or f"history:{uuid.uuid4().hex}"
        self.tell_liaisons(session, case, NoticeKind.HISTORY, key, body=text)

    def alert(self, session: Session, case: Case, text: str, key: str) -> None:
        """Write a line into the thread of the case's card, and call who has it, or else all who read it."""
        self.tell_liaisons(session, case, NoticeKind.ALERT, key, body=text)

    def hide_additions(self, session: Session, case: Case) -> None:
        """Take what the member added out of the thread of the card."""
        added = select(Notice.id).where(
            Notice.case_id == case.id,
            Notice.kind == NoticeKind.ALERT.value,
            Notice.key.startswith(f"{ADDED}:"),
        )
        for notice_id in session.scalars(added).all():
            key = f"hidden:{notice_id}"
            self.tell_liaisons(session, case, NoticeKind.HIDDEN, key, body=notice_id)

    def sealer_of(self, session: Session, case_id: str | None) -> Sealer:
        """Return what seals a notice: the key of its case, or the master key."""
        case = self.find(session, case_id) if case_id else None
        return self.sealer(case) if case else self._keys

    def sealer(self, case: Case) -> Sealer:
        """Return what seals and opens the words of a case."""
        return self._keys.case_sealer(case.data_key, case.id)

    def _tell(
        self,
        session: Session,
        case: Case,
        kind: NoticeKind,
        key: str,
        to: str | None,
        body: str | None,
        message_id: str | None = None,
    ) -> None:
        tell(
            session,
            self._slug,
            kind,
            key=key,
            now=self._clock.now(),
            to=to,
            case_id=case.id,
            message_id=message_id,
            body=body,
            sealer=self.sealer(case),
        )

    def _new(self, session: Session, story: Story) -> Case:
        now = self._clock.now()
        case_id = uuid.uuid4().hex
        data_key = self._keys.new_case_key(case_id)
        sealer = self._keys.case_sealer(data_key, case_id)
        last = session.scalar(select(func.max(Case.number)).where(Case.council == self._slug))
        return Case(
            id=case_id,
            council=self._slug,
            number=(last or 0) + 1,
            source=story.source,
            person_id=story.person_id,
            reader_id=story.reader_id,
            level=story.level.value,
            status=Status.OPEN.value,
            named=story.named,
            words_shared=story.words_shared,
            data_key=data_key,
            body=sealer.seal(story.body.model_dump_json(), _body_name(case_id)),
            opened_at=now,
            due_at=hours.due(self._council(), story.level, now),
        )


def card_key(case: Case | CaseView) -> str:
    """Return the key of the notice that is the case's card where it is read now."""
    return f"card:{case.id}:{case.reader_id or 'all'}"


def source_of(message_id: str) -> str:
    """Return what a case that came from a message has as its source."""
    return f"{_MESSAGE}{message_id}"


def message_of(source: str) -> str | None:
    """Return the id of the message that a case came from; None: it came from a press."""
    return source.removeprefix(_MESSAGE) if source.startswith(_MESSAGE) else None


def _body_name(case_id: str) -> str:
    return f"cases:{case_id}:body"


def _event_name(case_id: str) -> str:
    return f"case_events:{case_id}:detail"
