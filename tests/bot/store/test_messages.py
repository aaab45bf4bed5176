from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.errors import SealError
from bot.store import messages
from bot.store.keys import Keys
from bot.store.messages import Errand, MessageBody
from bot.store.tables import Message
from tests.bot.store.given import ANOTHER_COUNCIL, DAY, SECOND, Given


def said_before(given: Given, message_id: str) -> tuple[str, ...]:
    with given.database.read() as session:
        message = session.get_one(Message, message_id)
        return messages.said_before(session, given.database.keys, message)


def replace_body(given: Given, message_id: str, body: bytes | None) -> None:
    with given.database.write() as session:
        session.get_one(Message, message_id).body = body


# --- the words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        MessageBody(text="Kia ora, may I?", channel="D1", ts="1.0"),
        MessageBody(text="", channel="C1", ts="1.0", thread_ts="0.5", in_dm=False, files=2, marking="SECRET"),
        MessageBody(text="Ring me?", channel="D1", ts="1.0", errand=Errand()),
        MessageBody(text="Ring me?", channel="D1", ts="1.0", errand=Errand(reader_id="a person")),
        MessageBody(text="It was blue.", channel="D1", ts="1.0", errand=Errand(adds_to="a case")),
    ],
)
def test_a_message_comes_back_as_it_was_sealed(given: Given, keys: Keys, body: MessageBody) -> None:
    message_id = given.message()
    replace_body(given, message_id, messages.seal(keys, message_id, body))
    assert messages.read(keys, given.message_row(message_id)) == body


def test_words_that_are_no_longer_kept_are_nothing(given: Given, keys: Keys) -> None:
    message_id = given.message()
    replace_body(given, message_id, None)
    assert messages.read(keys, given.message_row(message_id)) is None


def test_words_that_were_moved_to_another_message_do_not_open(given: Given, keys: Keys) -> None:
    one, two = given.message("mine"), given.message("yours")
    replace_body(given, two, given.message_row(one).body)
    with pytest.raises(SealError):
        messages.read(keys, given.message_row(two))


def test_a_message_that_was_kept_before_there_were_errands_is_read_still(given: Given, keys: Keys) -> None:
    message_id = given.message()
    written = (
        '{"text":"Hello","channel":"D1","ts":"1.0","thread_ts":null,"in_dm":true,"files":0,"marking":null}'
    )
    replace_body(given, message_id, keys.seal(written, f"inbox:{message_id}:body"))
    kept = messages.read(keys, given.message_row(message_id))
    assert kept == MessageBody(text="Hello", channel="D1", ts="1.0")


# --- what was said before -----------------------------------------------------------------------------


def test_what_was_said_before_stands_in_its_order(given: Given) -> None:
    ids = [given.message(text) for text in ("one", "two", "three")]
    assert [said_before(given, message_id) for message_id in ids] == [(), ("one",), ("one", "two")]


def test_at_most_the_last_six_are_told(given: Given) -> None:
    for number in range(9):
        given.message(f"message {number}")
    assert said_before(given, given.message("now")) == tuple(f"message {number}" for number in range(3, 9))


def test_what_somebody_else_said_in_the_thread_is_not_told(given: Given) -> None:
    given.message("mine")
    given.message("somebody else's", by="U2")
    assert said_before(given, given.message("now")) == ("mine",)


@pytest.mark.parametrize("where", [{"thread_ts": "0.5"}, {"channel": "C1", "in_dm": False}])
def test_what_was_said_in_another_thread_is_not_told(given: Given, where: dict[str, Any]) -> None:
    given.message("here", **where)
    given.message("there", thread="thread 2", **where)
    assert said_before(given, given.message("now", **where)) == ("here",)


@pytest.mark.parametrize("where", [{"thread_ts": "0.5"}, {"channel": "C1", "in_dm": False}])
def test_what_was_said_in_a_thread_is_told_however_long_ago(given: Given, where: dict[str, Any]) -> None:
    given.message("long ago", **where)
    given.clock.pass_by(DAY)
    assert said_before(given, given.message("now", **where)) == ("long ago",)


def test_of_a_dm_without_threads_what_was_said_there_is_told(given: Given) -> None:
    given.message("here")
    given.message("another line", thread="thread 2")
    given.message("in a channel", channel="C1", in_dm=False)
    given.message("somebody else's", by="U2")
    assert said_before(given, given.message("now", thread="thread 3")) == ("here", "another line")


def test_of_a_dm_without_threads_what_was_said_half_an_hour_ago_is_told_and_nothing_older(
    given: Given,
) -> None:
    given.message("too long ago")
    given.message("just before")
    given.clock.pass_by(timedelta(minutes=30) - SECOND)
    assert said_before(given, given.message("now", thread="thread 3")) == ("just before",)


def said_lately(given: Given, message_id: str, within: timedelta = DAY) -> list[str]:
    with given.database.read() as session:
        message = session.get_one(Message, message_id)
        return [one.text for one in messages.said_lately(session, given.database.keys, message, within)]


def test_what_somebody_said_lately_is_told_wherever_it_was(given: Given, keys: Keys) -> None:
    given.message("in the DM")
    given.message("in a channel", channel="C1", thread="thread 2", thread_ts="0.5", in_dm=False)
    given.message("somebody else's", by="U2")
    given.message("elsewhere", council=ANOTHER_COUNCIL)
    given.message("")
    replace_body(given, given.message("purged"), None)
    now = given.message("now", thread="thread 3")
    given.message("later")
    assert said_lately(given, now) == ["in the DM", "in a channel"]


def test_what_was_said_lately_ends_where_it_is_asked_to(given: Given) -> None:
    for text in ("one", "two"):
        given.message(text)
    now = given.message("now")
    assert [said_lately(given, now, n * SECOND) for n in (0, 1, 2)] == [[], ["two"], ["one", "two"]]


def test_of_what_was_said_lately_the_last_six_are_told(given: Given) -> None:
    for n in range(8):
        given.message(f"message {n}")
    assert said_lately(given, given.message("now")) == [f"message {n}" for n in range(2, 8)]


def test_what_was_said_in_another_council_is_not_told(given: Given) -> None:
    given.message("here")
    given.message("there", council=ANOTHER_COUNCIL)
    assert said_before(given, given.message("now")) == ("here",)


def test_words_that_are_no_longer_kept_are_not_told(given: Given) -> None:
    purged = given.message("purged")
    given.message("kept")
    replace_body(given, purged, None)
    assert said_before(given, given.message("now")) == ("kept",)


def test_a_message_without_words_is_not_told(given: Given, keys: Keys) -> None:
    given.message("before")
    marked = given.message()
    body = MessageBody(text="", channel="D1", ts="1.0", marking="SECRET")
    replace_body(given, marked, messages.seal(keys, marked, body))
    assert said_before(given, given.message("now")) == ("before",)


def test_what_was_said_is_told_whether_it_has_been_answered_or_not(given: Given) -> None:
    given.message("answered", done=True)
    given.message("not yet")
    assert said_before(given, given.message("now")) == ("answered", "not yet")
