"""What an answer means: a document, or a reason why there is none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from knowledge import media
from knowledge.fetching.address import Target
from knowledge.fetching.outcome import Fetched, Known, Reason, StoppedError

if TYPE_CHECKING:
    from knowledge.fetching.visit import Answer

_AGAIN_AFTER = timedelta(hours=1)
_LATEST = timedelta(days=30)
# What may be kept in a file and sent back in a header.
_ETAG = re.compile(r'(?:W/)?"[!#-~]{0,200}"')
_HTTP_DATE = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT", re.ASCII)


def conditions(target: Target, known: Known | None) -> dict[str, str]:
    """Return the headers of a conditional request: only to the address that the marks came from."""
    if known is None or known.final_url != target.url:
        return {}
    marks = {
        "If-None-Match": _if_plain(_ETAG, known.etag),
        "If-Modified-Since": _if_plain(_HTTP_DATE, known.last_modified),
    }
    return {name: value for name, value in marks.items() if value}


def check_kind(headers: Mapping[str, str]) -> None:
    """Return if the headers promise a kind of document that is accepted.

    Raises:
        StoppedError: they do not.
    """
    if _kind(headers) is None:
        raise StoppedError(
            Reason.KIND, f"The document is not {media.KINDS}; save it as one and add the file."
        )


def check_status(host: str, answer: Answer, now: datetime) -> None:
    """Return if the answer holds a document.

    Raises:
        StoppedError: it does not.
    """
    match answer.status:
        case 200:
            return
        case 404 | 410:
            reason = Reason.GONE
            line = f"{host} has the document no longer; find its new address, or withdraw the source."
        case 401 | 403:
            reason = Reason.REFUSED_BY_HOST
            line = f"{host} does not give the document to programs; download it yourself."
        case 429 | 500 | 502 | 503 | 504:
            at = _later(answer.headers.get("retry-after", ""), now)
            line = f"{host} is busy; try again after {at:%Y-%m-%d %H:%M} UTC."
            raise StoppedError(Reason.TRY_LATER, line, at)
        case other:
            reason = Reason.BROKEN
            line = f"{host} gives an answer that we do not know ({other}); open the address in a browser."
    raise StoppedError(reason, line)


def document(target: Target, answer: Answer, now: datetime) -> Fetched:
    """Return the document of an answer.

    Raises:
        StoppedError: it is empty, or not what its type says.
    """
    kind = _kind(answer.headers)
    if not kind or not media.matches(kind, answer.body):
        raise StoppedError(
            Reason.KIND,
            f"{target.host} names one kind of document and sends another, or nothing; "
            "open the address in a browser.",
        )
    return Fetched(
        content=answer.body,
        media_type=kind,
        final_url=target.url,
        etag=_if_plain(_ETAG, answer.headers.get("etag")),
        last_modified=_if_plain(_HTTP_DATE, answer.headers.get("last-modified")),
        sha256=hashlib.sha256(answer.body).hexdigest(),
        fetched_at=now,
    )


def _kind(headers: Mapping[str, str]) -> media.MediaType | None:
    return media.from_header(headers.get("content-type", ""))


def _if_plain(form: re.Pattern[str], value: str | None) -> str | None:
    return value if value and form.fullmatch(value) else None


def _later(header: str, now: datetime) -> datetime:
    """Return when to try again: as the host says, within thirty days; in an hour where it says nothing."""
    text = header.strip()
    wait = _AGAIN_AFTER
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:12]), _LATEST.total_seconds()))
    elif _HTTP_DATE.fullmatch(text):
        try:
            wait = parsedate_to_datetime(text) - now
        except ValueError:
            wait = _AGAIN_AFTER
    return now + min(max(wait, timedelta(0)), _LATEST)
