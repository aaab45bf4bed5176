"""How a message is told: as something that happened, as a question in general, as a lesson, as settled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.triage.danger import is_asked_in_general, is_explained_away
from bot.triage.reading import Reading
from knowledge.shipped import read_yaml

# Syllables of te reo only; English words of that shape ("I", "he", "we", "are") are left out.
_TE_REO_WORD = re.compile(
    r"(?!(?:i|he|a|we|me|no|are|more|home|one|to|make|take|like|people|here|there|were|name|time|hate|mine|note|"
    r"ate|use|hope|are|we|he|token|open|we|tae|hi|ok)\b)(?:(?:ng|wh|[hkmnprtw])?[aeiou]+)+"
)
_TE_REO_SHARE = 0.5


@dataclass(frozen=True)
class Telling:
    """What the rules make of how a message is told."""

    lesson: bool
    """A quiz, a training, a book, a news item: nobody in it is real, or near."""
    te_reo: bool
    """Mostly in te reo Māori, which the encoder does not read."""
    abstract: bool
    """Every sentence asks what one would do if, or for a process."""
    general: bool
    """Every sentence asks for a rule, a fact or what one would do."""
    settled: bool
    """Told as open, declared, explained or dealt with."""
    explained: bool
    """A harmless account is given of what might sound like danger."""
    accounted: bool
    """A stranger turned out to have a reason."""
    happened: bool
    """Somebody did something."""
    question: bool
    """Every sentence is a question."""
    member: bool
    """The teller or somebody near is in it."""

    @property
    def real(self) -> bool:
        """Whether nothing says that it is made up, far away or harmless; an article may be why it began."""
        if self.accounted:
            return False
        return self.member if self.lesson else not self.explained


def hear(reading: Reading, parts: Sequence[Reading]) -> Telling:
    """Describe how a message is told."""
    text = reading.text
    ways = _ways()
    in_general = [is_asked_in_general(part.text) for part in parts]
    asked = [_asks(part.text) for part in parts]
    general = bool(parts) and all(
        generally or (is_question and not _tells(part.text))
        for part, is_question, generally in zip(parts, asked, in_general, strict=True)
    )
    return Telling(
        lesson=bool(ways.lesson.search(text)),
        te_reo=_is_te_reo(text),
        abstract=bool(parts) and all(in_general) and not ways.own.search(text),
        general=general,
        settled=bool(ways.settled.search(text)),
        explained=is_explained_away(text),
        accounted=bool(ways.accounted.search(text)),
        happened=bool(ways.happened.search(text)),
        question=bool(parts) and all(asked),
        member=bool(ways.member.search(text)),
    )


def is_told(sentence: str) -> bool:
    """Return whether a plain sentence tells of something, rather than asks what one would do or what a rule says."""
    if is_asked_in_general(sentence) or _ways().supposed.search(sentence):
        return False
    return not _ways().rule_wanted.match(sentence) or _tells(sentence)


def _is_te_reo(text: str) -> bool:
    words = re.findall(r"[a-z]+", text)
    return sum(bool(_TE_REO_WORD.fullmatch(word)) for word in words) >= _TE_REO_SHARE * max(len(words), 1)


def _asks(sentence: str) -> bool:
    return sentence.rstrip("\"')] ").endswith("?") or bool(_ways().question.match(sentence))


def _tells(sentence: str) -> bool:
    """Return whether a question has a story in it: somebody near, and something done."""
    return bool(_ways().happened.search(sentence) and _ways().member.search(sentence))


@dataclass(frozen=True)
class _Ways:
    lesson: re.Pattern[str]
    settled: re.Pattern[str]
    accounted: re.Pattern[str]
    happened: re.Pattern[str]
    question: re.Pattern[str]
    rule_wanted: re.Pattern[str]
    supposed: re.Pattern[str]
    member: re.Pattern[str]
    own: re.Pattern[str]


@cache
def _ways() -> _Ways:
    raw: dict[str, str] = read_yaml("bot.triage", "telling.yaml")
    return _Ways(**{name: re.compile(pattern.replace("| ", "|")) for name, pattern in raw.items()})
