"""What a card says of a story at a glance: the member's place in it, and a deadline where there is one."""

from __future__ import annotations

import re

from bot.escalation.deadline import deadline_of as deadline_of
from bot.escalation.models import Place
from bot.models import Risk

_ME = (
    r"(?:me|us|my (?:wife|husband|partner|son|daughter|family|mum|mother|dad|father|parents|brother|sister))"
)
_HURT = r"(?:threaten|follow|blackmail|press(?:ed|ing|ured|uring)|hack|harass|stalk|extort|sextort|bull(?:ied|ying))\w*"
_I_HAVE = r"(?:\b(?:i|we)(?:'ve| have|'d| had)?(?: (?:just|also|once|since))?)"
_GIVEN = r"(?:gifts?|cash|money|envelope|watch|tickets?|phone|voucher|trip|invitation|hamper|notes?|dollars|offer|parcel)"
# In this order: what was done to the teller comes before what they saw or heard.
_PLACES = (
    (
        Place.TARGET,
        rf"\b(?:threaten\w*|follow\w*|blackmail\w*|press(?:ed|ing|ured?|uring)|hack\w*|harass\w*) {_ME}\b|"
        rf"\b(?:am|i'm|im|was|were|got|being|been|we're) (?:being |been )?{_HURT}|\b(?:hacked|got into|stole|searched|"
        r"threatened|followed|took|kept) (?:my|our) (?:\w+ )?(?:phone|laptop|tablet|ipad|email|account|facebook|bag|room|house|"
        r"car|passport|family|kids|children|parents)\b|\b(?:my|our) (?:\w+ ){1,2}(?:was|were|got|has been|have been|had been|is "
        rf"being) (?:taken|searched|stolen|opened|gone through|{_HURT})",
    ),
    (
        Place.OFFERED,
        rf"\b(?:offer\w*|gave|give\w*|sent|promis\w*|pay(?:s|ing)?|paid|invit\w*|slipped|handed|bought|shout\w*)"
        rf"(?: for)? {_ME}\b|\b(?:pay|paid|cover\w*)\b[^.?!]{{0,20}}\b(?:my|our)\b|(?:\b(?:was|were|got|been) |{_I_HAVE} )"
        rf"(?:offered|given|sent|promised|invited)\b|{_I_HAVE} (?:found|got|received|accepted|took|taken)\b[^.?!]{{0,40}}"
        rf"\b{_GIVEN}\b|\b(?:left|put|slid|found)\b[^.?!]{{0,30}}\b(?:in|on|under) my (?:letterbox|coat|bag|jacket|pocket|car|"
        r"desk|door|drawer)\b",
    ),
    (
        Place.ASKED,
        rf"\b(?:ask(?:s|ed|ing)?|want(?:s|ed)?|told|tells|urg\w+|push\w*) {_ME}\b|(?:{_I_HAVE} (?:been )?|^|[.,] ?)"
        r"(?:was |were |got |been )(?:asked|told|urged)\b(?! that\b)|\basked for (?:my|the|a|our)\b",
    ),
    (Place.SAW, rf"{_I_HAVE} (?:saw|seen|noticed|watched|found|caught|spotted|came across|overheard)\b"),
    (
        Place.HEARD,
        rf"{_I_HAVE} (?:heard|hear|was told|were told|been told|got told|understand|gather)\b|\b(?:told|tells|says|said)"
        rf" (?:{_ME} )?that\b|\b(?:someone|somebody|a friend|a colleague|a neighbour|my \w+) (?:told|says|said|reckons)\b|"
        r"\brumours?\b|^heard\b",
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
