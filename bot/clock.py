"""The time, and who answers at that time: weekly hours, public holidays, daylight saving."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Protocol
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

ZONE = ZoneInfo("Pacific/Auckland")
# Hours stand on five minutes, and so does every change of the clocks: no opening lies between two steps.
_STEP = timedelta(minutes=5)
_HORIZON = timedelta(days=35)
_TIME = re.compile(r"(?P<hour>[01]\d|2[0-4]):(?P<minute>[0-5]\d)", re.ASCII)
_HOURS_FORM = "must be always, unknown, or a list of days with from and to"


class Clock(Protocol):
    """Anything that knows the time."""

    def now(self) -> datetime:
        """Return the time now, with its zone."""


class SystemClock:
    """The machine's clock, read in New Zealand's zone so that its date is New Zealand's date."""

    def now(self) -> datetime:
        return datetime.now(ZONE)


class Day(StrEnum):
    """A day of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Region(StrEnum):
    """Where an anniversary day is kept, by the names that the `holidays` library knows."""

    NORTHLAND = "Northland"
    AUCKLAND = "Auckland"
    WAIKATO = "Waikato"
    BAY_OF_PLENTY = "Bay of Plenty"
    GISBORNE = "Gisborne"
    HAWKES_BAY = "Hawke's Bay"
    TARANAKI = "Taranaki"
    MANAWATU_WHANGANUI = "Manawatū-Whanganui"
    WELLINGTON = "Wellington"
    TASMAN = "Tasman"
    NELSON = "Nelson"
    MARLBOROUGH = "Marlborough"
    WEST_COAST = "West Coast"
    CANTERBURY = "Canterbury"
    SOUTH_CANTERBURY = "South Canterbury"
    OTAGO = "Otago"
    SOUTHLAND = "Southland"
    CHATHAM_ISLANDS = "Chatham Islands"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _minutes(value: object) -> object:
    """Read "08:30" as minutes since midnight; anything else is refused."""
    if isinstance(value, int):
        return value
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    minutes = int(match["hour"]) * 60 + int(match["minute"]) if match else -1
    if not 0 <= minutes <= 24 * 60 or minutes % 5:
        raise ValueError("must be a time such as 08:30, in steps of five minutes")
    return minutes


Minutes = Annotated[int, BeforeValidator(_minutes), Field(ge=0, le=24 * 60, multiple_of=5)]


class Window(_Frozen):
    """Days, and minutes since midnight on the wall clock; `closes` itself is no longer open."""

    days: tuple[Day, ...] = Field(min_length=1)
    opens: Minutes = Field(alias="from")
    closes: Minutes = Field(alias="to")

    @model_validator(mode="after")
    def _opens_first(self) -> Window:
        if self.opens >= self.closes:
            raise ValueError("from must be earlier than to (24:00 is the end of the day)")
        return self


class Hours(_Frozen):
    """When somebody answers: always, in windows of the week, or (neither) nobody has confirmed when.

    Windows are closed on public holidays. In a file: `always`, `unknown`, or a list of windows.
    """

    always: bool = False
    windows: tuple[Window, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_file(cls, value: Any) -> Any:
        if value == "always":
            return {"always": True}
        if value == "unknown":
            return {"always": False}
        if isinstance(value, list) and value:
            return {"windows": value}
        if isinstance(value, dict) and value:
            return {"windows": [value]} if "days" in value else value
        raise ValueError(_HOURS_FORM)


@cache
def public_holidays(region: Region, year: int) -> frozenset[date]:
    """Return the public holidays of a region in a year, its anniversary day included."""
    import holidays  # slow to import, and most answers need no clock

    return frozenset(holidays.country_holidays("NZ", subdiv=region.value, years=year))


def is_open(hours: Hours, now: datetime, region: Region) -> bool:
    """Return whether somebody is known to answer at that moment.

    Raises:
        ValueError: `now` has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("The time needs its zone.")
    if hours.always:
        return True
    local = now.astimezone(ZONE)
    day = tuple(Day)[local.weekday()]
    minute = local.hour * 60 + local.minute
    if not any(day in window.days and window.opens <= minute < window.closes for window in hours.windows):
        return False
    return local.date() not in public_holidays(region, local.year)


def next_opening(hours: Hours, now: datetime, region: Region) -> datetime | None:
    """Return the first moment from `now` on when somebody answers, in New Zealand's zone.

    None: the hours are not known, or nobody answers in the next 35 days.

    Raises:
        ValueError: `now` has no zone.
    """
    if is_open(hours, now, region):
        return now.astimezone(ZONE)
    if not hours.windows:
        return None
    at = now.astimezone(UTC)
    end = at + _HORIZON
    at = at.replace(minute=at.minute - at.minute % 5, second=0, microsecond=0)
    while at < end:
        at += _STEP
        if is_open(hours, at, region):
            return at.astimezone(ZONE)
    return None
