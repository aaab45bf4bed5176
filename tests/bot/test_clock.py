from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from holidays.countries.new_zealand import NewZealand
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.clock import ZONE, Hours, Region, SystemClock, is_open, next_opening, public_holidays

OTAGO = Region.OTAGO
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]
ALL_DAYS = [*WEEKDAYS, "sat", "sun"]
ALWAYS = Hours.model_validate("always")
UNKNOWN = Hours.model_validate("unknown")


def next_in_utc(when: Hours, now: datetime) -> datetime:
    # An hour that comes twice is never equal across zones: Python compares it only within one.
    found = next_opening(when, now, OTAGO)
    assert found
    return found.astimezone(UTC)


def hours(days: list[str], opens: str, closes: str) -> Hours:
    return Hours.model_validate([{"days": days, "from": opens, "to": closes}])


def local(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZONE, fold=fold)  # type: ignore[misc, arg-type]


OFFICE = hours(WEEKDAYS, "08:30", "17:00")
NIGHT = hours(ALL_DAYS, "02:30", "03:30")


def test_the_system_clock_gives_new_zealand_time_with_its_zone() -> None:
    now = SystemClock().now()
    assert now.tzinfo is ZONE
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (local(2026, 11, 24, 8, 29, 59), False),
        (local(2026, 11, 24, 8, 30), True),
        (local(2026, 11, 24, 16, 59, 59), True),
        (local(2026, 11, 24, 17, 0), False),
        (local(2026, 11, 28, 10, 0), False),  # Saturday
        (local(2026, 12, 25, 10, 0), False),  # Christmas Day, a Friday
        (local(2026, 12, 28, 10, 0), False),  # Boxing Day, moved to Monday
        (local(2026, 3, 23, 10, 0), False),  # Otago's anniversary day
        (local(2026, 7, 10, 10, 0), False),  # Matariki
        (datetime(2026, 11, 23, 20, 0, tzinfo=UTC), True),  # Tuesday 9 am in New Zealand
        (datetime(2026, 6, 29, 20, 0, tzinfo=UTC), False),  # Tuesday 8 am in winter
    ],
)
def test_an_office_is_open_in_its_hours_on_working_days(now: datetime, expected: bool) -> None:
    assert is_open(OFFICE, now, OTAGO) is expected


def test_an_anniversary_day_closes_its_own_region_only() -> None:
    assert is_open(OFFICE, local(2026, 3, 23, 10, 0), Region.AUCKLAND)


def test_always_is_open_at_three_on_christmas_morning() -> None:
    assert is_open(ALWAYS, local(2026, 12, 25, 3, 0), OTAGO)


def test_unknown_hours_are_never_open_and_never_open_next() -> None:
    now = local(2026, 11, 24, 10, 0)
    assert not is_open(UNKNOWN, now, OTAGO)
    assert next_opening(UNKNOWN, now, OTAGO) is None


@pytest.mark.parametrize("ask", [is_open, next_opening])
def test_a_time_without_a_zone_is_refused(ask: Any) -> None:
    with pytest.raises(ValueError, match="zone"):
        ask(ALWAYS, datetime(2026, 11, 24, 10, 0), OTAGO)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (local(2026, 11, 24, 10, 2), local(2026, 11, 24, 10, 2)),  # open now
        (local(2026, 11, 24, 8, 29, 59), local(2026, 11, 24, 8, 30)),
        (local(2026, 11, 24, 17, 0), local(2026, 11, 25, 8, 30)),
        (local(2026, 11, 27, 18, 0), local(2026, 11, 30, 8, 30)),  # over a weekend
        (local(2026, 12, 24, 18, 0), local(2026, 12, 29, 8, 30)),  # over Christmas
        (local(2026, 4, 2, 18, 0), local(2026, 4, 7, 8, 30)),  # over Easter and the end of summer time
        (local(2026, 9, 25, 18, 0), local(2026, 9, 28, 8, 30)),  # over the start of summer time
    ],
)
def test_the_next_opening_is_the_next_working_morning(now: datetime, expected: datetime) -> None:
    assert next_opening(OFFICE, now, OTAGO) == expected


def test_hours_that_the_clock_jumps_over_begin_when_it_has_jumped() -> None:
    # On 27 September 2026 there is no 2.30 am: 2 am is 3 am.
    assert next_opening(NIGHT, local(2026, 9, 27, 1, 0), OTAGO) == datetime(2026, 9, 26, 14, 0, tzinfo=UTC)


def test_hours_that_the_clock_repeats_begin_twice() -> None:
    # On 5 April 2026 the hour from 2 am comes twice.
    first = datetime(2026, 4, 4, 13, 30, tzinfo=UTC)
    assert next_in_utc(NIGHT, local(2026, 4, 5, 1, 0)) == first
    again = local(2026, 4, 5, 2, 10, fold=1)
    assert next_in_utc(NIGHT, again) == first + timedelta(hours=1)


def test_nobody_within_35_days_is_nobody() -> None:
    shut = Hours(windows=())
    assert next_opening(shut, local(2026, 11, 24, 10, 0), OTAGO) is None


MINUTES = st.integers(0, 287).map(lambda step: step * 5)


@given(
    now=st.datetimes(
        datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        datetime(2030, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    days=st.sets(st.sampled_from(ALL_DAYS), min_size=1),
    edges=st.tuples(MINUTES, MINUTES).filter(lambda pair: pair[0] != pair[1]),
)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    now: datetime, days: set[str], edges: tuple[int, int]
) -> None:
    opens, closes = sorted(edges)
    some = Hours.model_validate([{"days": sorted(days), "from": opens, "to": closes}])
    found = next_in_utc(some, now)
    assert found >= now
    assert is_open(some, found, OTAGO)
    before = found - timedelta(seconds=1)
    assert found == now or before < now or not is_open(some, before, OTAGO)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "sometimes",
        [],
        {},
        None,
        7,
        [{"days": [], "from": "08:30", "to": "17:00"}],
        [{"days": ["monday"], "from": "08:30", "to": "17:00"}],
        [{"days": ["mon"], "from": "17:00", "to": "08:30"}],
        [{"days": ["mon"], "from": "08:30", "to": "08:30"}],
        [{"days": ["mon"], "from": "8.30", "to": "17:00"}],
        [{"days": ["mon"], "from": "08:31", "to": "17:00"}],
        [{"days": ["mon"], "from": "08:30", "to": "24:05"}],
        [{"days": ["mon"], "from": "٠٨:30", "to": "17:00"}],
        [{"days": ["mon"], "from": "08:30"}],
        [{"days": ["mon"], "from": "08:30", "to": "17:00", "zone": "UTC"}],
    ],
)
def test_hours_that_make_no_sense_are_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        Hours.model_validate(wrong)


def test_midnight_may_end_a_day() -> None:
    late = hours(["tue"], "22:00", "24:00")
    assert is_open(late, local(2026, 11, 24, 23, 59), OTAGO)
    assert not is_open(late, local(2026, 11, 25, 0, 0), OTAGO)


def test_each_region_is_one_that_the_holidays_library_knows() -> None:
    known = {*NewZealand.subdivisions, *NewZealand.subdivisions_aliases}
    assert {region.value for region in Region} <= known


@pytest.mark.parametrize("region", list(Region))
def test_each_region_keeps_waitangi_day(region: Region) -> None:
    assert date(2026, 2, 6) in public_holidays(region, 2026)
