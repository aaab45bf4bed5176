"""A stop waits for what was pressed: with bolt's own runner, and a listener that takes its time."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.slack.in_hand import InHand

PRESS = {
    "type": "block_actions",
    "team": {"id": "T0DEMO00000"},
    "user": {"id": "U0DEMO00001"},
    "container": {"type": "message", "message_ts": "1.0", "channel_id": "D1"},
    "channel": {"id": "D1"},
    "actions": [{"type": "button", "action_id": "claim", "block_id": "b", "value": "x", "action_ts": "1.1"}],
}

Listener = Callable[[AsyncAck], Awaitable[None]]


async def authorize() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T0DEMO00000", bot_token="xoxb-x", bot_user_id="U0BOT")


def app_with(listener: Listener) -> tuple[AsyncApp, InHand]:
    app = AsyncApp(authorize=authorize, request_verification_enabled=False)
    in_hand = InHand(app.listener_runner)

    async def hear(ack: AsyncAck) -> None:
        await listener(ack)

    app.action("claim")(hear)

    async def quiet(error: Exception) -> None:
        assert error

    app.error(quiet)
    return app, in_hand


async def press(app: AsyncApp) -> int:
    """Press the button; return the status, which comes as soon as it is acknowledged."""
    headers = {"content-type": ["application/json"], "x-slack-request-timestamp": [str(int(time.time()))]}
    answer = await app.async_dispatch(
        AsyncBoltRequest(body=json.dumps(PRESS), headers=headers, mode="socket_mode")
    )
    return int(answer.status)


def run(work: Awaitable[None]) -> None:
    async def whole() -> None:
        async with asyncio.timeout(10):
            await work

    asyncio.run(whole())


async def turn() -> None:
    """Let everything that can go on go on."""
    for _ in range(20):
        await asyncio.sleep(0)


def test_with_nothing_in_hand_a_stop_does_not_wait() -> None:
    async def nothing(ack: AsyncAck) -> None:
        await ack()

    async def work() -> None:
        _, in_hand = app_with(nothing)
        await in_hand.wait()

    run(work())


@pytest.mark.parametrize("presses", [1, 3])
def test_a_stop_waits_until_every_press_that_was_acknowledged_has_been_acted_on(presses: int) -> None:
    acted = []
    go_on = asyncio.Event()

    async def slowly(ack: AsyncAck) -> None:
        await ack()
        await go_on.wait()
        acted.append("acted")

    async def work() -> None:
        app, in_hand = app_with(slowly)
        for _ in range(presses):
            assert await press(app) == 200
        stop = asyncio.create_task(in_hand.wait())
        await turn()
        assert (stop.done(), acted) == (False, [])
        go_on.set()
        await stop
        assert acted == ["acted"] * presses

    run(work())


def test_a_press_that_failed_is_in_hand_no_longer() -> None:
    async def fail(ack: AsyncAck) -> None:
        await ack()
        raise ZeroDivisionError

    async def work() -> None:
        app, in_hand = app_with(fail)
        await press(app)
        await in_hand.wait()

    run(work())


def test_after_all_is_done_a_later_press_is_waited_for_anew() -> None:
    async def at_once(ack: AsyncAck) -> None:
        await ack()

    async def work() -> None:
        app, in_hand = app_with(at_once)
        for _ in range(3):
            await press(app)
            await in_hand.wait()

    run(work())
