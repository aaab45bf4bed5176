"""Whether an added document may still be relied on, and whether it may be indexed: pure functions."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from knowledge.holdings.record import Record

REVIEW_EVERY = timedelta(days=365)
# The source lists say "unknown", and "statute: no copyright; summary ?".
_UNCLEAR = ("unknown", "?")


class Standing(StrEnum):
    """Where a document stands on a day; the later ones outweigh the earlier."""

    CURRENT = "current"
    PAST_REVIEW = "past review"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


def standing(record: Record, today: date, review_every: timedelta = REVIEW_EVERY) -> Standing:
    """Return where a document stands; one that was never reviewed counts from the day it was added."""
    if record.withdrawn_on and record.withdrawn_on <= today:
        return Standing.WITHDRAWN
    if record.superseded_by:
        return Standing.SUPERSEDED
    if record.expires and record.expires < today:
        return Standing.EXPIRED
    # A day to come is a slip of the pen (2062 for 2026): it must not keep a document current for ever.
    seen = [day for day in (record.reviewed, record.added_on) if day and day <= today]
    if not seen or is_past_review(seen[0], today, review_every):
        return Standing.PAST_REVIEW
    return Standing.CURRENT


def is_past_review(reviewed: date, today: date, review_every: timedelta = REVIEW_EVERY) -> bool:
    """Say whether a text that was last reviewed on a day must be reviewed again."""
    return today - reviewed > review_every


def licence_is_clear(record: Record, today: date) -> bool:
    """Say whether the right to copy is known, or somebody has confirmed it."""
    confirmed = record.licence_confirmed_on
    if confirmed and confirmed <= today:
        return True
    return not unclear(record.licence)


def unclear(licence: str) -> bool:
    """Say whether a licence leaves open whether the text may be copied."""
    return any(word in licence.casefold() for word in _UNCLEAR)


def why_not_indexed(record: Record, today: date) -> str | None:
    """Return why a document may not be indexed and what to do, in one line; nothing where it may.

    One that is past its review is indexed: its age is for the answer to show.
    """
    match standing(record, today):
        case Standing.WITHDRAWN:
            return f"withdrawn on {record.withdrawn_on}: {record.withdrawn_reason}"
        case Standing.SUPERSEDED:
            return f"superseded by {record.superseded_by}; see that one"
        case Standing.EXPIRED:
            return f"expired on {record.expires}; replace it, or set a later day"
    if not licence_is_clear(record, today):
        return f"licence: {record.licence}; ask the publisher, then set licence_confirmed_on"
    return None
