"""A deadline in a story: when something is wanted or will happen, set against the clock.

A day alone is no deadline ("he rang on Monday"): the words around it must look ahead.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from bot.clock import ZONE
from bot.escalation.models import Deadline

_DAYS = (
    r"mond?[ad]?[ad]y|rahina",
    r"tuesday|tuseday|teusday|tusday|turei|ratu",
    r"wednesday|wensday|wednsday|wedensday|wendsday|wenerei|raapa",
    r"thursday|thrusday|thurday|thusday|taite|rapare",
    r"friday|firday|friady|paraire|ramere",
    r"saturday|saterday|satuday|hatarei|rahoroi",
    r"sunday|sundy|ratapu",
)
# "Sat" and "sun" are words too: they count after a preposition.
_SHORT_DAYS = ("mon", "tues?", "weds?", "thu(?:rs?)?", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sept?", "oct", "nov", "dec")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|ober)?"
_PART = r"(?:morning|afternoon|arvo|evening|night|lunch ?time)"
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOUR_WORD = "|".join(_NUMBERS)
_TONIGHT = r"to ?night|tonite|2nite|tonigt|tonght|(?:i|a) te po nei|i tenei po|po nei"
_TOMORROW = r"tomm?or+ow|tomorow|tommorow|tomoz|tmrw?|tmw|2moro?w?|2morrow|tomoro|(?:a te )?apopo"
_CLOCK = (
    r"(?:(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)? ?(?:am|pm|a\.m|p\.m)\b|(?:[01]?\d|2[0-3]):[0-5]\d\b(?! ?[ap]\.?m)|"
    rf"(?:1[0-2]|[1-9]|{_HOUR_WORD}) o'?clock|noon|midday|midnight)"
)
_BARE = rf"(?<!one by )(?:1[0-2]|[1-9]|{_HOUR_WORD})(?= ?(?:[.,;!?)]|$|today|to ?night|tomorrow|this|or\b|on \w+day))"
_DAY = (
    rf"(?:{_TONIGHT}|(?:{_TOMORROW})(?: {_PART})?|today|i tenei ra|this (?:{_PART}|week(?:end)?)|the weekend|"
    rf"next (?:week(?:end)?|month)|(?:the )?end of (?:the |this )?(?:day|week|month)|eod|cob|close of (?:business|play)|"
    rf"(?:next |this )?(?:te )?(?:{'|'.join(_DAYS)})(?: {_PART})?|(?:(?<=by )|(?<=before )|(?<=on )|(?<=this )|(?<=next )|"
    rf"(?<=til )|(?<=till )|(?<=until ))(?:{'|'.join(_SHORT_DAYS)})(?: {_PART})?|"
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)(?:(?: of)? {_MONTH})?|\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?)"
)
_COUNT = rf"(?:\d{{1,2}}|an?|half an|a couple of|a few|the next|the|{_HOUR_WORD})"
_UNIT = r"(?:min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?)"
_STRONG = (
    r"(?:by|before|b4|until|til|till|no later than|not later than|due(?: on| by| at)?|deadline(?: is| of)?(?: on)?|"
    r"clos(?:es|ing)(?: on| at)?|a te|hei te|mua i(?: te)?)"
)
_TIME = re.compile(
    rf"\b(?:(?P<strong>{_STRONG}) )?(?:(?:at |around |about )?(?P<clock>{_CLOCK}),? (?:on |this )?)?(?P<day>{_DAY})\b"
    rf"(?:,? (?:at |by |before |around |about )?(?P<clock2>{_CLOCK}|(?<=at ){_BARE}|(?<=by ){_BARE}))?"
    rf"|\b(?:(?P<strong2>by|before|b4|until|till?|no later than|due at|closes at)|at|around) (?P<clock3>{_CLOCK}|{_BARE})"
    rf"|\b(?:(?P<within>within|inside)|in) (?P<count>{_COUNT}) (?P<unit>{_UNIT})\b(?! ago)"
    rf"|\b(?P<count2>{_COUNT}) (?P<unit2>{_UNIT}) (?P<left>to (?:decide|answer|pay|reply|respond|sign|think|choose|say)|left)\b"
)
_ALWAYS_AHEAD = re.compile(rf"^(?:{_TOMORROW}|next|(?:the )?end of|eod|cob|close of)")
_CLAUSE_ENDS = re.compile(r"[,;:()–—]|\b(?:and|but|so|then|because|after|who|which|when|while|since)\b")
_NOT_AHEAD = re.compile(
    r"\b(?:last|yesterday|ago|earlier|previous|every|most|usually|always|each|inapo|inanahi|good|black|day|night|week|i te)"
    r"(?: (?:on|the|before|te))*\s*$|\b(?:last|yesterday|ago|earlier|inanahi|inapo|used to)\b"
)
_ASKED = (
    r"asked|told|invited|offered|said|wanted|promised|threatened|texted|emailed|messaged|rang|called|paid|gave|given|handed|"
    r"sent|warned|urged|pushed|pressed|needed|insisted|got|agreed"
)
_DONE = (
    r"was|were|had|did|didn't|came|went|met|saw|took|left|sat|spoke|found|heard|ran|brought|bought|drove|flew|hung|kept|gone|"
    # "It is booked", "they want it signed" are still to come; "need" only looks like one.
    r"been|knew|let|put|made|stood|wrote|seen|caught|spent|(?<!is )(?<!'s )(?<!are )(?<!'re )(?<!be )(?<!get )(?<!it )"
    r"(?<!them )(?<!this )(?<!that )[a-z]{2,12}(?<!e)ed"
)
_PAST = re.compile(rf"\b(?<!to )(?:(?P<asked>{_ASKED})|{_DONE})\b")
_OVER = re.compile(
    rf"\W*(?:(?!will\b|is\b|or\b|to\b)[\w']+ ){{0,3}}?(?:{_DONE}|{_ASKED}|i'd|he'd|she'd|they'd)\b"
)
_INFINITIVE = re.compile(r"\bto (?!me\b|us\b|him\b|her\b|them\b|my\b|his\b|their\b|the\b|our\b|an?\b)\w+")
_WISH = re.compile(
    rf"{_INFINITIVE.pattern}|\b(?:will|'ll|would|won't|want|wants|need|needs|must|"
    r"have to|has to|going to|gonna|can|could|should|sign|answer|reply|dinner|lunch|drinks)\b|'d\b"
)
_AHEAD = re.compile(
    r"\b(?:will|won't|going to|gonna|gunna|wants?|needs?|expects?|must|have to|has to|gotta|due|deadline|leaves?|leaving|flies|"
    r"fly|flying|flight|meets?|meeting|votes?|voting|hearing|signs?|signing|starts?|closes?|opens?|arrives?|arriving|comes?|"
    r"coming|answer|reply|decide|pay|booked|scheduled|supposed to|dinner|lunch|drinks|breakfast|reception|visits?|visiting|"
    r"seeing|see you|back to|picks?|lands?|expecting|should i|shall i|hui|poti|pooti)\b|'ll\b|(?:'m|\bam|'s|\bis|'re|\bare) (?:\w+ )?\w+ing\b"
)
_HOURS = {"morning": 9, "lunch": 12, "afternoon": 13, "arvo": 13, "evening": 18, "night": 19}
_FORENOON = 7
_LONGEST = 60
_NEAR = 200


class _Found(NamedTuple):
    words: str
    at: datetime | None


def deadline_of(text: str, now: datetime) -> Deadline | None:
    """Return the first moment to come that the story names, set against the clock.

    Raises:
        ValueError: `now` has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("The time needs its zone.")
    local = now.astimezone(ZONE)
    found: list[_Found] = []
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", unicodedata.normalize("NFC", text.replace("’", "'"))):
        folded = _folded(sentence)
        for match in _TIME.finditer(folded):
            if _looks_ahead(folded, match):
                at, is_guess = _moment(match, local)
                if at and at <= local and is_guess:
                    if "morning" in (match["day"] or ""):
                        continue
                    at = None
                found.append(_Found(_around(sentence, _clause_start(folded, match.start()), match), at))
    if not found:
        return None
    first = min((one for one in found if one.at), key=lambda one: one.at or local, default=found[0])
    return Deadline(words=first.words, at=first.at)


