"""What happened in which order: one counter over calls, acknowledgements and releases."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from bot.rehearsal.wire import Args, Json

T = TypeVar("T")


@dataclass(frozen=True)
class Entry:
    """One moment: `kind` is hello, sent, ack, call, answer, held or release."""

    sequence: int
    kind: str
    name: str


@dataclass(eq=False)
class Call:
    """One call of the Web API or of a response_url; `sequence` is its arrival, `answered` its answer."""

    sequence: int
    method: str
    args: Args
    answer: Json | None = None
    answered: int | None = None


class Timeline:
    """Number every moment and wake whoever waits for a change; it lives on the server's loop."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.calls: list[Call] = []
        self._numbers = count(1)
        self._waiters: list[asyncio.Future[None]] = []

    def mark(self, kind: str, name: str) -> int:
        """Write a moment down and return its number."""
        sequence = next(self._numbers)
        self.entries.append(Entry(sequence, kind, name))
        self.changed()
        return sequence

    def arrived(self, method: str, args: Args) -> Call:
        """Write down that a call arrived."""
        call = Call(self.mark("call", method), method, args)
        self.calls.append(call)
        return call

    def answered(self, call: Call, answer: Json) -> None:
        """Write down what a call was answered; a call whose line was cut keeps None."""
        call.answer = answer
        call.answered = self.mark("answer", call.method)

    def changed(self) -> None:
        """Let every waiter look again."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, look: Callable[[], T | None], timeout: float) -> T | None:
        """Return the first true thing that `look` finds, or None when the time is up."""
        try:
            async with asyncio.timeout(timeout):
                while not (found := look()):
                    waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                    self._waiters.append(waiter)
                    await waiter
                return found
        except TimeoutError:
            return None
