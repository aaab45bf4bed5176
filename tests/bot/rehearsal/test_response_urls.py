from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.rehearsal.acting import Actor
from bot.rehearsal.server import Slack
from bot.rehearsal.wire import Json
from bot.rehearsal.workspace import Channel


def send(slack: Slack, name: str, **body: Any) -> Json:
    request = urllib.request.Request(
        f"{slack.base}/respond/{name}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    status = 200
    try:
        with urllib.request.urlopen(request) as reply:
            answer = json.load(reply)
    except urllib.error.HTTPError as error:
        with error:
            status, answer = error.code, json.load(error)
    assert status == (200 if answer["ok"] else 404)
    assert isinstance(answer, dict)
    return answer


@pytest.fixture
def pressed(slack: Slack, anna: Actor, client: WebClient) -> str:
    """The last part of the response_url of a message in Anna's DM."""
    ts = str(client.chat_postMessage(channel=anna.id, text="Before", blocks=[{"type": "divider"}])["ts"])
    return slack.loop.ask(lambda: slack.urls.give(anna.dm_channel, anna.id, ts))


def test_it_replaces_the_whole_message(slack: Slack, anna: Actor, pressed: str) -> None:
    assert send(slack, pressed, text="After", replace_original=True) == {"ok": True}
    (message,) = slack.messages(anna.dm_channel)
    assert (message.text, message.blocks) == ("After", [])
    assert slack.calls[-1].method == "response_url"


def test_it_deletes_the_message(slack: Slack, anna: Actor, pressed: str) -> None:
    send(slack, pressed, delete_original=True)
    assert slack.messages(anna.dm_channel) == []
    assert send(slack, pressed, delete_original=True)["error"] == "message_not_found"


def test_it_speaks_to_one_person_unless_told_otherwise(slack: Slack, anna: Actor, pressed: str) -> None:
    send(slack, pressed, text="Quietly")
    assert anna.expect_ephemeral(anna.dm_channel).text == "Quietly"
    send(slack, pressed, text="Aloud", response_type="in_channel")
    assert [message.text for message in slack.messages(anna.dm_channel)] == ["Before", "Aloud"]


def test_it_changes_an_ephemeral_message(
    slack: Slack, anna: Actor, staff: Channel, client: WebClient
) -> None:
    ts = client.chat_postEphemeral(channel=staff.id, user=anna.id, text="Before")["message_ts"]
    name = slack.loop.ask(lambda: slack.urls.give(staff.id, anna.id, str(ts)))
    send(slack, name, text="After", replace_original=True)
    assert anna.expect_ephemeral(staff, "After").ts == ts
    send(slack, name, delete_original=True)
    assert slack.workspace.ephemerals == []


def test_it_serves_five_times(slack: Slack, pressed: str) -> None:
    for _ in range(5):
        assert send(slack, pressed, text="x")["ok"]
    assert send(slack, pressed, text="x")["error"] == "used_url"
    assert send(slack, "nothing", text="x")["error"] == "invalid_url"


def test_a_refused_answer_is_not_counted(slack: Slack, pressed: str) -> None:
    for _ in range(6):
        assert send(slack, pressed, blocks=[{"type": "poem"}])["error"] == "invalid_blocks"
    assert send(slack, pressed, text="x")["ok"]
