"""What may go wrong with a call: an error, a cut line, a wait until the test lets it go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.rehearsal.timeline import Call, Timeline
from bot.rehearsal.wire import Args

Only = Callable[[Args], bool]


class Cut(Exception):  # noqa: N818 - a decision of the test, not a fault of this program
    """The line is cut: the caller sees a reset connection."""


@dataclass(frozen=True)
class Fault:
    """What happens to the next `times` calls of a method ("*" is any) whose arguments `only` accepts.

    `status`, `retry_after` and `error` answer in place of Slack: before the call is carried out, or after
    it with `after_commit`. `abort` cuts the line before or after. `delay` is in seconds.
    """

    method: str
    times: int = 1
    status: int | None = None
    retry_after: int | None = None
    error: str | None = None
    delay: float | None = None
    abort: Literal["before", "after commit"] | None = None
    after_commit: bool = False
    only: Only | None = None

    def fits(self, call: Call) -> bool:
        """Say whether this is a call to spoil."""
        return self.method in ("*", call.method) and (self.only is None or self.only(call.args))

    @property
    def word(self) -> str:
        """Return the error word that goes with the answer."""
        return self.error or ("ratelimited" if self.status == 429 else "internal_error")


class Faults:
    """The faults that are still to come, the oldest first."""

    def __init__(self) -> None:
        self._left: list[tuple[Fault, int]] = []

    def add(self, fault: Fault) -> None:
        """Spoil calls from now on."""
        self._left.append((fault, fault.times))

    def take(self, call: Call) -> Fault | None:
        """Return the fault for this call and count it, or None."""
        for place, (fault, left) in enumerate(self._left):
            if fault.fits(call):
                self._left[place : place + 1] = [(fault, left - 1)] if left > 1 else []
                return fault
        return None

    def clear(self) -> None:
        """Spoil nothing any more."""
        self._left.clear()


class Gate:
    """Keep calls of a method waiting; it lives on the server's loop, `holds.Hold` is the test's end of it."""

    def __init__(self, timeline: Timeline, method: str, only: Only | None, after_commit: bool) -> None:
        self.method = method
        self.after_commit = after_commit
        self.waiting: list[tuple[Call, asyncio.Future[bool]]] = []
        self.open = False
        self._only = only
        self._timeline = timeline

    def stops(self, call: Call) -> bool:
        """Say whether this call has to wait here."""
        fits = self.method in ("*", call.method) and (self._only is None or self._only(call.args))
        return fits and not self.open

    async def wait(self, call: Call) -> None:
        """Wait for the release; raise `Cut` when the test cuts the line instead."""
        turn: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.waiting.append((call, turn))
        self._timeline.mark("held", call.method)
        if not await turn:
            raise Cut

    def release(self, most: int | None = None, *, cut: bool = False) -> int:
        """Let the oldest `most` calls go on (all when None) and return how many there were."""
        going = self.waiting[:most]
        del self.waiting[: len(going)]
        for call, turn in going:
            self._timeline.mark("release", call.method)
            if not turn.done():
                turn.set_result(not cut)
        return len(going)

    def lift(self) -> None:
        """Hold nothing any more."""
        self.open = True
        self.release()
