"""assistant.threads.setStatus, setSuggestedPrompts, setTitle."""

from __future__ import annotations

from bot.rehearsal.wire import Args, Json, Method, invalid_arguments
from bot.rehearsal.workspace import Workspace


class Assistant:
    """What the agent view shows beside the messages."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def methods(self) -> dict[str, Method]:
        """Return the methods by their names."""
        return {
            "assistant.threads.setStatus": self.set_status,
            "assistant.threads.setSuggestedPrompts": self.set_prompts,
            "assistant.threads.setTitle": self.set_title,
        }

    def set_status(self, args: Args) -> Json:
        """Show what the bot is at; an empty text clears it."""
        channel = self._workspace.channel(args.text("channel_id"))
        loading = args.list("loading_messages")
        if len(loading) > 10:
            raise invalid_arguments("no more than 10 items allowed [json-pointer:/loading_messages]")
        if "status" not in args:
            raise invalid_arguments("missing required field: status [json-pointer:/status]")
        self._workspace.set_status(
            channel.id, args.text("thread_ts"), str(args["status"] or ""), map(str, loading)
        )
        return {}

    def set_prompts(self, args: Args) -> Json:
        """Offer up to four things to ask."""
        channel = self._workspace.channel(args.text("channel_id"))
        prompts = args.list("prompts")
        if not 1 <= len(prompts) <= 4:
            raise invalid_arguments("must provide 1 to 4 items [json-pointer:/prompts]")
        for place, prompt in enumerate(prompts):
            if not isinstance(prompt, dict) or not prompt.get("title") or not prompt.get("message"):
                raise invalid_arguments(f"must define `title` and `message` [json-pointer:/prompts/{place}]")
        given = {"title": args.maybe("title"), "prompts": prompts, "thread_ts": args.maybe("thread_ts")}
        self._workspace.prompts[channel.id] = given
        return {}

    def set_title(self, args: Args) -> Json:
        """Name a thread."""
        channel = self._workspace.channel(args.text("channel_id"))
        self._workspace.titles[channel.id, args.text("thread_ts")] = args.text("title")
        return {}
