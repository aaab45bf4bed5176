"""The sweep: gives every unfinished row its work, again and again. New work only wakes it earlier."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.slack.answerer import Answerer
from bot.slack.outbox import Outbox
from bot.slack.threads import ANSWERS, Threads
from bot.store.housekeeping import Housekeeping

log = logging.getLogger(__name__)

_KEEP_HOUSE_EVERY = timedelta(hours=1)


class Sweep:
    """Starts work on rows; never two pieces of work on one row or one lane at a time in this process."""

    def __init__(
        self,
        answerer: Answerer,
        outbox: Outbox,
        housekeeping: Housekeeping,
        clock: Clock,
        threads: Threads,
        every_s: float,
        before: Callable[[], Awaitable[None]],
    ) -> None:
        """`before`: done at the start of each sweep, such as reading the council's folder again."""
        self._answerer = answerer
        self._outbox = outbox
        self._housekeeping = housekeeping
        self._clock = clock
        self._threads = threads
        self._every_s = every_s
        self._before = before
        self._woken = asyncio.Event()
        self._ending = False
        self._running: dict[str, asyncio.Task[None]] = {}
        # No more answers are begun than can be worked on: a lease runs from its beginning.
        self._answering = asyncio.Semaphore(ANSWERS)
        self._kept_house_at: datetime | None = None

    def wake(self) -> None:
        """Look at the rows now. Call it in the event loop, after the commit."""
        self._woken.set()

    async def run(self) -> None:
        """Sweep until `end`."""
        while not self._ending:
            self._woken.clear()
            try:
                await self.once()
                pause = await self._pause()
            except Exception as error:  # the next sweep may fare better; a dead one would strand all
                log.error("A sweep failed: %s.", type(error).__name__)
                pause = self._every_s
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._woken.wait()

    def end(self) -> None:
        """Begin no more sweeps; `run` returns after the one in hand."""
        self._ending = True
        self.wake()

    async def once(self) -> None:
        """Start work on everything that may be worked on now."""
        await self._before()
        await self._keep_house()
        for message_id in await self._threads.store(self._housekeeping.waiting_messages):
            self._start(f"message {message_id}", self._answer(message_id))
        for lane in await self._outbox.waiting_lanes():
            self._start(f"lane {lane}", self._outbox.deliver(lane))

    async def drain(self, seconds: float) -> bool:
        """Finish what is in hand and what it writes; False when time ran out. Rows that wait stay rows."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await self.once()
                    if not self._running:
                        return True
                    await asyncio.wait(self._running.values())
        except TimeoutError:
            return False

    async def stop(self) -> None:
        """Cut off what is still in hand; its rows are taken up at the next start."""
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _keep_house(self) -> None:
        now = self._clock.now()
        try:
            await self._threads.store(self._housekeeping.remind_of_due)
            if self._kept_house_at is None or now - self._kept_house_at >= _KEEP_HOUSE_EVERY:
                self._kept_house_at = now
                await self._threads.store(self._housekeeping.purge)
        except Exception as error:  # nobody must wait for an answer because of it
            log.error("Reminding and clearing up failed: %s.", type(error).__name__)

    async def _answer(self, message_id: str) -> None:
        async with self._answering:
            await self._answerer.answer(message_id)

    async def _pause(self) -> float:
        """Return the seconds until the next row is due, at most the usual pause."""
        due = await self._threads.store(self._housekeeping.next_at)
        if due is None:
            return self._every_s
        return min(self._every_s, max(0.05, (due - self._clock.now()).total_seconds()))

    def _start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        if name in self._running:
            work.close()
            return
        task = asyncio.create_task(self._guarded(work), name=name)
        self._running[name] = task
        task.add_done_callback(lambda _: self._ended(name))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            log.error("A piece of work failed: %s.", type(error).__name__)

    def _ended(self, name: str) -> None:
        self._running.pop(name, None)
        # What was written for this lane while it worked, or by this answer, is looked at at once.
        self.wake()
