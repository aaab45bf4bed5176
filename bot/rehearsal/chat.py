"""chat.postMessage, chat.update, chat.delete, chat.postEphemeral, reactions.add."""

from __future__ import annotations

from bot.rehearsal.content import UPDATE_TEXT, content, thread_of
from bot.rehearsal.wire import Args, Json, Method, Refusal
from bot.rehearsal.workspace import Workspace


class Chat:
    """What the bot says."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def methods(self) -> dict[str, Method]:
        """Return the methods by their names."""
        return {
            "chat.postMessage": self.post,
            "chat.postEphemeral": self.post_ephemeral,
            "chat.update": self.update,
            "chat.delete": self.delete,
            "reactions.add": self.react,
        }

    def post(self, args: Args) -> Json:
        """Post a message; the status of its thread goes."""
        workspace = self._workspace
        channel = workspace.destination(args.text("channel")).id
        said, thread = content(workspace, args), thread_of(args)
        message = {**self._signature(), "text": "", **said, **thread}
        if args.flag("reply_broadcast") and thread:
            message["subtype"] = "thread_broadcast"
        workspace.post(channel, message)
        workspace.drop_status(channel, thread.get("thread_ts"))
        return {"channel": channel, "ts": message["ts"], "message": message}

    def post_ephemeral(self, args: Args) -> Json:
        """Show a message to one person; it has no metadata and is in no history."""
        workspace = self._workspace
        channel = workspace.destination(args.text("channel"))
        if args.text("user") not in channel.members:
            raise Refusal("user_not_in_channel")
        said = content(workspace, Args({k: v for k, v in args.items() if k != "metadata"}))
        place = {"channel": channel.id, "to": args.text("user")}
        message = {**self._signature(), "text": "", **said, **thread_of(args), **place}
        workspace.ephemerals.append(message)
        return {"message_ts": message["ts"]}

    def update(self, args: Args) -> Json:
        """Change one of the bot's own messages; parts that are not given stay."""
        workspace = self._workspace
        channel = workspace.channel(args.text("channel")).id
        message = workspace.message(channel, args.text("ts"))
        if message.get("bot_id") != workspace.bot_id:
            raise Refusal("cant_update_message")
        if message.get("streaming_state") == "in_progress":
            raise Refusal("streaming_state_conflict")
        message |= content(workspace, args, UPDATE_TEXT)
        if args.get("metadata") == {}:
            message.pop("metadata", None)
        message["edited"] = {"user": workspace.bot_user, "ts": workspace.ts()}
        return {"channel": channel, "ts": message["ts"], "text": message["text"], "message": message}

    def delete(self, args: Args) -> Json:
        """Take away one of the bot's own messages."""
        workspace = self._workspace
        channel = workspace.channel(args.text("channel")).id
        message = workspace.message(channel, args.text("ts"))
        if message.get("bot_id") != workspace.bot_id or message.get("streaming_state") == "in_progress":
            raise Refusal("cant_delete_message")
        workspace.remove(channel, message["ts"])
        return {"channel": channel, "ts": message["ts"]}

    def react(self, args: Args) -> Json:
        """Put an emoji under a message, once."""
        workspace = self._workspace
        channel = workspace.destination(args.text("channel")).id
        message = workspace.message(channel, args.text("timestamp"))
        reactions, name = message.setdefault("reactions", []), args.text("name")
        if any(reaction["name"] == name for reaction in reactions):
            raise Refusal("already_reacted")
        reactions.append({"name": name, "users": [workspace.bot_user], "count": 1})
        return {}

    def _signature(self) -> Json:
        workspace = self._workspace
        return {
            "type": "message",
            "user": workspace.bot_user,
            "bot_id": workspace.bot_id,
            "app_id": workspace.app_id,
            "team": workspace.team,
            "ts": workspace.ts(),
        }
