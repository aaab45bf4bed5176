from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk import WebClient

from bot.rehearsal.acting import Actor, Said
from bot.rehearsal.server import Slack
from bot.rehearsal.socket import Reason
from bot.rehearsal.wire import Json
from tests.bot.rehearsal.conftest import BoltBot

Line = aiohttp.ClientWebSocketResponse


@pytest.fixture
def hasty(slack: Slack) -> Slack:
    """A Slack that waits for acknowledgements a moment only."""
    slack.socket.ack_timeout = 0.01
    return slack


@pytest.fixture
def brisk(slack: Slack) -> None:
    """Clients lose some acknowledgements while they connect anew: do not wait three seconds for those."""
    slack.socket.ack_timeout = 0.5


def url_of(slack: Slack) -> str:
    env = slack.env()
    return str(
        WebClient(base_url=env["SLACK_API_URL"]).apps_connections_open(app_token=env["SLACK_APP_TOKEN"])[
            "url"
        ]
    )


@asynccontextmanager
async def lines(slack: Slack, count: int = 1) -> AsyncIterator[list[Line]]:
    """Open sockets without any client library and take their greetings."""
    async with aiohttp.ClientSession() as session:
        opened = [await session.ws_connect(url_of(slack), autoping=False) for _ in range(count)]
        for line in opened:
            assert (await line.receive_json())["type"] == "hello"
        yield opened
        for line in opened:
            await line.close()


def test_a_ticket_serves_once_and_is_greeted(slack: Slack) -> None:
    async def connect() -> None:
        url = url_of(slack)
        async with aiohttp.ClientSession() as session:
            async with session.ws_connect(url) as line:
                assert await line.receive_json() == {
                    "type": "hello",
                    "num_connections": 1,
                    "debug_info": {
                        "host": "applink-1",
                        "build_number": 10,
                        "approximate_connection_time": 18060,
                    },
                    "connection_info": {"app_id": "A0GUIDE01"},
                }
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(url)

    asyncio.run(connect())


