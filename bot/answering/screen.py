"""Clean a message and say whether it can be read at all."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MAX_CHARACTERS = 4000

_OTHER_SCRIPT_SHARE = 0.4
_ENGLISH = frozenset(
    """a about am an and any are as at be been but by can could did do does for from get has have he her his how
    i if in is it me my no not of on or our she should so that the their them there they this to us was we were
    what when where which who why will with would you your if council councillor gift""".split()
)
_TE_REO = frozenset(
    """te nga he ko ki i o a ka kua kei ma mo no na kia ora tena koe koutou me ehara kaore ahau au taku toku tatou
    matou ratou ia wai aha pehea hea mahi whanau iwi kaunihera koha taonga""".split()
)
_FOREIGN = frozenset(
    """der die das und ist nicht ich sie wir ein eine mit auf für was wie kann darf le la les des est une je vous
    nous pas que qui dans pour avec el los las es una por para como con puedo del se il lo gli che non sono di per
    posso de het een van ik niet mag apa yang dan saya untuk ini dengan boleh ang ng mga ako ba sa""".split()
)


class Screened(NamedTuple):
    """The text that the rest works on, and why it cannot be read (a canned reason), if so."""

    text: str
    reason: str | None


def clean(text: str) -> str:
    """Return a text without control, tag, zero-width and bidirectional characters; line ends stay."""
    kept = (
        char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn") else ""
        for char in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    )
    return "".join(kept).strip()


def read(text: str) -> Screened:
    """Clean a message; name what makes it unreadable."""
    cleaned = clean(text)
    letters = [char for char in cleaned if char.isalpha()]
    if not cleaned:
        return Screened(cleaned, "empty")
    if not letters:
        return Screened(cleaned, "only_symbols")
    if len(cleaned) > MAX_CHARACTERS:
        return Screened(cleaned, "too_long")
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
    if 1 - latin / len(letters) > _OTHER_SCRIPT_SHARE or _is_foreign(cleaned):
        return Screened(cleaned, "other_language")
    return Screened(cleaned, None)


def _is_foreign(text: str) -> bool:
    folded = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    words = re.findall(r"[a-z']+", plain)
    ours = sum(word in _ENGLISH or word in _TE_REO for word in words)
    # Words that English or te reo share prove nothing either way.
    foreign = sum(word in _FOREIGN and word not in _ENGLISH and word not in _TE_REO for word in words)
    return len(words) >= 4 and foreign >= 2 and foreign > 2 * ours - foreign
