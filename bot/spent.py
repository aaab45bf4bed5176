"""What a language model used."""

from __future__ import annotations

from typing import NamedTuple


class Tokens(NamedTuple):
    """Tokens that a model read and wrote."""

    read: int = 0
    written: int = 0

    def plus(self, other: Tokens) -> Tokens:
        return Tokens(self.read + other.read, self.written + other.written)

    def minus(self, other: Tokens) -> Tokens:
        return Tokens(self.read - other.read, self.written - other.written)
