"""When a person will look: what is due, and how a time is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.clock import ZONE, is_open, next_opening
from bot.council import Council
from bot.models import Level

_URGENT = timedelta(minutes=15)
_IN_HOURS = 120
_MINUTE = timedelta(minutes=1)


def next_look(council: Council, now: datetime) -> datetime:
    """Return when the liaison next looks: now in office hours, else when the office next opens."""
    return next_opening(council.office_hours, now, council.region) or now


def is_watched(council: Council, now: datetime) -> bool:
    """Return whether it is office hours."""
    return is_open(council.office_hours, now, council.region)


def due(council: Council, level: Level, now: datetime) -> datetime:
    """Return when a case must have been claimed: 15 minutes when urgent, else two hours of the office's."""
    # Counted in UTC: the wall clock loses or repeats an hour when daylight saving changes.
    if level is Level.URGENT:
        return (now.astimezone(UTC) + _URGENT).astimezone(ZONE)
    at = next_look(council, now).astimezone(UTC)
    for left in range(_IN_HOURS - 1, -1, -1):
        at += _MINUTE
        # Late in the day, what is left is done after the next opening.
        if left and not is_watched(council, at):
            at = next_look(council, at).astimezone(UTC)
    return at.astimezone(ZONE)


def say(at: datetime, now: datetime) -> str:
    """Say a time as people do: "today at 2.30pm", "Monday 30 November at 8.30am"."""
    local, today = at.astimezone(ZONE), now.astimezone(ZONE).date()
    clock = _clock(local)
    if local.date() == today:
        return f"today at {clock}"
    if local.date() == today + timedelta(days=1):
        return f"tomorrow at {clock}"
    return f"{local:%A} {local.day} {local:%B} at {clock}"


def _clock(local: datetime) -> str:
    half = "am" if local.hour < 12 else "pm"
    hour = local.hour % 12 or 12
    return f"{hour}.{local.minute:02}{half}" if local.minute else f"{hour}{half}"
