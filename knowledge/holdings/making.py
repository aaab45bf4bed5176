"""Make a record of what an administrator says and of the document itself; both are checked first."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Any, NamedTuple

from pydantic import ValidationError

from bot.errors import HoldingError
from knowledge import media
from knowledge.holdings import record
from knowledge.holdings.record import Entry, Record
from knowledge.media import MediaType

MAX_BYTES = 20_000_000


class Content(NamedTuple):
    """A document's bytes and kind."""

    data: bytes
    kind: MediaType


def check(content: Content) -> None:
    """Return if the content is what its kind says, and not too large.

    Raises:
        HoldingError: it is not.
    """
    if len(content.data) > MAX_BYTES:
        raise HoldingError("The document is larger than 20 MB.", "Cut it into parts.")
    if not media.matches(content.kind, content.data):
        raise HoldingError(f"The document is empty, or no {content.kind.name} file.", f"Add {media.KINDS}.")


def file_name(source_id: str, content: Content) -> str:
    """Return a name that no other content of this document has."""
    return f"{source_id}-{hashlib.sha256(content.data).hexdigest()[:16]}{content.kind.suffix}"


def is_name_of(source_id: str, name: str) -> bool:
    """Say whether a file is a document of this source, by its name."""
    return bool(re.fullmatch(re.escape(source_id) + r"-[0-9a-f]{16}\.[a-z]+", name))


def of(entry: Entry, source_id: str, added_on: date, file: str, **said: object) -> Record:
    """Return the record of an entry; `said` replaces fields of it.

    Raises:
        HoldingError: a field is wrong; the message names it.
    """
    fields: dict[str, Any] = entry.model_dump(include=set(Entry.model_fields))
    fields |= {**said, "id": source_id, "added_on": added_on, "file": file}
    try:
        return Record.model_validate(fields)
    except ValidationError as error:
        raise HoldingError(f"{record.first_fault(error)}.", "Correct it and try again.") from error
