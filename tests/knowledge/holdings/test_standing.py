from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from knowledge.holdings.standing import Standing, standing, why_not_indexed
from tests.knowledge.holdings.samples import TODAY, kept

_GONE = {"withdrawn_on": "2026-11-24", "withdrawn_reason": "Replaced by the new rules."}


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ({}, Standing.CURRENT),
        ({"reviewed": "2025-11-24"}, Standing.CURRENT),
        ({"reviewed": "2025-11-23"}, Standing.PAST_REVIEW),
        ({"reviewed": "2062-11-24", "added_on": date(2024, 1, 1)}, Standing.PAST_REVIEW),
        ({"added_on": date(2025, 11, 24)}, Standing.CURRENT),
        ({"added_on": date(2025, 11, 23)}, Standing.PAST_REVIEW),
        ({"added_on": date(2026, 11, 25)}, Standing.PAST_REVIEW),
        ({"reviewed": "2026-11-01", "added_on": date(2020, 1, 1)}, Standing.CURRENT),
        ({"expires": "2026-11-24"}, Standing.CURRENT),
        ({"expires": "2026-11-23"}, Standing.EXPIRED),
        ({"expires": "2026-11-23", "reviewed": "2020-01-01"}, Standing.EXPIRED),
        ({"superseded_by": "new-policy", "expires": "2026-11-23"}, Standing.SUPERSEDED),
        (_GONE, Standing.WITHDRAWN),
        (_GONE | {"withdrawn_on": "2026-11-25"}, Standing.CURRENT),
        (_GONE | {"superseded_by": "new-policy", "expires": "2026-11-23"}, Standing.WITHDRAWN),
    ],
)
def test_where_a_document_stands(said: dict[str, Any], stands: Standing) -> None:
    assert standing(kept(**said), TODAY) is stands


def test_how_often_to_review_is_for_the_caller_to_say() -> None:
    one = kept(reviewed="2026-10-24")
    assert standing(one, TODAY, timedelta(days=30)) is Standing.PAST_REVIEW
    assert standing(one, TODAY, timedelta(days=31)) is Standing.CURRENT


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, None),
        ({"reviewed": "2020-01-01"}, None),
        ({"licence": "unknown"}, "licence_confirmed_on"),
        ({"licence": "Unknown"}, "licence_confirmed_on"),
        ({"licence": "statute: no copyright; summary ?"}, "licence_confirmed_on"),
        ({"licence": "unknown", "licence_confirmed_on": "2026-11-24"}, None),
        ({"licence": "unknown", "licence_confirmed_on": "2026-11-25"}, "licence_confirmed_on"),
        ({"expires": "2026-11-23"}, "expired on 2026-11-23"),
        ({"superseded_by": "new-policy"}, "new-policy"),
        (_GONE, "Replaced by the new rules."),
    ],
)
def test_what_may_be_indexed_and_why_not(said: dict[str, Any], why: str | None) -> None:
    found = why_not_indexed(kept(**said), TODAY)
    if why is None:
        assert found is None
    else:
        assert found is not None
        assert why in found
