"""The development set, read as triage reads it, with its folds: a theme lies in one fold."""

from __future__ import annotations

import zlib
from collections import Counter
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
_FOLDS = 5


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
    folds: int = _FOLDS


def load(file: Path = FILE) -> Development:
    """Read the set; earlier messages of a thread are read with the last."""
    messages = [
        Message.model_validate_json(line) for line in file.read_text(encoding="utf-8").split("\n") if line
    ]
    readings = [read("\n".join([*message.thread, message.text])) for message in messages]
    parts = [sentences(reading) for reading in readings]
    fold_of = folds([message.theme for message in messages])
    return Development(
        plain=[reading.text for reading in readings],
        levels=[message.level for message in messages],
        risky=np.array([message.level in SENT for message in messages]),
        fold=np.array([fold_of[message.theme] for message in messages]),
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
