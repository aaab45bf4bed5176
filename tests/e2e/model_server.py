"""A scripted server that speaks OpenAI's chat completions over real HTTP on loopback, streaming where it is asked to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

_PIECE = 7
USAGE = {"prompt_tokens": 1200, "completion_tokens": 80, "total_tokens": 1280}


class Said(NamedTuple):
    """What the server answers; bytes are the whole body as it stands."""

    status: int = 200
    content: str | bytes = ""
    headers: Mapping[str, str] = {}
    # The connection breaks after so many characters of the content.
    cut_at: int | None = None
    # It says no more after so many characters, until the server is stopped.
    stalls_at: int | None = None
    refusal: str | None = None
    finish: str = "stop"
    tells_usage: bool = True


Answer = Callable[[dict[str, Any]], Said | tuple[int, str | bytes]]


class ModelServer:
    """Answers every request by one function, `answer`, and keeps what was sent."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.streams = True
        self.requests: list[dict[str, Any]] = []
        self._stopping = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.requests.append(body)
                said = Said(*outer.answer(body))
                with suppress(OSError):  # the client went away first
                    outer._send(self, said, streams=bool(body.get("stream")) and outer.streams)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def _send(self, handler: BaseHTTPRequestHandler, said: Said, *, streams: bool) -> None:
        is_stream = streams and isinstance(said.content, str) and said.status == 200
        raw = said.content if isinstance(said.content, bytes) else json.dumps(_completion(said)).encode()
        handler.send_response(said.status)
        handler.send_header("Connection", "close")
        handler.send_header("Content-Type", "text/event-stream" if is_stream else "application/json")
        for name, value in said.headers.items():
            handler.send_header(name, value)
        if is_stream:
            handler.send_header("Transfer-Encoding", "chunked")
        else:
            handler.send_header("Content-Length", str(len(raw)))
        handler.end_headers()
        if not is_stream:
            if said.stalls_at is not None:
                self._stopping.wait()
            handler.wfile.write(raw)
            return
        for event in self._events(said):
            line = f"data: {event}\n\n".encode()
            handler.wfile.write(b"%x\r\n%b\r\n" % (len(line), line))
        if said.cut_at is None:
            handler.wfile.write(b"0\r\n\r\n")

    def _events(self, said: Said) -> Iterator[str]:
        content = str(said.content)
        sent = 0
        while sent < len(content):
            if said.stalls_at is not None and sent >= said.stalls_at:
                self._stopping.wait()
            if said.cut_at is not None and sent >= said.cut_at:
                return
            yield _chunk({"content": content[sent : sent + _PIECE]})
            sent += _PIECE
        if said.refusal:
            yield _chunk({"refusal": said.refusal})
        yield _chunk({}, said.finish)
        if said.tells_usage:
            yield json.dumps({**_HEAD, "object": "chat.completion.chunk", "choices": [], "usage": USAGE})
        yield "[DONE]"


_HEAD = {"id": "c1", "created": 0, "model": "scripted"}


def _chunk(delta: dict[str, Any], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return json.dumps({**_HEAD, "object": "chat.completion.chunk", "choices": [choice]})


def _completion(said: Said) -> dict[str, Any]:
    message = {"role": "assistant", "content": said.content, "refusal": said.refusal}
    return {
        **_HEAD,
        "object": "chat.completion",
        "choices": [{"index": 0, "finish_reason": said.finish, "message": message}],
        "usage": USAGE if said.tells_usage else None,
    }


@contextmanager
def serving(answer: Answer) -> Iterator[ModelServer]:
    server = ModelServer(answer)
    server.start()
    try:
        yield server
    finally:
        server.stop()
