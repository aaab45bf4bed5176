"""Socket Mode: tickets, greetings, envelopes to one socket each, acknowledgements, redelivery."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import WSCloseCode, WSMsgType, web

from bot.rehearsal.timeline import Timeline
from bot.rehearsal.wire import Json, Refusal

Kind = Literal["events_api", "interactive", "slash_commands"]
Reason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]


@dataclass(eq=False)
class Delivery:
    """One thing that the bot is told, through all its envelopes.

    `acknowledged_at` is a number of the timeline, `answer` the payload of the acknowledgement, `refused`
    why Slack could do nothing with it. A delivery is `stranded` while no socket is there to take it; it
    goes on when one comes.
    """

    kind: Kind
    payload: Json
    # What Slack does with the acknowledgement, before anything else that the bot sends.
    then: Callable[[Json], None] | None = field(default=None, repr=False)
    refused: Refusal | None = None
    retries: int = 0
    first_attempt: int = 0
    attempts: int = 0
    acknowledged_at: int | None = None
    answer: Json = field(default_factory=dict)
    stranded: bool = False
    given_up: bool = False
    socket: web.WebSocketResponse | None = field(default=None, repr=False)
    turn: asyncio.Future[None] | None = field(default=None, repr=False)

    @property
    def acknowledged(self) -> bool:
        """Say whether the bot acknowledged it."""
        return self.acknowledged_at is not None

    @property
    def settled(self) -> bool:
        """Say whether nothing more happens unless a socket comes back."""
        return self.acknowledged or self.given_up or self.stranded

    def wake(self) -> None:
        """End the wait of the present attempt."""
        if self.turn and not self.turn.done():
            self.turn.set_result(None)


class SocketMode:
    """The server's end of all sockets; everything here runs on the server's loop."""

    def __init__(
        self, timeline: Timeline, app_id: str, ack_timeout: float, redelivery: Sequence[float]
    ) -> None:
        self.sockets: dict[web.WebSocketResponse, web.Request] = {}
        self.greeted = 0
        self.muted = False
        self.ack_timeout = ack_timeout
        self.redelivery = redelivery
        self._timeline = timeline
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._sent: dict[str, Delivery] = {}
        self._open: dict[Delivery, None] = {}
        self._rota = 0

    def ticket(self) -> str:
        """Return a ticket that opens one socket, once."""
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket until it closes."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403, text="invalid ticket")
        self._tickets.discard(ticket)
        # Pings are answered by hand so that a test can let the line go silent.
        socket = web.WebSocketResponse(autoping=False)
        # A client in a hurry may be gone before it is greeted.
        with suppress(ConnectionError):
            await socket.prepare(request)
            await socket.send_json(self._hello())
            await self._listen(socket, request)
        return socket

    async def carry(self, delivery: Delivery) -> None:
        """Send until it is acknowledged or the retries are used up."""
        self._open[delivery] = None
        while not delivery.acknowledged and delivery.attempts <= delivery.retries:
            if delivery.attempts:
                await asyncio.sleep(self.redelivery[delivery.attempts - 1])
                await self._socket_for(delivery)
                if delivery.acknowledged:
                    break
            await self._attempt(delivery)
        delivery.given_up = not delivery.acknowledged
        self._open.pop(delivery, None)
        self._timeline.changed()

    async def disconnect(self, reason: Reason, *, close: bool) -> None:
        """Ask every client to come back on a new socket; close the old ones too if asked."""
        for socket in list(self.sockets):
            frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
            with suppress(ConnectionError):
                await socket.send_json(frame)
            if close:
                await socket.close()

    def abort(self) -> None:
        """Cut every line without a close frame."""
        for request in list(self.sockets.values()):
            if request.transport:
                request.transport.abort()

    async def _listen(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.sockets[socket] = request
        self.greeted += 1
        self._timeline.mark("hello", str(len(self.sockets)))
        self._wake(stranded=True)
        try:
            async for message in socket:
                if message.type is WSMsgType.PING and not self.muted:
                    await socket.pong(message.data)
                elif message.type is WSMsgType.TEXT:
                    self._acknowledge(json.loads(message.data))
        finally:
            del self.sockets[socket]
            # After a proper close the client may still acknowledge on its next socket; after a cut it is gone.
            if socket.close_code == WSCloseCode.ABNORMAL_CLOSURE:
                self._wake(socket=socket)
            self._timeline.changed()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.sockets) + 1,
            "debug_info": {"host": "applink-1", "build_number": 10, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }

    def _acknowledge(self, frame: Json) -> None:
        delivery = self._sent.pop(str(frame.get("envelope_id")), None)
        # When Slack has given up, an answer changes nothing any more.
        if delivery and not delivery.acknowledged and not delivery.given_up:
            delivery.answer = frame.get("payload") or {}
            delivery.acknowledged_at = self._timeline.mark("ack", delivery.kind)
            try:
                if delivery.then:
                    delivery.then(delivery.answer)
            except Refusal as refusal:
                delivery.refused = refusal
            delivery.wake()

    def _wake(self, *, socket: web.WebSocketResponse | None = None, stranded: bool = False) -> None:
        for delivery in list(self._open):
            if (stranded and delivery.stranded) or (socket and delivery.socket is socket):
                delivery.wake()

    async def _socket_for(self, delivery: Delivery) -> None:
        """Wait until there is a socket, or a late acknowledgement."""
        while not self.sockets and not delivery.acknowledged:
            delivery.stranded = True
            delivery.turn = asyncio.get_running_loop().create_future()
            self._timeline.changed()
            await delivery.turn
        delivery.stranded = False

    async def _attempt(self, delivery: Delivery) -> None:
        """Send one envelope to the socket whose turn it is and wait for its acknowledgement."""
        number = delivery.first_attempt + delivery.attempts
        delivery.attempts += 1
        if not self.sockets:
            return
        self._rota += 1
        delivery.socket = list(self.sockets)[self._rota % len(self.sockets)]
        delivery.turn = asyncio.get_running_loop().create_future()
        envelope = self._envelope(delivery, number)
        self._sent[envelope["envelope_id"]] = delivery
        self._timeline.mark("sent", delivery.kind)
        with suppress(ConnectionError, TimeoutError):
            await delivery.socket.send_json(envelope)
            async with asyncio.timeout(self.ack_timeout):
                await delivery.turn

    def _envelope(self, delivery: Delivery, number: int) -> Json:
        answers = delivery.kind == "slash_commands" or delivery.payload.get("type") == "view_submission"
        envelope = {
            "envelope_id": str(uuid.uuid4()),
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": answers,
        }
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": number, "retry_reason": "timeout" if number else ""}
        return envelope
