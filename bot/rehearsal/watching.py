"""Look for what the bot said, and say clearly what is there when it did not."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from decimal import Decimal

from bot.rehearsal.surfaces import Message, holds
from bot.rehearsal.wire import Json
from bot.rehearsal.workspace import Workspace

Words = str | tuple[str, ...] | None


def said(workspace: Workspace, channel: str) -> list[Message]:
    """Return what the bot said in a channel."""
    stored = workspace.messages.get(channel, ())
    return [Message(channel, deepcopy(raw)) for raw in stored if raw.get("bot_id") == workspace.bot_id]


def whispered(workspace: Workspace, channel: str, user: str) -> list[Message]:
    """Return what the bot showed to one person only."""
    stored = [raw for raw in workspace.ephemerals if (raw["channel"], raw["to"]) == (channel, user)]
    return [Message(channel, deepcopy(raw), is_ephemeral=True) for raw in stored]


def first(
    messages: Iterable[Message], containing: Words, after: str | Message | None, thread_ts: str | None
) -> Message | None:
    """Return the first message that fits; one that was edited after `after` counts as new."""
    since = Decimal(after.ts if isinstance(after, Message) else after or "0")
    for message in messages:
        fits = thread_ts is None or message.thread_ts == thread_ts
        if fits and Decimal(message.changed_at) > since and holds(message.words(), containing):
            return message
    return None


def listed(messages: Iterable[Message]) -> str:
    """Return messages as lines for an error."""
    lines = []
    for message in messages:
        buttons = " ".join(f"[{button.label}: {button.action_id}]" for button in message.buttons())
        thread = f" in thread {message.thread_ts}" if message.thread_ts else ""
        lines.append(
            f"  {message.ts}{thread}: {' | '.join(message.words().split(chr(10)))} {buttons}".rstrip()
        )
    return "\n".join(lines) or "  (nothing)"


def called(args: Json) -> str:
    """Return the arguments of a call, cut short, for an error."""
    text = str(dict(args))
    return text if len(text) < 160 else f"{text[:160]}…"
