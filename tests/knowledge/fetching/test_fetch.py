from __future__ import annotations

import gzip
import hashlib
import itertools
import socket
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest

from knowledge.fetching.fetch import Fetcher, Limits, agent
from knowledge.fetching.outcome import Failed, Fetched, Known, Outcome, Reason, Unchanged
from knowledge.media import MediaType
from tests.knowledge.fetching.conftest import NOW
from tests.knowledge.fetching.site import Site, moved, page, raw

Make = Callable[..., Fetcher]
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def _reason(outcome: Outcome) -> Reason:
    assert isinstance(outcome, Failed), outcome
    assert outcome.line.endswith(".")
    assert len(outcome.line) < 300
    assert outcome.line.isprintable()
    return outcome.reason


def test_a_document_comes_back_whole_with_its_marks(site: Site, fetcher: Make) -> None:
    body = b"%PDF-1.7 " + b"x" * 70_000
    site.pages["/a.pdf?v=1"] = page(
        body, "application/pdf", etag='W/"abc"', last_modified="Tue, 24 Nov 2026 10:00:00 GMT"
    )

    found = fetcher(contact="mailto:guide@council.example").fetch(site.url("/a.pdf?v=1#part"))

    assert found == Fetched(
        content=body,
        media_type=MediaType.PDF,
        final_url=site.url("/a.pdf?v=1"),
        etag='W/"abc"',
        last_modified="Tue, 24 Nov 2026 10:00:00 GMT",
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at=NOW,
    )
    sent = site.asked[-1][1]
    assert sent["user-agent"] == agent("mailto:guide@council.example")
    assert sent["user-agent"].startswith("CouncilGuide/")
    assert sent["host"] == f"docs.test:{site.port}"
    assert not {"cookie", "authorization", "referer", "if-none-match"} & sent.keys()


def test_a_packed_document_is_unpacked(site: Site, fetcher: Make) -> None:
    site.pages["/a"] = page(gzip.compress(b"Plain words."), content_encoding="gzip")
    found = fetcher().fetch(site.url("/a"))
    assert isinstance(found, Fetched)
    assert found.content == b"Plain words."


def test_a_document_in_chunks_is_put_together(site: Site, fetcher: Make) -> None:
    chunked = b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    site.pages["/a"] = raw(_HEAD, chunked)
    found = fetcher().fetch(site.url("/a"))
    assert isinstance(found, Fetched)
    assert found.content == b"abcde"


def test_an_unchanged_document_is_not_sent_again(site: Site, fetcher: Make) -> None:
    def show(request: BaseHTTPRequestHandler) -> None:
        same = request.headers["If-None-Match"] == '"v1"'
        (page(b"", None, 304) if same else page(etag='"v1"'))(request)

    site.pages["/a"] = show
    first = fetcher().fetch(site.url("/a"))
    assert isinstance(first, Fetched)
    known = Known(first.final_url, first.etag, "Tue, 24 Nov 2026 10:00:00 GMT")

    assert fetcher().fetch(site.url("/a"), known) == Unchanged(checked_at=NOW)
    assert site.asked[-1][1]["if-modified-since"] == "Tue, 24 Nov 2026 10:00:00 GMT"

    site.pages["/old"] = moved("/a")
    assert isinstance(fetcher().fetch(site.url("/old"), known), Unchanged)
    assert "if-none-match" not in dict(site.asked)["/old"], "the mark belongs to the other address"


def test_unchanged_without_having_asked_is_no_answer(site: Site, fetcher: Make) -> None:
    site.pages["/a"] = page(b"", None, 304)
    assert _reason(fetcher().fetch(site.url("/a"))) is Reason.BROKEN


