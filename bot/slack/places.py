"""Where a notice goes, and where it stands: a channel, a thread, a person's DM."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.escalation.models import CaseView
from bot.escalation.records import Records, card_key, message_of
from bot.office import Office
from bot.store import messages
from bot.store.keys import Keys
from bot.store.notices import NoticeKind, body_name, find
from bot.store.people import People
from bot.store.tables import Case, Message, Notice

_AT_THE_CARD = (
    NoticeKind.CARD_CHANGED,
    NoticeKind.HISTORY,
    NoticeKind.ALERT,
    NoticeKind.HIDDEN,
    NoticeKind.UNDELIVERED,
)


@dataclass(frozen=True)
class Place:
    """Where something stands or goes: a channel, or a person's DM (`user`); `ts` of the message there."""

    channel: str | None = None
    user: str | None = None
    thread_ts: str | None = None
    ts: str | None = None


class NotYetError(Exception):
    """What a notice belongs to is not posted yet: it must wait."""


class Places:
    """Finds places by the rows; Slack's own names for them are sealed."""

    def __init__(self, keys: Keys, people: People, records: Records, office: Office) -> None:
        self._keys = keys
        self._people = people
        self._records = records
        self._office = office

    def of(
        self, session: Session, notice: Notice, message: Message | None, case: CaseView | None
    ) -> Place | None:
        """Return where a notice goes; None when there is no such place any more.

        Raises:
            NotYetError: it belongs to a card that is not posted yet.
        """
        kind = NoticeKind(notice.kind)
        if case and kind in _AT_THE_CARD:
            card = find(session, notice.council, card_key(case))
            if card and card.done_at is None and card.posted is None:
                raise NotYetError
            posted = self.posted(card) if card else None
            if posted is None or kind is NoticeKind.CARD_CHANGED:
                return posted
            if kind is NoticeKind.HIDDEN:
                return self._hidden_at(session, notice)
            return Place(channel=posted.channel, thread_ts=posted.ts)
        if notice.to_id is None:
            return Place(channel=self._office.council.liaison_channel)
        if message is None and kind is not NoticeKind.WELCOME and notice.case_id:
            message = self._told_in(session, notice)
        body = messages.read(self._keys, message) if message else None
        if body and body.in_dm and message and message.person_id == notice.to_id:
            return Place(channel=body.channel, thread_ts=body.thread_ts or body.ts)
        return Place(user=self._people.slack_id(session, notice.to_id))

    def _hidden_at(self, session: Session, notice: Notice) -> Place | None:
        """Return where the words stand that the member took back."""
        sealer = self._records.sealer_of(session, notice.case_id)
        shown_id = sealer.open(notice.body, body_name(notice.id)) if notice.body else ""
        shown = session.scalars(select(Notice).where(Notice.id == shown_id)).one_or_none()
        return self.posted(shown) if shown else None

    def _told_in(self, session: Session, notice: Notice) -> Message | None:
        """Return the message that a case came from, so that its answers stand in the same thread."""
        case = session.get_one(Case, notice.case_id)
        message_id = message_of(case.source)
        return session.get(Message, message_id) if message_id else None

    def posted(self, notice: Notice) -> Place | None:
        """Return where a notice stands in Slack, once it does."""
        if notice.posted is None:
            return None
        channel, ts = self._keys.open(notice.posted, _posted_name(notice.id)).split(" ")
        return Place(channel=channel, ts=ts)

    def seal(self, notice_id: str, channel: str, ts: str) -> bytes:
        """Return where a notice stands, sealed."""
        return self._keys.seal(f"{channel} {ts}", _posted_name(notice_id))


def _posted_name(notice_id: str) -> str:
    return f"outbox:{notice_id}:posted"
