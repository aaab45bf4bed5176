"""Read the items of a list out of JSON that is still arriving."""

from __future__ import annotations

import json
import re

_BETWEEN = re.compile(r"[\s,]*")


class PartialList:
    """The objects in the list `field`, each given once, as soon as its closing brace is there.

    What stands before and after is passed over: some models talk, or fence their JSON.
    """

    def __init__(self, field: str) -> None:
        self._opening = re.compile(rf'"{re.escape(field)}"\s*:\s*\[')
        self._decoder = json.JSONDecoder()
        self._text = ""
        # Where the next item begins; none before the list does.
        self._at: int | None = None
        self.is_closed = False

    def add(self, piece: str) -> list[object]:
        """Return the items that this piece has completed."""
        self._text += piece
        if self._at is None and (opened := self._opening.search(self._text)):
            self._at = opened.end()
        items: list[object] = []
        while self._at is not None and not self.is_closed:
            between = _BETWEEN.match(self._text, self._at)
            start = between.end() if between else self._at
            self.is_closed = self._text.startswith("]", start)
            if not self._text.startswith("{", start):
                break
            try:
                item, self._at = self._decoder.raw_decode(self._text, start)
            except ValueError:
                break
            items.append(item)
        return items
