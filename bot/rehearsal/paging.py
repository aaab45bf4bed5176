"""Pages of a list, with a cursor that says after which item the next page starts."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.rehearsal.wire import Args, Json, Refusal

T = TypeVar("T")


def page(
    items: Sequence[T], key: Callable[[T], str], args: Args, *, default: int, most: int
) -> tuple[list[T], Json]:
    """Return one page and what the answer says of the next one."""
    start = _start(items, key, args.maybe("cursor"))
    limit = min(args.number("limit", default), most)
    if limit < 1:
        raise Refusal("invalid_limit")
    shown = list(items[start : start + limit])
    more = start + limit < len(items)
    cursor = base64.b64encode(f"after:{key(shown[-1])}".encode()).decode() if more else ""
    return shown, {"has_more": more, "response_metadata": {"next_cursor": cursor}}


def _start(items: Sequence[T], key: Callable[[T], str], cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        after = base64.b64decode(cursor, validate=True).decode().removeprefix("after:")
    except (binascii.Error, UnicodeDecodeError):
        raise Refusal("invalid_cursor") from None
    for place, item in enumerate(items):
        if key(item) == after:
            return place + 1
    raise Refusal("invalid_cursor")
