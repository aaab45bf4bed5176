from __future__ import annotations

import pytest
from slack_sdk import WebClient

from bot.rehearsal.acting import Actor
from bot.rehearsal.server import Slack
from bot.rehearsal.wire import Json
from bot.rehearsal.workspace import SCOPES, Channel
from tests.bot.rehearsal.conftest import refused


def test_a_posted_message_is_stored_as_slack_stores_it(slack: Slack, anna: Actor, client: WebClient) -> None:
    metadata = {"event_type": "answer", "event_payload": {"row": "7"}}
    answer = client.chat_postMessage(channel=anna.id, text="Hello", metadata=metadata)
    (message,) = slack.messages(anna.dm_channel)
    assert answer["channel"] == anna.dm_channel
    assert (
        message.raw
        == answer["message"]
        == {
            "type": "message",
            "user": "U0GUIDE01",
            "bot_id": "B0GUIDE01",
            "app_id": "A0GUIDE01",
            "team": "T0COUNCIL",
            "ts": answer["ts"],
            "text": "Hello",
            "metadata": metadata,
        }
    )


def test_timestamps_are_unique_and_grow(slack: Slack) -> None:
    slack.workspace.clock = lambda: 1_800_000_000.0
    stamps = [slack.workspace.ts() for _ in range(3)]
    assert stamps == ["1800000000.000000", "1800000000.000001", "1800000000.000002"]


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"markdown_text": "x", "text": "x"}, "markdown_text_conflict"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [{"type": "poem"}]}, "invalid_blocks"),
        (
            {
                "text": "x",
                "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5,
            },
            "msg_blocks_too_long",
        ),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        (
            {"text": "x", "metadata": {"event_type": "x", "event_payload": {"x": "x" * 16_000}}},
            "metadata_too_large",
        ),
        ({"text": "x", "thread_ts": "yesterday"}, "invalid_thread_ts"),
    ],
)
def test_a_bad_message_is_refused(
    slack: Slack, anna: Actor, client: WebClient, call: Json, error: str
) -> None:
    assert refused(client.api_call, "chat.postMessage", json={"channel": anna.id, **call})["error"] == error
    assert slack.messages(anna.dm_channel) == []


def test_a_refusal_of_blocks_says_where(anna: Actor, client: WebClient) -> None:
    answer = refused(client.chat_postMessage, channel=anna.id, text="x", blocks=[{"type": "section"}])
    line = "must define either `text` or `fields` [json-pointer:/blocks/0/type]"
    assert answer["errors"] == [line]
    assert answer["response_metadata"] == {"messages": [f"[ERROR] {line}"]}


@pytest.mark.parametrize(
    ("known", "error"),
    [
        ({"is_private": False}, "not_in_channel"),
        ({"is_private": True}, "channel_not_found"),
        ({"is_archived": True}, "is_archived"),
    ],
)
def test_the_bot_posts_only_where_it_is_a_member(
    slack: Slack, client: WebClient, known: Json, error: str
) -> None:
    channel = slack.channel("elsewhere", bot=False, **known)
    assert refused(client.chat_postMessage, channel=channel.id, text="x")["error"] == error


def test_only_own_messages_are_changed_and_deleted(anna: Actor, client: WebClient) -> None:
    theirs = anna.dm("Hello")
    where = {"channel": anna.dm_channel, "ts": str(theirs)}
    assert refused(client.chat_update, **where, text="x")["error"] == "cant_update_message"
    assert refused(client.chat_delete, **where)["error"] == "cant_delete_message"
    where["ts"] = "1.000001"
    assert refused(client.chat_update, **where, text="x")["error"] == "message_not_found"
    assert refused(client.chat_delete, **where)["error"] == "message_not_found"


def test_an_update_keeps_what_it_does_not_name(slack: Slack, anna: Actor, client: WebClient) -> None:
    metadata = {"event_type": "answer", "event_payload": {}}
    blocks = [{"type": "divider", "block_id": "d"}]
    posted = client.chat_postMessage(channel=anna.id, text="Before", blocks=blocks, metadata=metadata)
    client.chat_update(channel=anna.dm_channel, ts=posted["ts"], text="After")
    (message,) = slack.messages(anna.dm_channel)
    assert (message.text, message.blocks, message.metadata) == ("After", blocks, metadata)
    assert message.changed_at > message.ts
    client.chat_update(channel=anna.dm_channel, ts=posted["ts"], text="Bare", blocks=[])
    assert slack.messages(anna.dm_channel)[0].blocks == []


def test_an_update_may_be_a_tenth_as_long_as_a_message(anna: Actor, client: WebClient) -> None:
    posted = client.chat_postMessage(channel=anna.id, text="x" * 40_000)
    where = {"channel": anna.dm_channel, "ts": str(posted["ts"])}
    client.chat_update(**where, text="x" * 4000)
    assert refused(client.chat_update, **where, text="x" * 4001)["error"] == "msg_too_long"


def test_an_ephemeral_message_is_in_no_history(
    slack: Slack, anna: Actor, client: WebClient, staff: Channel
) -> None:
    client.chat_postEphemeral(channel=staff.id, user=anna.id, text="For you")
    assert anna.expect_ephemeral(staff, "for you").is_ephemeral
    assert client.conversations_history(channel=staff.id)["messages"] == []
    stranger = slack.person("Ben")
    answer = refused(client.chat_postEphemeral, channel=staff.id, user=stranger.id, text="x")
    assert answer["error"] == "user_not_in_channel"


def test_a_reaction_is_put_once(slack: Slack, anna: Actor, client: WebClient) -> None:
    slack.workspace.scopes = (*SCOPES, "reactions:write")
    where = {"channel": anna.dm_channel, "timestamp": str(anna.dm("Hello"))}
    client.reactions_add(**where, name="eyes")
    assert refused(client.reactions_add, **where, name="eyes")["error"] == "already_reacted"
