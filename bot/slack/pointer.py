"""What is shown in passing: that an answer is on its way, and where it is. May be lost; nothing hangs on it."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.models import Level
from bot.slack.cards.blocks import Card, section
from bot.slack.delivery import code_of
from bot.store.messages import MessageBody

log = logging.getLogger(__name__)

LOADING = ("Listening …", "Looking in the guidance …", "Checking every sentence …")
_ELSEWHERE = "I have answered you in a direct message."
_OTHERS_READ = "Others here can read this. Carry on in a DM: I have written to you there."
_STATUS_WITHIN_S = 1.0
_FAILURES = (SlackClientError, aiohttp.ClientError, TimeoutError)


class Pointer:
    """Status lines and notes that only one person sees."""

    def __init__(self, client: AsyncWebClient, once: AsyncWebClient) -> None:
        """`once`: a client that does not try again."""
        self._client = client
        self._once = once

    async def show_status(self, body: MessageBody) -> None:
        """Show in the DM that the assistant is at work; Slack clears it with the answer."""
        if not body.in_dm:
            return
        try:
            # An ornament: no answer waits for it, least of all one about danger.
            async with asyncio.timeout(_STATUS_WITHIN_S):
                await self._once.assistant_threads_setStatus(
                    channel_id=body.channel,
                    thread_ts=body.thread_ts or body.ts,
                    status="is working on it …",
                    loading_messages=list(LOADING),
                )
        except _FAILURES as error:
            # Workspaces without Slack's agent features do not have it.
            log.info("No status line (%s).", type(error).__name__)

    async def point(self, body: MessageBody, slack_id: str, level: Level) -> None:
        """Tell who asked in a channel, and nobody else, that the answer is in their DM."""
        risky = level in (Level.ESCALATE, Level.URGENT)
        text = _OTHERS_READ if risky else _ELSEWHERE
        await self.whisper(body.channel, slack_id, Card(text=text, blocks=[section(text)]), body.thread_ts)

    async def whisper(self, channel: str, slack_id: str, card: Card, thread_ts: str | None = None) -> None:
        """Show something to one person in a channel; in their DM, when they are not in it."""
        try:
            await self._client.chat_postEphemeral(
                channel=channel, user=slack_id, text=card.text, blocks=card.blocks, thread_ts=thread_ts
            )
        except SlackApiError as error:
            log.info("A note goes to a DM (%s).", code_of(error))
            await self._write(slack_id, card)
        except _FAILURES as error:
            _lost(error)

    async def _write(self, slack_id: str, card: Card) -> None:
        try:
            await self._client.chat_postMessage(channel=slack_id, text=card.text, blocks=card.blocks)
        except _FAILURES as error:
            _lost(error)


def _lost(error: Exception) -> None:
    log.warning("A note that one person would have seen was lost (%s).", type(error).__name__)
