"""What a person waits to see: replies, ephemeral messages, modals, the home tab."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from bot.rehearsal import watching
from bot.rehearsal.surfaces import Message, View, holds
from bot.rehearsal.watching import Words
from bot.rehearsal.wire import Json
from bot.rehearsal.workspace import Channel, Person

if TYPE_CHECKING:
    from bot.rehearsal.server import Slack


class Onlooker:
    """One person in front of the screen."""

    def __init__(self, slack: Slack, user: str) -> None:
        self.id = user
        self._slack = slack

    @property
    def person(self) -> Person:
        """Return what is known of this person now."""
        return self._slack.workspace.people[self.id]

    @property
    def dm_channel(self) -> str:
        """Return the id of this person's DM with the bot."""
        return self.person.dm

    def expect_reply(
        self,
        containing: Words = None,
        *,
        after: str | Message | None = None,
        thread_ts: str | None = None,
        timeout: float = 20,
    ) -> Message:
        """Wait for a message of the bot in the DM; return the first that fits."""
        return self._slack.expect_message(
            self.dm_channel, containing, after=after, thread_ts=thread_ts, timeout=timeout
        )

    def expect_ephemeral(
        self,
        channel: Channel | str,
        containing: Words = None,
        *,
        after: str | Message | None = None,
        timeout: float = 20,
    ) -> Message:
        """Wait for a message that only this person sees."""
        place = self._channel(channel).id

        def seen() -> list[Message]:
            return watching.whispered(self._slack.workspace, place, self.id)

        def otherwise() -> str:
            return f"nothing for {self.id} alone with {containing!r}; there is:\n{watching.listed(seen())}"

        return self._slack.wait(lambda: watching.first(seen(), containing, after, None), timeout, otherwise)

    def expect_view(self, title: str | None = None, containing: Words = None, *, timeout: float = 20) -> View:
        """Wait until the modal on top has this title and these words."""

        def seen() -> View | None:
            top = self._slack.modals.top(self.id)
            return self._view(top) if top else None

        def otherwise() -> str:
            view = seen()
            there = f"{view.title!r}: {view.words()!r}" if view else "none"
            return f"no modal {title!r} with {containing!r} within {timeout} s; there is: {there}"

        return self._slack.wait(lambda: _fitting(seen(), title, containing), timeout, otherwise)

    def expect_home(self, containing: Words = None, *, timeout: float = 20) -> View:
        """Wait until the home tab has these words."""

        def seen() -> View | None:
            home = self._slack.workspace.homes.get(self.id)
            return self._view(home) if home else None

        def otherwise() -> str:
            view = seen()
            return f"no home with {containing!r}; there is: {view.words() if view else 'none'!r}"

        return self._slack.wait(lambda: _fitting(seen(), None, containing), timeout, otherwise)

    def expect_no_view(self, *, timeout: float = 20) -> None:
        """Wait until no modal is open."""
        open_views = self._slack.workspace.stacks
        self._slack.wait(lambda: not open_views.get(self.id), timeout, lambda: f"open: {open_views[self.id]}")

    def _view(self, raw: Json) -> View:
        return View(deepcopy(raw), deepcopy(self._slack.workspace.view_errors.get(raw["id"], {})))

    def _channel(self, channel: Channel | str) -> Channel:
        return self._slack.workspace.channels[channel if isinstance(channel, str) else channel.id]


def _fitting(view: View | None, title: str | None, containing: Words) -> View | None:
    fits = view and (title is None or view.title == title) and holds(view.words(), containing)
    return view if fits else None
