"""The process that reads files: one line in, lines out. It may die without harm to anything else.

It is started with nothing of the parent's settings, and speaks JSON, which, unlike a pickle, runs nothing when
it is opened.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel

from bot.errors import DocumentError
from knowledge.parse.document import Document

if sys.platform != "win32":
    import resource

# What parsers leak adds up; a fresh process costs half a second.
FILES_PER_WORKER = 100


class Request(BaseModel):
    """Read this file within so many seconds of processor time."""

    path: Path
    doc: str
    seconds: int


class Reply(BaseModel):
    """Pages read so far, or how it ended: a document, or what is wrong and what to do. `bye`: the last one."""

    done: int = 0
    total: int = 0
    document: Document | None = None
    message: str = ""
    hint: str = ""
    bye: bool = False


def answer(request: Request, tell: Callable[[Reply], None]) -> Reply:
    """Return how reading a file ended, after telling of each page."""
    from knowledge.parse.read import MAX_BYTES, check_size, read

    try:
        check_size(request.path.stat().st_size)
        with request.path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # it may have grown since
        return Reply(
            document=read(data, request.doc, lambda done, total: tell(Reply(done=done, total=total)))
        )
    except DocumentError as error:
        return Reply(message=error.message, hint=error.hint)
    except OSError as error:
        return Reply(message=f"It cannot be opened ({error.strerror}).", hint="Check who may read it.")
    except MemoryError:
        hint = "Cut it into parts, or print it to PDF again."
        return Reply(message="Reading it needs too much memory.", hint=hint, bye=True)


def main(megabytes: int) -> None:
    """Answer requests until there are no more."""
    _limit("RLIMIT_AS", megabytes * 1024 * 1024)
    # What a library prints must not be taken for a reply.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(reply: Reply) -> None:
        replies.write(reply.model_dump_json(exclude_defaults=True) + "\n")
        replies.flush()

    for n, line in enumerate(sys.stdin, 1):
        request = Request.model_validate_json(line)
        # The parent's clock stops a worker that hangs; this one stops it when the parent is gone.
        used = sum(os.times()[:2])
        _limit("RLIMIT_CPU", int(used) + request.seconds + 5)
        reply = answer(request, tell)
        bye = reply.bye or n == FILES_PER_WORKER
        tell(reply.model_copy(update={"bye": bye}))
        if bye:
            break


def _limit(name: str, value: int) -> None:
    if sys.platform == "win32":
        return
    kind = getattr(resource, name)
    _, hard = resource.getrlimit(kind)
    soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with suppress(ValueError, OSError):  # macOS knows the limit's name and refuses to set it
        resource.setrlimit(kind, (soft, hard))


if __name__ == "__main__":
    main(int(sys.argv[1]))
