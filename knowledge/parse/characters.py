"""Characters that a person does not see: taken out of a text, and reported."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# Tag characters spell out ASCII that no screen shows; they have no other use in a council's papers.
_TAGS = re.compile("[\U000e0000-\U000e007f]")
# Zero-width characters, invisible operators, variation selectors beyond the ones emoji use.
_ZERO_WIDTH = re.compile(
    "[\u200b-\u200d\u2060-\u2064\u180e\ufeff\u115f\u1160\u3164\uffa0\U000e0100-\U000e01ef]"
)
_BIDI = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u206a-\u206f]")
# Legitimate, and of no use here: soft hyphens, emoji selectors, control characters other than white space.
_SILENT = re.compile("[\u00ad\ufe00-\ufe0f\x00-\x08\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[^\S\n]+")


class Cleaned(NamedTuple):
    """A text without unseen characters, how many there were of each kind, and what the tags spelled."""

    text: str
    counts: dict[str, int]
    spelled: str


def clean(text: str) -> Cleaned:
    """Return a text in composed form (NFC) with single spaces and without unseen characters."""
    if text.isascii() and text.isprintable():
        return Cleaned(_SPACES.sub(" ", text).strip(), {}, "")
    counts: dict[str, int] = {}
    spelled = "".join(chr(ord(tag) - 0xE0000) for tag in _TAGS.findall(text))
    for name, pattern in (("tag", _TAGS), ("zero-width", _ZERO_WIDTH), ("text direction", _BIDI)):
        text, found = pattern.subn("", text)
        if found:
            counts[name] = found
    text = unicodedata.normalize("NFC", _SILENT.sub("", text))
    return Cleaned(_SPACES.sub(" ", text).strip(), counts, spelled)