def _looks_ahead(sentence: str, match: re.Match[str]) -> bool:
    """Return whether what is said around a time is still to come."""
    ends = _CLAUSE_ENDS.search(sentence, match.end(), match.end() + _NEAR)
    before = sentence[_clause_start(sentence, match.start()) : match.start()]
    after = sentence[match.end() : ends.start() if ends else match.end() + _NEAR]
    if _NOT_AHEAD.search(before):
        return False
    day = match["day"] or ""
    if match["left"] or _ALWAYS_AHEAD.match(day):
        return True
    strong = bool(match["strong"] or match["strong2"] or match["within"])
    past = list(_PAST.finditer(before))
    if past:
        return _was_set(past[-1], before[past[-1].end() :], after, strong)
    if _OVER.match(after) and not _WISH.search(before):
        return False
    return strong or bool(_AHEAD.search(f"{before} {after}"))


def _clause_start(sentence: str, at: int) -> int:
    near = max(0, at - _NEAR)
    return max((end.end() for end in _CLAUSE_ENDS.finditer(sentence, near, at)), default=near)


def _was_set(done: re.Match[str], between: str, after: str, strong: bool) -> bool:
    """Return whether something past has set a time to come: "he asked me to sign by Friday"."""
    if _INFINITIVE.search(between) or after.lstrip().startswith("to "):
        return bool(done["asked"]) or strong or done.group() in ("was", "were", "had")
    if _WISH.search(between):
        return bool(done["asked"])
    return bool(done["asked"]) and strong


