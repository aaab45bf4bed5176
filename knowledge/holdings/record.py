"""What is kept about an added document: `source.yaml`."""

from __future__ import annotations

from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from bot.errors import LibraryError
from knowledge.holdings.fields import Day, FileName, Mark, Moment, PartOfDate, Sha256, Slug, Url, Words
from knowledge.source_list import Tier

FILE = "source.yaml"
MAX_CHARS = 20_000
# Every value stays a text for the schema to read: YAML alone would turn `published: 2026` into a number.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_HINT = "Correct that line, or add the document again."


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FetchMarks(_Row):
    """Where the document came from over the web, and the marks to ask for it again."""

    final_url: Url
    fetched_at: Moment
    sha256: Sha256
    etag: Mark | None = None
    last_modified: Mark | None = None


class Entry(_Row):
    """What an administrator says of a document.

    `reviewed` is the day on which somebody last read it against its publisher; `expires` is the last day on
    which it may be used; `superseded_by` is the id of another document of the same owner.
    """

    title: Words
    publisher: Words
    url: Url | None = None
    tier: Tier
    published: PartOfDate | None = None
    reviewed: Day | None = None
    expires: Day | None = None
    licence: Words
    licence_confirmed_on: Day | None = None
    superseded_by: Slug | None = None
    withdrawn_on: Day | None = None
    withdrawn_reason: Words | None = None
    fetched: FetchMarks | None = None

    @field_validator("tier")
    @classmethod
    def _is_not_ours(cls, tier: Tier) -> Tier:
        if tier is Tier.HOUSE:
            raise ValueError("must not be house: that is for the texts which the council has approved")
        return tier

    @model_validator(mode="after")
    def _says_why(self) -> Entry:
        if (self.withdrawn_on is None) != (self.withdrawn_reason is None):
            raise ValueError("withdrawn_on and withdrawn_reason go together")
        return self


class Record(Entry):
    """An entry as it is kept, with the name of the document beside it."""

    id: Slug
    added_on: Day
    file: FileName

    @model_validator(mode="after")
    def _is_not_its_own_heir(self) -> Record:
        if self.superseded_by == self.id:
            raise ValueError("superseded_by names the document itself")
        return self


def parse(text: str, name: str) -> Record:
    """Read a record.

    Args:
        name: the file, as a message names it.

    Raises:
        LibraryError: names the file and the field that is wrong.
    """
    if len(text) > MAX_CHARS:
        raise LibraryError(f"{name}: is longer than {MAX_CHARS} characters.", _HINT)
    try:
        raw = yaml.load(text, Loader=_LOADER)
        return Record.model_validate(raw if isinstance(raw, dict) else {})
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise LibraryError(f"{name}{line}: is not YAML.", _HINT) from error
    except (yaml.YAMLError, RecursionError, UnicodeError) as error:
        raise LibraryError(f"{name}: is not YAML.", _HINT) from error
    except ValidationError as error:
        raise LibraryError(f"{name}: {first_fault(error)}.", _HINT) from error


def write(record: Record) -> str:
    """Return the text of `source.yaml`; what is not known is left out."""
    kept = record.model_dump(mode="json", exclude_none=True)
    first = {key: kept.pop(key) for key in ("id", "title")}
    return yaml.safe_dump(first | kept, allow_unicode=True, sort_keys=False, width=100)


def first_fault(error: ValidationError) -> str:
    """Say which field is wrong, and how."""
    first: Any = error.errors(include_url=False)[0]
    # A key is as strange as its writer: it goes into a message in ASCII, and cut.
    field = ascii(".".join(str(part) for part in first["loc"]) or "the file")[1:-1][:80]
    match first["type"]:
        case "missing":
            return f"{field}: is missing"
        case "extra_forbidden":
            return f"{field}: is not a known field"
        case "enum":
            return f"{field}: must be {first['ctx']['expected']}"
        case "value_error":
            return f"{field}: {first['ctx']['error']}"
        case _:
            return f"{field}: must be one plain value"
