"""Danger to people now: heard before anything else, in English and in te reo Māori."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.models import Danger
from bot.triage.patterns import compiled
from bot.triage.reading import Reading
from knowledge.shipped import read_yaml


@dataclass(frozen=True)
class HeardDanger:
    """Which danger it is, and the words of the original message that told of it."""

    kind: Danger
    evidence: str


@dataclass(frozen=True)
class _Rule:
    say: re.Pattern[str]
    near: re.Pattern[str] | None


@dataclass(frozen=True)
class _Rules:
    harm: tuple[_Rule, ...]
    self_harm: tuple[_Rule, ...]
    figures: re.Pattern[str]
    unreal: re.Pattern[str]
    explained: re.Pattern[str]
    laughter: re.Pattern[str]
    asked: re.Pattern[str]
    asked_for_process: re.Pattern[str]
    present: re.Pattern[str]
    despair: re.Pattern[str]
    mishap: re.Pattern[str]
    overseas: re.Pattern[str]
    at_home: re.Pattern[str]


_OF_ONESELF = re.compile(r"\b(?:if you|i|i'm|my|myself|yourself)\b")


def hear(parts: Sequence[Reading]) -> HeardDanger | None:
    """Return the danger that the sentences of a message tell of, if any.

    What a figure of speech, a film, a drill or an explanation does not account for counts as real.
    """
    rules = _rules()
    # A figure of speech is blanked, letter for letter, so that what stands beside it is still heard.
    plain = [rules.figures.sub(lambda found: "_" * len(found.group()), part.text) for part in parts]
    for kind, chosen in ((Danger.SELF_HARM, rules.self_harm), (Danger.HERE, rules.harm)):
        for at, part in enumerate(parts):
            around = " ".join(plain[max(0, at - 1) : at + 2])
            match = _match(chosen, plain[at], around)
            if match and not _is_unreal(plain[at], around, kind):
                evidence = part.quote(match.start(), match.end())
                placed = kind if kind is Danger.SELF_HARM else _place(" ".join(plain))
                return HeardDanger(placed, evidence)
    return None


def is_asked_in_general(text: str) -> bool:
    """Return whether a sentence asks what one would do, or for a rule, rather than telling of now."""
    rules = _rules()
    if rules.present.search(text):
        return False
    return bool(rules.asked.search(text) or rules.asked_for_process.search(text))


def is_explained_away(text: str) -> bool:
    """Return whether a text gives a harmless account of what it tells, or is no real event."""
    return bool(_rules().unreal.search(text) or _rules().explained.search(text))


def _match(chosen: Sequence[_Rule], sentence: str, around: str) -> re.Match[str] | None:
    for rule in chosen:
        match = rule.say.search(sentence)
        if match and (rule.near is None or rule.near.search(around)):
            return match
    return None


def _is_unreal(sentence: str, around: str, kind: Danger) -> bool:
    if is_explained_away(around) or is_asked_in_general(sentence):
        # "Is it quick if you ..." is no question in general.
        return kind is not Danger.SELF_HARM or not _OF_ONESELF.search(sentence) or is_explained_away(around)
    # A laugh takes back words about oneself; a threat that somebody laughs off is still a threat.
    return kind is Danger.SELF_HARM and bool(_rules().laughter.search(around))


def kind_of(text: str) -> Danger:
    """Return which danger a plain text tells of, once it is known to tell of one."""
    return Danger.SELF_HARM if may_be_despair(text) else _place(text)


def may_be_mishap(text: str) -> bool:
    """Return whether a plain text tells of illness, an accident or money, which the encoder may take for danger."""
    return bool(_rules().mishap.search(text))


def may_be_despair(text: str) -> bool:
    """Return whether a plain text has words of despair, which by themselves are too little for the rules.

    A doubt between danger and despair must not pass a member's despair to the liaison (care.md 2).
    """
    return bool(_rules().despair.search(text))


def _place(text: str) -> Danger:
    if _rules().overseas.search(text) and not _rules().at_home.search(text):
        return Danger.OVERSEAS
    return Danger.HERE


@cache
def _rules() -> _Rules:
    raw: dict[str, Any] = read_yaml("bot.triage", "danger.yaml")

    def rules(rows: list[dict[str, str]]) -> tuple[_Rule, ...]:
        return tuple(
            _Rule(compiled(row["say"]), compiled(row["near"]) if "near" in row else None) for row in rows
        )

    single = {
        name: compiled(raw[name].replace("| ", "|"))
        for name in (
            "unreal",
            "explained",
            "laughter",
            "asked",
            "asked_for_process",
            "present",
            "despair",
            "mishap",
            "overseas",
            "at_home",
        )
    }
    return _Rules(
        harm=rules(raw["harm"]),
        self_harm=rules(raw["self_harm"]),
        figures=compiled("|".join(f"(?:{pattern})" for pattern in raw["figures"])),
        **single,
    )
