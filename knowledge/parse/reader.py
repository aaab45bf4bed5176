"""Read files in another process, which is stopped when it takes too long and started again when it dies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Event, Timer
from types import TracebackType

from bot.errors import DocumentError
from knowledge.parse.document import Document, PageProgress
from knowledge.parse.worker import Reply, Request

SECONDS = 300
MEGABYTES = 1024
_ROOT = Path(__file__).resolve().parents[2]
_HINT = "Print it to PDF again, or cut it into parts."


class Reader:
    """A door to one worker. Use it as a context, for many files one after another."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self.seconds = seconds
        self._megabytes = megabytes
        self._worker: subprocess.Popen[str] | None = None

    @property
    def worker_id(self) -> int | None:
        """The process that will read the next file, if one is there."""
        return self._worker.pid if self._worker else None

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the worker; it holds nothing worth keeping."""
        if self._worker:
            self._worker.kill()
            self._worker.communicate()
            self._worker = None

    def read(self, path: Path, doc: str, progress: PageProgress | None = None) -> Document:
        """Return the document that a file holds; `progress` is told of each page of a PDF.

        Raises:
            DocumentError: not readable, or reading it took too long, too much memory, or killed the worker.
        """
        worker = self._worker = self._worker or self._start()
        late = Event()

        def stop() -> None:
            late.set()
            worker.kill()

        timer = Timer(self.seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            reply = self._ask(worker, Request(path=path, doc=doc, seconds=int(self.seconds) + 1), progress)
        except BaseException:  # whoever listens to the progress may stop it all
            self.close()
            raise
        finally:
            timer.cancel()
        if reply is None or reply.bye:
            self.close()
        if reply is None:
            if late.is_set():
                raise DocumentError(
                    f"Reading it took more than {self.seconds:g} seconds and was stopped.", _HINT
                )
            raise DocumentError("Reading it failed so badly that it was stopped.", _HINT)
        if reply.document is None:
            raise DocumentError(reply.message, reply.hint)
        return reply.document

    def _ask(
        self, worker: subprocess.Popen[str], request: Request, progress: PageProgress | None
    ) -> Reply | None:
        """Return the worker's last word, or None if it died without one."""
        if worker.stdin is None or worker.stdout is None:
            return None
        try:
            worker.stdin.write(request.model_dump_json() + "\n")
            worker.stdin.flush()
        except OSError:
            return None
        for line in worker.stdout:
            if not line.endswith("\n"):  # it died in the middle of a word
                return None
            reply = Reply.model_validate_json(line)
            if not reply.total:
                return reply
            if progress:
                progress(reply.done, reply.total)
        return None

    def _start(self) -> subprocess.Popen[str]:
        # No setting and no key of ours is handed to a process that opens strangers' files.
        kept = {
            name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG", "TMPDIR") if name in os.environ
        }
        return subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-m", "knowledge.parse.worker", str(self._megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept | {"PYTHONPATH": str(_ROOT)},
            encoding="utf-8",
        )
