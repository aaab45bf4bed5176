"""What a message that says too little may be about: the choices that are offered with the one question back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bot.models import Choice
from knowledge.words import fold

_CHOICES: Mapping[str, Choice] = {
    choice.id: choice
    for choice in (
        Choice(id="gift", label="A gift"),
        Choice(id="interest", label="An interest"),
        Choice(id="trip", label="A trip"),
        Choice(id="visit", label="A visit from overseas"),
        Choice(id="contact", label="A stranger who got in touch"),
        Choice(id="embassy", label="Contact from an embassy"),
        Choice(id="meal", label="A meal"),
        Choice(id="ticket", label="A ticket"),
        Choice(id="event", label="An event or a reception"),
        Choice(id="sister-city", label="A sister city"),
        Choice(id="paper", label="A paper or a message"),
    )
}
# Five at most: the first pattern that is met tells which; the last one meets everything.
_OFFERED: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"\b(?:declare|register|return|list|enter|disclose)\b"), "gift meal trip interest"),
    (re.compile(r"\b(?:open|click|read|forward|reply|respond|answer|send)\b"), "paper contact embassy"),
    (re.compile(r"\b(?:go|attend|travel)\b"), "trip event meal sister-city"),
    (re.compile(r"\b(?:come|host|invite|welcome|meet|see)\b"), "visit contact embassy event meal"),
    (
        re.compile(r"\b(?:take|keep|accept|have|give|get|return|send back|use|eat|say no|refuse)\b"),
        "gift ticket meal trip",
    ),
    (re.compile(r"\b(?:vote|speak|sign)\b"), "interest sister-city gift"),
    (re.compile(""), "gift interest trip visit contact"),
)


def choices_for(text: str) -> tuple[Choice, ...]:
    """Return what a message may be about, at most five, the likeliest first."""
    said = fold(text)
    offered = next(ids for pattern, ids in _OFFERED if pattern.search(said))
    return tuple(_CHOICES[choice_id] for choice_id in offered.split())


def choice(choice_id: str) -> Choice | None:
    """Return a choice by its id."""
    return _CHOICES.get(choice_id)


def is_choice(text: str) -> bool:
    """Return whether a message is one of the choices, as a press of its button says it."""
    return any(text == choice.label for choice in _CHOICES.values())


def in_words(choices: Sequence[Choice]) -> str:
    """Return choices as the end of a question: "a gift, a meal or a ticket, or a trip"."""
    *first, last = (f"{choice.label[0].lower()}{choice.label[1:]}" for choice in choices)
    return f"{', '.join(first)}, or {last}" if first else last


def own_words(text: str, thread: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return a message and its thread without choices: their words are ours, and tell of nothing that happened."""
    return "" if is_choice(text) else text, tuple(turn for turn in thread if not is_choice(turn))


def is_unclear_again(about: Sequence[str], is_unclear: Callable[[str], bool]) -> bool:
    """Return whether the question back was answered, and the messages together still say too little."""
    *before, said = about
    return (
        bool(before)
        and not is_choice(said)
        and is_unclear("\n".join(before))
        and is_unclear("\n".join(about))
    )
