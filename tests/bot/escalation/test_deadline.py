from __future__ import annotations

from datetime import datetime

import pytest

from bot.clock import ZONE
from bot.escalation.deadline import deadline_of

# A Tuesday afternoon.
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=ZONE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("There is a dinner tonight and he wants the plans there.", "2026-11-24 19:00"),
        ("They want me to sign at 5pm today.", "2026-11-24 17:00"),
        ("He needs an answer before 10am tomorrow.", "2026-11-25 10:00"),
        ("The flight leaves tomorrow morning at 6.30am, he has paid for it.", "2026-11-25 06:30"),
        ("He wants my vote on Friday.", "2026-11-27 09:00"),
        ("We meet on Monday night at his hotel.", "2026-11-30 19:00"),
        ("hes coming back tmrw for the papers", None),
        ("Last week he gave me cash, and tonight he will ring for the answer.", "2026-11-24 19:00"),
        ("I have to let him know by Thursday.", "2026-11-26 09:00"),
    ],
)
def test_a_deadline_is_set_against_the_clock(text: str, when: str | None) -> None:
    found = deadline_of(text, NOW)
    if when:
        assert found
        assert found.at == at(when)
        assert found.words.split()[-1].strip(".,") in text


@pytest.mark.parametrize(
    "text",
    [
        "He gave me cash last Friday.",
        "I met him this morning at the library.",
        "A man offered me four thousand dollars yesterday.",
        "On Monday he told me about a trip.",
        "He slipped me an envelope at dinner on Saturday night.",
        "What must I declare?",
        "She has been asking about the water plan for months.",
        "We had lunch on Thursday and he paid.",
    ],
)
def test_what_has_passed_is_no_deadline(text: str) -> None:
    assert deadline_of(text, NOW) is None


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        deadline_of("tonight", datetime(2026, 11, 24))  # noqa: DTZ001
