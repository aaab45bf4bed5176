"""Which presses are being acted on: a stop waits for them."""

from __future__ import annotations

import asyncio

from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler
from slack_bolt.listener.asyncio_runner import AsyncioListenerRunner
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse


class InHand:
    """Counts the listeners that run: bolt itself forgets them once they have acknowledged."""

    def __init__(self, runner: AsyncioListenerRunner) -> None:
        self._running = 0
        self._idle = asyncio.Condition()
        runner.listener_start_handler = _Begun(self)
        runner.listener_completion_handler = _Ended(self)

    async def wait(self) -> None:
        """Wait until nothing is in hand."""
        async with self._idle:
            await self._idle.wait_for(lambda: self._running == 0)

    async def change(self, by: int) -> None:
        async with self._idle:
            self._running += by
            self._idle.notify_all()


class _Begun(AsyncListenerStartHandler):
    def __init__(self, in_hand: InHand) -> None:
        self._in_hand = in_hand

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:
        await self._in_hand.change(+1)


class _Ended(AsyncListenerCompletionHandler):
    def __init__(self, in_hand: InHand) -> None:
        self._in_hand = in_hand

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:
        await self._in_hand.change(-1)
