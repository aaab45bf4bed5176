"""People act: they write, press, fill in and submit, and wait for what the bot does."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Self

from bot.rehearsal.forms import Filled
from bot.rehearsal.interacting import Interactions
from bot.rehearsal.seeing import Onlooker
from bot.rehearsal.socket import Delivery
from bot.rehearsal.surfaces import Message, View
from bot.rehearsal.wire import Json
from bot.rehearsal.workspace import Channel
from bot.rehearsal.writing import Writing

if TYPE_CHECKING:
    from bot.rehearsal.server import Slack


class Said(str):
    """The ts of what was said, and how the events about it fared."""

    deliveries: tuple[Delivery, ...] = ()

    @classmethod
    def of(cls, ts: str, deliveries: Sequence[Delivery]) -> Self:
        """Return a ts with its deliveries."""
        said = cls(ts)
        said.deliveries = tuple(deliveries)
        return said

    @property
    def acknowledged(self) -> bool:
        """Say whether the bot acknowledged every event; false when it was told none."""
        return bool(self.deliveries) and all(delivery.acknowledged for delivery in self.deliveries)

    @property
    def attempts(self) -> int:
        """Return how many envelopes it took in all."""
        return sum(delivery.attempts for delivery in self.deliveries)


class Actor(Onlooker):
    """One person at the keyboard.

    Each act waits until the bot acknowledged it, gave up, or has no socket; events go on when one comes
    back. With `wait=False` it does not wait at all.
    """

    def __init__(self, slack: Slack, user: str) -> None:
        super().__init__(slack, user)
        self._ask = slack.loop.ask
        self._writing = Writing(slack.workspace, slack.payloads)
        self._interactions = Interactions(slack)

    def change(self, **changes: Any) -> None:
        """Change what Slack knows of this person, such as `deleted=True`; the bot is not told."""
        self._ask(lambda: self._slack.workspace.change_person(self.id, **changes))

    # Writing.

    def dm(
        self,
        text: str,
        *,
        thread_ts: str | None = None,
        files: Sequence[str | Json] = (),
        deliveries: int = 1,
        subtype: str | None = None,
        wait: bool = True,
    ) -> Said:
        """Write to the bot."""
        how = {"thread_ts": thread_ts, "files": files, "subtype": subtype}
        return self._write(self.dm_channel, text, deliveries, wait, None, **how)

    def say(
        self,
        channel: Channel | str,
        text: str,
        *,
        thread_ts: str | None = None,
        files: Sequence[str | Json] = (),
        deliveries: int = 1,
        wait: bool = True,
    ) -> Said:
        """Write in a channel; the bot hears it where its scopes allow."""
        return self._write(channel, text, deliveries, wait, None, thread_ts=thread_ts, files=files)

    def mention(
        self,
        channel: Channel | str,
        text: str,
        *,
        thread_ts: str | None = None,
        files: Sequence[str | Json] = (),
        deliveries: int = 1,
        twin: bool | None = None,
        wait: bool = True,
    ) -> Said:
        """Name the bot in a channel; `twin` says whether a `message` event comes too (None: by the scopes)."""
        handle = f"<@{self._slack.workspace.bot_user}>"
        named = text if handle in text else f"{handle} {text}"
        return self._write(channel, named, deliveries, wait, twin, thread_ts=thread_ts, files=files)

    def edit(self, ts: str, text: str, *, channel: Channel | str | None = None) -> Said:
        """Change an own message, in the DM unless a channel is given."""
        place = self._channel(channel or self.dm_channel)
        events = self._ask(lambda: self._writing.edit(self.person, place, ts, text))
        return Said.of(ts, self._tell(events))

    def delete(self, ts: str, *, channel: Channel | str | None = None) -> Said:
        """Take an own message away, in the DM unless a channel is given."""
        place = self._channel(channel or self.dm_channel)
        events = self._ask(lambda: self._writing.delete(self.person, place, ts))
        return Said.of(ts, self._tell(events))

    # Pressing.

    def open_home(self, tab: str = "home") -> Delivery:
        """Look at a tab of the app: home, messages or about."""
        home = self._slack.workspace.homes.get(self.id)
        event = self._ask(lambda: self._slack.payloads.home_opened(self.person, tab, deepcopy(home)))
        return self._slack.send_event(event)

    def click(
        self,
        surface: Message | View,
        action_id: str,
        value: Any = None,
        *,
        filled: Filled | None = None,
        force: bool = False,
        wait: bool = True,
    ) -> Delivery:
        """Press a button, or choose `value` in a menu.

        `value` also tells buttons with one action_id apart. `filled` is what stands in the inputs of a view.
        With `force` it is pressed as it was shown, although it changed since or is hidden from this person.
        """

        def press() -> Delivery:
            if isinstance(surface, Message):
                return self._interactions.press_in_message(self.person, surface, action_id, value, force)
            return self._interactions.press_in_view(
                self.person, surface, action_id, value, filled or {}, force
            )

        return self._slack.tell(self._ask(press), wait=wait)[0]

    def submit(self, view: View | str, filled: Filled | None = None) -> Json:
        """Submit a modal and return the payload of the acknowledgement, empty when it has none."""
        view_id = view if isinstance(view, str) else view.id
        delivery = self._ask(lambda: self._interactions.submit(self.person, view_id, filled or {}))
        self._slack.tell(delivery)
        if not delivery.acknowledged:
            raise AssertionError(f"the bot did not acknowledge the submission of {view_id}")
        if delivery.refused:
            raise AssertionError(f"Slack cannot show the bot's answer: {delivery.refused.answer()}")
        return deepcopy(delivery.answer)

    def close(self, view: View | str) -> Delivery | None:
        """Close a modal; the bot hears of it only if the view has notify_on_close."""
        view_id = view if isinstance(view, str) else view.id
        delivery = self._ask(lambda: self._interactions.close(self.person, view_id))
        return self._slack.tell(delivery)[0] if delivery else None

    def shortcut(self, callback_id: str, message: Message | None = None) -> Delivery:
        """Use a global shortcut, or one on a message."""
        make = self._interactions.shortcut
        return self._slack.tell(self._ask(lambda: make(self.person, callback_id, message)))[0]

    def slash(self, command: str, text: str = "", *, channel: Channel | str | None = None) -> Delivery:
        """Use a slash command, in the DM unless a channel is given."""
        place = self._channel(channel or self.dm_channel).id
        make = self._interactions.command
        return self._slack.tell(self._ask(lambda: make(self.person, place, command, text)))[0]

    def _write(
        self, channel: Channel | str, text: str, deliveries: int, wait: bool, twin: bool | None, **how: Any
    ) -> Said:
        place = self._channel(channel)

        def write() -> tuple[str, list[Json]]:
            message = self._writing.write(self.person, place, text, **how)
            return message["ts"], self._writing.events(place, message, twin=twin)

        ts, events = self._ask(write)
        return Said.of(ts, self._tell(events, deliveries, wait=wait))

    def _tell(self, events: list[Json], times: int = 1, *, wait: bool = True) -> tuple[Delivery, ...]:
        """Tell each event `times` times at once, as retries that overtake the acknowledgement do."""
        retries = len(self._slack.socket.redelivery)
        told = [
            Delivery("events_api", event, retries=0 if number else retries, first_attempt=number)
            for event in events
            for number in range(times)
        ]
        return self._slack.tell(*told, wait=wait)
