"""Find the protective marking that a message or a file name carries, never the word in a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

# From the lowest to the highest. New Zealand's order (PSR); those from abroad stand beside their nearest kin.
MARKINGS = (
    "SEEMAIL",  # New Zealand's tag for secure mail between agencies: it says "protected", not how highly
    "IN CONFIDENCE",
    "OFFICIAL SENSITIVE",
    "SENSITIVE",
    "PROTECTED",
    "RESTRICTED",
    "CONFIDENTIAL",
    "SECRET",
    "TOP SECRET",
)

_GAP = r"[-\s:_./]{0,3}"
_LETTER = r"[^\W\d_]"
_NAMES = "|".join(
    f"(?P<{name.replace(' ', '_')}>{name.replace(' ', _GAP)})"
    for name in sorted(MARKINGS[1:], key=len, reverse=True)
)
_BESIDE = "|".join(
    phrase.replace(" ", _GAP)
    for phrase in (
        "NEW ZEALAND EYES ONLY|NEW ZEALAND|NZ EYES ONLY|NZEO|EYES ONLY|AUSTEO|AGAO|NOFORN|ORCON|COMINT|SI|TK"
        "|RELEASABLE TO|RELEASABLE|REL TO|REL|RELEASE EXTERNAL|RELEASE INTERNAL"
        "|(?:AND )?(?:AUS|CAN|NZL|GBR|USA|NZ|UK|US|AU|FVEY)|FIVE EYES|NATO|AUSTRALIAN GOVERNMENT|SEEMAIL"
        "|STAFF|COMMITTEE|COUNCIL|COMPANY|CABINET|BUDGET|COMMERCIALLY|COMMERCIAL|MEDICAL|EVALUATIVE|HONOURS"
        "|APPOINTMENTS|(?:AND )?LEGALLY PRIVILEGED(?: AND)?|LEGAL PRIVILEGE|PERSONAL PRIVACY|ACCOUNTABLE MATERIAL|LIMDIS"
        "|PUBLIC EXCLUDED|EMBARGOED|DRAFT|WHEN COMPLETED?|SECURITY CLASSIFICATION|CLASSIFICATION"
    ).split("|")
)
_PAGE = (
    "pages?|pg?|of|copy(?: no)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    + ("|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?")
)
# What may stand on a marking's own line. A question mark is no filler: it makes a question of the line.
_PIECE = re.compile(
    rf"(?:{_NAMES}|(?P<beside>{_BESIDE})|(?P<page>{_PAGE}))(?!{_LETTER})|(?P<number>\d+)|(?P<filler>[^\w?]+)",
    re.I,
)
_NAME = re.compile(rf"(?<![^\W_])(?:{_NAMES})(?![^\W_])", re.I)
_INSIDE = re.compile(_NAMES)
_SPACED = re.compile(r"(?<![^\W_])[A-Z](?:[ ._-]{1,3}[A-Z])+(?![^\W_])")
_GROUP = re.compile(r"\[[^\[\]]{1,120}\]|\([^()]{1,120}\)|\{[^{}]{1,120}\}")
_LEVEL = re.compile(
    r"(?:(?:overall|national|security|information|document|data|protective|x-protective)[ -]){0,3}"
    r"(?:classification|marking|sensitivity|seemail)(?: level)? ?[:=|-](?P<value>.*)",
    re.I,
)
_SUBJECT = re.compile(r"(?:(?:subject|title|re|fwd?) ?[:|] ?){1,6}(?P<value>.*)", re.I)
_SUBJECT_END = re.compile(rf"[-:|] (?:{_NAMES})[^\w?]*\Z")
_DOUBLE_SLASH = re.compile(r" ?//(?:[ ,/-]{0,3}\b[A-Z0-9]+\b){0,12}")

_LONGEST_LINE = 200  # letters; a line that holds only a marking is short

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-") | str.maketrans("【】〔〕", "[][]")
_EMPHASIS = str.maketrans("*_~`\"'“”‘’«»", " " * 12)
_LINK = re.compile(r"<[@#!][^<>]*>|<[^<>|]*\|([^<>]*)>")
_EMOJI_CODE = re.compile(r"(?<!\w):[a-z0-9_+-]+:(?!\w)")
_LINE_START = re.compile(r"(?:[\s>|#=+•·◦▪‣-]|\d{1,2}[.)]\s)*+")
_BULLET = re.compile(r"[\s>]*+(?:([-•◦▪‣·*+])|[^\W_]{1,2}[.)])\s+\S")

# Beside these words a marking is being talked about.
_ABOUT_AFTER = re.compile(
    r"\s*\?|\W*(?:(?:is|are|was|were|means?|meant|does|or|and|vs|versus|markings?|stamps?|labels?|what|which)\b"
    r"|(?i:what|why|how) (?:does|do|is|are) (?:it|this|that|the (?:mark|stamp|label))\b)"
)
_ABOUT_BEFORE = frozenset(
    "a an and as called is labelled marked mean means not or read reads said say says stamped the was word".split()
)
# "SECRET SANTA.xlsx": capitals, but an everyday thing.
_EVERYDAY = frozenset("AREA AREAS BALLOT BALLOTS PARKING SANTA SITE SITES ZONE ZONES".split())


def marking(text: str, file_names: Sequence[str] = ()) -> str | None:
    """Return the highest protective marking that a message or a file name carries as a marking, or None.

    The name is one of `MARKINGS`, never any of the member's words.
    """
    found = set(_in_message(text))
    for file_name in file_names:
        found.update(_in_file_name(file_name))
    return max(found, key=MARKINGS.index, default=None)


def _in_message(text: str) -> Iterator[str]:
    lines = [line for line in _plain(text).splitlines() if line.strip()]
    bullets = [False, *map(_is_bullet, lines), False]
    for number, line in enumerate(lines, start=1):
        in_list = bullets[number] and (bullets[number - 1] or bullets[number + 1])
        line = _tidy(line)
        yield from _in_header(line)
        cells = [line] if "?" in line else line.split("|")
        for cell in cells:
            yield from _at_edges(cell.strip())
            if not in_list:
                yield from _alone(cell, titles=len(lines) > 1 and len(cells) == 1)


def _in_file_name(file_name: str) -> Iterator[str]:
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", _join_spaced(_plain(file_name).replace("_", " ")))
    for group in _GROUP.finditer(name):
        yield from _in_group(group, any_case=True)
    for match in _NAME.finditer(name):
        before = re.findall(r"\w+", name[max(0, match.start() - 20) : match.start()])[-1:]
        after = name[match.end() : match.end() + 20]
        everyday = _EVERYDAY.intersection(re.findall(r"\w+", after.upper())[:1])
        denied = before and before[0].upper() in {"NON", "NOT"}
        if (
            not everyday
            and not denied
            and not _ABOUT_AFTER.match(after)
            and (_upper(match) or " " in _name(match))
        ):
            yield _name(match)


def _in_header(line: str) -> Iterator[str]:
    """Yield what a header such as "Classification: X" or "Subject: [X] ..." gives."""
    if level := _LEVEL.match(line):
        value = _mail_level(level["value"])
        yield from map(_name, _standing(value))
        yield from _leading(value)
    elif subject := _SUBJECT.match(line):
        value = subject["value"]
        yield from _leading(value)
        yield from _at_edges(value.strip(), any_case=True)
        if end := _SUBJECT_END.search(value):
            yield _name(end)


def _leading(value: str) -> Iterator[str]:
    """Yield the marking with which a header's value begins, if a stop or a new field sets it off."""
    pieces, end = _read(value)
    found = _markings_of(pieces)
    rest = value[end:]
    if not found or _ABOUT_AFTER.match(rest):
        return
    if not rest or re.search(r"[^\w ]", value[found[-1].end() : end]) or re.match(r"[A-Z]\w*:", rest):
        for piece in found:
            if _upper(piece) or (" " in _name(piece) and piece.group()[0].isupper()):
                yield _name(piece)


