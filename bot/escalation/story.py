"""What a card says of a story at a glance: the member's place in it, and a deadline where there is one."""

from __future__ import annotations

import re

from bot.escalation.deadline import deadline_of as deadline_of
from bot.escalation.models import Place
from bot.models import Risk

_ME = (
    r"(?:me|us|my (?:wife|husband|partner|son|daughter|family|mum|mother|dad|father|parents|brother|sister))"
)
# In this order: what was done to the teller comes before what they saw or heard.
_PLACES = (
    (
        Place.TARGET,
        rf"\b(?:threaten\w*|follow\w*|blackmail\w*|press(?:ed|ing|ured?|uring)|hack\w*|harass\w*) {_ME}\b",
    ),
    (
        Place.OFFERED,
        rf"\b(?:offer\w*|gave|give\w*|sent|promis\w*|pay(?:s|ing)?|paid|invit\w*|slipped|handed|bought|shout\w*)"
        rf"(?: for)? {_ME}\b|\b(?:pay|paid|cover\w*)\b[^.?!]{{0,20}}\b(?:my|our)\b|\bi (?:was|got|have been|'ve been) "
        r"(?:offered|given|sent|promised|invited)\b|\bi (?:found|got|received|accepted|took)\b",
    ),
    (
        Place.ASKED,
        rf"\b(?:ask(?:s|ed|ing)?|want(?:s|ed)?|told|tells|urg\w+|push\w*) {_ME}\b|\bi (?:was|got|have been|'ve been) "
        r"(?:asked|told|urged)\b|\basked for my\b",
    ),
    (Place.SAW, r"\b(?:i|we) (?:saw|noticed|watched|found|caught|spotted|came across|overheard)\b"),
    (
        Place.HEARD,
        r"\b(?:i|we) (?:heard|hear|was told|were told|got told|understand|gather)\b|\b(?:told|tells|says|said)"
        rf" (?:{_ME} )?that\b|\b(?:someone|somebody|a friend|a colleague|a neighbour|my \w+) (?:told|says|said|reckons)\b",
    ),
)
_COMPILED = tuple((place, re.compile(pattern)) for place, pattern in _PLACES)


def place_of(text: str) -> Place:
    """Return the member's place in the story, as far as the words tell it."""
    lowered = text.lower().replace("’", "'")
    return next((place for place, pattern in _COMPILED if pattern.search(lowered)), Place.UNSAID)


def evidence(risk: Risk) -> str:
    """Return the words that showed a risk, quoted, the first two."""
    quotes = list(dict.fromkeys(indicator.evidence for indicator in risk.indicators if indicator.evidence))
    return " and ".join(f"“{quote}”" for quote in quotes[:2])
