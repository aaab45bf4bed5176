"""Which generation of an index is the current one: a file beside it, or a row that several hosts read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol


class Pointer(Protocol):
    """Names the published generations of one index.

    `is_shared`: other hosts read it too, so that a generation may lie on a disk that is not this one's.
    """

    is_shared: bool

    def kept(self) -> Sequence[str]:
        """Return the names of those that may be searched, at most two, the current one first.

        Raises:
            StoreError: the database cannot be read.
        """

    def digest(self, name: str) -> str | None:
        """Return the SHA-256 of a kept generation's parcel; None when there is none."""

    def publish(
        self, name: str, *, built_at: datetime, embedder: str, digest: str, after: str | None
    ) -> Sequence[str]:
        """Make a generation the current one; return the names of those that nobody may search any more.

        Raises:
            IndexRaceError: `after` is not the current one any more.
        """

    def forget(self, names: Iterable[str]) -> None:
        """Remove generations that are gone."""


class FilePointer:
    """The files `current` and `before` in the folder of an index. Whoever publishes holds its lock."""

    is_shared = False

    def __init__(self, index: Path) -> None:
        self._index = index

    def kept(self) -> Sequence[str]:
        return [name for name in map(self._read, ("current", "before")) if name]

    def digest(self, name: str) -> str | None:
        return None

    def publish(
        self, name: str, *, built_at: datetime, embedder: str, digest: str, after: str | None
    ) -> Sequence[str]:
        gone = [old for old in self.kept()[1:] if old != after]
        if after:
            self._write("before", after)
        self._write("current", name)
        return gone

    def forget(self, names: Iterable[str]) -> None:
        return

    def _read(self, file: str) -> str:
        try:
            return (self._index / file).read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return ""

    def _write(self, file: str, name: str) -> None:
        # Readers see the old name or the new one, nothing between.
        part = self._index / f"{file}.{name}"
        part.write_text(name, encoding="utf-8")
        part.replace(self._index / file)
