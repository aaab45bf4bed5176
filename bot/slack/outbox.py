"""The outbox: posts what must be told, once, through crashes, rate limits and broken connections.

Before a second try Slack is asked whether the first one arrived: every message carries its row's id in its
metadata. Cases and replies are posted as a stub first and then filled in (care.md 13). What goes to one place
goes in order.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.slack.cards.blocks import Card, section
from bot.slack.delivery import code_of, judge, was_refused
from bot.slack.places import NotYetError, Place, Places
from bot.slack.render import Post, Renderer
from bot.slack.threads import Threads
from bot.slack.wire import Wire
from bot.store.notices import NoticeKind
from bot.store.outbox_rows import OutboxRows, Taken

log = logging.getLogger(__name__)

METADATA = "council_guide_notice"
# How far back Slack is asked: the machine's clock and Slack's may differ.
_LOOK_BACK = timedelta(minutes=5)
_LOOK_UP = 200
_NOT_YET = timedelta(seconds=1)
_STUB_IS_GONE = ("message_not_found", "cant_update_message", "edit_window_closed")
_BAD_BLOCKS = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long")


class Outbox:
    """Delivers what waits, lane by lane."""

    def __init__(
        self,
        rows: OutboxRows,
        renderer: Renderer,
        places: Places,
        wire: Wire,
        clock: Clock,
        threads: Threads,
        stand_in: Callable[[], str | None],
    ) -> None:
        """`stand_in`: whose DM gets a card when the liaison channel cannot be reached (a person's id)."""
        self._rows = rows
        self._renderer = renderer
        self._places = places
        self._client = wire.client
        self._poster = wire.poster
        self._clock = clock
        self._threads = threads
        self._stand_in = stand_in

    async def waiting_lanes(self) -> list[str]:
        """Return the lanes that have something to deliver now."""
        return await self._threads.store(self._rows.waiting_lanes)

    async def deliver(self, lane: str) -> None:
        """Deliver what waits in a lane, in order, until nothing is left or one must wait."""
        while taken := await self._threads.store(self._rows.take_next, lane):
            if not await self._deliver(taken):
                return

    async def _deliver(self, taken: Taken) -> bool:
        """Deliver one notice; False when the lane must wait."""
        try:
            post = await self._threads.store(self._renderer.render, taken.id)
            if post is None:
                await self._threads.store(self._rows.fail, taken.id, "nothing_to_tell")
                return True
            if post.place.ts:
                await self._fill_in(post.place, post.card)
            else:
                await self._post(taken, post)
            await self._threads.store(self._rows.finish, taken.id)
        except NotYetError:
            await self._threads.store(self._rows.retry, taken.id, self._clock.now() + _NOT_YET)
            return False
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            return await self._failed(taken, error)
        except Exception as error:  # one broken notice must not hold up its lane, nor end the process
            log.error("A notice (%s) cannot be shown: %s.", taken.kind, type(error).__name__)
            await self._threads.store(self._rows.give_up, taken.id, f"error {type(error).__name__}")
        return True

    async def _post(self, taken: Taken, post: Post) -> None:
        """Post a card, unless an earlier try did; a stub is filled in afterwards."""
        channel = post.place.channel or await self._open_dm(post.place.user or "")
        place = post.stands
        if place is None and taken.first_tried_at:
            place = await self._look_up(taken.id, channel, post.place.thread_ts, taken.first_tried_at)
        if place is None:
            place = await self._send(taken.id, channel, post)
        if post.card.stub is None:
            return
        try:
            await self._fill_in(place, post.card)
        except SlackApiError as error:
            if code_of(error) not in _STUB_IS_GONE:
                raise
            log.warning("A stub (%s) was deleted before it was filled in; it is posted again.", taken.kind)
            await self._threads.store(self._rows.not_there, taken.id)
            await self._fill_in(await self._send(taken.id, channel, post), post.card)

    async def _send(self, notice_id: str, channel: str, post: Post) -> Place:
        """Post a card, or its stub, and note where it stands."""
        await self._threads.store(self._rows.trying, notice_id)
        stub = post.card.stub
        try:
            answer = await _shown(
                self._poster.chat_postMessage,
                Card(text=stub, blocks=[section(stub)]) if stub else post.card,
                channel=channel,
                thread_ts=post.place.thread_ts,
                metadata={"event_type": METADATA, "event_payload": {"id": notice_id}},
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            # Only the post's own answer tells that nothing is there: not that of a look-up before it.
            if was_refused(error):
                await self._threads.store(self._rows.not_stored, notice_id)
            raise
        return await self._stands(notice_id, answer["channel"], answer["ts"])

    async def _fill_in(self, place: Place, card: Card) -> None:
        """Put the whole card in the place of what stands there. May be repeated."""
        await _shown(self._client.chat_update, card, channel=place.channel, ts=place.ts)

    async def _look_up(
        self, notice_id: str, channel: str, thread_ts: str | None, since: datetime
    ) -> Place | None:
        """Ask Slack whether a message of this row is there; what cannot be looked up is posted anew."""
        oldest = str((since - _LOOK_BACK).timestamp())
        where: dict[str, Any] = {"channel": channel, "oldest": oldest, "limit": _LOOK_UP}
        try:
            if thread_ts:
                answer = await self._client.conversations_replies(
                    ts=thread_ts, include_all_metadata=True, **where
                )
            else:
                answer = await self._client.conversations_history(include_all_metadata=True, **where)
        except SlackApiError as error:
            if judge(error, attempts=1).gone_for_good is None:
                raise
            # The thread's first message was deleted, say: the post itself will tell what is possible.
            log.warning("A notice could not be looked up (%s).", code_of(error))
            return None
        for message in answer["messages"]:
            if (message.get("metadata") or {}).get("event_payload", {}).get("id") == notice_id:
                return await self._stands(notice_id, channel, message["ts"])
        return None

    async def _open_dm(self, user: str) -> str:
        answer = await self._client.conversations_open(users=user)
        return str(answer["channel"]["id"])

    async def _stands(self, notice_id: str, channel: str, ts: str) -> Place:
        """Note where a message stands."""
        sealed = self._places.seal(notice_id, channel, ts)
        await self._threads.store(self._rows.posted, notice_id, sealed)
        return Place(channel=channel, ts=ts)

    async def _failed(self, taken: Taken, error: Exception) -> bool:
        verdict = judge(error, taken.attempts)
        if verdict.gone_for_good is None:
            log.warning("A notice (%s) is tried again: %s.", taken.kind, type(error).__name__)
            await self._threads.store(self._rows.retry, taken.id, self._clock.now() + verdict.wait)
            return False
        stand_in = await self._threads.store(self._stand_in)
        if taken.kind is NoticeKind.CARD and taken.to_channel and stand_in:
            log.error("The liaison channel refuses a card (%s): it goes to a DM.", verdict.gone_for_good)
            await self._threads.store(self._rows.redirect, taken.id, stand_in)
            return True
        log.error("A notice (%s) cannot be delivered: %s.", taken.kind, verdict.gone_for_good)
        await self._threads.store(self._rows.give_up, taken.id, verdict.gone_for_good)
        return True


async def _shown(call: Callable[..., Awaitable[Any]], card: Card, **where: Any) -> Any:
    """Call Slack with a card; when it refuses the blocks, with the words and the buttons, or the words alone."""
    for blocks in (card.blocks, [section(card.text), *card.buttons]):
        try:
            return await call(text=card.text, blocks=blocks, **where)
        except SlackApiError as error:
            if code_of(error) not in _BAD_BLOCKS:
                raise
            log.error("Slack refuses the form of a card; it is sent in a simpler one.")
    return await call(text=card.text, **where)
