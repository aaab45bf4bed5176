from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.slack.watchdog import Watchdog
from tests.bot.slack.samples import SettableClock


class Connection:
    """A connection that is up or down as told; ten seconds pass by each time somebody looks."""

    def __init__(self, clock: SettableClock, *up: bool, then: Callable[[], None]) -> None:
        self._clock = clock
        self._up = list(up)
        self._then = then

    async def is_connected(self) -> bool:
        self._clock.pass_by(seconds=10)
        if not self._up:
            self._then()
            return True
        return self._up.pop(0)


def watch(*up: bool) -> tuple[bool, float]:
    """Return whether the watchdog barked, and after how many seconds it was over."""
    clock = SettableClock()
    began = clock.now()
    barked = False

    async def run() -> None:
        nonlocal barked
        stop = asyncio.Event()
        connection: Any = Connection(clock, *up, then=stop.set)
        watchdog = Watchdog(connection, clock, every_s=0)
        await watchdog.run(stop)
        assert stop.is_set()
        barked = watchdog.barked

    asyncio.run(run())
    return barked, (clock.now() - began).total_seconds()


def test_a_connection_that_is_down_for_a_minute_ends_the_process() -> None:
    assert watch(True, *[False] * 20) == (True, 70)


def test_one_that_never_comes_up_ends_it_too() -> None:
    assert watch(*[False] * 20) == (True, 60)


def test_a_connection_that_comes_back_within_the_minute_goes_on() -> None:
    assert watch(True, *[False] * 5, True, *[False] * 5, True)[0] is False


def test_a_connection_that_is_up_is_left_alone() -> None:
    assert watch(*[True] * 50)[0] is False


def test_after_a_stop_nothing_is_looked_at() -> None:
    async def run() -> None:
        stop = asyncio.Event()
        stop.set()
        clock = SettableClock()
        connection: Any = Connection(clock, then=lambda: None)
        watchdog = Watchdog(connection, clock, every_s=0)
        began = clock.now()
        await watchdog.run(stop)
        assert clock.now() == began
        assert not watchdog.barked

    asyncio.run(run())