@pytest.mark.parametrize("etag", ['"a\tb"', "bare", '"' + "x" * 300 + '"', '"caf\xe9"', '"a", "b"'])
def test_a_strange_mark_is_neither_kept_nor_sent(site: Site, fetcher: Make, etag: str) -> None:
    site.pages["/a"] = page(etag=etag)
    found = fetcher().fetch(site.url("/a"), Known(site.url("/a"), etag + "\r\nX: y"))
    assert isinstance(found, Fetched)
    assert found.etag is None
    assert "if-none-match" not in site.asked[-1][1]


def test_redirects_are_followed_five_times_and_no_more(site: Site, fetcher: Make) -> None:
    for n in range(1, 7):
        site.pages[f"/{n}"] = moved(f"/{n - 1}")
    site.pages["/0"] = page()
    found = fetcher().fetch(site.url("/5"))
    assert isinstance(found, Fetched)
    assert found.final_url == site.url("/0")
    assert _reason(fetcher().fetch(site.url("/6"))) is Reason.REDIRECTS


def test_a_redirect_to_itself_ends(site: Site, fetcher: Make) -> None:
    site.pages["/loop"] = moved("/loop")
    assert _reason(fetcher().fetch(site.url("/loop"))) is Reason.REDIRECTS
    assert site.paths().count("/loop") == 6
    assert site.paths().count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("http://evil.test/", Reason.HOST),
        ("//evil.test/", Reason.HOST),
        ("http://docs.test.evil.test/", Reason.HOST),
        ("http://inside.test/", Reason.PRIVATE),
        ("http://127.0.0.1/", Reason.ADDRESS),
        ("http://[::1]/", Reason.ADDRESS),
        ("http://2130706433/", Reason.ADDRESS),
        ("http://docs.test@evil.test/", Reason.ADDRESS),
        ("file:///etc/passwd", Reason.ADDRESS),
        ("ftp://docs.test/", Reason.ADDRESS),
        ("http:\\\\evil.test/", Reason.BROKEN),
        ("http://docs.test\t.evil.test/", Reason.BROKEN),
        ("http://[", Reason.ADDRESS),
        ("", Reason.BROKEN),
    ],
)
def test_a_redirect_is_checked_like_the_address(site: Site, fetcher: Make, to: str, reason: Reason) -> None:
    site.pages["/a"] = moved(to)
    assert _reason(fetcher().fetch(site.url("/a"))) is reason
    assert site.paths() == ["/robots.txt", "/a"]


def test_of_two_places_to_go_neither_is_gone_to(site: Site, fetcher: Make) -> None:
    two = b"HTTP/1.1 302 Found\r\nLocation: /b\r\nLocation: http://evil.test/\r\nContent-Length: 0\r\n\r\n"
    site.pages["/a"] = raw(two)
    site.pages["/b"] = page()
    assert _reason(fetcher().fetch(site.url("/a"))) is Reason.BROKEN


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, Reason.GONE),
        (410, Reason.GONE),
        (401, Reason.REFUSED_BY_HOST),
        (403, Reason.REFUSED_BY_HOST),
        (429, Reason.TRY_LATER),
        (500, Reason.TRY_LATER),
        (503, Reason.TRY_LATER),
        (204, Reason.BROKEN),
        (206, Reason.BROKEN),
        (300, Reason.BROKEN),
        (418, Reason.BROKEN),
    ],
)
def test_each_status_has_its_reason(site: Site, fetcher: Make, status: int, reason: Reason) -> None:
    site.pages["/a"] = page(b"", status=status)
    assert _reason(fetcher().fetch(site.url("/a"))) is reason


