from __future__ import annotations

import pytest
from slack_sdk import WebClient

from bot.rehearsal.acting import Actor
from bot.rehearsal.wire import Json
from bot.rehearsal.workspace import Channel
from tests.bot.rehearsal.conftest import refused


def test_history_gives_the_newest_first_without_replies_and_without_metadata(
    anna: Actor, client: WebClient, staff: Channel
) -> None:
    metadata = {"event_type": "case", "event_payload": {"id": "7"}}
    first = client.chat_postMessage(channel=staff.id, text="one", metadata=metadata)
    client.chat_postMessage(channel=staff.id, text="reply", thread_ts=first["ts"])
    client.chat_postMessage(channel=staff.id, text="two")
    plain = client.conversations_history(channel=staff.id)["messages"]
    assert [message["text"] for message in plain] == ["two", "one"]
    assert "metadata" not in plain[1]
    full = client.conversations_history(channel=staff.id, include_all_metadata=True)["messages"]
    assert full[1]["metadata"] == metadata


def test_a_thread_is_looked_up_with_its_metadata(client: WebClient, staff: Channel) -> None:
    metadata = {"event_type": "outbox", "event_payload": {"row": "7"}}
    first = client.chat_postMessage(channel=staff.id, text="one")
    client.chat_postMessage(channel=staff.id, text="reply", thread_ts=first["ts"], metadata=metadata)
    where = {"channel": staff.id, "ts": str(first["ts"])}
    replies = client.conversations_replies(**where, include_all_metadata=True)["messages"]
    assert [(message["text"], message.get("metadata")) for message in replies] == [
        ("one", None),
        ("reply", metadata),
    ]
    assert replies[0]["reply_count"] == 1
    assert "metadata" not in client.conversations_replies(**where)["messages"][1]
    assert (
        refused(client.conversations_replies, channel=staff.id, ts="1.000001")["error"] == "thread_not_found"
    )


def test_history_comes_in_pages(client: WebClient, staff: Channel) -> None:
    for number in range(5):
        client.chat_postMessage(channel=staff.id, text=str(number))
    texts = [
        [message["text"] for message in answer["messages"]]
        for answer in client.conversations_history(channel=staff.id, limit=2)
    ]
    assert texts == [["4", "3"], ["2", "1"], ["0"]]
    assert refused(client.conversations_history, channel=staff.id, cursor="?")["error"] == "invalid_cursor"


@pytest.mark.parametrize(
    ("bounds", "texts"),
    [
        ({"oldest": 1}, ["3", "2"]),
        ({"latest": 1}, ["0"]),
        ({"oldest": 1, "inclusive": True}, ["3", "2", "1"]),
        ({"oldest": 0, "latest": 2}, ["1"]),
    ],
)
def test_history_has_bounds(client: WebClient, staff: Channel, bounds: Json, texts: list[str]) -> None:
    stamps = [client.chat_postMessage(channel=staff.id, text=str(number))["ts"] for number in range(4)]
    asked = {name: value if name == "inclusive" else stamps[value] for name, value in bounds.items()}
    found = client.conversations_history(channel=staff.id, **asked)["messages"]
    assert [message["text"] for message in found] == texts
