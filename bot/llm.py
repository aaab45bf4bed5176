"""The one door to a language model: any server that speaks OpenAI's chat completions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from pydantic import BaseModel, ValidationError

from bot.errors import ModelError
from bot.settings import Settings

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.chat.completion_create_params import ResponseFormat

Shape = TypeVar("Shape", bound=BaseModel)

_RETRIES = 1
_MAX_TOKENS = 900


class LanguageModel(Protocol):
    """Anything that fills a shape from a prompt."""

    def fill(self, system: str, user: str, shape: type[Shape]) -> Shape:
        """Return the model's answer in this shape, or raise ModelError."""


class OpenAiModel:
    """A model behind `OPENAI_BASE_URL` (OpenAI's own by default). Has no tools and keeps nothing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: OpenAI | None = None

    def fill(self, system: str, user: str, shape: type[Shape]) -> Shape:
        """Ask once, for strict JSON.

        Raises:
            ModelError: timeout, refusal, any error of the server, or an answer out of shape.
        """
        import openai

        schema = {"name": shape.__name__.lower(), "schema": shape.model_json_schema(), "strict": True}
        try:
            completion = self._connected().chat.completions.create(
                model=self._settings.model or "",
                messages=[{"role": "system", "content": system}, {"role": "user", "content": user}],
                response_format=cast("ResponseFormat", {"type": "json_schema", "json_schema": schema}),
                max_tokens=_MAX_TOKENS,
                temperature=0,
            )
        except (openai.OpenAIError, ValueError) as error:  # a body that is no JSON is a bare ValueError
            raise ModelError(f"The language model failed ({type(error).__name__}).") from error
        content = completion.choices[0].message.content if completion.choices else None
        if not content:
            raise ModelError("The language model gave no text.")
        try:
            return shape.model_validate_json(content)
        except ValidationError as error:
            raise ModelError("The language model answered out of shape.") from error

    def _connected(self) -> OpenAI:
        if self._client is None:
            from openai import OpenAI

            key = self._settings.openai_api_key
            self._client = OpenAI(
                api_key=key.get_secret_value() if key else "none",
                base_url=self._settings.openai_base_url,
                timeout=self._settings.model_timeout_s,
                max_retries=_RETRIES,
            )
        return self._client
