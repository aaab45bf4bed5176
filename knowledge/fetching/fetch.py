"""Fetch one registered original: `Fetcher.fetch` is the whole way, step by step."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from typing import TYPE_CHECKING

from knowledge import media
from knowledge.fetching import address, answers
from knowledge.fetching.address import Policy, Target
from knowledge.fetching.outcome import Known, Outcome, Reason, StoppedError, Unchanged

if TYPE_CHECKING:
    from knowledge.fetching.network import Deadline, Resolver, Tick
    from knowledge.fetching.visit import Answer

MAX_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_ACCEPT = ", ".join([*media.MediaType, "*/*;q=0.1"])
_CONTACT = re.compile(r"(?:https://|mailto:)[!-'*-~]{3,200}")


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest document in bytes, and the longest waits in seconds; `total_s` spans all redirects."""

    max_bytes: int = 20_000_000
    connect_s: float = 10
    read_s: float = 20
    total_s: float = 120


def agent(contact: str = "") -> str:
    """Return the name that we give; `contact` is a https: or mailto: address for the host's owner.

    Raises:
        ValueError: the contact is neither.
    """
    if contact and not _CONTACT.fullmatch(contact):
        raise ValueError("contact must be an address with https:// or mailto:")
    try:
        version = metadata.version("council-guide")
    except metadata.PackageNotFoundError:
        version = "0"
    return f"CouncilGuide/{version}" + (f" (+{contact})" if contact else "")


class Fetcher:
    """One run: the robots.txt of each host is asked for once."""

    def __init__(
        self,
        policy: Policy,
        limits: Limits | None = None,
        *,
        contact: str = "",
        resolve: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        tick: Tick = time.monotonic,
    ) -> None:
        # Here and not above: a command that fetches nothing need not load the network's code.
        from knowledge.fetching import network, robots, visit

        self._policy = policy
        self._limits = limits or Limits()
        waits = visit.Waits(self._limits.connect_s, self._limits.read_s)
        self._visitor = visit.Visitor(tls or visit.trust(), resolve or network.look_up, agent(contact), waits)
        self._robots = robots.Robots()
        self._max_robots = robots.MAX_BYTES
        self._deadline: Callable[[], Deadline] = lambda: network.Deadline(self._limits.total_s, tick)
        self._now = now

    def fetch(self, url: str, known: Known | None = None) -> Outcome:
        """Return the document at an address, or why there is none; nothing that a host does raises."""
        deadline = self._deadline()

        def ask(target: Target) -> Answer:
            self._robots.check(target, lambda place: self._ask_robots(place, deadline))
            return self._visitor.get(
                target,
                deadline,
                self._limits.max_bytes,
                headers={"Accept": _ACCEPT, **answers.conditions(target, known)},
                before_body=answers.check_kind,
            )

        try:
            target, answer = self._follow(url, ask)
            if answer.status == 304 and answers.conditions(target, known):
                return Unchanged(checked_at=self._now())
            answers.check_status(target.host, answer, self._now())
            return answers.document(target, answer, self._now())
        except StoppedError as stop:
            return stop.failed

    def _ask_robots(self, url: str, deadline: Deadline) -> Answer:
        target, answer = self._follow(
            url, lambda target: self._visitor.get(target, deadline, self._max_robots)
        )
        if answer.status == 429 or not 400 <= answer.status < 500:
            answers.check_status(target.host, answer, self._now())
        return answer

    def _follow(self, url: str, ask: Callable[[Target], Answer]) -> tuple[Target, Answer]:
        """Ask, and go where the host sends us; each step is checked by the same rules."""
        target = address.check(url, self._policy)
        for _ in range(MAX_REDIRECTS + 1):
            answer = ask(target)
            if answer.status not in _REDIRECTS:
                return target, answer
            target = address.follow(target, answer.headers.get("location", ""), self._policy)
        raise StoppedError(
            Reason.REDIRECTS,
            f"{target.host} sends us on more than {MAX_REDIRECTS} times; "
            "open the address in a browser and register where it ends.",
        )
