"""Passages on disk, opened one at a time: a hundred thousand of them are not held as objects."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from knowledge.passages import Passage

_REMEMBERED = 4096
_ID = "S32"


class PassageFile:
    """The passages of a generation, by position. A position is the same as in the words' corpus."""

    def __init__(self, folder: Path) -> None:
        path = folder / "passages.jsonl"
        self._data: bytes | mmap.mmap = b""
        if path.stat().st_size:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._starts = np.load(folder / "starts.npy")
        self._ids = np.load(folder / "ids.npy")
        self._read = lru_cache(_REMEMBERED)(self._parse)

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, position: int) -> Passage:
        return self._read(position)

    def __iter__(self) -> Iterator[Passage]:
        return (self._parse(position) for position in range(len(self)))

    def line(self, position: int) -> bytes:
        """Return a passage as it stands in the file, with its line end."""
        return bytes(self._data[self._starts[position] : self._starts[position + 1]])

    def id_at(self, position: int) -> str:
        return str(self._ids[position].decode())

    @cached_property
    def positions(self) -> dict[str, int]:
        """Where each passage stands, by its id."""
        return {name.decode(): position for position, name in enumerate(self._ids.tolist())}

    def close(self) -> None:
        if isinstance(self._data, mmap.mmap):
            self._data.close()

    def _parse(self, position: int) -> Passage:
        return Passage.model_validate_json(self.line(position))


def write(folder: Path, lines: Iterable[bytes], ids: Iterable[str]) -> None:
    """Write passages, each a JSON line with its end, and their ids in the same order."""
    folder.mkdir()
    lengths = [0]
    with (folder / "passages.jsonl").open("wb") as file:
        lengths += [file.write(line) for line in lines]
    np.save(folder / "starts.npy", np.cumsum(np.array(lengths, dtype=np.int64)))
    np.save(folder / "ids.npy", np.array([name.encode() for name in ids], dtype=_ID))