def _alone(line: str, titles: bool) -> Iterator[str]:
    """Yield the marking that has the line to itself: in capitals, or with `titles` as "In Confidence"."""
    for piece in _standing(line) if len(line) <= _LONGEST_LINE else ():
        if _upper(piece) or (titles and _titled(line, piece)):
            yield _name(piece)


def _titled(line: str, piece: re.Match[str]) -> bool:
    first = re.search(_LETTER, line)
    capital = piece.group()[0].isupper() or _name(piece) == "IN CONFIDENCE"
    runs_on = re.search(r"[,;!]|\.\.", line)  # "In confidence, ..." begins a sentence
    described = re.match(rf"\s+{_LETTER}", line[piece.end() :])  # "Confidential staff"
    return bool(first and first.group().isupper() and capital and not runs_on and not described)


def _at_edges(line: str, any_case: bool = False) -> Iterator[str]:
    """Yield what bracketed and //-forms at the beginning or the end of a line give."""
    groups = list(_GROUP.finditer(line))
    first, end = [], 0
    for group in groups:
        if line[end : group.start()].strip(" -:"):
            break
        first.append(group)
        end = group.end()
    last, start = [], len(line)
    for group in reversed(groups):
        if line[group.end() : start].strip():
            break
        last.append(group)
        start = group.start()
    if _ABOUT_AFTER.match(line, end):
        first = []
    if _last_word(line, start) in _ABOUT_BEFORE:
        last = []
    for group in (*first, *last):
        yield from _in_group(group, any_case or end == len(line))
    if "//" in line:
        yield from _double_slashed(line)


