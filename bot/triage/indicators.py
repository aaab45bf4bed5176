"""The indicators: named behaviours, each with the patterns by which it is heard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from pydantic import BaseModel, ConfigDict

from bot.models import SeenIndicator
from bot.triage.patterns import compiled
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
    patterns: tuple[str, ...] = ()
    sure: tuple[str, ...] = ()
    """What aims at people's safety: told as real, it is sent for that alone."""
    look_alikes: tuple[str, ...] = ()
    """What is said in the same words and is harmless: not read for `sure`."""
    example: str

    def find(self, text: str) -> re.Match[str] | None:
        """Return the first place in a plain text where the behaviour may be heard."""
        return _first(self.patterns, text)

    def find_sure(self, text: str) -> re.Match[str] | None:
        """Return the first place where it is heard in words that are enough by themselves."""
        if not (found := _first(self.sure, text)) or not self.look_alikes:
            return found
        # Blanked letter for letter, so that what stands beside it is still heard.
        for look_alike in self.look_alikes:
            text = compiled(look_alike).sub(lambda alike: "_" * len(alike.group()), text)
        return _first(self.sure, text)


class Heard(BaseModel):
    """An indicator, and the words of the original message that showed it."""

    model_config = ConfigDict(frozen=True)
    indicator: Indicator
    evidence: str
    sure: bool = False
    """Whether it was told in words that are enough by themselves."""

    @property
    def strong(self) -> bool:
        return self.indicator.weight is Weight.STRONG

    @property
    def seen(self) -> SeenIndicator:
        return SeenIndicator(id=self.indicator.id, label=self.indicator.label, evidence=self.evidence)


def hear(reading: Reading, told: Sequence[Reading] | None = None) -> tuple[Heard, ...]:
    """Return each indicator in a message, in the order of the file.

    `told` are its sentences that tell of something, all of it by default: only there a sure word counts.
    """
    told = (reading,) if told is None else told
    return tuple(heard for indicator in load() if (heard := _hear(indicator, reading, told)))


def _hear(indicator: Indicator, reading: Reading, told: Sequence[Reading]) -> Heard | None:
    for part in told:
        if match := indicator.find_sure(part.text):
            return Heard(indicator=indicator, evidence=_quote(part, match), sure=True)
    if match := indicator.find(reading.text):
        return Heard(indicator=indicator, evidence=_quote(reading, match))
    return None


def _quote(reading: Reading, match: re.Match[str]) -> str:
    return reading.quote(match.start(), min(match.end(), match.start() + _LONGEST_QUOTE))


@cache
def load() -> tuple[Indicator, ...]:
    """Return every indicator, in the order of the file."""
    rows = read_yaml("bot.triage", "indicators.yaml")
    return tuple(Indicator.model_validate(row) for row in rows)


def _first(patterns: tuple[str, ...], text: str) -> re.Match[str] | None:
    return next((found for pattern in patterns if (found := compiled(pattern).search(text))), None)
