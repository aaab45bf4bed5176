"""The stand-in itself: one object that a test starts, lets people act on, and asks what it saw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.rehearsal.acting import Actor
from bot.rehearsal.expecting import Expectations
from bot.rehearsal.faults import Fault, Gate, Only
from bot.rehearsal.holds import Hold
from bot.rehearsal.socket import Reason
from bot.rehearsal.workspace import Channel, Person, UserGroup


class Slack(Expectations):
    """A Slack on loopback: `with Slack() as slack:`, from any thread but its own.

    `ack_timeout` and `redelivery` (the waits before each retry) are in seconds, and so is `trigger_life`.
    """

    # People and places.

    def person(self, name: str, *, id: str | None = None, **known: Any) -> Actor:
        """Let someone in; `known` are fields of `Person`, such as team_id or is_restricted."""
        user = id or f"U{self.workspace.number():04d}{''.join(filter(str.isalnum, name)).upper()}"
        fields = {"team_id": self.workspace.team, "real_name": name, **known}
        person = Person(id=user, name=name.lower(), dm=f"D{user[1:]}", **fields)
        self.loop.ask(lambda: self.workspace.add_person(person))
        return Actor(self, user)

    def channel(
        self,
        name: str,
        members: Iterable[Actor | str] = (),
        *,
        bot: bool = True,
        id: str | None = None,
        **known: Any,
    ) -> Channel:
        """Open a channel, with the bot in it unless told otherwise; `known` are fields of `Channel`."""
        inside = {member if isinstance(member, str) else member.id for member in members}
        inside |= {self.workspace.bot_user} if bot else set()
        channel_id = id or f"C{self.workspace.number():04d}{''.join(filter(str.isalnum, name)).upper()}"
        channel = Channel(channel_id, name, frozenset(inside), **known)
        self.loop.ask(lambda: self.workspace.add_channel(channel))
        return channel

    def change_channel(self, channel: Channel, **changes: Any) -> Channel:
        """Change a channel, such as its members; the bot is not told."""
        return self.loop.ask(lambda: self.workspace.change_channel(channel.id, **changes))

    def group(self, handle: str, members: Iterable[Actor | str] = (), *, id: str | None = None) -> UserGroup:
        """Make a user group, or one with other members in its place."""
        inside = tuple(member if isinstance(member, str) else member.id for member in members)
        group = UserGroup(id or f"S0{handle.upper().replace('-', '')}", handle, inside)
        self.loop.ask(lambda: self.workspace.groups.update({group.id: group}))
        return group

    # What may go wrong.

    def fault(self, method: str, times: int = 1, **how: Any) -> None:
        """Spoil the next calls of a method; `how` are fields of `Fault`."""
        self.loop.ask(lambda: self.api.faults.add(Fault(method, times, **how)))

    def hold(self, method: str, *, only: Only | None = None, after_commit: bool = False) -> Hold:
        """Keep calls of a method waiting, before or after they are carried out."""
        gate = Gate(self.timeline, method, only, after_commit)
        self.loop.ask(lambda: self.api.gates.append(gate))
        return Hold(self.loop, self.timeline, gate)

    def disconnect(self, reason: Reason = "refresh_requested", *, close: bool = False) -> None:
        """Tell every client to connect anew."""
        self.loop.run(self.socket.disconnect(reason, close=close))

    def drop(self) -> None:
        """Cut every socket without a close frame."""
        self.loop.ask(self.socket.abort)

    def mute(self, muted: bool = True) -> None:
        """Answer no pings any more, or answer them again."""
        self.loop.ask(lambda: setattr(self.socket, "muted", muted))

    def expire_streams(self) -> None:
        """End all open streams, as five minutes do."""

        def expire() -> None:
            for message in (m for stored in self.workspace.messages.values() for m in stored):
                if message.get("streaming_state") == "in_progress":
                    message["streaming_state"] = "expired"

        self.loop.ask(expire)
