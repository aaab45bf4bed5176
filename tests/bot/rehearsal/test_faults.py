from __future__ import annotations

import asyncio

import aiohttp
import pytest
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.rehearsal.acting import Actor
from bot.rehearsal.server import Slack
from tests.bot.rehearsal.conftest import in_loop, refused


def test_a_429_names_the_seconds_and_the_handler_waits(slack: Slack, anna: Actor) -> None:
    slack.fault("chat.postMessage", status=429, retry_after=0)
    post = in_loop(
        slack,
        lambda client: client.chat_postMessage(channel=anna.id, text="Hello"),
        [AsyncRateLimitErrorRetryHandler()],
    )
    assert post["ok"]
    assert [call.answer and call.answer["ok"] for call in slack.calls] == [False, True]
    assert len(slack.messages(anna.dm_channel)) == 1


@pytest.mark.parametrize(("after_commit", "stored"), [(False, 1), (True, 2)])
def test_a_503_is_retried_and_after_the_commit_that_posts_twice(
    slack: Slack, anna: Actor, after_commit: bool, stored: int
) -> None:
    slack.fault("chat.postMessage", status=503, after_commit=after_commit)
    in_loop(
        slack,
        lambda client: client.chat_postMessage(channel=anna.id, text="Hello"),
        [AsyncServerErrorRetryHandler()],
    )
    assert len(slack.messages(anna.dm_channel)) == stored


@pytest.mark.parametrize(("abort", "stored"), [("before", 0), ("after commit", 1)])
def test_a_reset_line_looks_the_same_before_and_after_the_commit(
    slack: Slack, anna: Actor, abort: str, stored: int
) -> None:
    slack.fault("chat.postMessage", abort=abort)

    async def post(client: AsyncWebClient) -> None:
        with pytest.raises(aiohttp.ClientOSError):
            await client.chat_postMessage(channel=anna.id, text="Hello")

    in_loop(slack, post, [])
    assert len(slack.messages(anna.dm_channel)) == stored
    assert slack.calls[-1].answer is None


def test_the_default_client_posts_twice_when_the_line_is_cut_after_the_commit(
    slack: Slack, anna: Actor
) -> None:
    slack.fault("chat.postMessage", abort="after commit")
    in_loop(slack, lambda client: client.chat_postMessage(channel=anna.id, text="Hello"))
    assert [message.text for message in slack.messages(anna.dm_channel)] == ["Hello", "Hello"]


def test_a_fault_is_used_up_and_fits_only_its_arguments(slack: Slack, anna: Actor, client: WebClient) -> None:
    slack.fault("chat.postMessage", times=2, error="fatal_error", only=lambda args: args["text"] == "bad")
    client.chat_postMessage(channel=anna.id, text="good")
    for _ in range(2):
        assert refused(client.chat_postMessage, channel=anna.id, text="bad")["error"] == "fatal_error"
    client.chat_postMessage(channel=anna.id, text="bad")


def test_a_delayed_call_is_carried_out(slack: Slack, anna: Actor, client: WebClient) -> None:
    slack.fault("*", delay=0.01)
    assert client.chat_postMessage(channel=anna.id, text="late")["ok"]


def test_held_calls_are_released_in_order(slack: Slack, anna: Actor) -> None:
    hold = slack.hold("chat.postMessage", only=lambda args: args["channel"] == anna.id)

    async def post(client: AsyncWebClient) -> None:
        one = asyncio.create_task(client.chat_postMessage(channel=anna.id, text="one"))
        await asyncio.to_thread(hold.expect, 1)
        two = asyncio.create_task(client.chat_postMessage(channel=anna.id, text="two"))
        await asyncio.to_thread(hold.expect, 2)
        assert [call.args["text"] for call in hold.held] == ["one", "two"]
        assert slack.messages(anna.dm_channel) == []
        hold.release(1)
        await one
        assert [message.text for message in slack.messages(anna.dm_channel)] == ["one"]
        hold.lift()
        await two
        await client.chat_postMessage(channel=anna.id, text="three")

    in_loop(slack, post)
    assert [message.text for message in slack.messages(anna.dm_channel)] == ["one", "two", "three"]
    kinds = [entry.kind for entry in slack.timeline.entries]
    assert kinds == [
        "call",
        "held",
        "call",
        "held",
        "release",
        "answer",
        "release",
        "answer",
        "call",
        "answer",
    ]


def test_a_call_held_after_the_commit_is_stored_but_not_answered(slack: Slack, anna: Actor) -> None:
    hold = slack.hold("chat.postMessage", after_commit=True)

    async def post(client: AsyncWebClient) -> None:
        task = asyncio.create_task(client.chat_postMessage(channel=anna.id, text="one"))
        await asyncio.to_thread(hold.expect)
        assert [message.text for message in slack.messages(anna.dm_channel)] == ["one"]
        hold.cut()
        with pytest.raises(aiohttp.ClientOSError):
            await task

    in_loop(slack, post, [])


def test_a_hold_says_what_is_held_when_too_little_is(slack: Slack) -> None:
    with (
        slack.hold("chat.postMessage") as hold,
        pytest.raises(AssertionError, match=r"1 calls of chat.postMessage"),
    ):
        hold.expect(timeout=0.01)


def test_a_call_that_does_not_come_is_reported_with_those_that_did(slack: Slack, client: WebClient) -> None:
    client.auth_test()
    assert slack.expect_call("auth.test").sequence == 1
    with pytest.raises(
        AssertionError, match=r"no such call of chat.update within 0.01 s; there is:\n  1 auth.test"
    ):
        slack.expect_call("chat.update", timeout=0.01)
