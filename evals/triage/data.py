"""Messages with the level that a careful reader gave them; none was used in training or tuning."""

from __future__ import annotations

from bot.models import Level
from evals.dataset import Row, load


class TriageRow(Row):
    """A message, the earlier ones of its thread, and what they call for."""

    text: str
    level: Level
    theme: str
    thread: tuple[str, ...] = ()


def rows() -> tuple[TriageRow, ...]:
    """Return the held-out messages."""
    return load("triage", TriageRow)
