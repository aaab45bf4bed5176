"""What a card says of a story at a glance: the member's place in it, and a deadline where there is one."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from bot.clock import ZONE
from bot.escalation.models import Deadline, Place
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

_FULL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = r"(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)? ?(?:am|pm)"
_CLOCK_PARTS = re.compile(r"(?P<hour>\d{1,2})(?:[.:](?P<minute>\d\d))? ?(?P<half>am|pm)")
_WHEN = (
    r"(?P<day>tonight|tomorrow(?: (?:night|morning|afternoon|evening))?|today|this (?:morning|afternoon|evening)|"
    r"(?:on |by |before |this |next )?(?:"
    + "|".join(_FULL_DAYS)
    + r")(?: (?:night|morning|afternoon|evening))?|"
    r"in an hour|in (?:half an|the next) hour|(?:at )?lunch ?time today)"
)
_AHEAD = re.compile(
    rf"\b{_WHEN}(?: at {_CLOCK})?\b|\b(?:at|by|before) {_CLOCK}(?: (?P<day2>today|tonight|tomorrow))?\b"
)
_PAST = re.compile(r"\b(?:last|yesterday|ago|earlier|this morning|on the weekend)\b")
_TO_COME = re.compile(
    r"\b(?:by|before|tonight|tomorrow|next|will|'ll|going to|due|meets?|meeting|wants? (?:an )?answer|deadline|"
    r"need\w*|leaves?|flight|dinner|coming|arriv\w+|sign|vote|reply|decide|back to)\b"
)
_HOURS = {"morning": 9, "afternoon": 13, "evening": 18, "night": 19}
_LONGEST = 60


def place_of(text: str) -> Place:
    """Return the member's place in the story, as far as the words tell it."""
    lowered = text.lower().replace("’", "'")
    return next((place for place, pattern in _COMPILED if pattern.search(lowered)), Place.UNSAID)


def deadline_of(text: str, now: datetime) -> Deadline | None:
    """Return the first moment to come that the story names, set against the clock.

    Raises:
        ValueError: `now` has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("The time needs its zone.")
    local = now.astimezone(ZONE)
    for sentence in re.split(r"(?<=[.!?\n])\s+", text.replace("’", "'")):
        lowered = sentence.lower()
        for found in _AHEAD.finditer(lowered):
            if _TO_COME.search(lowered) and not _PAST.search(lowered[: found.end()]):
                words = _around(sentence, found.start(), found.end())
                at = _moment(found, local)
                return Deadline(words=words, at=at)
    return None


def evidence(risk: Risk) -> str:
    """Return the words that showed a risk, quoted, the first two."""
    quotes = list(dict.fromkeys(indicator.evidence for indicator in risk.indicators if indicator.evidence))
    return " and ".join(f"“{quote}”" for quote in quotes[:2])


def _around(sentence: str, start: int, end: int) -> str:
    """Return the words of a deadline with what stands before them, cut at a word."""
    before = sentence[:start]
    cut = max(0, len(before) - (_LONGEST - (end - start)))
    if cut:
        cut = before.find(" ", cut) + 1 or cut
    return sentence[cut:end].strip()


def _moment(found: re.Match[str], now: datetime) -> datetime | None:
    said = (found["day"] or found["day2"] or "today").removeprefix("on ").removeprefix("by ")
    said = said.removeprefix("before ").removeprefix("this ").strip()
    if "hour" in said:
        return now + timedelta(hours=1)
    named_day = next((n for n, day in enumerate(_FULL_DAYS) if day in said), None)
    if named_day is not None:
        ahead = (named_day - now.weekday()) % 7 or 7
    else:
        ahead = 1 if said.startswith("tomorrow") else 0
    clock = _clock(found) or next((time(hour) for word, hour in _HOURS.items() if said.endswith(word)), None)
    if clock is None:
        return None if ahead == 0 and said == "today" else _at(now, ahead, time(9))
    moment = _at(now, ahead, clock)
    return moment if moment > now or found["day"] else moment + timedelta(days=1)


def _clock(found: re.Match[str]) -> time | None:
    parts = _CLOCK_PARTS.search(found.group(0))
    if not parts:
        return None
    hour = int(parts["hour"]) % 12 + (12 if parts["half"] == "pm" else 0)
    return time(hour, int(parts["minute"] or 0))


def _at(now: datetime, ahead: int, clock: time) -> datetime:
    return datetime.combine(now.date() + timedelta(days=ahead), clock, ZONE)
