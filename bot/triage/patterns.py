"""Patterns with the lists of words that they name."""

from __future__ import annotations

import re
from functools import cache

from knowledge.shipped import read_yaml


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern in which each name in capitals stands for its list in words.yaml."""
    for name, stands_for in _words().items():
        pattern = pattern.replace(name, stands_for)
    return re.compile(pattern)


@cache
def _words() -> dict[str, str]:
    return dict(read_yaml("bot.triage", "words.yaml"))
