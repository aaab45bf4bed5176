"""Notices: what must be told to whom, written in the same transaction as the change it tells of."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.store.inserts import insert_once
from bot.store.keys import Sealer
from bot.store.tables import Notice

LIAISONS = "liaisons"


class NoticeKind(StrEnum):
    """What is told; each has its form in bot/slack/cards."""

    # To a member.
    WELCOME = "welcome"
    ANSWER = "answer"
    # What was chosen of an answer's choices: the answer shows it in their place.
    CHOSEN = "chosen"
    REFUSED = "refused"
    MARKED = "marked"
    CHOICE = "choice"
    RECEIPT = "receipt"
    RECEIPT_CHANGED = "receipt changed"
    NOTE = "note"
    CORRECTION = "correction"
    ROUTES = "routes"
    GIVEN_BACK = "given back"
    UNREACHED = "unreached"
    CLAIMED = "claimed"
    RELAYED = "relayed"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    # To the liaisons.
    CARD = "card"
    CARD_CHANGED = "card changed"
    HISTORY = "history"
    ALERT = "alert"
    HIDDEN = "hidden"
    UNDELIVERED = "undelivered"
    # To the wellbeing contact.
    SUPPORT = "support"


def tell(
    session: Session,
    council: str,
    kind: NoticeKind,
    *,
    key: str,
    now: datetime,
    to: str | None,
    case_id: str | None = None,
    message_id: str | None = None,
    body: str | None = None,
    sealer: Sealer | None = None,
) -> bool:
    """Write a notice row; False when one with this key is there already.

    Args:
        key: the same for what must be told once only.
        to: a person's id; None: the liaison channel.
        body: words, sealed with `sealer`.
    """
    notice_id = uuid.uuid4().hex
    sealed = sealer.seal(body, body_name(notice_id)) if body is not None and sealer else None
    return insert_once(
        session,
        Notice,
        id=notice_id,
        council=council,
        key=key,
        kind=kind.value,
        lane=to or LIAISONS,
        to_id=to,
        case_id=case_id,
        message_id=message_id,
        body=sealed,
        created_at=now,
        next_at=now,
        attempts=0,
    )


def answer_key(message_id: str) -> str:
    """Return the key of the answer to a message."""
    return f"answer:{message_id}"


def chosen_key(message_id: str) -> str:
    """Return the key of what was chosen in answer to the one question back about a message."""
    return f"chosen:{message_id}"


def find(session: Session, council: str, key: str) -> Notice | None:
    """Return the notice with this key."""
    return session.scalar(select(Notice).where(Notice.council == council, Notice.key == key))


def body_name(notice_id: str) -> str:
    """Return the name under which a notice's words are sealed."""
    return f"outbox:{notice_id}:body"
