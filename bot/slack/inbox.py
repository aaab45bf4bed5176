"""The inbox: a message is screened for protective markings, encrypted and recorded; then acknowledged.

Slack delivers again what was not acknowledged, and tells of a mention twice (`app_mention` and `message`).
All of these meet in one row, on (team, channel, ts). The words of a form are a message too.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.privacy.markings import marking
from bot.slack.press import Press
from bot.slack.text import plain
from bot.slack.threads import Threads
from bot.slack.wire import Identity
from bot.store import messages
from bot.store.database import Database
from bot.store.inserts import insert_once
from bot.store.messages import Errand, MessageBody
from bot.store.notices import NoticeKind, chosen_key, tell
from bot.store.people import People
from bot.store.tables import Message

_HEARD_SUBTYPES = (None, "file_share", "thread_broadcast", "me_message")


class Recorded(StrEnum):
    """What became of the words of a form, or of a choice."""

    KEPT = "kept"
    GONE = "gone"
    """The message that it belongs to is not kept any more, or is not theirs."""
    SENT_BEFORE = "sent before"
    """Another version of the same form was worked on already."""


class Inbox:
    """Its `record` is a bolt middleware: what it has recorded survives anything that comes after."""

    def __init__(
        self,
        database: Database,
        people: People,
        identity: Identity,
        clock: Clock,
        threads: Threads,
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._people = people
        self._identity = identity
        self._clock = clock
        self._threads = threads
        self._wake = wake

    async def record(self, body: dict[str, Any], next: Callable[[], Awaitable[None]]) -> None:
        """Record what somebody said to the assistant; bolt acknowledges after this."""
        event = body.get("event") or {}
        if self._is_for_us(event):
            # A failure here leaves the message unacknowledged, so that Slack delivers it again.
            await self._threads.store(self._record, body.get("team_id") or "", event)
            self._wake()
        await next()

    async def record_form(self, press: Press, text: str, origin_id: str, errand: Errand) -> Recorded:
        """Record the words of a form before it is acknowledged, in the place of the message it belongs to."""
        recorded = await self._threads.store(self._record_form, press, text, origin_id, errand)
        self._wake()
        return recorded

    async def record_choice(self, press: Press, origin_id: str, label: str) -> Recorded:
        """Record what somebody chose as their next message, before it is acknowledged; the first choice counts."""
        recorded = await self._threads.store(self._record_choice, press, origin_id, label)
        self._wake()
        return recorded

    def _is_for_us(self, event: dict[str, Any]) -> bool:
        if event.get("bot_id") or event.get("subtype") not in _HEARD_SUBTYPES:
            return False
        if not (event.get("user") and event.get("ts")) or event["user"] == self._identity.user:
            return False
        if event.get("type") == "app_mention":
            return True
        in_dm = event.get("channel_type") == "im"
        return event.get("type") == "message" and (in_dm or self._mentions_us(event))

    def _mentions_us(self, event: dict[str, Any]) -> bool:
        text = event.get("text") or ""
        return any(f"<@{self._identity.user}{end}" in text for end in (">", "|"))

    def _record(self, team: str, event: dict[str, Any]) -> None:
        keys = self._database.keys
        channel, ts = event["channel"], event["ts"]
        key = keys.hash("message", team, channel, ts)
        thread = keys.hash("thread", team, channel, event.get("thread_ts") or ts)
        body = _screened(event, self._identity.user)
        with self._database.write() as session:
            person_id = self._people.id_of(session, event["user"])
            if not self._insert(session, key, thread, person_id, body):
                self._complete(session, key, body)

    def _record_form(self, press: Press, text: str, origin_id: str, errand: Errand) -> Recorded:
        with self._database.write() as session:
            origin = session.get(Message, origin_id)
            place = messages.read(self._database.keys, origin) if origin else None
            person_id = self._people.id_of(session, press.user)
            if origin is None or place is None or origin.person_id != person_id:
                return Recorded.GONE
            body = place.model_copy(update={"text": text, "files": 0, "marking": None, "errand": errand})
            if self._insert(session, press.key, origin.thread, person_id, body):
                return Recorded.KEPT
            # Sent again after a time-out, perhaps with other words: they count while the first lie here.
            message = session.scalars(
                select(Message).filter_by(council=self._database.council, key=press.key)
            ).one()
            kept = messages.read(self._database.keys, message)
            if kept == body:
                return Recorded.KEPT
            if message.done_at or message.lease_owner or kept is None:
                return Recorded.SENT_BEFORE
            message.body = messages.seal(self._database.keys, message.id, body)
            return Recorded.KEPT

    def _record_choice(self, press: Press, origin_id: str, label: str) -> Recorded:
        keys = self._database.keys
        with self._database.write() as session:
            origin = session.get(Message, origin_id)
            place = messages.read(keys, origin) if origin else None
            person_id = self._people.id_of(session, press.user)
            if origin is None or place is None or origin.person_id != person_id:
                return Recorded.GONE
            # In a DM without threads the answer stands in a thread of its message: what is chosen goes on there.
            said = {"text": label, "files": 0, "marking": None, "errand": None}
            body = place.model_copy(update={**said, "thread_ts": place.thread_ts or place.ts})
            key = keys.hash("choice", origin_id)
            if not self._insert(session, key, origin.thread, person_id, body):
                return Recorded.SENT_BEFORE
            tell(
                session,
                self._database.council,
                NoticeKind.CHOSEN,
                key=chosen_key(origin_id),
                now=self._clock.now(),
                to=person_id,
                message_id=origin_id,
                body=label,
                sealer=keys,
            )
            return Recorded.KEPT

    def _insert(self, session: Session, key: bytes, thread: bytes, person_id: str, body: MessageBody) -> bool:
        message_id = uuid.uuid4().hex
        now = self._clock.now()
        return insert_once(
            session,
            Message,
            id=message_id,
            council=self._database.council,
            key=key,
            thread=thread,
            person_id=person_id,
            body=messages.seal(self._database.keys, message_id, body),
            received_at=now,
            next_at=now,
            attempts=0,
        )

    def _complete(self, session: Session, key: bytes, seen: MessageBody) -> None:
        """Add to a message what its twin alone tells: `app_mention` says nothing of files."""
        keys = self._database.keys
        found = select(Message).filter_by(council=self._database.council, key=key)
        message = session.scalars(found).one()
        kept = messages.read(keys, message)
        if kept is None or message.done_at or (seen.files, seen.marking) == (kept.files, kept.marking):
            return
        marked = kept.marking or seen.marking
        changed = {
            "files": max(kept.files, seen.files),
            "marking": marked,
            "text": "" if marked else kept.text,
        }
        message.body = messages.seal(keys, message.id, kept.model_copy(update=changed))


def _screened(event: dict[str, Any], bot_user: str) -> MessageBody:
    """Return what is kept of a message: of a marked one, only that it was marked."""
    files = event.get("files") or []
    text = plain(event.get("text") or "", bot_user)
    marked = marking(text, [str(file.get("name") or file.get("title") or "") for file in files])
    return MessageBody(
        text="" if marked else text,
        marking=marked,
        files=len(files),
        channel=event["channel"],
        ts=event["ts"],
        thread_ts=event.get("thread_ts"),
        in_dm=event.get("channel_type") == "im",
    )
