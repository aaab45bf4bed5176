"""What comes of a fetch: the document, "unchanged", or a reason with a line for the administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.media import MediaType


class Reason(StrEnum):
    """Why nothing was fetched."""

    ADDRESS = "address"
    HOST = "host-not-listed"
    PRIVATE = "private-address"
    UNREACHABLE = "unreachable"
    REDIRECTS = "too-many-redirects"
    TOO_LARGE = "too-large"
    TOO_SLOW = "too-slow"
    KIND = "kind-not-accepted"
    BROKEN = "broken-answer"
    GONE = "gone"
    TRY_LATER = "try-later"
    REFUSED_BY_HOST = "refused-by-host"
    ROBOTS = "robots"


@dataclass(frozen=True, slots=True)
class Known:
    """What the last fetch left behind: sent back, so that an unchanged document is not sent again."""

    final_url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole document; `sha256` is of `content`, in hex; `fetched_at` is in UTC."""

    content: bytes
    media_type: MediaType
    final_url: str
    etag: str | None
    last_modified: str | None
    sha256: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The host says that the document is still the one that is known."""

    checked_at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was fetched; `line` says what is wrong and what to do next; `try_at` only for TRY_LATER."""

    reason: Reason
    line: str
    try_at: datetime | None = None


Outcome = Fetched | Unchanged | Failed


class StoppedError(Exception):
    """Carry a failure up to the one place that turns it into `Failed`."""

    def __init__(self, reason: Reason, line: str, try_at: datetime | None = None) -> None:
        super().__init__(line)
        self.failed = Failed(reason, line, try_at)
