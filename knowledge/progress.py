"""How long work tells what it has done: whoever shows it hands in a function."""

from __future__ import annotations

from collections.abc import Callable

# The step ("Reading documents"), how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]


def silent(step: str, done: int, total: int) -> None:
    """Tell nobody."""
