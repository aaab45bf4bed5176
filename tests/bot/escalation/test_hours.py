"""When a person will look, over weekends, public holidays and changes of the clocks. The office: 8.30 to 17."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.clock import ZONE, Hours
from bot.council import Council
from bot.escalation import hours
from bot.models import Level


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture
def always(council: Council) -> Council:
    return council.model_copy(update={"office_hours": Hours(always=True)})


@pytest.mark.parametrize(
    ("now", "looks"),
    [
        ("2026-11-24T11:00", "2026-11-24T11:00"),  # in office hours: now
        ("2026-11-24T08:30", "2026-11-24T08:30"),
        ("2026-11-24T08:29", "2026-11-24T08:30"),
        ("2026-11-24T03:00", "2026-11-24T08:30"),
        ("2026-11-24T17:00", "2026-11-25T08:30"),  # the closing minute itself is closed
        ("2026-11-27T19:00", "2026-11-30T08:30"),  # Friday evening
        ("2026-11-28T12:00", "2026-11-30T08:30"),  # Saturday
        ("2026-10-23T18:00", "2026-10-27T08:30"),  # Labour Day on Monday 26 October
        ("2026-10-26T11:00", "2026-10-27T08:30"),
        ("2026-02-05T18:00", "2026-02-09T08:30"),  # Waitangi Day on Friday 6 February
        ("2027-02-05T18:00", "2027-02-09T08:30"),  # Waitangi Day on a Saturday, kept on Monday 8
        ("2026-04-02T18:00", "2026-04-07T08:30"),  # Good Friday to Easter Monday, and the clocks go back
        ("2026-12-24T18:00", "2026-12-29T08:30"),  # Christmas, Boxing Day kept on Monday
        ("2026-12-31T18:00", "2027-01-05T08:30"),  # New Year's Day, and the day after kept on Monday 4
        ("2026-03-20T18:00", "2026-03-24T08:30"),  # Otago's anniversary, Monday 23 March
        ("2026-09-26T12:00", "2026-09-28T08:30"),  # over the night when the clocks go forward
    ],
)
def test_the_liaison_next_looks_when_the_office_is_open(council: Council, now: str, looks: str) -> None:
    assert hours.next_look(council, at(now)) == at(looks)
    assert hours.is_watched(council, at(now)) is (now == looks)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-24T11:00", "2026-11-24T13:00"),
        ("2026-11-24T08:00", "2026-11-24T10:30"),
        ("2026-11-24T15:00", "2026-11-24T17:00"),  # two hours, to the minute of closing
        ("2026-11-24T16:00", "2026-11-25T09:30"),  # one hour today, one tomorrow
        ("2026-11-24T16:58", "2026-11-25T10:28"),
        ("2026-11-24T20:00", "2026-11-25T10:30"),
        ("2026-11-27T16:00", "2026-11-30T09:30"),  # over a weekend
        ("2026-11-28T12:00", "2026-11-30T10:30"),
        ("2026-10-23T16:30", "2026-10-27T10:00"),  # over Labour Day
        ("2026-02-05T16:30", "2026-02-09T10:00"),  # over Waitangi Day and the weekend
        ("2026-12-24T16:30", "2026-12-29T10:00"),
        ("2026-09-25T16:00", "2026-09-28T09:30"),  # over the change of the clocks
        ("2026-04-02T16:00", "2026-04-07T09:30"),
    ],
)
@pytest.mark.parametrize("level", [Level.ESCALATE, Level.ADVISE])
def test_two_hours_of_the_offices_are_given(council: Council, level: Level, now: str, due: str) -> None:
    assert hours.due(council, level, at(now)) == at(due)


@pytest.mark.parametrize(
    "now", ["2026-11-24T11:00", "2026-11-24T16:55", "2026-11-28T03:00", "2026-12-25T12:00"]
)
def test_what_is_urgent_is_due_in_15_minutes_at_any_hour(council: Council, now: str) -> None:
    assert (hours.due(council, Level.URGENT, at(now)) - at(now)).total_seconds() == 15 * 60


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 9, 27, 1, 50, tzinfo=ZONE),  # ten minutes before the clocks go forward
        datetime(2026, 4, 5, 2, 50, tzinfo=ZONE),  # ten minutes before they go back
        datetime(2026, 4, 5, 2, 10, tzinfo=ZONE, fold=1),  # the hour that comes twice, the second time
        datetime(2026, 4, 5, 2, 50, tzinfo=ZONE, fold=1),
    ],
)
def test_minutes_and_hours_are_as_long_as_ever_when_the_clocks_change(
    council: Council, always: Council, now: datetime
) -> None:
    urgent = hours.due(council, Level.URGENT, now).astimezone(UTC) - now.astimezone(UTC)
    usual = hours.due(always, Level.ESCALATE, now).astimezone(UTC) - now.astimezone(UTC)
    assert (urgent.total_seconds(), usual.total_seconds()) == (15 * 60, 120 * 60)


def test_the_clock_may_count_in_another_zone(council: Council) -> None:
    saturday = at("2026-11-28T12:00")
    assert hours.next_look(council, saturday.astimezone(UTC)) == at("2026-11-30T08:30")
    assert hours.due(council, Level.ESCALATE, saturday.astimezone(UTC)) == at("2026-11-30T10:30")


def test_a_pause_at_noon_does_not_count(council: Council) -> None:
    days = ["mon", "tue", "wed", "thu", "fri"]
    windows = [{"days": days, "from": "09:00", "to": "12:00"}, {"days": days, "from": "13:00", "to": "17:00"}]
    paused = council.model_copy(update={"office_hours": Hours.model_validate(windows)})
    assert hours.due(paused, Level.ESCALATE, at("2026-11-24T11:30")) == at("2026-11-24T14:30")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-24T14:30", "today at 2.30pm"),
        ("2026-11-24T09:00", "today at 9am"),
        ("2026-11-24T12:00", "today at 12pm"),
        ("2026-11-24T00:05", "today at 12.05am"),
        ("2026-11-25T08:30", "tomorrow at 8.30am"),
        ("2026-11-25T00:00", "tomorrow at 12am"),
        ("2026-11-30T08:30", "Monday 30 November at 8.30am"),
        ("2026-12-01T17:00", "Tuesday 1 December at 5pm"),
        ("2026-11-23T17:00", "Monday 23 November at 5pm"),
    ],
)
def test_a_time_is_said_as_people_do(moment: str, said: str) -> None:
    now = at("2026-11-24T11:00")
    assert hours.say(at(moment), now) == said
    # The same moments, counted in UTC.
    assert hours.say(at(moment).astimezone(UTC), now.astimezone(UTC)) == said


def test_tomorrow_is_the_next_day_when_the_clocks_change() -> None:
    assert hours.say(at("2026-09-27T08:30"), at("2026-09-26T23:30")) == "tomorrow at 8.30am"
    assert hours.say(at("2026-04-05T08:30"), at("2026-04-04T00:30")) == "tomorrow at 8.30am"
