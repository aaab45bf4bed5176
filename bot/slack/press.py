"""A press of a button or a form: who, on what, and the key under which it acts once."""

from __future__ import annotations

from typing import Any, NamedTuple

from bot.slack.cards import actions
from bot.slack.cards.modals import EVERYBODY
from bot.store.keys import Keys


class Press(NamedTuple):
    """One press. `value` is what the button holds: an opaque id."""

    key: bytes
    user: str
    value: str
    channel: str | None
    thread_ts: str | None
    trigger_id: str


def of_button(body: dict[str, Any], keys: Keys) -> Press:
    """Read a press of a button; interactions carry no event id, so these four make it one."""
    action = body["actions"][0]
    container = body.get("container") or {}
    user = body["user"]["id"]
    message_ts = str(container.get("message_ts") or "")
    return Press(
        key=keys.hash("press", action["action_id"], message_ts, user, str(action.get("action_ts"))),
        user=user,
        value=str(action.get("value") or ""),
        channel=(body.get("channel") or {}).get("id") or container.get("channel_id"),
        thread_ts=container.get("thread_ts"),
        trigger_id=str(body.get("trigger_id") or ""),
    )


def of_form(body: dict[str, Any], keys: Keys) -> Press:
    """Read a form that was sent; its window is one, so sending it twice is one press.

    What travels with a form: an id, the channel where its button was, and on the next line a text.
    """
    view = body["view"]
    user = body["user"]["id"]
    value, _, channel = str(view.get("private_metadata") or "").partition("\n")[0].partition(" ")
    return Press(
        key=keys.hash("form", view["callback_id"], view["id"], user),
        user=user,
        value=value,
        channel=channel or None,
        thread_ts=None,
        trigger_id=str(body.get("trigger_id") or ""),
    )


def of_any(body: dict[str, Any]) -> tuple[str, str | None, str | None]:
    """Return who pressed anything at all, and the channel and thread where they are told what came of it."""
    container = body.get("container") or {}
    view = body.get("view") or {}
    _, _, from_form = str(view.get("private_metadata") or "").partition("\n")[0].partition(" ")
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or from_form or None
    return str((body.get("user") or {}).get("id") or ""), channel, container.get("thread_ts")


def kept_text(view: dict[str, Any]) -> str:
    """Return the text that travels with a preview."""
    return str(view.get("private_metadata") or "").partition("\n")[2]


def text_of(view: dict[str, Any]) -> str:
    """Return what was written into a form."""
    field = view["state"]["values"].get(actions.TEXT_BLOCK, {}).get(actions.TEXT_INPUT, {})
    return str(field.get("value") or "").strip()


def reader_of(view: dict[str, Any]) -> str | None:
    """Return the person chosen as the only reader, or None for all; empty: nobody was chosen."""
    field = view["state"]["values"].get(actions.READER_BLOCK, {}).get(actions.TEXT_INPUT, {})
    chosen = str((field.get("selected_option") or {}).get("value") or "")
    return None if chosen == EVERYBODY else chosen
