"""Read a dataset: JSON lines into typed rows."""

from __future__ import annotations

from importlib import resources
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import GuideError


class Row(BaseModel):
    """One case of an evaluation."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str


RowType = TypeVar("RowType", bound=Row)


class DatasetError(GuideError):
    """A dataset breaks its format."""

    code = "dataset"


def load(evaluation: str, row_type: type[RowType], name: str = "dataset") -> tuple[RowType, ...]:
    """Return the rows of `evals/EVALUATION/NAME.jsonl`, in order.

    Raises:
        DatasetError: there is no such file, a line breaks the format, or an id stands twice.
    """
    place = f"{evaluation}/{name}.jsonl"
    file = resources.files("evals").joinpath(place)
    if not file.is_file():
        raise DatasetError(f"There is no evals/{place}.", "Is the installation whole?")
    return parse(file.read_text(encoding="utf-8"), row_type, f"evals/{place}")


def parse(text: str, row_type: type[RowType], name: str) -> tuple[RowType, ...]:
    """Read the lines of a dataset; `name` is what an error calls it."""
    rows: dict[str, RowType] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = row_type.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise DatasetError(f"{name}, line {number}, {field or 'row'}: {first['msg']}.") from error
        if row.id in rows:
            raise DatasetError(f"{name}, line {number}: the id {row.id} stands twice.", "Give it another.")
        rows[row.id] = row
    return tuple(rows.values())
