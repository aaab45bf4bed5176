from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.errors import HoldingError
from knowledge import adding
from knowledge.media import MediaType
from knowledge.parse.reader import Reader

POLICY = (
    "# Gifts policy\nAdopted 12 March 2024. Last reviewed 1 May 2026.\n\n4.1 Declare each gift over $75.\n"
)


def look(tmp_path: Path, text: str, name: str = "policy.md") -> adding.Found:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with Reader() as reader:
        return adding.look(path, reader)


def test_a_document_tells_its_title_and_its_dates(tmp_path: Path) -> None:
    found = look(tmp_path, POLICY)
    assert found.said == {"title": "Gifts policy", "published": "2024-03-12", "reviewed": "2026-05-01"}
    assert (found.content.kind, found.content.data) == (MediaType.MARKDOWN, POLICY.encode())


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Approved by council on 3 September 2025", "2025-09-03"),
        ("Effective from: 01/07/2024", "2024-07-01"),
        ("Published 2023-02-28", "2023-02-28"),
        ("Adopted June 2022", "2022-06"),
        ("Issued 31 February 2024", "2024"),
        ("The meeting of 3 May 2025 heard a report.", None),
    ],
)
def test_a_date_counts_where_the_document_says_what_it_is_of(
    tmp_path: Path, line: str, published: str | None
) -> None:
    assert look(tmp_path, f"# Policy\n{line}\n\nText.").said.get("published") == published


def test_a_councils_own_document_needs_nothing_more() -> None:
    assert adding.lacking({"title": "Gifts"}, {}, "demo", "Rātā") == []
    entry = adding.entry({"title": "Gifts"}, {}, "demo", "Rātā")
    assert (entry.publisher, entry.tier.value, entry.licence) == (
        "Rātā",
        "policy",
        "the council's own document",
    )


def test_what_a_national_document_does_not_say_is_asked_for() -> None:
    assert adding.lacking({"title": "Act"}, {"tier": "law"}, "national", "Rātā") == ["publisher", "licence"]


def test_what_is_given_outweighs_what_was_found() -> None:
    given: dict[str, Any] = {"title": "Gift rules", "reviewed": "2026-01-02", "expires": None}
    entry = adding.entry({"title": "Draft", "reviewed": "2020-01-01"}, given, "demo", "Rātā")
    assert (entry.title, entry.reviewed, entry.expires) == ("Gift rules", date(2026, 1, 2), None)


@pytest.mark.parametrize(
    ("given", "named"),
    [({"tier": "gospel"}, "--tier"), ({"expires": "soon"}, "--expires"), ({"url": "javascript:x"}, "--url")],
)
def test_a_wrong_value_names_its_option(given: dict[str, Any], named: str) -> None:
    with pytest.raises(HoldingError, match=named):
        adding.entry({"title": "Gifts"}, given, "demo", "Rātā")
