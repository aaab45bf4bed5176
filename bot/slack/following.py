"""Whether a message goes on from what was said before: in Slack's agent view a DM has no threads to tell it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.answering.turns import follows_on
from bot.escalation.records import Records
from bot.store import messages
from bot.store.keys import Keys
from bot.store.messages import MessageBody
from bot.store.tables import Case, Message

_LATELY = timedelta(hours=6)


def goes_on(body: MessageBody) -> bool:
    """Return whether a message goes on: in a thread always, else by its words."""
    return body.thread_ts is not None or follows_on(body.text)


def turns_before(session: Session, keys: Keys, message: Message, body: MessageBody) -> tuple[str, ...]:
    """Return the turns that a message goes on from, oldest first."""
    return messages.said_before(session, keys, message) if goes_on(body) else ()


def said_lately(session: Session, keys: Keys, message: Message) -> tuple[str, ...]:
    """Return what the same person said anywhere in the last hours, oldest first.

    Whom a story is about may have been said in another message.
    """
    return tuple(body.text for body in messages.said_lately(session, keys, message, _LATELY))


def case_before(session: Session, records: Records, message: Message, body: MessageBody) -> Case | None:
    """Return the row of the case that a message goes on from, if there is one."""
    return records.case_before(session, message, body) if goes_on(body) else None
