"""Whether a story involves somebody inside the council: then nothing is sent until the member has chosen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bot.council import Council, Person
from bot.escalation import insiders
from bot.models import Risk

# Names that are words as well: they count where they are written as names.
_WORDS_TOO = frozenset(
    "art bill brown chase day dean drew faith grace grant gray green grey guy hill hope hunter jack joy king law long "
    "mark may miles park pat price ray rich rose rob sue stone summer white will wood young".split()
)
_SHORTEST = 3
_SPOKEN_TO = (
    r"\b(?:kia ora|tena koe|morena|hi|hello|hey|dear|thanks|thank you|cheers|nga mihi),? {name}\b",
    r"\b{name} (?:can|could|may|please|should|is welcome to) (?:please )?(?:ring|call|phone|text|email|message|contact|"
    r"reach|meet|see|visit) me\b",
    r"\b(?:tell|ask|let) {name} (?:to (?:ring|call|phone|text|email|message|contact) me|know (?:that )?i(?:'m| am|'ll))\b",
    r"^{name}[,:](?= )",
)
_NAME_OR_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SAID_OF_SOMEBODY = re.compile(
    r"(?:'s)?,? (?:[A-Z]|(?:has|is|was|told|said|says|asked|gave|took|and|knows|rang)\b)|'s\b"
)


def involves_insider(text: str, risk: Risk, council: Council) -> bool:
    """Return whether the story is about somebody inside the council, or asks for secrecy from one."""
    if any(indicator.id == "insider" for indicator in risk.indicators):
        return True
    folded = _plain(text).lower()
    if insiders.are_kept_in_the_dark(folded) or insiders.take_part(folded):
        return True
    return bool(named(text, readers(council)))


def accused(text: str, council: Council) -> list[Person]:
    """Return the readers whom a story speaks of: by name, or all of them where it speaks of the liaison."""
    people = readers(council)
    return people if insiders.liaison_takes_part(_plain(text).lower()) else named(text, people)


def readers(council: Council) -> list[Person]:
    """Return who reads a case in the liaison channel: the rota, then the deputies."""
    return [*council.rota, *council.deputies]


def named(text: str, people: Iterable[Person]) -> list[Person]:
    """Return those whose first or last name stands in the text."""
    words = _said_names(_plain(text))
    return [person for person in people if words & _names(person)]


def without_greetings(text: str, people: Iterable[Person]) -> str:
    """Return a text without the names by which people are spoken to: "Kia ora Jane", "Jane can ring me"."""
    plain = _plain(text)
    for name in {name for person in people for name in _names(person)}:
        for pattern in _SPOKEN_TO:
            plain = re.sub(pattern.format(name=re.escape(name)), " ", plain, flags=re.I | re.M)
    return plain


def _said_names(plain: str) -> set[str]:
    """Return the words that may be names, in lower case: "Will" is one, "will" is none."""
    said = set()
    for found in _NAME_OR_WORD.finditer(plain):
        word = _bare(found.group())
        for part in {word, *word.split("-")}:
            lowered = part.lower()
            needs_capital = lowered in _WORDS_TOO or len(part) < _SHORTEST
            if not needs_capital or (part[:1].isupper() and _is_name_there(plain, found)):
                said.add(lowered)
    return said


def _is_name_there(plain: str, found: re.Match[str]) -> bool:
    """Return whether a capital says something: where a sentence begins, every word has one."""
    begins = re.search(r"(?:^|[.?!:\"“(]\s*)$", plain[: found.start()])
    return not begins or bool(_SAID_OF_SOMEBODY.match(plain, found.start() + len(_bare(found.group()))))


def _bare(word: str) -> str:
    return word[:-2] if word.lower().endswith("'s") else word


def _names(person: Person) -> set[str]:
    # What stands in brackets, such as "(demo)", is no name.
    plain = re.sub(r"\(.*?\)", " ", _plain(person.name))
    whole = {word.lower() for word in _NAME_OR_WORD.findall(plain) if len(word) > 1}
    return whole | {part for word in whole for part in word.split("-") if len(part) > 1}


def _plain(text: str) -> str:
    """Return a text without macrons and with plain quotes and blanks; capitals and lines stay."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"[^\S\n]+", " ", plain)).strip()
