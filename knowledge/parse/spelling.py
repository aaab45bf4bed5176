"""Words as they are meant: disguises undone, so that a pattern sees what a model would."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Cyrillic and Greek letters that look like Latin ones.
_LOOKALIKES = str.maketrans("аеорсхуіјѕԁһӏкмтвαεοριντκυχ", "aeopcxyijsdhlkmtbaeopivtkux")
_DIGITS = str.maketrans("013457@$", "oieastas")
_MIXED = re.compile(r"\b(?=\w*[^\W\d_])(?=\S*[013457@$])[\w@$]+")
# "i g n o r e", "i.g.n.o.r.e": at least five single letters in a row.
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .·*_-]{1,2}){4,}[^\W\d_](?![^\W_])")
_RUN_TOGETHER = re.compile(
    r"(ignore|disregard|forget|override)(all|any|your|the)?(of)?(the|your)?(previous|prior|earlier|above)?"
    r"(instructions?|prompts?|rules)"
)
_KEYS = (
    "ignore disregard forget override bypass previous prior earlier preceding instructions instruction "
    "prompt prompts system assistant chatbot reveal"
).split()
# Words that are themselves, though one slip away from a key.
_THEMSELVES = frozenset(
    "ignored ignores ignoring forgets forgot prompted prompting prompter systems systemic assistants assistance "
    "disregarded disregards revealed reveals bypassed overrides overridden overrode instructional preceded "
    "preceding ignorer ignoble prior prioro priory priori priors early earliest foret".split()
)


def plainly(text: str) -> str:
    """Return a text in lower case, its disguises undone and its slips of the pen in key words corrected."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LOOKALIKES)
    text = _MIXED.sub(_without_digits, text)
    text = " ".join(_SPACED.sub(_unspaced, text).split())
    return re.sub(r"[^\W\d_]{5,14}", lambda match: _corrected(match[0]), text)


def _without_digits(match: re.Match[str]) -> str:
    # "5A" and "$500" stay: only a word that then is a key was disguised.
    word = match[0].translate(_DIGITS)
    return word if _corrected(word) in _KEYS else match[0]


def _unspaced(match: re.Match[str]) -> str:
    # Words that are spaced out keep a wider gap between them, or none at all.
    words = re.split(r"(?<=\w)[ .·*_-]{2}(?=\w)", match[0])
    joined = " ".join(re.sub(r"[^\w]|_", "", word) for word in words)
    return _RUN_TOGETHER.sub(lambda found: " ".join(part for part in found.groups() if part), joined)


@lru_cache(maxsize=50_000)
def _corrected(word: str) -> str:
    if word in _THEMSELVES or word in _KEYS:
        return word
    return next((key for key in _KEYS if _is_one_slip(word, key)), word)


def _is_one_slip(word: str, key: str) -> bool:
    """Say whether one letter is missing, added or wrong, or two neighbours are swapped; the first stays."""
    if word[0] != key[0] or abs(len(word) - len(key)) > 1:
        return False
    start = next(
        (n for n, (a, b) in enumerate(zip(word, key, strict=False)) if a != b), min(len(word), len(key))
    )
    rest, other = word[start:], key[start:]
    if len(word) == len(key):
        return rest[1:] == other[1:] or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    return rest[1:] == other if len(word) > len(key) else rest == other[1:]
