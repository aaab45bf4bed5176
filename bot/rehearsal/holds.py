"""The test's end of a gate: see which calls wait, and let them go."""

from __future__ import annotations

from typing import Self

from bot.rehearsal.faults import Gate
from bot.rehearsal.loop import LoopThread
from bot.rehearsal.timeline import Call, Timeline


class Hold:
    """Calls of one method that wait until the test releases them.

    A held call is already with Slack: when it is released it is carried out, even if its caller has died.
    """

    def __init__(self, loop: LoopThread, timeline: Timeline, gate: Gate) -> None:
        self._loop = loop
        self._timeline = timeline
        self._gate = gate

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.lift()

    @property
    def held(self) -> tuple[Call, ...]:
        """Return the calls that wait now, the oldest first."""
        return self._loop.ask(lambda: tuple(call for call, _ in self._gate.waiting))

    def expect(self, count: int = 1, timeout: float = 20) -> tuple[Call, ...]:
        """Wait until at least so many calls are held, and return them."""

        def enough() -> tuple[Call, ...] | None:
            waiting = tuple(call for call, _ in self._gate.waiting)
            return waiting if len(waiting) >= count else None

        found = self._loop.run(self._timeline.until(enough, timeout))
        if found is None:
            held = [call.method for call in self.held]
            raise AssertionError(
                f"{count} calls of {self._gate.method} expected within {timeout} s, held: {held}"
            )
        return found

    def release(self, count: int | None = None) -> int:
        """Let the oldest `count` calls go on, all when None; later calls are held again."""
        return self._loop.ask(lambda: self._gate.release(count))

    def cut(self, count: int | None = None) -> int:
        """Reset the lines of the oldest `count` calls."""
        return self._loop.ask(lambda: self._gate.release(count, cut=True))

    def lift(self) -> None:
        """Let all calls go on and hold nothing any more."""
        self._loop.ask(self._gate.lift)
