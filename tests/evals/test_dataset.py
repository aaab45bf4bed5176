from __future__ import annotations

import pytest

from evals.dataset import DatasetError, Row, load, parse


class _Row(Row):
    text: str


def test_rows_come_in_the_order_of_the_file_and_empty_lines_are_none() -> None:
    assert parse('{"id": "b", "text": "x"}\n\n{"id": "a", "text": "y\u2028z"}\n', _Row, "f") == (
        _Row(id="b", text="x"),
        _Row(id="a", text="y\u2028z"),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"id": "a"}', "f, line 1, text: Field required"),
        ('{"id": "a", "text": "x"}\n{"id": "b", "text": "x", "mood": 1}', "f, line 2, mood: Extra inputs"),
        ("{broken", "f, line 1, row: Invalid JSON"),
        ('{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}', "f, line 2: the id a stands twice"),
    ],
)
def test_a_wrong_line_is_named(text: str, told: str) -> None:
    with pytest.raises(DatasetError) as error:
        parse(text, _Row, "f")
    assert told in str(error.value)


def test_a_missing_dataset_is_one_clear_error() -> None:
    with pytest.raises(DatasetError, match="no evals/nowhere/dataset"):
        load("nowhere", _Row)
