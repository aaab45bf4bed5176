"""Who of the rota is there: looked at once a minute, beside everything else, so that nothing waits for it."""

from __future__ import annotations

import asyncio
import contextlib
import logging

import aiohttp
from slack_sdk.errors import SlackClientError

from bot.office import Office
from bot.slack.access import Access

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 60.0


class Attendance:
    """Keeps the council's desk to those who are liaisons now: on the rota and in the user group (care.md 11)."""

    def __init__(self, access: Access, office: Office, every_s: float = _LOOK_EVERY_S) -> None:
        self._access = access
        self._office = office
        self._every_s = every_s

    async def run(self, stop: asyncio.Event) -> None:
        """Look again and again until `stop`."""
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._every_s):
                    await stop.wait()
                    return
            await self.look()

    async def look(self) -> None:
        """Ask Slack who is there now."""
        try:
            self._office.miss(await self._access.absent())
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as error:
            # Who was there a minute ago is taken to be there still.
            log.warning("Slack does not say who is a liaison (%s).", type(error).__name__)
