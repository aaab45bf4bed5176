from __future__ import annotations

from collections import Counter

from bot.models import Level
from evals.triage import data


def test_the_set_has_fifty_messages_and_more_at_every_level() -> None:
    counts = Counter(row.level for row in data.rows())
    assert counts.total() >= 50
    assert set(counts) == set(Level)
