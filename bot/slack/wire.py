"""The one door to Slack's Web API: one shared session, and two clients on it.

`client` tries again by itself (rate limits, server errors, lost connections): right for reading and for calls
that may be repeated. `poster` never does: a message whose connection broke may have been stored, so the
outbox looks before it posts again.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SlackSetupError
from bot.settings import Settings
from bot.slack.delivery import code_of

_TIMEOUT_S = 20
_CONNECTIONS = 200
_RETRIES = 3
_BAD_TOKEN = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}


@dataclass(frozen=True)
class Identity:
    """Who the bot is, and where: Slack's ids."""

    team: str
    user: str
    bot: str


class Wire:
    """Opened once, closed last."""

    def __init__(self, settings: Settings, token: str) -> None:
        self._base = settings.slack_api_url
        self._token = token

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            # Many blocked answers must not keep a press waiting for a connection.
            connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
            # With a session of ours slack_sdk's own time-out does not count: this one does.
            timeout=aiohttp.ClientTimeout(total=_TIMEOUT_S),
        )
        self.client = self._client()
        self.client.retry_handlers = [
            AsyncConnectionErrorRetryHandler(max_retry_count=_RETRIES),
            AsyncRateLimitErrorRetryHandler(max_retry_count=_RETRIES),
            AsyncServerErrorRetryHandler(max_retry_count=_RETRIES),
        ]
        self.poster = self._client()
        self.poster.retry_handlers = []
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def identify(self) -> Identity:
        """Ask Slack who the token belongs to.

        Raises:
            SlackSetupError: Slack refuses the token, or cannot be reached.
        """
        try:
            answer = await self.client.auth_test()
        except SlackApiError as error:
            code = code_of(error) or "an answer that is not Slack's"
            hint = "Copy the bot token (xoxb-...) of the installed app." if code in _BAD_TOKEN else ""
            raise SlackSetupError(f"Slack refuses SLACK_BOT_TOKEN ({code}).", hint) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SlackSetupError(
                f"Slack cannot be reached ({type(error).__name__}).", "Check the network and SLACK_API_URL."
            ) from error
        return Identity(team=answer["team_id"], user=answer["user_id"], bot=answer["bot_id"])

    def authorize(self, identity: Identity) -> Callable[[], Awaitable[AuthorizeResult]]:
        """Return what bolt asks who it is: answered from what is known."""
        result = AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team,
            bot_id=identity.bot,
            bot_user_id=identity.user,
            bot_token=self._token,
        )

        async def answer() -> AuthorizeResult:
            return result

        return answer

    def _client(self) -> AsyncWebClient:
        return AsyncWebClient(
            token=self._token,
            base_url=self._base,
            session=self._session,
            logger=logging.getLogger("slack_sdk"),
        )
