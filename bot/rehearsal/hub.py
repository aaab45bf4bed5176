"""The parts of the server put together, on a loop of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Self

from aiohttp import web

from bot.rehearsal.loop import LoopThread
from bot.rehearsal.modals import Modals
from bot.rehearsal.payloads import Payloads
from bot.rehearsal.response_urls import ResponseUrls
from bot.rehearsal.socket import Delivery, SocketMode
from bot.rehearsal.timeline import Timeline
from bot.rehearsal.triggers import Triggers
from bot.rehearsal.web_api import APP_TOKEN, BOT_TOKEN, WebApi
from bot.rehearsal.wire import Json
from bot.rehearsal.workspace import SCOPES, Workspace


class Hub:
    """A server on loopback; use it as a context manager, from any thread.

    `ack_timeout` and `redelivery` (the waits before each retry) are in seconds, and so is `trigger_life`.
    """

    def __init__(
        self,
        *,
        ack_timeout: float = 3.0,
        redelivery: Sequence[float] = (0.0, 0.0, 0.0),
        trigger_life: float = 3.0,
        scopes: Sequence[str] = SCOPES,
        port: int = 0,
    ) -> None:
        self.workspace = Workspace(scopes=tuple(scopes))
        self.timeline = Timeline()
        self.triggers = Triggers(trigger_life)
        self.modals = Modals(self.workspace, self.triggers)
        self.payloads = Payloads(self.workspace)
        self.urls = ResponseUrls(self.workspace)
        self.api = WebApi(self.workspace, self.timeline, self.modals, self.urls)
        self.socket = SocketMode(self.timeline, self.workspace.app_id, ack_timeout, redelivery)
        self.deliveries: list[Delivery] = []
        self._port = port
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Self:
        """Listen on loopback."""
        self.loop = LoopThread()
        self.loop.run(self._listen())
        return self

    def stop(self) -> None:
        """Cut whatever waits, close all sockets, listen no more; raise what broke in here, if anything did."""
        self.loop.run(self._close())
        self.loop.stop()
        if self.api.crashes:
            raise self.api.crashes[0]

    def env(self) -> dict[str, str]:
        """Return the settings with which a real bot talks to this Slack."""
        return {
            "SLACK_API_URL": f"{self.base}/api/",
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_SIGNING_SECRET": "rehearsal-signing-secret",
        }

    def send_event(self, event: Json) -> Delivery:
        """Tell the bot any event, such as a change of membership, and wait for what comes of it."""
        delivery = Delivery("events_api", self.payloads.event(event), retries=len(self.socket.redelivery))
        return self.tell(delivery)[0]

    def tell(self, *deliveries: Delivery, wait: bool = True) -> tuple[Delivery, ...]:
        """Tell the bot several things at once; wait until each is settled unless told otherwise."""
        self.loop.run(self._tell(deliveries, wait=wait))
        return deliveries

    async def _tell(self, deliveries: Sequence[Delivery], *, wait: bool) -> None:
        self.deliveries.extend(deliveries)
        for delivery in deliveries:
            task = asyncio.create_task(self.socket.carry(delivery))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if wait:
            # Each attempt has its own limit; this one is only for a server that is broken.
            await self.timeline.until(lambda: all(delivery.settled for delivery in deliveries), 120)

    async def _listen(self) -> None:
        app = web.Application(client_max_size=1 << 24)
        app.router.add_get("/link/", self.socket.serve)
        app.router.add_route("*", "/api/{method}", self.api.call)
        app.router.add_post("/respond/{name}", self.api.respond)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"
        link = f"ws://{host}:{port}/link/?app_id={self.workspace.app_id}&ticket="
        self.api.new_socket_url = lambda: link + self.socket.ticket()

    async def _close(self) -> None:
        for gate in self.api.gates:
            gate.open = True
            gate.release(cut=True)
        for task in list(self._tasks):
            task.cancel()
        for line in list(self.socket.sockets):
            await line.close()
        await self._runner.cleanup()
