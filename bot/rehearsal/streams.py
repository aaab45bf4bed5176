"""chat.startStream, chat.appendStream, chat.stopStream."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.content import MARKDOWN_TEXT, checked_blocks, content, thread_of
from bot.rehearsal.wire import Args, Json, Method, Refusal, invalid_arguments
from bot.rehearsal.workspace import Workspace

# Seconds; appending does not make it longer.
LIFE = 300


class Streams:
    """Messages that grow while they are shown."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def methods(self) -> dict[str, Method]:
        """Return the methods by their names."""
        return {
            "chat.startStream": self.start,
            "chat.appendStream": self.append,
            "chat.stopStream": self.stop,
        }

    def start(self, args: Args) -> Json:
        """Start a message in a thread."""
        workspace = self._workspace
        channel = workspace.destination(args.text("channel"))
        if not args.maybe("thread_ts"):
            raise invalid_arguments("missing required field: thread_ts [json-pointer:/thread_ts]")
        for name in ("recipient_team_id", "recipient_user_id"):
            if not channel.is_im and not args.maybe(name):
                raise Refusal(f"missing_{name}")
        thread = thread_of(args)
        message: Json = {
            "type": "message",
            "user": workspace.bot_user,
            "bot_id": workspace.bot_id,
            "app_id": workspace.app_id,
            "team": workspace.team,
            "ts": workspace.ts(),
            "text": "",
            "streaming_state": "in_progress",
            **thread,
        }
        self._grow(message, args)
        workspace.post(channel.id, message)
        workspace.drop_status(channel.id, thread["thread_ts"])
        return {"channel": channel.id, "ts": message["ts"]}

    def append(self, args: Args) -> Json:
        """Make a message longer."""
        channel, message = self._open(args)
        self._grow(message, args)
        return {"channel": channel, "ts": message["ts"]}

    def stop(self, args: Args) -> Json:
        """Finish a message, with blocks below its text."""
        channel, message = self._open(args)
        # The text was checked as it came; what is left to check stands in `blocks` and `metadata`.
        rest = Args({"text": "-", "blocks": args.get("blocks"), "metadata": args.get("metadata")})
        given = content(self._workspace, rest)
        self._grow(message, args)
        message["streaming_state"] = "completed"
        message["blocks"] = [*message.get("blocks", []), *given.get("blocks", [])]
        if "metadata" in given:
            message["metadata"] = given["metadata"]
        return {"channel": channel, "ts": message["ts"], "message": message}

    def _open(self, args: Args) -> tuple[str, Json]:
        workspace = self._workspace
        channel = workspace.channel(args.text("channel")).id
        message = workspace.message(channel, args.text("ts"))
        if message.get("bot_id") != workspace.bot_id:
            raise Refusal("message_not_owned_by_app")
        if workspace.clock() - float(message["ts"]) > LIFE:
            message["streaming_state"] = "expired"
        if message.get("streaming_state") != "in_progress":
            raise Refusal("message_not_in_streaming_state")
        return channel, message

    def _grow(self, message: Json, args: Args) -> None:
        chunks: list[Any] = list(args.get("chunks") or [])
        if text := args.maybe("markdown_text"):
            chunks.insert(0, {"type": "markdown_text", "text": text})
        if any(len(str(chunk.get("text", ""))) > MARKDOWN_TEXT for chunk in chunks):
            raise Refusal("msg_too_long")
        for chunk in chunks:
            if chunk.get("type") == "markdown_text":
                message["text"] += chunk["text"]
            elif chunk.get("type") == "blocks":
                more = checked_blocks(self._workspace, chunk.get("blocks"))
                message["blocks"] = [*message.get("blocks", []), *more]
            elif chunk.get("type") in ("task_update", "plan_update"):
                message.setdefault("chunks", []).append(chunk)
            else:
                raise invalid_arguments("unsupported type [json-pointer:/chunks]")