def test_an_event_comes_in_an_envelope_and_an_acknowledgement_settles_it(slack: Slack, anna: Actor) -> None:
    async def talk() -> Said:
        async with lines(slack) as (line,):
            waiting = asyncio.create_task(asyncio.to_thread(anna.dm, "Hello"))
            envelope = await line.receive_json()
            payload = envelope.pop("payload")
            assert envelope == {
                "envelope_id": envelope["envelope_id"],
                "type": "events_api",
                "accepts_response_payload": False,
                "retry_attempt": 0,
                "retry_reason": "",
            }
            assert payload["authorizations"] == [
                {
                    "enterprise_id": None,
                    "team_id": "T0COUNCIL",
                    "user_id": "U0GUIDE01",
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ]
            event = payload["event"]
            assert (event["channel_type"], event["user"], event["text"]) == ("im", anna.id, "Hello")
            await line.send_json({"envelope_id": envelope["envelope_id"]})
            return await waiting

    said = asyncio.run(talk())
    assert (said.acknowledged, said.attempts) == (True, 1)


def test_what_is_not_acknowledged_is_told_three_times_more(hasty: Slack, anna: Actor) -> None:
    async def listen() -> tuple[Said, list[Json]]:
        async with lines(hasty) as (line,):
            waiting = asyncio.create_task(asyncio.to_thread(anna.dm, "Hello"))
            envelopes = [await line.receive_json() for _ in range(4)]
            return await waiting, envelopes

    said, envelopes = asyncio.run(listen())
    assert (said.acknowledged, said.attempts) == (False, 4)
    assert said.deliveries[0].given_up
    assert [(e["retry_attempt"], e["retry_reason"]) for e in envelopes] == [
        (0, ""),
        (1, "timeout"),
        (2, "timeout"),
        (3, "timeout"),
    ]
    assert len({envelope["envelope_id"] for envelope in envelopes}) == 4
    assert len({envelope["payload"]["event_id"] for envelope in envelopes}) == 1


def test_duplicates_are_numbered_as_retries(slack: Slack, anna: Actor) -> None:
    async def listen() -> list[Json]:
        async with lines(slack) as (line,):
            anna.dm("Hello", deliveries=3, wait=False)
            envelopes = [await line.receive_json() for _ in range(3)]
            for envelope in envelopes:
                await line.send_json({"envelope_id": envelope["envelope_id"]})
            return envelopes

    assert [envelope["retry_attempt"] for envelope in asyncio.run(listen())] == [0, 1, 2]


def test_each_envelope_goes_to_one_socket_in_turn(slack: Slack, anna: Actor) -> None:
    async def listen() -> list[list[str]]:
        async with lines(slack, 2) as (one, two):
            for number in range(4):
                anna.dm(str(number), wait=False)
            return [
                [(await line.receive_json())["payload"]["event"]["text"] for _ in range(2)]
                for line in (one, two)
            ]

    found = asyncio.run(listen())
    assert sorted(found) == [["0", "2"], ["1", "3"]]


def test_an_interaction_is_told_once(hasty: Slack, anna: Actor) -> None:
    async def listen() -> Json:
        async with lines(hasty) as (line,):
            waiting = asyncio.create_task(asyncio.to_thread(anna.shortcut, "about"))
            envelope = await line.receive_json()
            delivery = await waiting
            assert (delivery.acknowledged, delivery.attempts, delivery.given_up) == (False, 1, True)
            return dict(envelope)

    envelope = asyncio.run(listen())
    assert envelope["type"] == "interactive"
    assert "retry_attempt" not in envelope


def test_only_commands_and_submissions_take_an_answer(slack: Slack, anna: Actor) -> None:
    async def listen() -> list[bool]:
        async with lines(slack) as (line,):
            acts: list[Callable[[], object]] = [
                lambda: anna.slash("/ask", "gifts"),
                lambda: anna.shortcut("about"),
            ]
            found = []
            for act in acts:
                waiting = asyncio.create_task(asyncio.to_thread(act))
                envelope = await line.receive_json()
                found.append(envelope["accepts_response_payload"])
                await line.send_json({"envelope_id": envelope["envelope_id"]})
                await waiting
            return found

    assert asyncio.run(listen()) == [True, False]


def test_a_ping_is_echoed_until_the_line_is_muted(slack: Slack) -> None:
    async def ping() -> None:
        async with lines(slack) as (line,):
            await line.ping(b"sdk-ping-pong:1")
            assert await line.receive() == aiohttp.WSMessage(aiohttp.WSMsgType.PONG, b"sdk-ping-pong:1", "")
            await asyncio.to_thread(slack.mute)
            await line.ping(b"sdk-ping-pong:2")
            with pytest.raises(TimeoutError):
                await line.receive(timeout=0.05)

    asyncio.run(ping())


def test_nothing_is_queued_without_a_socket_but_told_again_when_one_comes(slack: Slack, anna: Actor) -> None:
    said = anna.dm("Hello")
    (delivery,) = said.deliveries
    assert (said.acknowledged, delivery.stranded, delivery.given_up) == (False, True, False)
    assert anna.shortcut("about").given_up
    bolt = BoltBot(slack)
    anna.expect_reply("Answer to Hello")
    bolt.stop()
    assert (said.acknowledged, delivery.attempts, delivery.stranded) == (True, 2, False)


@pytest.mark.usefixtures("brisk")
@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled", "too_many_websockets"])
def test_a_client_comes_back_after_a_disconnect_frame(
    slack: Slack, anna: Actor, bolt: BoltBot, reason: Reason
) -> None:
    with slack.reconnection():
        slack.disconnect(reason)
    anna.expect_reply("Hello", after=anna.dm("Hello"))


@pytest.mark.usefixtures("brisk")
def test_a_client_comes_back_after_a_close(slack: Slack, anna: Actor, bolt: BoltBot) -> None:
    with slack.reconnection():
        slack.disconnect("link_disabled", close=True)
    anna.expect_reply("Hello", after=anna.dm("Hello"))


@pytest.mark.usefixtures("brisk")
def test_a_client_comes_back_after_its_line_was_cut(slack: Slack, anna: Actor, bolt: BoltBot) -> None:
    with slack.reconnection():
        slack.drop()
    anna.expect_reply("Hello", after=anna.dm("Hello"))


@pytest.mark.usefixtures("brisk")
def test_a_client_comes_back_though_new_sockets_fail_twice(slack: Slack, anna: Actor, bolt: BoltBot) -> None:
    slack.fault("apps.connections.open", times=2, error="internal_error")
    with slack.reconnection():
        slack.drop()
    anna.expect_reply("Hello", after=anna.dm("Hello"))


def test_what_a_dying_bot_did_not_acknowledge_is_told_to_the_next(slack: Slack, anna: Actor) -> None:
    never = asyncio.Event()

    def deaf(app: AsyncApp) -> None:
        async def stuck(body: Json, next: Callable[[], Coroutine[Any, Any, None]]) -> None:
            await never.wait()

        app.middleware(stuck)

    first = BoltBot(slack, deaf)
    said = anna.dm("Hello", wait=False)
    slack.wait(lambda: said.deliveries[0].attempts or None, 20, lambda: "not told")
    first.die()
    second = BoltBot(slack)
    anna.expect_reply("Answer to Hello")
    second.stop()
    assert (said.acknowledged, said.attempts) == (True, 2)


def test_a_late_acknowledgement_on_the_next_socket_counts(slack: Slack, anna: Actor) -> None:
    async def talk() -> Said:
        async with lines(slack) as (first,):
            waiting = asyncio.create_task(asyncio.to_thread(anna.dm, "Hello"))
            envelope = await first.receive_json()
            await first.close()
            async with lines(slack) as (second,):
                await second.send_json({"envelope_id": envelope["envelope_id"]})
                return await waiting

    said = asyncio.run(talk())
    assert (said.acknowledged, said.attempts) == (True, 1)


def test_an_acknowledgement_after_slack_gave_up_changes_nothing(hasty: Slack, anna: Actor) -> None:
    async def talk() -> None:
        async with lines(hasty) as (line,):
            delivery = await asyncio.to_thread(anna.slash, "/ask", "gifts")
            envelope = await line.receive_json()
            late = {"envelope_id": envelope["envelope_id"], "payload": {"text": "too late"}}
            await line.send_json(late)
            await line.ping(b"fence")
            await line.receive()
            assert (delivery.given_up, delivery.acknowledged) == (True, False)

    asyncio.run(talk())
    assert hasty.workspace.ephemerals == []


def test_slack_stops_while_calls_are_held_and_events_are_open() -> None:
    with Slack() as slack:
        bolt = BoltBot(slack)
        anna = slack.person("Anna")
        hold = slack.hold("chat.postMessage")
        anna.dm("Hello")
        hold.expect()
        bolt.die()
        anna.dm("Anyone?")


def test_the_loop_of_the_server_cannot_wait_for_itself(slack: Slack, anna: Actor) -> None:
    with pytest.raises(RuntimeError, match="cannot wait for itself"):
        slack.loop.ask(lambda: anna.dm("Hello"))
