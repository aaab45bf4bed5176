"""The indicators: named behaviours, each with the patterns by which it is heard."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from pydantic import BaseModel, ConfigDict

from bot.models import SeenIndicator
from bot.triage.reading import Reading
from knowledge.shipped import read_yaml

# A quotation longer than this would repeat the story instead of pointing at it.
_LONGEST_QUOTE = 160


class Slot(StrEnum):
    """Where a behaviour stands in a story."""

    OFFERED = "offered"
    ASKED = "asked"
    HIDDEN = "hidden"
    CHANNEL = "channel"
    ACCESS = "access"
    PRESSURE = "pressure"
    IDENTITY = "identity"
    MONEY = "money"
    INTEREST = "interest"


class Weight(StrEnum):
    """Strong behaviours are heard in few harmless messages; weak ones are ordinary by themselves."""

    STRONG = "strong"
    WEAK = "weak"


class Indicator(BaseModel):
    """One behaviour and how it is heard; `sources` are ids of knowledge/sources."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    label: str
    looks_like: str
    slot: Slot
    weight: Weight
    sources: tuple[str, ...]
    patterns: tuple[str, ...]
    example: str

    def find(self, text: str) -> re.Match[str] | None:
        """Return the first place in a plain text where the behaviour is heard."""
        return next((found for pattern in _compiled(self.patterns) if (found := pattern.search(text))), None)


class Heard(BaseModel):
    """An indicator, and the words of the original message that showed it."""

    model_config = ConfigDict(frozen=True)
    indicator: Indicator
    evidence: str

    @property
    def strong(self) -> bool:
        return self.indicator.weight is Weight.STRONG

    @property
    def seen(self) -> SeenIndicator:
        return SeenIndicator(id=self.indicator.id, label=self.indicator.label, evidence=self.evidence)


def hear(reading: Reading) -> tuple[Heard, ...]:
    """Return each indicator in a message, in the order of the file."""
    found: list[Heard] = []
    for indicator in load():
        if match := indicator.find(reading.text):
            evidence = reading.quote(match.start(), min(match.end(), match.start() + _LONGEST_QUOTE))
            found.append(Heard(indicator=indicator, evidence=evidence))
    return tuple(found)


@cache
def load() -> tuple[Indicator, ...]:
    """Return every indicator, in the order of the file."""
    rows = read_yaml("bot.triage", "indicators.yaml")
    return tuple(Indicator.model_validate(row) for row in rows)


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)
