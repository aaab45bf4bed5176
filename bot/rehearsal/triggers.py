"""Trigger ids: one for each thing that a person does, good once and for about three seconds."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from bot.rehearsal.wire import Refusal


@dataclass(frozen=True)
class Trigger:
    """Who did something, when, and in which modal (None outside of modals)."""

    user: str
    view: str | None
    at: float


class Triggers:
    """The trigger ids that were given out."""

    def __init__(self, life: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.life = life
        self._clock = clock
        self._fresh: dict[str, Trigger] = {}
        self._used: set[str] = set()

    def give(self, user: str, view: str | None = None) -> str:
        """Return a new trigger id."""
        trigger_id = f"{len(self._fresh) + len(self._used) + 1}.{int(time.time())}.{uuid.uuid4().hex}"
        self._fresh[trigger_id] = Trigger(user, view, self._clock())
        return trigger_id

    def take(self, trigger_id: str) -> Trigger:
        """Exchange a trigger id for what it stands for, once."""
        if trigger_id in self._used:
            raise Refusal("exchanged_trigger_id")
        trigger = self._fresh.pop(trigger_id, None)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        self._used.add(trigger_id)
        if self._clock() - trigger.at > self.life:
            raise Refusal("expired_trigger_id")
        return trigger
