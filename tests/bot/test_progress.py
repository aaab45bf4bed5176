from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from threading import Event

import pytest

from bot.progress import At, Bar, Lines


class Shown:
    """What was shown, and whether it was closed."""

    def __init__(self) -> None:
        self.seen: list[At] = []
        self.first = Event()
        self.closed = 0

    def show(self, at: At) -> None:
        self.seen.append(at)
        self.first.set()

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def shown() -> Shown:
    return Shown()


def test_long_work_shows_its_steps_and_is_closed(shown: Shown) -> None:
    with Bar("Indexing", after_s=0, display=shown) as bar:
        bar.step("Reading", 1, 2)
        bar.step("Embedding", 3, 4)
    assert shown.seen[-2:] == [At("Reading", 1, 2), At("Embedding", 3, 4)]
    assert shown.closed == 1


def test_work_that_tells_nothing_is_shown_too(shown: Shown) -> None:
    with Bar("Fetching", after_s=0, display=shown):
        assert shown.first.wait(60)
    assert shown.seen == [At("Fetching", 0, 0)]


def test_short_work_shows_nothing(shown: Shown) -> None:
    with Bar("Indexing", after_s=3600, display=shown) as bar:
        bar.show(1, 2)
    assert (shown.seen, shown.closed) == ([], 0)


def test_quiet_work_shows_nothing(shown: Shown) -> None:
    with Bar("Indexing", quiet=True, after_s=0, display=shown) as bar:
        bar.show(1, 2)
    assert (shown.seen, shown.closed) == ([], 0)


def test_work_that_fails_is_closed(shown: Shown) -> None:
    def work() -> None:
        with Bar("Indexing", after_s=0, display=shown) as bar:
            bar.show(1, 2)
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        work()
    assert shown.closed == 1


def test_where_nobody_watches_a_line_comes_now_and_then() -> None:
    times: Iterator[float] = iter([0.0, 5.0, 14.0, 15.0, 15.0])
    out = io.StringIO()
    lines = Lines(out, every_s=15, now=lambda: next(times))
    for done in range(4):
        lines.show(At("Embedding", done, 9 if done else 0))
    assert out.getvalue() == "Embedding ...\nEmbedding: 3 of 9\n"


_WORK = """
from bot.progress import Bar
with Bar("Indexing", after_s=0) as bar:
    bar.step("Reading documents", 1, 2)
    print("a result")
    bar.step("Embedding passages", 3, 4)
"""


def test_a_terminal_gets_a_bar_and_results_go_where_they_are_sent() -> None:
    master, terminal = os.openpty()
    done = subprocess.run(
        [sys.executable, "-c", _WORK],
        stdout=subprocess.PIPE,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm"},
        check=True,
    )
    os.close(terminal)
    drawn = os.read(master, 65536).decode()
    os.close(master)
    assert done.stdout == b"a result\n"
    assert "Embedding passages" in drawn
    assert "75%" in drawn
    assert "a result" not in drawn
