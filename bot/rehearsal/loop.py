"""An event loop in a thread of its own, so that tests without a loop can drive the server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class LoopThread:
    """Run everything that touches the state on one loop."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slack", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something on the loop and wait for its result; from any thread but the loop's."""
        if threading.current_thread() is self._thread:
            work.close()
            raise RuntimeError("the server's loop cannot wait for itself")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def ask(self, look: Callable[[], T]) -> T:
        """Call a function on the loop, between two moments of the server."""

        async def asked() -> T:
            return look()

        return self.run(asked())

    def stop(self) -> None:
        """End the loop and its thread, and whatever still runs there."""
        self.run(_cancel_the_rest())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _cancel_the_rest() -> None:
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
