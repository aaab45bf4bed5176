"""The watchdog: a connection that has been silent for a minute ends the process, so that it is started anew."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.clock import Clock

log = logging.getLogger(__name__)

_SILENT_FOR = timedelta(seconds=60)
_LOOK_EVERY_S = 2.0


class Watchdog:
    """Watches one Socket Mode client."""

    def __init__(self, client: SocketModeClient, clock: Clock, every_s: float = _LOOK_EVERY_S) -> None:
        self._client = client
        self._clock = clock
        self._every_s = every_s
        self.barked = False

    async def run(self, stop: asyncio.Event) -> None:
        """Look again and again; set `stop` when the connection stays down."""
        heard_at = self._clock.now()
        while not stop.is_set():
            if await self._client.is_connected():
                heard_at = self._clock.now()
            elif self._clock.now() - heard_at >= _SILENT_FOR:
                log.error("No connection to Slack for a minute. Stopping, so that it can be started anew.")
                self.barked = True
                stop.set()
            await asyncio.sleep(self._every_s)
