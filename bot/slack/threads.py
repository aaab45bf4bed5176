"""Work that would block the event loop: rows in one pool, answers in another, so that neither waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_STORE = 8
# With a language model an answer mostly waits; without one it takes a core for some milliseconds.
ANSWERS = 8


class Threads:
    """Two pools; closed at the end."""

    def __init__(self) -> None:
        self._store = ThreadPoolExecutor(_STORE, "store")
        self._answers = ThreadPoolExecutor(ANSWERS, "answer")

    async def store(
        self, work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Run one transaction."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._store, lambda: work(*args, **kwargs))

    async def answer(
        self, work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Compose one answer."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._answers, lambda: work(*args, **kwargs))

    def close(self) -> None:
        """Wait for what is running."""
        self._store.shutdown()
        self._answers.shutdown()
