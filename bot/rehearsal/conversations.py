"""conversations.open, info, members, history and replies."""

from __future__ import annotations

from decimal import Decimal

from bot.rehearsal.paging import page
from bot.rehearsal.wire import Args, Json, Method, Refusal
from bot.rehearsal.workspace import Channel, Workspace


class Conversations:
    """Where things are said, and what was said there."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._opened: set[str] = set()

    def methods(self) -> dict[str, Method]:
        """Return the methods by their names."""
        return {
            "conversations.open": self.open,
            "conversations.info": self.info,
            "conversations.members": self.members,
            "conversations.history": self.history,
            "conversations.replies": self.replies,
        }

    def open(self, args: Args) -> Json:
        """Return the DM with one person; DMs of several people are not played here."""
        users = args.list("users")
        if not users:
            raise Refusal("users_list_not_supplied")
        if len(users) > 1:
            raise Refusal("invalid_user_combination")
        person = self._workspace.person(str(users[0]))
        if person.deleted:
            raise Refusal("user_disabled")
        if person.is_bot:
            raise Refusal("cannot_dm_bot")
        again = {"no_op": True, "already_open": True} if person.dm in self._opened else {}
        self._opened.add(person.dm)
        return {**again, "channel": {"id": person.dm}}

    def info(self, args: Args) -> Json:
        """Say what a channel is."""
        channel = self._workspace.channel(args.text("channel"))
        count = {"num_members": len(channel.members)} if args.flag("include_num_members") else {}
        return {"channel": {**self._described(channel), **count}}

    def members(self, args: Args) -> Json:
        """List who is in a channel."""
        channel = self._workspace.channel(args.text("channel"))
        shown, more = page(sorted(channel.members), str, args, default=100, most=1000)
        return {"members": shown, "response_metadata": more["response_metadata"]}

    def history(self, args: Args) -> Json:
        """List a channel's messages, the newest first; replies in threads are not among them."""
        channel = self._readable(args)
        found = [
            message
            for message in self._workspace.messages.get(channel, ())
            if message.get("thread_ts", message["ts"]) == message["ts"]
            or message.get("subtype") == "thread_broadcast"
        ]
        newest_first = sorted(_within(found, args), key=lambda message: Decimal(message["ts"]), reverse=True)
        shown, more = page(newest_first, lambda message: str(message["ts"]), args, default=100, most=999)
        return {"messages": [_bare(message, args) for message in shown], **more}

    def replies(self, args: Args) -> Json:
        """List a thread, its first message first."""
        channel, ts = self._readable(args), args.text("ts")
        first = self._workspace.message(channel, ts, error="thread_not_found")
        rest = [
            message
            for message in self._workspace.messages[channel]
            if message.get("thread_ts") == ts and message is not first
        ]
        thread = [first, *_within(rest, args)]
        shown, more = page(thread, lambda message: str(message["ts"]), args, default=1000, most=1000)
        return {"messages": [_bare(message, args) for message in shown], **more}

    def _readable(self, args: Args) -> str:
        channel = self._workspace.channel(args.text("channel"))
        if self._workspace.bot_user not in channel.members:
            raise Refusal("not_in_channel")
        return channel.id

    def _described(self, channel: Channel) -> Json:
        if channel.is_im:
            return {"id": channel.id, "is_im": True, "is_archived": False, "user": channel.user}
        return {
            "id": channel.id,
            "name": channel.name,
            "is_channel": not channel.is_private,
            "is_group": channel.is_private,
            "is_im": False,
            "is_mpim": False,
            "is_private": channel.is_private,
            "is_archived": channel.is_archived,
            "is_member": self._workspace.bot_user in channel.members,
            "is_shared": channel.is_shared,
            "is_ext_shared": channel.is_shared,
            "is_org_shared": False,
        }


def _within(messages: list[Json], args: Args) -> list[Json]:
    oldest, latest = args.maybe("oldest"), args.maybe("latest")
    inclusive = args.flag("inclusive")
    kept = []
    for message in messages:
        ts = Decimal(message["ts"])
        after = oldest is None or ts > Decimal(oldest) or (inclusive and ts == Decimal(oldest))
        before = latest is None or ts < Decimal(latest) or (inclusive and ts == Decimal(latest))
        if after and before:
            kept.append(message)
    return kept


def _bare(message: Json, args: Args) -> Json:
    """Leave the metadata out unless it was asked for."""
    if args.flag("include_all_metadata"):
        return message
    return {name: value for name, value in message.items() if name != "metadata"}
