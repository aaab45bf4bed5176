"""What is heard besides words and presses: that somebody opened the assistant."""

from __future__ import annotations

import logging
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError

from bot.slack.listeners.room import Room

log = logging.getLogger(__name__)

PROMPTS = (
    ("A gift", "Must I declare a ticket to a festival?"),
    ("A trip", "Somebody offers to pay for my trip to our sister city. What are the rules?"),
    ("Report a concern", "How do I report a national security concern?"),
    ("Something happened", "Somebody I do not know asked me for inside information. What should I do?"),
)


def register(app: AsyncApp, room: Room) -> None:
    """Listen to what opens the assistant; messages themselves are recorded before any listener."""

    @app.event("message")
    async def message() -> None:
        """Recorded by the inbox; the sweep answers it."""

    @app.event("app_mention")
    async def mention() -> None:
        """Recorded by the inbox; the sweep answers it."""

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any]) -> None:
        if event.get("tab") != "messages" or await room.access.refusal(event["user"]):
            return
        await room.threads.store(_welcome, room, event["user"])
        room.wake()
        try:
            await room.client.assistant_threads_setSuggestedPrompts(
                channel_id=event["channel"],
                prompts=[{"title": title, "message": text} for title, text in PROMPTS],
            )
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            log.info("No suggested prompts (%s).", type(error).__name__)


def _welcome(room: Room, slack_id: str) -> None:
    with room.database.write() as session:
        room.replies.welcome(session, room.people.id_of(session, slack_id))
