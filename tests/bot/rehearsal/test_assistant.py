from __future__ import annotations

from slack_sdk import WebClient

from bot.rehearsal.acting import Actor
from bot.rehearsal.server import Slack
from tests.bot.rehearsal.conftest import refused


def test_a_status_goes_when_the_thread_is_answered(slack: Slack, anna: Actor, client: WebClient) -> None:
    ts = str(anna.dm("Hello"))
    client.assistant_threads_setStatus(
        channel_id=anna.dm_channel, thread_ts=ts, status="is searching", loading_messages=["one", "two"]
    )
    assert slack.workspace.status(anna.dm_channel, ts) == "is searching"
    client.chat_postMessage(channel=anna.dm_channel, text="Here", thread_ts=ts)
    assert [(s.text, s.loading_messages) for s in slack.workspace.statuses] == [
        ("is searching", ("one", "two")),
        ("", ()),
    ]


def test_at_most_four_prompts_and_ten_loading_messages(slack: Slack, anna: Actor, client: WebClient) -> None:
    def prompts(count: int) -> list[dict[str, str]]:
        return [{"title": "t", "message": "m"}] * count

    client.assistant_threads_setSuggestedPrompts(channel_id=anna.dm_channel, prompts=prompts(4))
    assert slack.workspace.prompts[anna.dm_channel]["prompts"] == prompts(4)
    many = refused(
        client.assistant_threads_setSuggestedPrompts, channel_id=anna.dm_channel, prompts=prompts(5)
    )
    chatty = refused(
        client.assistant_threads_setStatus,
        channel_id=anna.dm_channel,
        thread_ts="1.000001",
        status="x",
        loading_messages=["x"] * 11,
    )
    assert many["error"] == chatty["error"] == "invalid_arguments"
    client.assistant_threads_setTitle(channel_id=anna.dm_channel, thread_ts="1.000001", title="Gifts")
    assert slack.workspace.titles == {(anna.dm_channel, "1.000001"): "Gifts"}
