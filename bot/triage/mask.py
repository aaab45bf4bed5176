"""Hide where people come from, so that neither risk nor advice can depend on it (care.md 5)."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterator
from functools import cache

from knowledge.shipped import read_lines, read_yaml

NEUTRAL = "somewhere"

Span = tuple[int, int]

# A slip of one letter is looked for in words as long as this; shorter ones are too near to other words.
_SLIP_LENGTH = 6
_ENDING = r"(?:'s|s'|es|s|n)?"
# After an ordinary word like "polish", one of these shows that a people is meant.
_PERSON_OR_BODY = re.compile(
    r"[\s-]+(?:born|owned|based|speaking|man|woman|men|women|people|person|guy|lady|businessman|businesswoman|"
    r"business|company|firm|investor|investors|embassy|consul|consulate|ambassador|diplomat|attache|delegation|"
    r"delegate|official|officials|government|ministry|friend|friends|neighbour|neighbours|community|family|student|"
    r"students|citizen|resident|residents|national|nationals|professor|academic|journalist|councillor|bloke|chap|"
    r"contractor|colleague|city|partner|trade|club|association|society|developer|host|hosts|visitor|visitors)\b"
)
_IWI = r"ng(?:aa?i|aa?ti)[\s-]+[a-z]+(?:[\s-]+o[\s-]+[a-z]+)?"


def mask(text: str) -> str:
    """Return the text with every country, people, faith, language and overseas city made neutral.

    Roles (embassy, ministry, official) stay: they say what somebody does.
    """
    shown = unicodedata.normalize("NFC", text)
    parts: list[str] = []
    done = 0
    for start, end in group_spans(shown):
        parts += [shown[done:start], NEUTRAL]
        done = end
    # "An Iranian" and "a Tongan" must read alike.
    return re.sub(rf"\b([Aa])n (?={NEUTRAL})", r"\1 ", "".join([*parts, shown[done:]]))


def names_a_group(text: str) -> bool:
    """Return whether a text names a country or people other than New Zealand's own."""
    shown = unicodedata.normalize("NFC", text)
    folded = fold_evenly(shown)
    return any(not _HOME.match(folded[start:end]) for start, end in group_spans(shown))


def group_spans(text: str) -> list[Span]:
    """Return where groups are named, in order, without overlap; `text` is in NFC."""
    folded = fold_evenly(text)
    kept = [match.span() for match in _kept_pattern().finditer(folded)]
    found = [*_listed(text, folded), *_slips(folded)]
    spans: list[Span] = []
    for start, end in sorted(set(found), key=lambda span: (span[0], -span[1])):
        inside_kept = any(first <= start and end <= last for first, last in kept)
        if not inside_kept and (not spans or start >= spans[-1][1]):
            spans.append((start, end))
    return spans


def fold_evenly(text: str) -> str:
    """Return lower case text without macrons, of the same length as the text."""
    return "".join(_fold_one(char) for char in text)


@cache
def _fold_one(char: str) -> str:
    if char in "’‘ʻʼ`´":
        return "'"
    base = unicodedata.normalize("NFKD", char.lower())[:1]
    return base if base and not unicodedata.combining(base) else char


def _listed(text: str, folded: str) -> Iterator[Span]:
    also = _lists()["also_words"]
    for match in _pattern().finditer(folded):
        bare = match.group(1)
        shown = text[match.start() : match.start() + len(bare)]
        # "Us" begins many a sentence; only "US" is a country.
        named = shown.isupper() if len(bare) == 2 else shown[0].isupper()
        if bare not in also or named or _PERSON_OR_BODY.match(folded, match.end()):
            yield match.span()


def _slips(folded: str) -> Iterator[Span]:
    """Yield words that are one slip away from a name and are no word of their own."""
    for match in re.finditer(r"[a-z]{6,}", folded):
        word = match.group().removesuffix("s")
        if len(word) < _SLIP_LENGTH or not _known_words().isdisjoint({word, match.group()}):
            continue
        if not _deletes()[0].isdisjoint({word, *_one_less(word)}) and _is_slip(word):
            yield match.span()


def _is_slip(word: str) -> bool:
    once, names = _deletes()
    return any(
        _distance_at_most_one(word, name)
        for piece in {word, *_one_less(word)} & once
        for name in names[piece]
    )


def _distance_at_most_one(word: str, name: str) -> bool:
    """Return whether one letter added, dropped, changed or swapped with its neighbour makes the name."""
    if word == name:
        return True
    short, long = sorted((word, name), key=len)
    if len(long) - len(short) == 1:
        return short in _one_less(long)
    differ = [at for at in range(len(long)) if len(short) == len(long) and short[at] != long[at]]
    if len(differ) == 1:
        return True
    return (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and short[differ[0]] == long[differ[1]]
        and short[differ[1]] == long[differ[0]]
    )


def _one_less(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


@cache
def _lists() -> dict[str, frozenset[str]]:
    lists: dict[str, str] = read_yaml("bot.triage", "groups.yaml")
    return {kind: frozenset(_names(names)) for kind, names in lists.items()}


def _names(names: str) -> list[str]:
    words = shlex.shlex(names, posix=True, punctuation_chars=False)
    words.whitespace_split = True
    words.quotes = '"'
    words.commenters = ""
    return list(words)


@cache
def _all_names() -> frozenset[str]:
    kinds = ("countries", "peoples", "faiths", "languages", "cities", "misspelt")
    return frozenset().union(*(_lists()[kind] for kind in kinds))


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_all_names(), key=lambda name: (-len(name), name))
    listed = "|".join(re.escape(name).replace(r"\ ", r"[\s-]+") for name in names)
    return re.compile(rf"(?<![\w@/.])({listed}|{_IWI}){_ENDING}(?!\w)")


@cache
def _kept_pattern() -> re.Pattern[str]:
    names = sorted(_lists()["not_origins"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in names)})\b")


@cache
def _deletes() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """Return the names of one word by each form with at most one letter left out."""
    by_form: dict[str, tuple[str, ...]] = {}
    for name in _all_names():
        if len(name) >= _SLIP_LENGTH and name.isalpha():
            for form in {name, *_one_less(name)}:
                by_form[form] = (*by_form.get(form, ()), name)
    return frozenset(by_form), by_form


@cache
def _known_words() -> frozenset[str]:
    return _near_words() | _all_names()


@cache
def _near_words() -> frozenset[str]:
    """Return the English words that lie one slip from a name; found once with a large word list."""
    return frozenset(read_lines("bot.triage", "near_words.txt"))


_HOME = re.compile(
    r"(?:new zealand(?:er)?|aotearoa|kiwi|maa?ori|paa?kehaa?|ng(?:aa?i|aa?ti)\b|ngapuhi|tuhoe|tainui|"
    r"tuwharetoa|kahungunu|rangitane|muaupoko|raukawa|te a(?:rawa|tiawa|ti awa|upouri)|te rarawa)"
)
