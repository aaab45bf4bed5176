"""Hide where people come from, so that neither risk nor advice can depend on it (care.md 5)."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

NEUTRAL = "somewhere"

# As ordinary words these mean something else; they are a group only with a capital.
_ALSO_WORDS = frozenset(
    "polish turkey china jordan georgia chile finn dane turk kiwi roma han mali oman niue".split()
)
# Home is no origin to hide from a reader, and its laws and agencies carry the name.
_HOME = frozenset(
    ["new zealand", "new zealander", "kiwi", "aotearoa", "māori", "maori", "maaori", "washington"]
)


# Titles that carry a group's name.
_TITLES = re.compile(r"\b(?:Indian Weekender|Asia New Zealand Foundation|Asia Pacific Report)\b")


@cache
def _names() -> tuple[str, ...]:
    text = resources.files("bot.triage").joinpath("groups.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    names = {name.strip() for line in lines for name in (line.split("|") if "|" in line else line.split())}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def _pattern() -> re.Pattern[str]:
    alternatives = "|".join(re.escape(name).replace(r"\ ", r"[\s-]+") for name in _names())
    return re.compile(rf"(?<![\w@])(?:{alternatives})(?:s|es|'s|’s|n)?(?!\w)", re.I)


def _is_group(match: re.Match[str]) -> bool:
    word = match.group()
    return word.lower() not in _ALSO_WORDS or word[0].isupper()


def mask(text: str) -> str:
    """Return the text with every country, people, religion, language and large city made neutral."""
    return _pattern().sub(lambda match: NEUTRAL if _is_group(match) else match.group(), text)


def names_a_group(text: str) -> bool:
    """Return whether a text names a country or people other than New Zealand's own."""
    return any(
        _is_group(match) and re.sub(r"[\s-]+", " ", match.group().lower()).rstrip("s'’") not in _HOME
        for match in _pattern().finditer(_TITLES.sub("", text))
    )
