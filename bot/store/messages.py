"""Messages of the inbox: their words, sealed, and what was said before in the same thread."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.keys import Keys
from bot.store.tables import Message

_TURNS = 6
_LOOKED_AT = 40
_CONVERSATION = timedelta(minutes=30)


class Errand(BaseModel):
    """What the words of a form are for: a new case for the chosen reader, or an addition to a case.

    `reader_id`: the one person who may read it; None: all who read cases.
    """

    model_config = ConfigDict(frozen=True)
    adds_to: str | None = None
    reader_id: str | None = None


class MessageBody(BaseModel):
    """What was said and where. With a protective marking (`marking`) the words are not kept."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    text: str
    channel: str
    ts: str
    thread_ts: str | None = None
    in_dm: bool = True
    files: int = 0
    marking: str | None = None
    errand: Errand | None = None


def seal(keys: Keys, message_id: str, body: MessageBody) -> bytes:
    """Return a message's words, sealed."""
    return keys.seal(body.model_dump_json(), _name(message_id))


def read(keys: Keys, message: Message) -> MessageBody | None:
    """Return a message's words; None when they are no longer kept."""
    if message.body is None:
        return None
    return MessageBody.model_validate_json(keys.open(message.body, _name(message.id)))


def said_before(session: Session, keys: Keys, message: Message) -> tuple[str, ...]:
    """Return what this person said earlier in the conversation of a message, oldest first.

    That is its thread; of a DM without a thread (Slack's agent view has none) what was said there just before.
    """
    body = read(keys, message)
    if body and body.in_dm and body.thread_ts is None:
        lately = said_lately(session, keys, message, _CONVERSATION, channel=body.channel)
        return tuple(one.text for one in lately)
    earlier: datetime = message.received_at
    rows = session.scalars(
        select(Message)
        .where(
            Message.council == message.council,
            Message.thread == message.thread,
            Message.person_id == message.person_id,
            Message.received_at < earlier,
            Message.id != message.id,
        )
        .order_by(Message.received_at.desc())
        .limit(_TURNS)
    )
    bodies = [read(keys, row) for row in rows]
    return tuple(body.text for body in reversed(bodies) if body and body.text)


def said_lately(
    session: Session, keys: Keys, message: Message, within: timedelta, channel: str | None = None
) -> list[MessageBody]:
    """Return what this person said before a message and not longer ago, oldest first.

    `channel`: there alone; None: anywhere.
    """
    rows = session.scalars(
        select(Message)
        .where(
            Message.council == message.council,
            Message.person_id == message.person_id,
            Message.received_at < message.received_at,
            Message.received_at >= message.received_at - within,
            Message.id != message.id,
        )
        .order_by(Message.received_at.desc())
        .limit(_LOOKED_AT)
    )
    bodies = (read(keys, row) for row in rows)
    said = [body for body in bodies if body and body.text and channel in (None, body.channel)]
    return said[:_TURNS][::-1]


def _name(message_id: str) -> str:
    return f"inbox:{message_id}:body"
