"""The demo council in a stand-in for Slack, served by the real program in a process of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.rehearsal.server import Slack
from bot.rehearsal.surfaces import Message

TEAM = "T0DEMO00000"
LIAISONS = "C0DEMOLIAISON"

QUESTION = "How do I report a national security concern?"
STORY = (
    "A man I met at a trade dinner slipped me an envelope with two thousand dollars. He wants me to vote for "
    "the port deal at the meeting tomorrow."
)


class Town:
    """Who lives in it: two members, two liaisons, the wellbeing contact, and some who are not to be answered."""

    def __init__(self, slack: Slack, folder: Path) -> None:
        self.slack = slack
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "serve.log"
        slack.workspace.team = TEAM
        self.anna = slack.person("Anna", id="U0DEMO00001")
        self.ben = slack.person("Ben", id="U0DEMO00002")
        self.jane = slack.person("Jane", id="U0DEMO00003")
        self.tom = slack.person("Tom", id="U0DEMO00004")
        self.hana = slack.person("Hana", id="U0DEMO00007")
        slack.group("liaisons", [self.jane, self.tom], id="S0DEMOLIAISONS")
        slack.group("members", [], id="S0DEMOMEMBERS")
        self.channel = slack.channel("liaisons", [self.jane, self.tom], id=LIAISONS, is_private=True)
        self.square = slack.channel("square", [self.anna, self.ben, self.jane])
        self._process: subprocess.Popen[bytes] | None = None

    def serve(self, *, wait: bool = True, **settings: str) -> None:
        """Start `council-guide serve`, and wait until it listens."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment = {
            **kept,
            **self.slack.env(),
            "GUIDE_DATA_DIR": str(self.data),
            "GUIDE_KEY_FILE": str(self.folder / "master.key"),
            **settings,
        }
        connected = self.slack.socket.greeted
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"],
                env=environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        if wait:
            self.slack.wait(
                lambda: self.slack.socket.greeted > connected or None,
                60,
                lambda: f"not served:\n{self.logged()}",
            )

    def give_index(self, ready_data: Path) -> None:
        """Start from an index that is built, as every start but the first does."""
        shutil.copytree(ready_data / "index", self.data / "index")

    def kill(self) -> None:
        """End the process as a power cut does."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask the process to stop, and return its exit code."""
        return self._end(signal.SIGTERM)

    def wait_for_exit(self, timeout: float = 60) -> int:
        """Wait until the process ends by itself."""
        assert self._process
        return self._process.wait(timeout)

    def signal_stop(self) -> None:
        """Ask the process to stop, without waiting."""
        assert self._process
        self._process.send_signal(signal.SIGTERM)

    def logged(self) -> str:
        """Return everything that was logged."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def guide(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run another command on the same data."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            env={
                **kept,
                "GUIDE_DATA_DIR": str(self.data),
                "GUIDE_KEY_FILE": str(self.folder / "master.key"),
                **settings,
            },
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def card(self, *containing: str) -> Message:
        """Wait for a whole card in the liaison channel."""
        return self.slack.expect_message(LIAISONS, ("Before you act", *containing))

    def answers_to(self, ts: str, person: Any) -> list[Message]:
        """Return what the bot said in the thread of a message."""
        return [message for message in self.slack.messages(person.dm_channel) if message.thread_ts == ts]

    def _end(self, number: signal.Signals) -> int:
        assert self._process
        self._process.send_signal(number)
        return self._process.wait(60)

    def close(self) -> None:
        """End what still runs."""
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait(30)


@contextmanager
def town(folder: Path, **slack: Any) -> Iterator[Town]:
    """Open a town."""
    with Slack(**slack) as stand_in:
        opened = Town(stand_in, folder)
        try:
            yield opened
        finally:
            opened.close()
