"""A real web site on this machine, whose pages misbehave as they are told."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Page = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """Pages by path; what was asked for is kept in `asked`."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.names: list[str | None] = []
        self.closing = threading.Event()
        self.port = 0

    def url(self, path: str, host: str = "docs.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


def page(
    body: bytes = b"Whole text.", kind: str | None = "text/plain", status: int = 200, **headers: str
) -> Page:
    """Return a page; `etag` or `content_encoding` become headers."""
    named = {"Content-Length": str(len(body))} | ({"Content-Type": kind} if kind else {})
    named |= {key.replace("_", "-").title(): value for key, value in headers.items()}

    def show(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for key, value in named.items():
            request.send_header(key, value)
        request.end_headers()
        request.wfile.write(body)

    return show


def moved(to: str, status: int = 302) -> Page:
    return page(b"", None, status, location=to)


def raw(*parts: bytes) -> Page:
    """Return a page that sends these bytes and closes the connection."""

    def show(request: BaseHTTPRequestHandler) -> None:
        for part in parts:
            request.wfile.write(part)
        request.close_connection = True

    return show


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
            missing = page(b"", None, 404)
            try:
                site.pages.get(self.path, missing)(self)
            except OSError:
                self.close_connection = True  # the fetcher hung up, as it should

        def log_message(self, *_: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            pass

    server = Quiet(("127.0.0.1", 0), Handler)
    if tls:
        tls.sni_callback = lambda _sock, name, _context: site.names.append(name)
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