def _moment(match: re.Match[str], now: datetime) -> tuple[datetime | None, bool]:
    """Return when a time is, where it can be told, and whether its hour is a guess."""
    if unit := match["unit"] or match["unit2"]:
        return _after(match["count"] or match["count2"], unit, now), False
    day = (match["day"] or "").removeprefix("the ")
    said = match["clock"] or match["clock2"] or match["clock3"]
    ahead = _days_ahead(day, now.date())
    late = bool(re.search(rf"night|evening|arvo|afternoon|{_TONIGHT}", day))
    if said:
        clock = _clock(said, late)
        at = _at(now, ahead, clock)
        if at > now:
            # On a Tuesday, "Tuesday at 5pm" is today.
            today = _at(now, 0, clock)
            return (today if ahead == 7 and today > now and not day.startswith("next") else at), False
        if day:
            return at, False
        later = _at(now, 0, clock.replace(hour=clock.hour + 12)) if _may_be_pm(said, clock) else at
        return (later if later > now else at + timedelta(days=1)), False
    if re.match(r"end of|eod|cob|close of", day):
        return _at(now, ahead, time(17)), True
    hour = next((hour for word, hour in _HOURS.items() if word in day), None)
    if re.fullmatch(_TONIGHT, day):
        hour = 19
    if hour is None and (day in ("today", "i tenei ra", "next month") or re.fullmatch(r"this week", day)):
        return None, True
    return _at(now, ahead, time(hour or 9)), True


def _days_ahead(day: str, today: date) -> int:
    if re.match(_TONIGHT, day):
        return 0
    if re.match(_TOMORROW, day):
        return 1
    if "weekend" in day:
        return (5 - today.weekday()) % 7 + (7 if day.startswith("next") else 0)
    if day == "next week":
        return 7 - today.weekday()
    if re.match(r"end of .*week", day):
        return (4 - today.weekday()) % 7
    if re.match(r"end of .*month", day):
        return ((today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1) - today).days
    if re.search(r"\d", day):
        return (_calendar_day(day, today) - today).days
    for number, (whole, short) in enumerate(zip(_DAYS, _SHORT_DAYS, strict=True)):
        if re.search(rf"\b(?:{whole}|{short})\b", day):
            return (number - today.weekday()) % 7 or 7
    return 0


def _calendar_day(day: str, today: date) -> date:
    """Return the next day with this number, and in this month if one is named; today if there is none."""
    number = int(re.findall(r"\d+", day)[0])
    named = next((n for n, month in enumerate(_MONTHS, 1) if re.search(rf"\b{month}", day)), None)
    for ahead in range(366):
        candidate = today + timedelta(days=ahead)
        if candidate.day == number and named in (None, candidate.month):
            return candidate
    return today


def _after(count: str, unit: str, now: datetime) -> datetime:
    amounts = {"half an": 0.5, "a couple of": 2, "a few": 3}
    words = {word: n for n, word in enumerate(_NUMBERS, 1)}
    amount = float(count) if count.isdigit() else amounts.get(count, words.get(count, 1))
    seconds = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}[unit[0]]
    return (now.astimezone(UTC) + timedelta(seconds=amount * seconds)).astimezone(ZONE)


def _clock(said: str, late: bool) -> time:
    """Read "5.30pm", "17:00", "noon", "five o'clock" or "5"; a bare hour before seven is after noon."""
    if said in ("noon", "midday"):
        return time(12)
    if said == "midnight":
        return time(23, 59)
    word = re.match(_HOUR_WORD, said)
    numbers = [_NUMBERS.index(word.group()) + 1] if word else [int(n) for n in re.findall(r"\d+", said)]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    if re.search(r"[ap]\.?m", said):
        hour = hour % 12 + (12 if "p" in said else 0)
    elif ":" not in said and hour < 12 and (late or hour < _FORENOON):
        hour += 12
    return time(hour, minute)


def _may_be_pm(said: str, clock: time) -> bool:
    return clock.hour < 12 and not re.search(r"[ap]\.?m|:", said)


def _at(now: datetime, ahead: int, clock: time) -> datetime:
    return datetime.combine(now.date() + timedelta(days=ahead), clock, ZONE)


def _around(sentence: str, clause: int, match: re.Match[str]) -> str:
    """Return the words of a deadline with what stands before them in its clause, cut at a word."""
    start, end = match.span()
    cut = max(clause, start - max(0, _LONGEST - (end - start)))
    if cut > clause:
        cut = sentence.find(" ", cut, start) + 1 or cut
    return sentence[cut:end].strip()


def _folded(text: str) -> str:
    """Return a text in lower case and without macrons, letter for letter."""
    return "".join((unicodedata.normalize("NFD", char)[0].lower() or char)[:1] for char in text)