def _double_slashed(line: str) -> Iterator[str]:
    for match in filter(_upper, _NAME.finditer(line)):
        tail = _DOUBLE_SLASH.match(line, match.end())
        ends = tail.end() == len(line) if tail else match.end() == len(line)
        opens = tail and match.start() == 0 and not _ABOUT_AFTER.match(line, tail.end())
        before = line[max(0, match.start() - 4) : match.start()].rstrip()
        closes = (tail or (before.endswith("//") and "://" not in before)) and ends
        if opens or (closes and _last_word(line, match.start()) not in _ABOUT_BEFORE):
            yield _name(match)


def _in_group(group: re.Match[str], any_case: bool) -> Iterator[str]:
    inside = _mail_level(group.group()[1:-1])
    if inside.strip().upper() == "SEEMAIL":
        yield "SEEMAIL"
    for piece in _standing(inside):
        if any_case or _upper(piece):
            yield _name(piece)


def _standing(text: str) -> list[re.Match[str]]:
    """Return the markings of a text that holds nothing else but what goes with a marking."""
    pieces, end = _read(text)
    return _markings_of(pieces) if end == len(text) else []


def _markings_of(pieces: list[re.Match[str]]) -> list[re.Match[str]]:
    found = [piece for piece in pieces if piece.lastgroup not in {"beside", "page", "number", "filler"}]
    return (
        found if len({_name(piece) for piece in found}) <= 2 else []
    )  # three or more are a list of markings


def _read(text: str) -> tuple[list[re.Match[str]], int]:
    """Return the pieces from the beginning of a text, and the place of the first word that is none."""
    pieces: list[re.Match[str]] = []
    end = 0
    while match := _PIECE.match(text, end):
        pieces.append(match)
        end = match.end()
    return pieces, end


def _name(match: re.Match[str]) -> str:
    return (match.lastgroup or "").replace("_", " ")


def _upper(match: re.Match[str]) -> bool:
    word = match[match.lastgroup or 0]
    return word.isupper() or word.startswith("OFFICIAL")  # Australia writes "OFFICIAL: Sensitive"


def _last_word(line: str, end: int) -> str:
    words = re.findall(r"\w+", line[max(0, end - 30) : end])
    return words[-1] if words else ""


def _mail_level(value: str) -> str:
    """Return the level in an Australian mail header, "VER=2018.4, SEC=PROTECTED, ...", or the value itself."""
    return value.partition("SEC=")[2].partition(",")[0] if "SEC=" in value else value


def _is_bullet(line: str) -> bool:
    match = _BULLET.match(line)
    return bool(match) and not (match and match[1] and line.rstrip().endswith(match[1]))


def _tidy(line: str) -> str:
    """Return a line without emphasis, emoji codes, quote marks and doubled spaces; a tab parts cells."""
    line = _EMOJI_CODE.sub(" ", line.strip().replace("\t", " | ")).translate(_EMPHASIS)
    return " ".join(_LINE_START.sub("", _join_spaced(line), count=1).split())


def _join_spaced(text: str) -> str:
    """Return a text with "S E C R E T" written as "SECRET"."""
    return _SPACED.sub(lambda run: _INSIDE.sub(r" \g<0> ", re.sub(r"[^A-Z]", "", run.group())), text)


def _plain(text: str) -> str:
    """Return a text without Slack's mentions, links and escapes, invisible characters, wide letters and odd dashes."""
    text = _LINK.sub(r"\1", text)
    for escape, character in (("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&")):
        text = text.replace(escape, character)
    # Accents go before normalising, which takes quadratic time over a long run of them.
    seen = "".join(
        letter
        for letter in text
        if unicodedata.category(letter) not in {"Cf", "Mn", "Me"} and not unicodedata.combining(letter)
    )
    return unicodedata.normalize("NFKC", seen).translate(_DASHES)
