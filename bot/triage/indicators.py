"""The indicators: named behaviours, each with the patterns by which it is heard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict

from bot.models import SeenIndicator


class Indicator(BaseModel):
    """One behaviour; a strong one sends a told story to the liaison, a weak one only asks."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    label: str
    looks_like: str
    sources: tuple[str, ...]
    weight: Literal["strong", "weak"]
    patterns: tuple[str, ...]
    example: str


class Heard(NamedTuple):
    seen: SeenIndicator
    strong: bool


@cache
def load() -> tuple[Indicator, ...]:
    """Return every indicator, in the order of the file."""
    text = resources.files("bot.triage").joinpath("indicators.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return tuple(Indicator.model_validate(row) for row in yaml.load(text, Loader=loader))


@cache
def _compiled() -> tuple[tuple[Indicator, tuple[re.Pattern[str], ...]], ...]:
    return tuple((one, tuple(re.compile(pattern, re.I | re.S) for pattern in one.patterns)) for one in load())


def hear(text: str) -> Iterator[Heard]:
    """Yield each indicator in the original message, with the words that showed it."""
    straight = text.replace("’", "'").replace("‘", "'")
    for indicator, patterns in _compiled():
        match = next((found for pattern in patterns if (found := pattern.search(straight))), None)
        if match:
            # The same length as the original, so the same span quotes it.
            evidence = text[match.start() : match.end()].strip()
            seen = SeenIndicator(id=indicator.id, label=indicator.label, evidence=evidence)
            yield Heard(seen, indicator.weight == "strong")
