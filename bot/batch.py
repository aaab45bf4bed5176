"""Batches: JSON lines in, JSON lines out, in order; a row that fails does not stop the run."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import BatchError, GuideError
from bot.models import Question

Row = dict[str, Any]


class _InputRow(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)
    id: str | int
    text: str
    thread: list[str] = []
    council: str | None = None


_OWN_FIELDS = frozenset(_InputRow.model_fields)


def run(
    file: Path,
    council: str,
    answer: Callable[[Question], Row],
    out: TextIO,
    progress: Callable[[int, int], None],
) -> int:
    """Answer each row of a file; return how many failed. `progress` is told of each row.

    Other fields of a row are handed through, unless the result has one of the same name.

    Raises:
        BatchError: the file cannot be read.
    """
    failed = 0
    lines = list(_lines(file))
    for done, (number, line) in enumerate(lines, 1):
        row = _answered(line, number, council, answer)
        failed += row.get("outcome") == "failed"
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        out.flush()
        progress(done, len(lines))
    return failed


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        text = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise BatchError(
            f"{file} cannot be read ({error.strerror}).", "Name a file of JSON lines."
        ) from error
    # Only line feeds part rows: JSON may hold other line separators inside its strings.
    for number, raw in enumerate(text.split(b"\n"), 1):
        line = raw.decode("utf-8", errors="replace").removeprefix("\ufeff").strip()
        if line:
            yield number, line


def _answered(line: str, number: int, council: str, answer: Callable[[Question], Row]) -> Row:
    row_id: str | int | None = None
    try:
        raw = json.loads(line)
        if isinstance(raw, dict) and isinstance(raw.get("id"), str | int):
            row_id = raw["id"]
        row = _InputRow.model_validate(raw)
    except ValueError as error:  # pydantic's and json's errors are ValueErrors
        code = "invalid_row" if isinstance(error, ValidationError) else "invalid_json"
        return _failed(row_id, number, code)
    question = Question(
        id=str(row.id), text=row.text, thread=tuple(row.thread), council=row.council or council
    )
    try:
        result = answer(question)
    except Exception as error:  # a row must not stop the run, and its words stay out of the message
        return _failed(row_id, number, error.code if isinstance(error, GuideError) else "internal")
    handed_through = {key: value for key, value in raw.items() if key not in _OWN_FIELDS}
    return {**handed_through, **result, "id": row_id}


def _failed(row_id: str | int | None, number: int, code: str) -> Row:
    return {"id": row_id, "line": number, "outcome": "failed", "error": code}
