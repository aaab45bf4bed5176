"""What is remembered of each document in an index, so that it need not be read again."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.parse.document import Finding
from knowledge.source_list import Tier

_FILE = "documents.json"


class Record(BaseModel):
    """One document: its passages are `count` in a row from position `first`.

    `tiers`: how many of them cite each tier; `skipped`: why it was left out.
    """

    model_config = ConfigDict(frozen=True)
    owner: str
    doc: str
    digest: str
    first: int = 0
    count: int = 0
    sources: tuple[str, ...] = ()
    tiers: dict[Tier, int] = {}
    skipped: str | None = None
    findings: tuple[Finding, ...] = ()


_RECORDS = TypeAdapter(list[Record])


def read(folder: Path) -> list[Record]:
    """Return the records of a generation, in order of position."""
    return _RECORDS.validate_json((folder / _FILE).read_bytes())


def write(folder: Path, records: list[Record]) -> None:
    """Write the records of a generation."""
    (folder / _FILE).write_bytes(_RECORDS.dump_json(records))
