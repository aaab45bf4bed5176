"""The development set, read as triage reads it, with its folds: a theme lies in one fold."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from bot.models import Level
from bot.triage import danger, signals
from bot.triage.origin import is_only_origin
from bot.triage.reading import read
from bot.triage.sentences import sentences
from bot.triage.signals import Signals
from evals.triage.score import SENT

FILE = Path(__file__).parent / "dev.jsonl"
# Messages about people who are watched, followed or visited, written after the encoder was tuned (themes W-...).
LATER = Path(__file__).parent / "watched_dev.jsonl"
_FOLDS = 5
# Two fifths of the rows, held back in turn, are enough for the combination; more would double the training time.
_HELD_BACK = (0, 1)
# What was written after the encoder was tuned is in no fold: the estimates stay calibrated on the rows before.
_ALWAYS_LEARNED = -1


class Message(BaseModel):
    """A message written for training, with the level that a careful reader gives it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    text: str
    level: Level
    theme: str
    thread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Development:
    """The rows, and what is known of each before any training."""

    plain: list[str]
    levels: list[Level]
    risky: NDArray[np.bool_]
    fold: NDArray[np.int64]
    signals: list[Signals]
    level_by_rule: list[Level | None]
    """Urgent where the danger rules hear something, none where only an origin is told."""
    held_back: tuple[int, ...] = _HELD_BACK
    """The folds that are held back in turn; the rows of the others are only learned from."""

    @property
    def judged(self) -> NDArray[np.bool_]:
        """Which rows lie in a fold that is held back."""
        return np.isin(self.fold, self.held_back)


def messages(file: Path = FILE) -> list[Message]:
    """Read the rows as they were written."""
    return [
        Message.model_validate_json(line) for line in file.read_text(encoding="utf-8").split("\n") if line
    ]


def load(files: Sequence[Path] = (FILE, LATER)) -> Development:
    """Read the set, file by file; earlier messages of a thread are read with the last."""
    by_file = [messages(file) for file in files]
    rows = [row for batch in by_file for row in batch]
    readings = [read("\n".join([*row.thread, row.text])) for row in rows]
    parts = [sentences(reading) for reading in readings]
    fold_of = folds([row.theme for row in by_file[0]])
    return Development(
        plain=[reading.text for reading in readings],
        levels=[row.level for row in rows],
        risky=np.array([row.level in SENT for row in rows]),
        fold=np.array([fold_of.get(row.theme, _ALWAYS_LEARNED) for row in rows]),
        signals=[signals.hear(reading, split) for reading, split in zip(readings, parts, strict=True)],
        level_by_rule=[
            Level.URGENT if danger.hear(split) else Level.NONE if is_only_origin(reading.text) else None
            for reading, split in zip(readings, parts, strict=True)
        ],
    )


def folds(themes: list[str], count: int = _FOLDS) -> dict[str, int]:
    """Deal the themes out, largest first, each to the smallest fold."""
    sizes = Counter(themes)
    filled = [0] * count
    dealt: dict[str, int] = {}
    for theme in sorted(sizes, key=lambda name: (-sizes[name], zlib.crc32(name.encode()))):
        dealt[theme] = filled.index(min(filled))
        filled[dealt[theme]] += sizes[theme]
    return dealt
