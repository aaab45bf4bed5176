"""Whether a message goes on from what was said before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.slack.following import case_before, goes_on, turns_before
from bot.store.messages import MessageBody
from bot.store.tables import Message
from tests.bot.slack import given
from tests.bot.slack.given import DM, OTHER_MEMBER, TS, Setting

GOES_ON, OF_ITS_OWN = "And he rang again", "May I keep a ticket?"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Setting]:
    with given.setting(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("text", "thread_ts", "goes"),
    [(GOES_ON, None, True), (OF_ITS_OWN, None, False), (OF_ITS_OWN, TS, True)],
)
def test_in_a_thread_a_message_always_goes_on_and_else_by_its_words(
    text: str, thread_ts: str | None, goes: bool
) -> None:
    assert goes_on(MessageBody(text=text, channel=DM, ts=TS, thread_ts=thread_ts)) is goes


@pytest.mark.parametrize(
    ("text", "where", "found"),
    [
        (GOES_ON, {}, True),
        (GOES_ON, {"thread": "another"}, True),
        (OF_ITS_OWN, {}, False),
        (OF_ITS_OWN, {"thread_ts": TS}, True),
        (OF_ITS_OWN, {"thread_ts": TS, "thread": "another"}, False),
        (GOES_ON, {"by": OTHER_MEMBER}, False),
    ],
)
def test_turns_and_case_before_a_message(at: Setting, text: str, where: dict[str, Any], found: bool) -> None:
    case = at.case("He gave me cash")
    message_id = at.message(text, **where)
    body = at.said(message_id)
    assert body
    with at.database.read() as session:
        message = session.get_one(Message, message_id)
        turns = turns_before(session, at.keys, message, body)
        row = case_before(session, at.records, message, body)
        assert turns == (("He gave me cash",) if found else ())
        assert (row.id if row else None) == (case.id if found else None)
