"""A Slack for each test, and a real bolt app on a loop of its own that speaks to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.rehearsal.acting import Actor
from bot.rehearsal.loop import LoopThread
from bot.rehearsal.server import Slack
from bot.rehearsal.wire import Json
from bot.rehearsal.workspace import Channel
from tests.bot.rehearsal.sample_bot import listeners


class BoltBot:
    """An unmodified bolt app in Socket Mode, as another process would run it."""

    def __init__(self, slack: Slack, add_listeners: Callable[[AsyncApp], None] = listeners) -> None:
        self._env = slack.env()
        self._listeners = add_listeners
        self._loop = LoopThread()
        self._loop.run(self._connect())

    def stop(self) -> None:
        """Close the socket properly, then everything else."""
        self._loop.run(self._close())
        self._loop.stop()

    def die(self) -> None:
        """Go without a word: the line is cut and nothing is closed properly."""
        self._loop.run(self._cut())
        self.stop()

    async def _connect(self) -> None:
        self._session = aiohttp.ClientSession()
        client = AsyncWebClient(
            token=self._env["SLACK_BOT_TOKEN"], base_url=self._env["SLACK_API_URL"], session=self._session
        )
        client.retry_handlers += [AsyncRateLimitErrorRetryHandler(), AsyncServerErrorRetryHandler()]
        app = AsyncApp(client=client)
        self._listeners(app)
        # A short interval: the client notices a cut line at the next ping only.
        self._handler = AsyncSocketModeHandler(app, self._env["SLACK_APP_TOKEN"], ping_interval=0.1)
        await self._handler.connect_async()

    async def _cut(self) -> None:
        self._handler.client.closed = True
        line = self._handler.client.current_session
        assert line is not None
        response = line._response
        assert response.connection is not None
        assert response.connection.transport is not None
        response.connection.transport.abort()

    async def _close(self) -> None:
        await self._handler.close_async()
        await self._session.close()


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack() as slack:
        yield slack


@pytest.fixture
def anna(slack: Slack) -> Actor:
    return slack.person("Anna")


@pytest.fixture
def staff(slack: Slack, anna: Actor) -> Channel:
    """A private channel with Anna and the bot in it."""
    return slack.channel("staff", [anna], is_private=True)


@pytest.fixture
def client(slack: Slack) -> WebClient:
    """A client without any retries."""
    env = slack.env()
    return WebClient(token=env["SLACK_BOT_TOKEN"], base_url=env["SLACK_API_URL"], retry_handlers=[])


def in_loop(
    slack: Slack, use: Callable[[AsyncWebClient], Coroutine[Any, Any, Any]], handlers: Any = None
) -> Any:
    """Use an async client with a session of its own."""

    async def used() -> Any:
        async with aiohttp.ClientSession() as session:
            env = slack.env()
            client = AsyncWebClient(
                token=env["SLACK_BOT_TOKEN"],
                base_url=env["SLACK_API_URL"],
                session=session,
                retry_handlers=handlers,
            )
            return await use(client)

    return asyncio.run(used())


def refused(call: Callable[..., Any], *args: Any, **kwargs: Any) -> Json:
    """Return the answer with which a call is refused."""
    with pytest.raises(SlackApiError) as raised:
        call(*args, **kwargs)
    data = raised.value.response.data
    assert isinstance(data, dict)
    return data


@pytest.fixture
def bolt(slack: Slack) -> Iterator[BoltBot]:
    bot = BoltBot(slack)
    yield bot
    bot.stop()
