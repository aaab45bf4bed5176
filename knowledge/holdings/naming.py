"""Names that are safe as a folder: made from a title, or checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import count

from bot.errors import HoldingError
from knowledge.holdings.fields import SLUG

_LONGEST = 50


def check(name: str, what: str) -> str:
    """Return the name, which is then no way out of the folder.

    Raises:
        HoldingError: it is no slug.
    """
    if not SLUG.fullmatch(name):
        raise HoldingError(
            f"The {what} {name[:80]!a} is no name.", "Use 1 to 63 small letters, digits and hyphens."
        )
    return name


def from_title(title: str, is_taken: Callable[[str], bool]) -> str:
    """Return a free name made from a title; macrons fold to their letter."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    stem = "-".join(words)[:_LONGEST].strip("-") or "document"
    names = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
    return next(name for name in names if not is_taken(name))
