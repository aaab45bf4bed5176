from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.clock import ZONE
from bot.council import Council
from bot.escalation import hours
from bot.models import Level


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "looks"),
    [
        ("2026-11-24 10:00", "2026-11-24 10:00"),  # in office hours: now
        ("2026-11-24 17:00", "2026-11-25 08:30"),  # the office has just closed
        ("2026-11-27 18:00", "2026-11-30 08:30"),  # Friday evening
        ("2026-10-23 18:00", "2026-10-27 08:30"),  # over Labour Day
        ("2026-02-05 18:00", "2026-02-09 08:30"),  # over Waitangi Day, a Friday
        ("2026-09-26 12:00", "2026-09-28 08:30"),  # over the change to summer time
        ("2026-04-04 12:00", "2026-04-07 08:30"),  # over Easter and the change back
    ],
)
def test_when_the_liaison_next_looks(council: Council, now: str, looks: str) -> None:
    assert hours.next_look(council, at(now)) == at(looks)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-24 10:00", "2026-11-24 12:00"),
        ("2026-11-24 02:00", "2026-11-24 10:30"),
        ("2026-11-24 16:00", "2026-11-25 10:30"),  # what is left of the day is too short
        ("2026-11-27 20:00", "2026-11-30 10:30"),
    ],
)
def test_a_case_is_to_be_claimed_in_two_hours_of_the_office(council: Council, now: str, due: str) -> None:
    assert hours.due(council, Level.ESCALATE, at(now)) == at(due)


def test_an_urgent_case_is_to_be_claimed_in_fifteen_minutes_at_any_hour(council: Council) -> None:
    assert hours.due(council, Level.URGENT, at("2026-11-29 03:00")) == at("2026-11-29 03:15")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-24 14:30", "today at 2.30pm"),
        ("2026-11-24 12:00", "today at 12pm"),
        ("2026-11-25 00:05", "tomorrow at 12.05am"),
        ("2026-11-25 08:30", "tomorrow at 8.30am"),
        ("2026-11-30 08:30", "Monday 30 November at 8.30am"),
    ],
)
def test_a_time_is_said_as_people_say_it(moment: str, said: str) -> None:
    assert hours.say(at(moment), at("2026-11-24 10:00")) == said


def test_a_time_in_another_zone_is_said_in_new_zealands() -> None:
    from datetime import UTC

    moment = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    assert hours.say(moment, moment - timedelta(hours=1)) == "today at 2.30pm"
