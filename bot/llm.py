"""The one door to a language model: any server that speaks OpenAI's chat completions."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from bot.budget import Booking, Budget, guess
from bot.chat_request import ChatRequest, list_schema
from bot.errors import ModelError
from bot.partial_list import PartialList
from bot.settings import Settings
from bot.spent import Tokens

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI

Item = TypeVar("Item", bound=BaseModel)

# The client's own: with backoff, and as the server's Retry-After says.
_RETRIES = 2
_ADVICE = {
    400: "Check that the server behind OPENAI_BASE_URL speaks chat completions.",
    401: "Check OPENAI_API_KEY.",
    403: "Check OPENAI_API_KEY, and that it may use GUIDE_MODEL.",
    404: "Check GUIDE_MODEL and OPENAI_BASE_URL.",
    429: "Its limit is reached; see your account there.",
}


class LanguageModel(Protocol):
    """Anything that fills a list from a prompt. It has no tools."""

    name: str

    def has_room(self, system: str, user: str) -> bool:
        """Return whether a prompt is short enough to be sent."""

    def fill(self, system: str, user: str, field: str, item: type[Item]) -> Iterator[Item]:
        """Yield the items of the list `field` as they arrive; those that came before a ModelError hold."""


class OpenAiModel:
    """A model behind `OPENAI_BASE_URL` (OpenAI's own by default). Keeps nothing of what is said."""

    def __init__(self, settings: Settings, budget: Budget) -> None:
        self.name = settings.model or ""
        self._settings = settings
        self._budget = budget
        self._request = ChatRequest(settings)

    def has_room(self, system: str, user: str) -> bool:
        return guess(system + user) <= self._settings.model_max_tokens_in

    def fill(self, system: str, user: str, field: str, item: type[Item]) -> Iterator[Item]:
        """Ask for strict JSON; all of it takes no longer than `GUIDE_MODEL_TIMEOUT_S`, retries included.

        Raises:
            ModelError: the day's ceiling, time-out, refusal, any error of the server, an answer out of shape or cut.
        """
        arrived = PartialList(field)
        for piece in self._within_time(self._pieces(system, user, list_schema(field, item))):
            for found in arrived.add(piece):
                try:
                    yield item.model_validate(found)
                except ValidationError as error:
                    raise ModelError("The language model answered out of shape.") from error
        if not arrived.is_closed:
            raise ModelError(f"The language model's answer is no list of {field}, or was cut.")

    def _within_time(self, pieces: AsyncIterator[str]) -> Iterator[str]:
        """Run the client, and cancel whatever it is doing when time is up."""
        import openai
        import openai.resources.chat  # slow the first time: before the clock runs

        # With OPENAI_LOG=debug the client would log what people write.
        logging.getLogger("openai").setLevel(logging.WARNING)
        ends = time.monotonic() + self._settings.model_timeout_s

        async def next_piece() -> str | None:
            async with asyncio.timeout(ends - time.monotonic()):
                return await anext(pieces, None)

        with asyncio.Runner() as runner:
            while True:
                try:
                    piece = runner.run(next_piece())
                except ModelError:
                    raise
                except (TimeoutError, openai.APITimeoutError) as error:
                    raise ModelError(
                        "The language model took too long.", "See GUIDE_MODEL_TIMEOUT_S."
                    ) from error
                except Exception as error:  # the client lets errors of its own libraries through
                    raise ModelError(f"The language model failed ({type(error).__name__}).") from error
                if piece is None:
                    return
                yield piece

    async def _pieces(self, system: str, user: str, schema: dict[str, Any]) -> AsyncIterator[str]:
        """Yield the text of the answer, asked for again without what the server refuses."""
        import openai

        key = self._settings.openai_api_key
        # For one answer only: its connections belong to the event loop that runs now.
        async with openai.AsyncOpenAI(
            api_key=key.get_secret_value() if key else "none",
            base_url=self._settings.openai_base_url,
            timeout=self._settings.model_timeout_s,
            max_retries=_RETRIES,
        ) as client:
            while True:
                most = Tokens(guess(system + user + str(schema)), self._settings.model_max_tokens_out)
                booking = self._budget.book(most)
                said = False
                try:
                    async for piece in self._asked(client, self._request.form(system, user, schema), booking):
                        said = True
                        yield piece
                except openai.APITimeoutError:
                    raise
                except openai.APIConnectionError:
                    # Nothing was read; a server that is away must not use up the day.
                    booking.settle(Tokens())
                    raise
                except openai.APIStatusError as error:
                    booking.settle(Tokens())
                    if self._request.leave_out(error):
                        continue
                    raise _refused(error) from error
                if said or not self._request.streams:
                    return
                # A server that does not stream has answered in a form that holds no event.
                self._request.streams = False

    async def _asked(
        self, client: AsyncOpenAI, request: dict[str, Any], booking: Booking
    ) -> AsyncIterator[str]:
        if not self._request.streams:
            whole = await client.chat.completions.create(**request)
            _settle(booking, whole.usage)
            choice = whole.choices[0]
            yield _text(choice.message, choice.finish_reason)
            return
        async with await client.chat.completions.create(**request, stream=True) as stream:
            async for chunk in stream:
                _settle(booking, chunk.usage)
                for part in chunk.choices:
                    yield _text(part.delta, part.finish_reason)


def _text(message: Any, finish_reason: str | None) -> str:
    if getattr(message, "refusal", None) or finish_reason == "content_filter":
        raise ModelError("The language model refused.")
    return getattr(message, "content", None) or ""


def _settle(booking: Booking, usage: Any) -> None:
    if usage is not None:
        booking.settle(Tokens(usage.prompt_tokens, usage.completion_tokens))


def _refused(error: APIStatusError) -> ModelError:
    advice = _ADVICE.get(error.status_code, "")
    return ModelError(f"The language model's server answered with {error.status_code}.", advice)
