from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot import batch
from bot.errors import BatchError, IndexMissingError
from bot.models import Question


def _run(tmp_path: Path, text: str, answer: Any) -> list[dict[str, Any]]:
    file = tmp_path / "in.jsonl"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    out = io.StringIO()
    batch.run(file, "demo", answer, out, lambda done, total: None)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def _echo(question: Question) -> dict[str, Any]:
    return {"id": question.id, "council": question.council, "turns": len(question.thread)}


def test_rows_come_out_in_order_with_their_other_fields(tmp_path: Path) -> None:
    rows = _run(
        tmp_path,
        '{"id": "a", "text": "x", "gold": ["d1"]}\n\n{"id": 7, "text": "y", "thread": ["z"], "council": "napier"}\n',
        _echo,
    )
    assert rows == [
        {"gold": ["d1"], "id": "a", "council": "demo", "turns": 0},
        {"id": 7, "council": "napier", "turns": 1},
    ]


@pytest.mark.parametrize(
    ("line", "row_id", "error"),
    [
        ("{broken", None, "invalid_json"),
        ('{"id": "b"}', "b", "invalid_row"),
        ('{"id": "b", "text": 5}', "b", "invalid_row"),
        ('["a"]', None, "invalid_row"),
    ],
)
def test_a_malformed_line_is_told_and_the_run_goes_on(
    tmp_path: Path, line: str, row_id: str | None, error: str
) -> None:
    rows = _run(tmp_path, f'{line}\n{{"id": "ok", "text": "x"}}', _echo)
    assert rows[0] == {"id": row_id, "line": 1, "outcome": "failed", "error": error}
    assert rows[1]["id"] == "ok"


@pytest.mark.parametrize(
    ("raised", "code"),
    [(IndexMissingError("no index"), "index_missing"), (ValueError("secret words"), "internal")],
)
def test_a_row_that_fails_gives_a_code_and_no_words(tmp_path: Path, raised: Exception, code: str) -> None:
    def fail(question: Question) -> dict[str, Any]:
        raise raised

    rows = _run(tmp_path, '{"id": "a", "text": "x"}', fail)
    assert rows == [{"id": "a", "line": 1, "outcome": "failed", "error": code}]


def test_a_line_separator_inside_a_text_parts_no_row(tmp_path: Path) -> None:
    assert len(_run(tmp_path, '{"id": "a", "text": "one\u2028two"}', _echo)) == 1


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="cannot be read"):
        batch.run(tmp_path / "none.jsonl", "demo", _echo, io.StringIO(), lambda done, total: None)
