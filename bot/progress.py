"""Progress on standard error, for work that lasts over two seconds: a bar on a terminal, elsewhere a line at times."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from threading import RLock, Timer
from typing import NamedTuple, Protocol, Self, TextIO

_AFTER_S = 2.0
_LINE_EVERY_S = 15.0


class At(NamedTuple):
    """How far a step is; of a `total` of 0 nothing is known yet."""

    step: str
    done: int
    total: int


class Display(Protocol):
    """What shows progress, once it is worth showing."""

    def show(self, at: At) -> None:
        """Show how far the work is."""

    def close(self) -> None:
        """Leave the place tidy."""


class Bar:
    """A context around the work, which tells how far it is by `show` or, where it has several steps, by `step`."""

    def __init__(
        self, what: str, *, quiet: bool = False, after_s: float = _AFTER_S, display: Display | None = None
    ) -> None:
        """`what`: the work, such as "Fetching". `display`: another than the one that suits standard error."""
        self._at = At(what, 0, 0)
        self._quiet = quiet
        self._after_s = after_s
        self._display = display
        self._is_shown = False
        self._lock = RLock()
        # Work that tells nothing for long is shown too.
        self._timer = Timer(after_s, self._begin)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._started = time.monotonic()
        if not self._quiet:
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            self._quiet = True
            if self._is_shown and self._display:
                self._display.close()

    def show(self, done: int, total: int) -> None:
        """Tell how much is done."""
        self.step(self._at.step, done, total)

    def step(self, step: str, done: int, total: int) -> None:
        """Tell which step it is, and how much of that is done."""
        with self._lock:
            self._at = At(step, done, total)
            if self._is_shown and self._display:
                self._display.show(self._at)
            elif time.monotonic() - self._started >= self._after_s:
                self._begin()

    def _begin(self) -> None:
        with self._lock:
            if self._quiet or self._is_shown:
                return
            self._display = self._display or (_Terminal() if sys.stderr.isatty() else Lines(sys.stderr))
            self._is_shown = True
            self._display.show(self._at)


class Lines:
    """Plain lines, not often."""

    def __init__(
        self,
        out: TextIO,
        every_s: float = _LINE_EVERY_S,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._out = out
        self._every_s = every_s
        self._now = now
        self._last: float | None = None

    def show(self, at: At) -> None:
        if self._last is not None and self._now() - self._last < self._every_s:
            return
        self._last = self._now()
        told = f": {at.done} of {at.total}" if at.total else " ..."
        self._out.write(f"{at.step}{told}\n")
        self._out.flush()

    def close(self) -> None:
        """Nothing is left behind."""


class _Terminal:
    """A bar that is gone when the work is done."""

    def __init__(self) -> None:
        # Slow to import, and most commands are done before they would need it.
        from rich.console import Console
        from rich.progress import Progress

        # Results that go into a file must not be drawn to the terminal instead.
        self._progress = Progress(
            console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()
        )
        self._step = ""
        self._task = self._progress.add_task(self._step, total=None)
        self._progress.start()

    def show(self, at: At) -> None:
        if at.step != self._step:
            # The pace of the step before says nothing of this one.
            self._step = at.step
            self._progress.reset(self._task, description=at.step)
        self._progress.update(self._task, completed=at.done, total=at.total or None)

    def close(self) -> None:
        self._progress.stop()
