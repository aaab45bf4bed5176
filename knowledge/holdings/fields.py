"""The fields of a record: each says in plain words what it must be."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
FILE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,100}\.(?:pdf|docx|html|txt|md)")
_DAY = re.compile(r"[12]\d{3}-\d\d-\d\d", re.ASCII)
_PART_OF_DATE = re.compile(r"[12]\d{3}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_MOMENT = re.compile(r"[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_URL = re.compile(r"https?://[!#-;=?-~]{3,2000}")
# Control characters break a line; marks of direction make a citation read as another.
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_MAX_WORDS = 400


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError("must be a day such as 2026-11-24")


def _part_of_date(value: str) -> str:
    if _PART_OF_DATE.fullmatch(value):
        try:
            date.fromisoformat(value + "-01-01"[len(value) - 4 :])
            return value
        except ValueError:
            pass
    raise ValueError("must be a year, a month or a day: 2026, 2026-11 or 2026-11-24")


def _moment(value: object) -> datetime:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC)
    raise ValueError("must be a moment such as 2026-11-24T01:02:03Z")


def _words(value: str) -> str:
    value = value.strip()
    if not value or len(value) > _MAX_WORDS or _HIDDEN.search(value):
        raise ValueError(f"must be one line of 1 to {_MAX_WORDS} characters")
    return value


def form(pattern: re.Pattern[str], what: str) -> AfterValidator:
    """Return a check that a text has a form, said in plain words."""

    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(f"must be {what}")
        return value

    return AfterValidator(check)


Day = Annotated[date, BeforeValidator(_day)]
PartOfDate = Annotated[str, AfterValidator(_part_of_date)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Words = Annotated[str, AfterValidator(_words)]
Slug = Annotated[str, form(SLUG, "1 to 63 small letters, digits and hyphens")]
FileName = Annotated[str, form(FILE_NAME, "the name of the document in the same folder")]
Url = Annotated[str, form(_URL, "a web address with https://")]
Sha256 = Annotated[str, form(re.compile(r"[0-9a-f]{64}"), "64 digits of hex")]
Mark = Annotated[str, form(re.compile(r"[ -~]{1,300}"), "1 to 300 plain characters")]
