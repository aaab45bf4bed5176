"""Which scope a method needs."""

from __future__ import annotations

from bot.rehearsal.wire import Args, Refusal
from bot.rehearsal.workspace import Workspace

_SCOPES = {
    "assistant.threads.setStatus": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "assistant.threads.setTitle": "assistant:write",
    "chat.appendStream": "chat:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.startStream": "chat:write",
    "chat.stopStream": "chat:write",
    "chat.update": "chat:write",
    "conversations.open": "im:write",
    "reactions.add": "reactions:write",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
    "users.info": "users:read",
    "users.list": "users:read",
}
# These depend on the kind of the channel: channels:read, groups:read or im:read.
_BY_KIND = {
    "conversations.history": "history",
    "conversations.info": "read",
    "conversations.members": "read",
    "conversations.replies": "history",
}


def check(workspace: Workspace, method: str, args: Args) -> None:
    """Refuse a call whose scope the bot lacks."""
    needed = _SCOPES.get(method, "")
    channel = workspace.channels.get(str(args.get("channel")))
    if method in _BY_KIND and channel:
        needed = f"{channel.kind}:{_BY_KIND[method]}"
    if needed and needed not in workspace.scopes:
        raise Refusal("missing_scope", needed=needed, provided=",".join(workspace.scopes))
