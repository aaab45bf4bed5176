"""Ask a host's robots.txt whether a program may come in; each host is asked once in a run."""

from __future__ import annotations

from collections.abc import Callable

from protego import Protego

from knowledge.fetching.address import Target
from knowledge.fetching.outcome import Reason, StoppedError
from knowledge.fetching.visit import Answer

AGENT = "CouncilGuide"
MAX_BYTES = 512_000
_NO_ENTRY = (401, 403)


class Robots:
    """The rules of each host that was asked."""

    def __init__(self) -> None:
        self._rules: dict[str, Protego] = {}

    def check(self, target: Target, ask: Callable[[str], Answer]) -> None:
        """Return if the host lets us in.

        Args:
            ask: fetches an address, and stops where the host answers neither "here it is" nor "no such file".

        Raises:
            StoppedError: it does not, or could not be asked; the latter is not kept.
        """
        rules = self._rules.get(target.origin)
        if rules is None:
            rules = self._rules[target.origin] = _read(ask(f"{target.origin}/robots.txt"))
        if not rules.can_fetch(target.url, AGENT):
            raise StoppedError(
                Reason.ROBOTS,
                f"The robots.txt of {target.host} asks programs to stay out; download it yourself.",
            )


def _read(answer: Answer) -> Protego:
    if answer.status == 200:
        return Protego.parse(answer.body.decode("utf-8-sig", errors="replace"))
    # A closed door is a no; no file at all is a yes.
    return Protego.parse("User-agent: *\nDisallow: /" if answer.status in _NO_ENTRY else "")
