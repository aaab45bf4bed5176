"""Add a document: what can be found in it is not asked for."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from bot.errors import HoldingError
from knowledge.holdings.making import Content
from knowledge.holdings.record import Entry, first_fault
from knowledge.media import MediaType
from knowledge.parse.document import Document, MediaKind, PageProgress
from knowledge.parse.reader import Reader
from knowledge.passages import NATIONAL
from knowledge.source_list import Tier

_MEDIA = {
    MediaKind.PDF: MediaType.PDF,
    MediaKind.DOCX: MediaType.DOCX,
    MediaKind.HTML: MediaType.HTML,
    MediaKind.MARKDOWN: MediaType.MARKDOWN,
    MediaKind.TEXT: MediaType.TEXT,
}
_OWN_LICENCE = "the council's own document"
# A date counts where the document says what it is the date of, near its beginning.
_LOOKED_AT = 40
_MONTHS = "january february march april may june july august september october november december".split()
_DATE = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{'|'.join(_MONTHS)}),? (?P<year>20\d\d)"
    r"|(?P<day2>\d{1,2})[/.](?P<month2>\d{1,2})[/.](?P<year2>20\d\d)|(?P<iso>20\d\d-\d\d-\d\d)"
)
_PUBLISHED = re.compile(
    rf"\b(?:adopted|approved|effective|published|issued|in force|date of (?:approval|adoption|issue)|version)\b[^.\d]{{0,40}}(?:{_DATE})",
    re.I,
)
_REVIEWED = re.compile(rf"\b(?:last |date )?reviewed\b[^.\d]{{0,40}}(?:{_DATE})", re.I)


class Found(NamedTuple):
    """A document that was read, its bytes, and what it says of itself."""

    document: Document
    content: Content
    said: dict[str, Any]


def look(path: Path, reader: Reader, progress: PageProgress | None = None) -> Found:
    """Read a file, and find what it says of itself; `progress` is told of each page of a PDF.

    Raises:
        DocumentError: it cannot be read; the message says what to do.
    """
    document = reader.read(path, path.name, progress)
    content = Content(path.read_bytes(), _MEDIA[document.kind])
    text = "\n".join(block.text for block in document.blocks[:_LOOKED_AT])
    said: dict[str, Any] = {"title": document.title}
    if published := _PUBLISHED.search(text):
        said["published"] = _as_date(published)
    if (reviewed := _REVIEWED.search(text)) and len(day := _as_date(reviewed)) == 10:
        said["reviewed"] = day
    return Found(document, content, said)


def lacking(found: dict[str, Any], given: dict[str, Any], owner: str, council_name: str) -> list[str]:
    """Return the fields that neither the document nor the administrator tells, in the order to ask for them."""
    known = _together(found, given, owner, council_name)
    return [field for field in ("title", "publisher", "tier", "licence") if not known.get(field)]


def entry(found: dict[str, Any], given: dict[str, Any], owner: str, council_name: str) -> Entry:
    """Return the record of a document; what was given outweighs what was found.

    Raises:
        HoldingError: a field is wrong; the message names it.
    """
    known = _together(found, given, owner, council_name)
    try:
        return Entry.model_validate(known)
    except ValidationError as error:
        field = f"--{first_fault(error)}".replace("_", "-", 1)
        raise HoldingError(f"{field}.", "See: council-guide sources add --help") from error


def _together(found: dict[str, Any], given: dict[str, Any], owner: str, council_name: str) -> dict[str, Any]:
    usual: dict[str, Any] = {}
    if owner != NATIONAL:
        # A council's own document: whose it is and that it may be used is plain.
        usual = {"tier": Tier.POLICY.value, "publisher": council_name, "licence": _OWN_LICENCE}
    return usual | found | {field: value for field, value in given.items() if value not in (None, "")}


def _as_date(match: re.Match[str]) -> str:
    """Return a date as YYYY-MM-DD, or YYYY-MM where no day is told."""
    if match["iso"]:
        return match["iso"]
    if match["year2"]:
        day, month, year = int(match["day2"]), int(match["month2"]), int(match["year2"])
    else:
        month = _MONTHS.index(match["month"].lower()) + 1
        day, year = int(match["day"] or 0), int(match["year"])
    if not day:
        return f"{year}-{month:02}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return f"{year}"
