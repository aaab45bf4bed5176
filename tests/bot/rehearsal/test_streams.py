from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.rehearsal.acting import Actor
from bot.rehearsal.server import Slack
from bot.rehearsal.workspace import Channel
from tests.bot.rehearsal.conftest import in_loop, refused


def test_a_stream_grows_and_is_finished_with_blocks(slack: Slack, anna: Actor) -> None:
    ts = str(anna.dm("Hello"))

    async def stream(client: AsyncWebClient) -> None:
        streamer = await client.chat_stream(channel=anna.dm_channel, thread_ts=ts, buffer_size=1)
        await streamer.append(markdown_text="**one** ")
        await streamer.append(markdown_text="two")
        with pytest.raises(SlackApiError, match="streaming_state_conflict"):
            await client.chat_update(channel=anna.dm_channel, ts=str(streamer.ts), text="x")
        await streamer.stop(blocks=[{"type": "divider"}])
        with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
            await client.chat_appendStream(channel=anna.dm_channel, ts=str(streamer.ts), markdown_text="x")

    in_loop(slack, stream)
    (message,) = slack.messages(anna.dm_channel)
    assert (message.text, message.thread_ts, message.raw["streaming_state"]) == (
        "**one** two",
        ts,
        "completed",
    )
    assert [block["type"] for block in message.blocks] == ["divider"]


def test_an_expired_stream_is_recovered_by_an_update(slack: Slack, anna: Actor, client: WebClient) -> None:
    where = {"channel": anna.dm_channel, "thread_ts": str(anna.dm("Hello"))}
    ts = str(client.chat_startStream(**where, markdown_text="one")["ts"])
    slack.expire_streams()
    answer = refused(client.chat_stopStream, channel=anna.dm_channel, ts=ts)
    assert answer["error"] == "message_not_in_streaming_state"
    client.chat_update(channel=anna.dm_channel, ts=ts, text="all of it")
    assert slack.messages(anna.dm_channel)[0].text == "all of it"


def test_a_stream_dies_after_five_minutes(slack: Slack, anna: Actor, client: WebClient) -> None:
    where = {"channel": anna.dm_channel, "thread_ts": str(anna.dm("Hello"))}
    ts = str(client.chat_startStream(**where, markdown_text="one")["ts"])
    slack.workspace.clock = lambda: float(ts) + 301
    answer = refused(client.chat_appendStream, channel=anna.dm_channel, ts=ts, markdown_text="two")
    assert answer["error"] == "message_not_in_streaming_state"


def test_a_stream_in_a_channel_names_its_reader(client: WebClient, staff: Channel) -> None:
    answer = refused(client.chat_startStream, channel=staff.id, thread_ts="1.000001", markdown_text="x")
    assert answer["error"] == "missing_recipient_team_id"
