"""What the rules heard, as a short row of numbers for the classifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.triage import indicators, telling
from bot.triage.indicators import Heard
from bot.triage.reading import Reading
from bot.triage.telling import Telling

# Ordinary governance matters by themselves: answered, perhaps asked about, never sent for that alone.
ORDINARY = frozenset({"gift", "paid-travel", "coi"})


@dataclass(frozen=True)
class Signals:
    """The indicators of a text and how it is told."""

    heard: tuple[Heard, ...]
    telling: Telling

    @property
    def strong(self) -> int:
        return sum(one.strong for one in self.heard)

    @property
    def sure(self) -> bool:
        """Whether something that aims at people's safety is told as real."""
        return any(one.sure for one in self.heard) and self.telling.real

    @property
    def only_ordinary(self) -> bool:
        """Whether something is heard, and nothing but ordinary governance matters."""
        return bool(self.heard) and all(one.indicator.id in ORDINARY for one in self.heard)

    @property
    def secret(self) -> bool:
        """Whether somebody asked to keep it hidden."""
        return any(one.indicator.id == "secrecy" for one in self.heard)

    def row(self) -> tuple[float, ...]:
        """Return the numbers, in the order that the weights were trained for."""
        ids = {one.indicator.id for one in self.heard}
        slots = {one.indicator.slot for one in self.heard if one.strong}
        return (
            min(self.strong, 3),
            min(len(self.heard) - self.strong, 2),
            float(len(slots) >= 2),
            float(self.telling.lesson),
            float(self.telling.general),
            float(self.telling.settled),
            float(self.telling.happened),
            float(self.telling.member),
            float("coi" in ids),
            float("gift" in ids),
        )


def hear(reading: Reading, parts: Sequence[Reading]) -> Signals:
    """Listen to a text by rule; `parts` are its sentences."""
    told = [part for part in parts if telling.is_told(part.text)]
    return Signals(indicators.hear(reading, told), telling.hear(reading, parts))
