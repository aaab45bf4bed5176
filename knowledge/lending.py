"""The current generation of an index, for readers that outlive it: lent for one search, changed between two.

Whoever borrows looks at the pointer first. When it has moved, the new generation is fetched if another host
built it, opened and warmed in the background while the old one goes on serving; the old one is closed after its
last search. A reader that has missed two generations waits: the vectors of its own may be gone from the server.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import GuideError
from knowledge.embed import Embedder
from knowledge.index import Index, open_index
from knowledge.pointer import FilePointer, Pointer
from knowledge.vector_store import VectorStore

log = logging.getLogger(__name__)

# Seconds until a generation that could not be opened is tried again.
_RETRY = 60.0


class _Copy:
    """One generation, and how many read it now."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.readers = 0
        self.is_old = False


class Lending:
    """Safe to borrow from in many threads."""

    def __init__(
        self,
        path: Path,
        embedder: Embedder,
        council: str | None = None,
        store: VectorStore | None = None,
        pointer: Pointer | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open the current generation; `council`: whose first search is prepared for. `now`: in seconds.

        Raises:
            IndexMissingError: there is none, it was made with another embedder, or it cannot be fetched.
        """
        self._path = path
        self._embedder = embedder
        self._store = store
        self._pointer = pointer or FilePointer(path)
        self._council = council
        self._now = now
        self._lock = threading.Lock()
        self._copy = _Copy(open_index(path, embedder, store, self._pointer))
        self._opening: threading.Thread | None = None
        # A generation that could not be opened is not tried again at every search.
        self._refused: str | None = None
        self._refused_until = 0.0

    @contextmanager
    def lend(self) -> Iterator[Index]:
        """Lend the newest generation that is ready."""
        self._look()
        with self._lock:
            copy = self._copy
            copy.readers += 1
        try:
            yield copy.index
        finally:
            with self._lock:
                copy.readers -= 1
                is_last = copy.is_old and not copy.readers
            if is_last:
                copy.index.close()

    def settle(self) -> None:
        """Wait until a generation that is being opened serves."""
        if opening := self._opening:
            opening.join()

    def close(self) -> None:
        """Close the index; nobody may be searching any more."""
        self.settle()
        self._copy.index.close()

    def _look(self) -> None:
        """Begin to open what the pointer names, if it is new."""
        try:
            kept = self._pointer.kept()
        except GuideError as error:
            log.error("%s The index that is open goes on serving.", error.message)
            return
        mine = self._copy.index.folder.name
        if not kept or kept[0] == mine:
            return
        if kept[0] == self._refused and self._now() < self._refused_until:
            return
        with self._lock:
            if self._opening is None and self._copy.index.folder.name != kept[0]:
                self._opening = threading.Thread(
                    target=self._change, args=(kept[0],), name="index", daemon=True
                )
                self._opening.start()
        if mine not in kept:
            self.settle()

    def _change(self, name: str) -> None:
        try:
            new = open_index(self._path, self._embedder, self._store, self._pointer)
            new.warm(self._council)
        except Exception as error:  # whatever it is, the one before goes on serving
            log.error(
                "A new index cannot be opened (%s); the one before goes on serving.", type(error).__name__
            )
            self._refused, self._refused_until = name, self._now() + _RETRY
        else:
            self._put(new)
        finally:
            self._opening = None

    def _put(self, new: Index) -> None:
        with self._lock:
            old, self._copy = self._copy, _Copy(new)
            old.is_old = True
            is_unread = not old.readers
        log.info("Index %s serves now.", new.folder.name)
        if is_unread:
            old.index.close()