@pytest.mark.parametrize(
    ("header", "at"),
    [
        ("120", NOW + timedelta(minutes=2)),
        ("Tue, 24 Nov 2026 18:30:00 GMT", datetime(2026, 11, 24, 18, 30, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 18:30:00 GMT", NOW),
        ("Tue, 99 Nov 2026 18:30:00 GMT", NOW + timedelta(hours=1)),
        ("99999999999999999999999", NOW + timedelta(days=30)),
        ("soon", NOW + timedelta(hours=1)),
        ("-5", NOW + timedelta(hours=1)),
    ],
)
def test_a_busy_host_says_when(site: Site, fetcher: Make, header: str, at: datetime) -> None:
    site.pages["/a"] = page(b"", status=503, retry_after=header)
    found = fetcher().fetch(site.url("/a"))
    assert isinstance(found, Failed)
    assert (found.reason, found.try_at) == (Reason.TRY_LATER, at)
    assert f"{at:%H:%M} UTC" in found.line


@pytest.mark.parametrize(
    "kind",
    [None, "image/png", "application/octet-stream", "text/html, text/plain", "text/htmlx", "a/b;text/html"],
)
def test_another_kind_is_refused_before_its_body_is_read(site: Site, fetcher: Make, kind: str | None) -> None:
    site.pages["/a"] = page(b"x" * 1_000_000, kind)
    assert _reason(fetcher().fetch(site.url("/a"))) is Reason.KIND


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/pdf", b"<html>Please log in</html>"),
        (MediaType.DOCX.value, b"<html>Please log in</html>"),
        ("text/plain; charset=utf-8", b"\x7fELF\x00\x00"),
        ("text/html", b""),
        ("text/markdown", b" \n"),
    ],
)
def test_a_document_that_is_not_its_kind_is_refused(
    site: Site, fetcher: Make, kind: str, body: bytes
) -> None:
    site.pages["/a"] = page(body, kind)
    assert _reason(fetcher().fetch(site.url("/a"))) is Reason.KIND


