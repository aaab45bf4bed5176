"""The HTTP end: read a call, spoil it if a test wants that, carry it out, answer as Slack does."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from aiohttp import web

from bot.rehearsal import scopes
from bot.rehearsal.assistant import Assistant
from bot.rehearsal.chat import Chat
from bot.rehearsal.conversations import Conversations
from bot.rehearsal.directory import Directory
from bot.rehearsal.faults import Cut, Fault, Faults, Gate
from bot.rehearsal.modals import Modals
from bot.rehearsal.response_urls import ResponseUrls
from bot.rehearsal.streams import Streams
from bot.rehearsal.timeline import Call, Timeline
from bot.rehearsal.wire import Args, Json, Method, Refusal
from bot.rehearsal.workspace import Workspace

BOT_TOKEN, APP_TOKEN = "xoxb-rehearsal-0001", "xapp-1-A0GUIDE01-0001-rehearsal"
_OPEN = "apps.connections.open"
# Forms and queries carry these as JSON inside a field.
_NESTED = frozenset(
    ("attachments", "blocks", "chunks", "loading_messages", "metadata", "prompts", "unfurls", "view")
)


class WebApi:
    """All methods, and the faults and gates that stand before them."""

    def __init__(self, workspace: Workspace, timeline: Timeline, modals: Modals, urls: ResponseUrls) -> None:
        self.faults = Faults()
        self.gates: list[Gate] = []
        self.crashes: list[Exception] = []
        # The server gives this: it knows the address of the sockets.
        self.new_socket_url: Callable[[], str] = str
        self._workspace = workspace
        self._timeline = timeline
        self._urls = urls
        self._methods: dict[str, Method] = {_OPEN: lambda args: {"url": self.new_socket_url()}}
        parts = (Chat(workspace), Streams(workspace), Conversations(workspace), Directory(workspace))
        for part in (*parts, Assistant(workspace), modals):
            self._methods |= part.methods()

    @property
    def names(self) -> frozenset[str]:
        """Return the methods that are played here."""
        return frozenset(self._methods)

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Serve one call of the Web API."""
        method = request.match_info["method"]

        def carry_out(args: Args) -> Json:
            self._allow(request, method, args)
            return self._methods[method](args)

        return await self._serve(request, method, carry_out)

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """Serve one answer to a response_url; it is a call named `response_url`."""
        name = request.match_info["name"]
        return await self._serve(request, "response_url", lambda args: self._urls.answer(name, args))

    async def _serve(
        self, request: web.Request, method: str, carry_out: Callable[[Args], Json]
    ) -> web.StreamResponse:
        try:
            args = await _arguments(request)
        except Refusal as refusal:
            return self._reply(refusal.answer())
        call = self._timeline.arrived(method, args)
        fault = self.faults.take(call)
        try:
            spoilt = await self._hindered(call, fault, after_commit=False)
            if spoilt is None:
                answer = self._carried_out(carry_out, args)
                spoilt = await self._hindered(call, fault, after_commit=True)
        except Cut:
            return _cut(request)
        if spoilt is not None and fault is not None:
            return self._spoilt_reply(call, fault, spoilt)
        self._timeline.answered(call, answer)
        wrong = method == "response_url" and not answer["ok"]
        return self._reply(answer, status=404 if wrong else 200)

    def _carried_out(self, carry_out: Callable[[Args], Json], args: Args) -> Json:
        try:
            # A copy: what is stored may change while the answer is held or on its way.
            answer = {"ok": True, **deepcopy(carry_out(args))}
        except Refusal as refusal:
            answer = refusal.answer()
        except Exception as error:
            # A mistake of this program must not pass for one of Slack's bad days.
            self.crashes.append(error)
            answer = {"ok": False, "error": "internal_error"}
        self._timeline.changed()
        return answer

    async def _hindered(self, call: Call, fault: Fault | None, *, after_commit: bool) -> Json | None:
        """Wait at the gates and suffer the fault of this moment; return what it answers, if it does."""
        for gate in list(self.gates):
            if gate.after_commit is after_commit and gate.stops(call):
                await gate.wait(call)
        if fault is None:
            return None
        if fault.delay and not after_commit:
            await asyncio.sleep(fault.delay)
        if fault.abort == ("after commit" if after_commit else "before"):
            raise Cut
        if fault.after_commit is after_commit and (fault.status or fault.error):
            return {"ok": False, "error": fault.word}
        return None

    def _spoilt_reply(self, call: Call, fault: Fault, answer: Json) -> web.Response:
        self._timeline.answered(call, answer)
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return web.json_response(answer, status=fault.status or 200, headers=headers)

    def _allow(self, request: web.Request, method: str, args: Args) -> None:
        """Refuse an unknown method, a wrong token, a missing scope."""
        if method not in self._methods:
            raise Refusal("unknown_method", req_method=method)
        # Nothing that keeps the arguments needs the token.
        in_body = args.pop("token", None)
        given = request.headers.get("Authorization", "").removeprefix("Bearer ") or in_body
        if not given:
            raise Refusal("not_authed")
        wanted = APP_TOKEN if method == _OPEN else BOT_TOKEN
        if given != wanted:
            raise Refusal("not_allowed_token_type" if given in (APP_TOKEN, BOT_TOKEN) else "invalid_auth")
        scopes.check(self._workspace, method, args)

    def _reply(self, answer: Json, status: int = 200) -> web.Response:
        headers = {"x-oauth-scopes": ",".join(self._workspace.scopes)}
        return web.json_response(answer, status=status, headers=headers)


def _cut(request: web.Request) -> web.Response:
    """Reset the connection: without lingering the caller sees a reset and not an end of file."""
    if request.transport:
        line = request.transport.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response()


async def _arguments(request: web.Request) -> Args:
    """Read the arguments from the query and from a body of any of the three kinds."""
    args = Args(request.query)
    if request.content_type == "application/json":
        # slack_sdk sends apps.connections.open as JSON with an empty body.
        body = _parsed(await request.text() or "{}", "invalid_json")
        if not isinstance(body, dict):
            raise Refusal("json_not_object")
        args |= body
    else:
        args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in _NESTED & args.keys():
        if isinstance(args[name], str) and args[name][:1] in ("[", "{"):
            args[name] = _parsed(
                args[name], "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
            )
    return args


def _parsed(text: str, error: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Refusal(error) from None
