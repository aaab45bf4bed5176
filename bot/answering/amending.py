"""Corrections: "no, the draft agreement" takes the place of what it corrects."""

from __future__ import annotations

import re

from bot.triage.mask import Span, fold_evenly
from knowledge.words import tokens

_OPENING = re.compile(
    r"^\W*(?:(?:no|nah|nope|oops|whoops|sorry|wait|hang on|wrong one|correction|actually|apologies|my mistake|i misspoke)\b[\s,.:;!-]*)*"
    r"(?:(?:i|we) (?:meant|mean|asked (?:about|for)|was asking about|am asking about|should have said)(?: to say)?\b[\s,:]*|it'?s\b\s*|that'?s\b\s*)?"
)
# Without one of these a "no" may be an answer, and a "sorry" a courtesy.
_SURE = re.compile(
    r"\b(?:i|we) (?:meant|mean|asked (?:about|for)|was asking about|should have said)\b|^\W*(?:correction|wrong one|my mistake|i misspoke)\b|"
    r"^\W*(?:no|nah|nope|oops|whoops|sorry|actually|wait|hang on)\b[\s,.:;!-]*(?:(?:it'?s )?(?:the|an?|my|our|not)\b|\$?\d)|"
    r"^\W*not .{1,40}?[,;:-]+\s*(?:but )?(?:the|an?|my|our)\b|"
    r"^\W*(?:no|nah|nope|oops|sorry)\b.{1,40}\bnot\b"
)
_INSTEAD = (
    # "not a phone, a laptop", and "a laptop, not a phone".
    re.compile(r"^not (?P<old>[^,;]{2,40})[,;:-]+\s*(?:but )?(?P<new>.+)$"),
    re.compile(r"^(?P<new>.+?)[,;]?\s+(?:and )?not (?P<old>[^,;.]{2,40})\W*$"),
)
# A thing that is named: its article, and at most three words.
_PHRASE = re.compile(r"\b(?:the|an?|my|our|this|that|free|some)((?: [\w'-]+){1,3})")
_WORD = re.compile(r"[\w'-]+")
_ARTICLES = re.compile(r"^(the|a|my|our|some|one)n? ", re.I)
# What is replaced by its like: sums, years, and words that are written as names.
_LIKE = (
    re.compile(r"\$ ?\d[\d,]*"),
    re.compile(r"\b(?:19|20)\d\d\b"),
    re.compile(r"(?<![.?!]\s)(?<!^)\b[A-ZĀĒĪŌŪ][\w-]+(?:[ -][A-ZĀĒĪŌŪ][\w-]+)*"),
)
_MOST_STEMS = 8


def is_correction(text: str) -> bool:
    """Return whether a message corrects the one before: "no, the draft", "I meant a trip"."""
    said = fold_evenly(text)
    named = set(tokens(without_opening(text)))
    return bool(_SURE.search(said)) and bool(named) and len(named) <= _MOST_STEMS


def amended(asked: str, text: str) -> str | None:
    """Return a question with what a correction names put in its place; None: it does not show what it corrects."""
    new, old = _named(text)
    if old:
        return _put(asked, _span_with(asked, set(tokens(old)), every=True), new)
    for like in _LIKE:
        here, there = like.findall(text), like.findall(asked)
        if len(here) == 1 and len(there) == 1 and here != there:
            return asked.replace(there[0], here[0], 1)
    if sharing := _span_with(asked, set(tokens(new)), every=False):
        return _put(asked, sharing, new)
    alike = [span for span in _phrases(asked) if _article(asked[slice(*span)]) == _article(new)]
    return _put(asked, alike[-1] if alike else None, new)


def without_opening(text: str) -> str:
    """Return a correction without its "no, I meant"."""
    opening = _OPENING.match(fold_evenly(text))
    return text[opening.end() if opening else 0 :].strip(" .!")


def _named(text: str) -> tuple[str, str]:
    """Return what is meant, and what is not, if that is said as well."""
    said = without_opening(text)
    folded = fold_evenly(said)
    for way in _INSTEAD:
        if found := way.match(folded):
            return said[slice(*found.span("new"))].strip(" ."), found["old"].strip()
    return said, ""


def _put(asked: str, span: Span | None, new: str) -> str | None:
    """Return the question with a stretch of it replaced; a bare word by a bare word."""
    if span is None:
        return None
    start, end = span
    put = new if _article(asked[start:end]) else _ARTICLES.sub("", new)
    return f"{asked[:start]}{put}{asked[end:]}"


def _span_with(asked: str, stems: set[str], *, every: bool) -> Span | None:
    """Return where a question names a thing with these stems, or (`every`) with all of them; else the bare word."""
    for start, end in (*_phrases(asked), *(match.span() for match in _WORD.finditer(asked))):
        words = [match for match in _WORD.finditer(asked, start, end) if set(tokens(match.group())) & stems]
        met = {stem for match in words for stem in tokens(match.group())} & stems
        if words and (met == stems or not every):
            return start, words[-1].end()
    return None


def _phrases(asked: str) -> list[Span]:
    """Return where things are named: "my work phone", not further than its last word that means something."""
    found = []
    for match in _PHRASE.finditer(fold_evenly(asked)):
        end = match.start(1)
        for word in _WORD.finditer(asked, *match.span(1)):
            if not tokens(word.group()):
                break
            end = word.end()
        if end > match.start(1):
            found.append((match.start(), end))
    return found


def _article(phrase: str) -> str:
    """Return the article that a phrase begins with, if it has one; "a" and "an" are one."""
    found = _ARTICLES.match(fold_evenly(phrase))
    return found.group(1) if found else ""