def _endless(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:  # until the fetcher hangs up
        request.wfile.write(b"400\r\n" + b"x" * 1024 + b"\r\n")


def test_a_body_without_an_end_stops_at_the_limit(site: Site, fetcher: Make) -> None:
    site.pages["/a"] = _endless
    assert _reason(fetcher().fetch(site.url("/a"))) is Reason.TOO_LARGE


@pytest.mark.parametrize(("size", "fits"), [(100_000, True), (100_001, False)])
def test_the_limit_is_exact(site: Site, fetcher: Make, size: int, fits: bool) -> None:
    site.pages["/a"] = page(b"x" * size)
    site.pages["/z"] = page(gzip.compress(b"x" * size), content_encoding="gzip")
    site.pages["/c"] = raw(
        _HEAD, b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % size, b"x" * size, b"\r\n0\r\n\r\n"
    )
    for path in ("/a", "/z", "/c"):
        found = fetcher().fetch(site.url(path))
        assert isinstance(found, Fetched) if fits else _reason(found) is Reason.TOO_LARGE


def test_what_a_host_declares_is_believed_when_it_is_too_large(site: Site, fetcher: Make) -> None:
    def declare(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(_HEAD + b"Content-Length: 999999999\r\n\r\n")
        site.closing.wait(20)  # not one byte of the body is needed

    site.pages["/a"] = declare
    assert _reason(fetcher().fetch(site.url("/a"))) is Reason.TOO_LARGE


def test_a_bomb_is_not_unpacked(site: Site, fetcher: Make) -> None:
    site.pages["/a"] = page(gzip.compress(b"\0" * 50_000_000), content_encoding="gzip")
    assert _reason(fetcher().fetch(site.url("/a"))) is Reason.TOO_LARGE


@pytest.mark.parametrize(
    "sent",
    [
        _HEAD + b"Content-Length: 100\r\n\r\nonly a part",
        _HEAD + b"Transfer-Encoding: chunked\r\n\r\n100\r\nonly a part",
        _HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        _HEAD + b"\r\nwithout a length, so that a part looks like the whole",
        b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nas before",
        _HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        _HEAD + b"Content-Length: minus\r\n\r\nabc",
        _HEAD + b"Content-Encoding: br\r\nContent-Length: 3\r\n\r\nabc",
        _HEAD + b"Content-Encoding: gzip, gzip\r\nContent-Length: 3\r\n\r\nabc",
        _HEAD + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"nothing like HTTP\r\n\r\n",
        b"",
    ],
)
def test_half_a_document_is_none(site: Site, fetcher: Make, sent: bytes) -> None:
    site.pages["/a"] = raw(sent)
    assert _reason(fetcher().fetch(site.url("/a"))) is Reason.BROKEN


@pytest.mark.parametrize("change", [lambda packed: packed[:-9], lambda packed: packed + b"more"])
def test_a_packed_document_that_is_cut_or_padded_is_none(
    site: Site, fetcher: Make, change: Callable[[bytes], bytes]
) -> None:
    packed = change(gzip.compress(b"words " * 1000))
    site.pages["/a"] = page(packed, content_encoding="gzip")
    assert _reason(fetcher().fetch(site.url("/a"))) is Reason.BROKEN


def test_a_connection_that_is_torn_down_gives_none(site: Site, fetcher: Make) -> None:
    def tear(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(_HEAD + b"Content-Length: 100\r\n\r\npart")
        # No wait at the end of the socket's life: the other side sees a reset.
        request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.close_connection = True
        request.rfile.close()
        request.connection.close()

    site.pages["/a"] = tear
    assert _reason(fetcher().fetch(site.url("/a"))) is Reason.BROKEN


def test_huge_headers_are_refused(site: Site, fetcher: Make) -> None:
    site.pages["/a"] = page(x_filler="y" * 300_000)
    assert _reason(fetcher().fetch(site.url("/a"))) is Reason.BROKEN


def _stepping(seconds: float) -> Callable[[], float]:
    """Return a clock that goes on by so much each time it is looked at."""
    steps = itertools.count()
    return lambda: next(steps) * seconds


def test_a_drip_ends_at_the_deadline(site: Site, fetcher: Make) -> None:
    site.pages["/a"] = _endless
    limits = Limits(max_bytes=10**12, read_s=5, total_s=30)
    assert _reason(fetcher(limits=limits, tick=_stepping(0.5)).fetch(site.url("/a"))) is Reason.TOO_SLOW


def test_the_deadline_spans_redirects(site: Site, fetcher: Make) -> None:
    for n in range(1, 6):
        site.pages[f"/{n}"] = moved(f"/{n - 1}")
    site.pages["/0"] = page()
    limits = Limits(total_s=30)
    assert isinstance(fetcher(limits=limits, tick=_stepping(0.5)).fetch(site.url("/0")), Fetched)
    assert _reason(fetcher(limits=limits, tick=_stepping(2)).fetch(site.url("/5"))) is Reason.TOO_SLOW


def test_a_host_that_falls_silent_is_left(site: Site, fetcher: Make) -> None:
    def stall(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(_HEAD + b"Content-Length: 100\r\n\r\npart")
        site.closing.wait(20)

    site.pages["/a"] = stall
    assert _reason(fetcher(limits=Limits(read_s=0.1)).fetch(site.url("/a"))) is Reason.TOO_SLOW


def test_a_name_that_nobody_knows_is_unreachable(site: Site, fetcher: Make) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    assert _reason(fetcher(resolve=unknown).fetch(site.url("/a"))) is Reason.UNREACHABLE
    assert _reason(fetcher(resolve=lambda *_: []).fetch(site.url("/a"))) is Reason.UNREACHABLE


def test_a_closed_port_is_unreachable(fetcher: Make) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        assert _reason(fetcher().fetch(f"http://docs.test:{port}/a")) is Reason.UNREACHABLE


def test_the_environment_names_no_proxy(site: Site, fetcher: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.pages["/a"] = page()
    assert isinstance(fetcher().fetch(site.url("/a")), Fetched)


@pytest.mark.parametrize(
    "contact", ["council.example", "http://x.example", "mailto:a\r\nX: y", "mailto:a (b)"]
)
def test_a_contact_must_be_an_address(contact: str) -> None:
    with pytest.raises(ValueError, match="contact"):
        agent(contact)
