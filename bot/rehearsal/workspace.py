"""The state of a workspace: people, channels, messages, views; it knows nothing of the wire."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from bot.rehearsal.wire import Json, Refusal

# The scopes of the app's manifest; a test may take some away.
SCOPES = tuple(
    "app_mentions:read assistant:write chat:write commands files:read files:write groups:history groups:read "
    "im:history im:write usergroups:read users:read".split()
)


@dataclass(frozen=True)
class Person:
    """Someone with an account; `dm` is the channel that this person has with the bot."""

    id: str
    name: str
    real_name: str
    team_id: str
    dm: str
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False


@dataclass(frozen=True)
class Channel:
    """A conversation; `user` is set in a DM only, `is_shared` means shared with another workspace."""

    id: str
    name: str
    members: frozenset[str] = frozenset()
    is_private: bool = False
    is_shared: bool = False
    is_archived: bool = False
    user: str | None = None

    @property
    def is_im(self) -> bool:
        """Say whether this is a DM with the bot."""
        return self.user is not None

    @property
    def kind(self) -> str:
        """Return the word that scopes use for such a channel."""
        return "im" if self.is_im else "groups" if self.is_private else "channels"


@dataclass(frozen=True)
class UserGroup:
    """A user group that can be mentioned by its handle."""

    id: str
    handle: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Status:
    """One call of assistant.threads.setStatus, or the clearing that follows a reply (empty text)."""

    channel: str
    thread_ts: str
    text: str
    loading_messages: tuple[str, ...] = ()


@dataclass
class Workspace:
    """Everything that Slack would keep for one team."""

    team: str = "T0COUNCIL"
    domain: str = "council"
    app_id: str = "A0GUIDE01"
    bot_user: str = "U0GUIDE01"
    bot_id: str = "B0GUIDE01"
    bot_name: str = "guide"
    scopes: tuple[str, ...] = SCOPES
    clock: Callable[[], float] = time.time
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    groups: dict[str, UserGroup] = field(default_factory=dict)
    messages: dict[str, list[Json]] = field(default_factory=dict)
    ephemerals: list[Json] = field(default_factory=list)
    views: dict[str, Json] = field(default_factory=dict)
    view_errors: dict[str, Json] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    statuses: list[Status] = field(default_factory=list)
    prompts: dict[str, Json] = field(default_factory=dict)
    titles: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._last_ts = 0
        self._numbers = count(1)
        self.people[self.bot_user] = Person(
            self.bot_user, self.bot_name, self.bot_name.title(), self.team, dm="", is_bot=True
        )

    def ts(self) -> str:
        """Return a timestamp that no other message has and that is larger than all before it."""
        self._last_ts = max(int(self.clock() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def number(self) -> int:
        """Return the next number for an id."""
        return next(self._numbers)

    def add_person(self, person: Person) -> None:
        """Let someone in, with a DM channel to the bot."""
        self.people[person.id] = person
        members = frozenset({person.id, self.bot_user})
        self.channels[person.dm] = Channel(person.dm, "directmessage", members, user=person.id)

    def change_person(self, user: str, **changes: Any) -> Person:
        """Change what is known of someone, such as `deleted`."""
        self.people[user] = replace(self.people[user], **changes)
        return self.people[user]

    def add_channel(self, channel: Channel) -> None:
        """Open a channel."""
        self.channels[channel.id] = channel

    def change_channel(self, channel: str, **changes: Any) -> Channel:
        """Change a channel, such as its members."""
        self.channels[channel] = replace(self.channels[channel], **changes)
        return self.channels[channel]

    def person(self, user: str) -> Person:
        """Return someone by id, or refuse as Slack does."""
        if user not in self.people:
            raise Refusal("user_not_found")
        return self.people[user]

    def channel(self, target: str) -> Channel:
        """Return the channel with this id; the bot sees no private channel that it is not in."""
        found = self.channels.get(target)
        if found is None or (found.is_private and self.bot_user not in found.members):
            raise Refusal("channel_not_found")
        return found

    def destination(self, target: str) -> Channel:
        """Return where a message to this target goes: a channel, or the DM of a user id."""
        person = self.people.get(target)
        found = self.channel(person.dm if person else target)
        if found.is_archived:
            raise Refusal("is_archived")
        if self.bot_user not in found.members and "chat:write.public" not in self.scopes:
            raise Refusal("not_in_channel")
        return found

    def message(self, channel: str, ts: str, error: str = "message_not_found") -> Json:
        """Return a stored message itself, not a copy."""
        for message in self.messages.get(channel, ()):
            if message["ts"] == ts:
                return message
        raise Refusal(error)

    def post(self, channel: str, message: Json) -> Json:
        """Store a message; its thread's first message learns that it has replies."""
        self.messages.setdefault(channel, []).append(message)
        thread = message.get("thread_ts")
        for parent in self.messages[channel] if thread and thread != message["ts"] else ():
            if parent["ts"] == thread:
                parent["thread_ts"] = thread
                parent["reply_count"] = parent.get("reply_count", 0) + 1
                parent["latest_reply"] = message["ts"]
        return message

    def remove(self, channel: str, ts: str) -> Json:
        """Take a message away and return it."""
        message = self.message(channel, ts)
        self.messages[channel].remove(message)
        return message

    def status(self, channel: str, thread_ts: str) -> str:
        """Return the status that a thread shows now; empty when it shows none."""
        shown = (s.text for s in reversed(self.statuses) if (s.channel, s.thread_ts) == (channel, thread_ts))
        return next(shown, "")

    def set_status(self, channel: str, thread_ts: str, text: str, loading: Iterable[str] = ()) -> None:
        """Show a status, or clear it with an empty text."""
        self.statuses.append(Status(channel, thread_ts, text, tuple(loading)))

    def drop_status(self, channel: str, thread_ts: str | None) -> None:
        """Clear the status of a thread to which the bot replied, if it shows one."""
        if thread_ts and self.status(channel, thread_ts):
            self.set_status(channel, thread_ts, "")
