"""Recognise personal details by their form, as New Zealand writes them; names are recognised in `names`.

A check digit tells what a number is. It never tells that a number may be sent: seven digits and more are taken out
whatever they are, unless they are a sum, a date, a count or years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.privacy.checksums import is_bank_account, is_card, is_ird, is_nhi
from knowledge.words import STOP_WORDS


class Found(NamedTuple):
    """A detail and what it is; `kind` None: it stays, whatever it looks like."""

    start: int
    end: int
    kind: str | None


_KEPT = re.compile(
    r"(?:NZ|US|AU)?[$€£] ?\d[\d,]*(?:\.\d+)?|\b\d[\d,]*(?:\.\d+)? ?(?:dollars|cents|NZD|USD|AUD|per cent|%)|"
    # 24/11/2026 and 2026-11-24; 2025/26 and 2025-2026; 1,200,000.
    r"(?<![\w./-])(?:0?[1-9]|[12]\d|3[01])(?P<a>[./-])(?:0?[1-9]|1[0-2])(?P=a)(?:\d\d|(?:19|20)\d\d)(?![\w/-])|"
    r"(?<![\w./-])(?:19|20)\d\d(?P<b>[./-])(?:0[1-9]|1[0-2])(?P=b)(?:0[1-9]|[12]\d|3[01])(?![\w/-])|"
    r"(?<![\w./-])(?:19|20)\d\d ?[/–-] ?(?:(?:19|20)\d\d|\d\d)(?![\w/-])|"
    r"(?<![\w./-])\d{1,3}(?:,\d{3})+(?![\w/-])|"
    r"(?<![\w./-])(?:(?:19|20)\d\d,? ?(?:and |or |to )?){2,}(?![\w/-])|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* ?(?:19|20)\d\d\b",
    re.I,
)
_STREETS = "street|st|road|rd|avenue|ave|crescent|cres|terrace|tce|lane|quay|parade|esplanade|highway"
_STREETS_TOO = "Drive|Dr|Place|Pl|Way|Close|Court|Grove|Rise|Mews|Heights|Hill|View|Row|Square|Loop|Track|Ara"
_HOUSE = r"(?:(?:unit|flat|apt|apartment|level) ?\w{1,4},? )?\b\d{1,5}[a-z]?(?:[/-]\d{1,5}[a-z]?)?,?"
_CAPITAL = r"[A-ZĀĒĪŌŪ][\w'’ʻ-]*"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("link", re.compile(r"\bhttps?://[^\s<>|]+|\bwww\.[^\s<>|]+", re.I)),
    ("email", re.compile(r"\b[\w.+'-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("Slack id", re.compile(r"<[@#!][^>]*>|\b[UWCGDTBA](?=[A-Z0-9]*\d)[A-Z0-9]{8,}\b")),
    (
        "key",
        re.compile(
            r"\b(?:xox[a-z]|xapp|sk|pk|ghp|gho|github_pat)[-_][A-Za-z0-9_-]{10,}|\bAKIA[A-Z0-9]{12,}|"
            r"\beyJ[\w-]{10,}(?:\.[\w-]+){0,2}"
        ),
    ),
    ("address", re.compile(r"\b(?:p\.? ?o\.? ?box|private bag) ?\d+\b", re.I)),
    ("address", re.compile(rf"(?i:{_HOUSE}) (?:{_CAPITAL} ){{1,4}}(?i:{_STREETS}|{_STREETS_TOO})\b")),
)
_SMALL_ADDRESS = re.compile(rf"{_HOUSE} (?P<words>(?:[\w'’-]+ ){{1,2}})(?:{_STREETS})\b", re.I)
_NHI = re.compile(r"\b[A-HJ-NP-Z]{3}\d\d(?:\d\d|[A-HJ-NP-Z]{2})\b", re.I)
_PASSPORT = re.compile(r"\b[A-Z]{1,2} ?\d{6}\b", re.I)
_NUMBER = re.compile(r"(?<![\w$€£])(?:\+ ?)?\(?\d(?:[ .()\-–]{0,2}\d){6,19}(?![\w%])")
_BANK_FORM = re.compile(r"\d{2}[ -]\d{4}[ -]\d{7}[ -]\d{2,3}")
_DOTTED = re.compile(r"[1-9]\d?(?:\.\d{1,2})+")


def details(text: str) -> list[Found]:
    """Return the personal details in a text, in order and without overlap."""
    found: list[Found] = []
    for each in _candidates(text):
        if not any(each.start < other.end and other.start < each.end for other in found):
            found.append(each)
    return sorted(one for one in found if one.kind)


def _candidates(text: str) -> Iterator[Found]:
    """Yield what a text may hold, the surest first."""
    for kind, form in _FORMS:
        yield from (Found(*match.span(), kind) for match in form.finditer(text))
    for match in _SMALL_ADDRESS.finditer(text):
        if STOP_WORDS.isdisjoint(match["words"].lower().split()):
            yield Found(*match.span(), "address")
    kept = [Found(*match.span(), None) for match in _KEPT.finditer(text)]
    yield from kept
    for match in _NHI.finditer(text):
        if is_nhi(match.group()):
            yield Found(*match.span(), "NHI number")
        elif match.group().isupper():
            yield Found(*match.span(), "number")
    yield from (Found(*match.span(), "passport") for match in _PASSPORT.finditer(text))
    # A number does not run on through a date or a sum.
    barred = list(text)
    for one in kept:
        barred[one.start : one.end] = "\n" * (one.end - one.start)
    for match in _NUMBER.finditer("".join(barred)):
        yield Found(*match.span(), _kind_of_number(match.group()))


def _kind_of_number(written: str) -> str | None:
    """Return what seven digits and more are; None: the number of a clause."""
    if _DOTTED.fullmatch(written):
        return None
    digits = re.sub(r"\D", "", written)
    if _BANK_FORM.fullmatch(written) or is_bank_account(digits):
        return "bank account"
    if is_card(digits):
        return "card"
    if is_ird(digits):
        return "IRD number"
    if len(digits) <= 12 and (written[0] in "+(0" or digits.startswith("64") or len(digits) == 7):
        return "phone"
    return "number"
