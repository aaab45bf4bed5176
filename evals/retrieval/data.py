"""The questions over the library, and the public collections where there are any."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.dataset import DatasetError, Row, load

COLLECTIONS = ("cranfield", "xquad-en")

Style = Literal["question", "story"]


class Place(NamedTuple):
    """One section of one note."""

    doc: str
    section: str


class GoldSection(BaseModel):
    """A section that answers the question by itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    doc: str
    section: str

    @property
    def place(self) -> Place:
        return Place(self.doc, self.section)


class RetrievalRow(Row):
    """A councillor's words, the earlier ones of the thread, and every section that answers them."""

    text: str
    style: Style
    gold: tuple[GoldSection, ...]
    thread: tuple[str, ...] = ()


class Collection(BaseModel):
    """A public test collection: texts and questions by id, and which texts are relevant to which question."""

    model_config = ConfigDict(frozen=True)
    docs: dict[str, str]
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]

    def relevant(self, query: str) -> set[str]:
        """Return the ids of the texts that are relevant to a question."""
        return {doc for doc, grade in self.qrels[query].items() if grade > 0}


def rows() -> tuple[RetrievalRow, ...]:
    """Return the held-out questions over the library."""
    return load("retrieval", RetrievalRow)


def development_rows() -> tuple[RetrievalRow, ...]:
    """Return the questions that search may be tuned on."""
    return load("retrieval", RetrievalRow, "dev")


def collection(file: Path) -> Collection:
    """Read a public collection.

    Raises:
        DatasetError: the file cannot be read or is of another form.
    """
    try:
        return Collection.model_validate(json.loads(file.read_bytes()))
    except (OSError, ValueError, ValidationError) as error:
        raise DatasetError(
            f"{file} is no collection of docs, queries and qrels.",
            "Mend it or take it out of the folder that GUIDE_EVAL_DATA names; evals/README.md shows its form.",
        ) from error
