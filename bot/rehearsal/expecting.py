"""What a test waits to see of the bot, and what is there when it does not come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from bot.rehearsal import watching
from bot.rehearsal.hub import Hub
from bot.rehearsal.surfaces import Message
from bot.rehearsal.timeline import Call
from bot.rehearsal.watching import Words
from bot.rehearsal.wire import Args
from bot.rehearsal.workspace import Channel

T = TypeVar("T")


class Expectations(Hub):
    """Ask what happened, or wait for it; nothing here sleeps."""

    @property
    def calls(self) -> tuple[Call, ...]:
        """Return all calls so far, in the order of their arrival."""
        return self.loop.ask(lambda: tuple(self.timeline.calls))

    def messages(self, channel: Channel | str) -> list[Message]:
        """Return what the bot said in a channel."""
        return self.loop.ask(lambda: watching.said(self.workspace, _id(channel)))

    def wait(self, look: Callable[[], T | None], timeout: float, otherwise: Callable[[], str]) -> T:
        """Return the first true thing that `look` finds; fail with the words of `otherwise`.

        Both are called on the server's loop, so what they see does not change under them.
        """
        found = self.loop.run(self.timeline.until(look, timeout))
        if found is None:
            raise AssertionError(self.loop.ask(otherwise))
        return found

    def expect_message(
        self,
        channel: Channel | str,
        containing: Words = None,
        *,
        after: str | Message | None = None,
        thread_ts: str | None = None,
        timeout: float = 20,
    ) -> Message:
        """Wait for a message of the bot; return the first that fits."""

        def look() -> Message | None:
            return watching.first(watching.said(self.workspace, _id(channel)), containing, after, thread_ts)

        def otherwise() -> str:
            there = watching.listed(watching.said(self.workspace, _id(channel)))
            return f"no message with {containing!r} in {_id(channel)} within {timeout} s; there is:\n{there}"

        return self.wait(look, timeout, otherwise)

    def expect_call(
        self, method: str, only: Callable[[Args], bool] | None = None, *, after: int = 0, timeout: float = 20
    ) -> Call:
        """Wait for a call that arrived after a number of the timeline."""

        def look() -> Call | None:
            for call in self.timeline.calls:
                if call.method == method and call.sequence > after and (only is None or only(call.args)):
                    return call
            return None

        def otherwise() -> str:
            there = [f"  {c.sequence} {c.method} {watching.called(c.args)}" for c in self.timeline.calls]
            return "\n".join([f"no such call of {method} within {timeout} s; there is:", *there])

        return self.wait(look, timeout, otherwise)

    def expect_connection(self, *, timeout: float = 20) -> None:
        """Wait until the bot has a socket."""
        self.wait(lambda: self.socket.sockets or None, timeout, lambda: f"no socket within {timeout} s")

    @contextmanager
    def reconnection(self, *, timeout: float = 20) -> Iterator[None]:
        """Wait, at the end of the block, until a new socket was greeted since its start."""
        before = self.socket.greeted
        yield
        self.wait(
            lambda: self.socket.greeted > before or None, timeout, lambda: f"no new socket within {timeout} s"
        )


def _id(channel: Channel | str) -> str:
    return channel if isinstance(channel, str) else channel.id
