"""The inbox: a message is screened for protective markings, encrypted and recorded; then acknowledged.

Slack delivers again what was not acknowledged, and tells of a mention twice (`app_mention` and `message`).
All of these meet in one row, on (team, channel, ts).
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from bot.clock import Clock
from bot.privacy.markings import marking
from bot.slack.text import plain
from bot.slack.threads import Threads
from bot.slack.wire import Identity
from bot.store import messages
from bot.store.database import Database
from bot.store.inserts import insert_once
from bot.store.messages import MessageBody
from bot.store.people import People
from bot.store.tables import Message

_HEARD_SUBTYPES = (None, "file_share")


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
        keys, slug = self._database.keys, self._database.council
        channel, ts = event["channel"], event["ts"]
        message_id = uuid.uuid4().hex
        body = _screened(event, self._identity.user)
        now = self._clock.now()
        with self._database.write() as session:
            insert_once(
                session,
                Message,
                id=message_id,
                council=slug,
                key=keys.hash("message", team, channel, ts),
                thread=keys.hash("thread", team, channel, event.get("thread_ts") or ts),
                person_id=self._people.id_of(session, event["user"]),
                body=messages.seal(keys, message_id, body),
                received_at=now,
                next_at=now,
                attempts=0,
            )


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
