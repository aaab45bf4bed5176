"""What a message may say: text, blocks, metadata, as Slack accepts or refuses them."""

from __future__ import annotations

import re
from typing import Any

from bot.rehearsal import blocks as rules
from bot.rehearsal.wire import Args, Json, Refusal, invalid_arguments, size
from bot.rehearsal.workspace import Workspace

POST_TEXT, UPDATE_TEXT, MARKDOWN_TEXT = 40_000, 4_000, 12_000
_METADATA_BYTES = 16_000
_TS = re.compile(r"\d+\.\d{6}")


def content(workspace: Workspace, args: Args, longest: int = POST_TEXT) -> Json:
    """Return the parts of a message that a call gives, or refuse them."""
    given: Json = {name: args[name] for name in ("text", "attachments") if args.get(name) is not None}
    if markdown := args.maybe("markdown_text"):
        if given or args.get("blocks"):
            raise Refusal("markdown_text_conflict")
        if len(markdown) > MARKDOWN_TEXT:
            raise Refusal("msg_too_long")
        given["text"] = markdown
    if len(str(given.get("text", ""))) > longest:
        raise Refusal("msg_too_long")
    if args.get("blocks") is not None:
        given["blocks"] = checked_blocks(workspace, args["blocks"])
    if not any(given.values()):
        raise Refusal("no_text")
    if args.get("metadata"):
        given["metadata"] = _metadata(args["metadata"])
    return given


def checked_blocks(workspace: Workspace, blocks: Any) -> list[Json]:
    """Return blocks with their ids filled in, or refuse them."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise Refusal("invalid_blocks_format")
    if lines := rules.message_problems(blocks):
        messages = [f"[ERROR] {line}" for line in lines]
        raise Refusal("invalid_blocks", errors=lines, response_metadata={"messages": messages})
    if rules.is_too_long(blocks):
        raise Refusal("msg_blocks_too_long")
    return rules.with_ids(blocks, lambda: f"id{workspace.number():03d}")


def checked_view(workspace: Workspace, view: Any) -> Json:
    """Return a view with its ids filled in, or refuse it."""
    if lines := rules.view_problems(view):
        raise invalid_arguments(*lines)
    if size(view) > 250_000:
        raise Refusal("view_too_large")
    return {**view, "blocks": rules.with_ids(view["blocks"], lambda: f"id{workspace.number():03d}")}


def thread_of(args: Args) -> Json:
    """Return the thread that a call names, in the form in which a message keeps it."""
    thread = args.maybe("thread_ts")
    if thread and not _TS.fullmatch(thread):
        raise Refusal("invalid_thread_ts")
    return {"thread_ts": thread} if thread else {}


def _metadata(given: Any) -> Json:
    good = isinstance(given, dict) and isinstance(given.get("event_type"), str)
    # Bolt itself sends a payload of null from a thread whose context it does not know.
    payload = given.get("event_payload", "") or {} if good else ""
    if not isinstance(payload, dict) or "event_payload" not in given:
        raise Refusal("invalid_metadata_format")
    if size(given) > _METADATA_BYTES:
        raise Refusal("metadata_too_large")
    return {"event_type": given["event_type"], "event_payload": payload}
