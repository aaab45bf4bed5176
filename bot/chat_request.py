"""What is asked of a chat completions server, and what it may refuse of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from bot.settings import Settings

if TYPE_CHECKING:
    from openai import APIStatusError

# What some servers do not take. They name it in their refusal, and later requests go without it.
_GIVES_WAY = {
    "stream_options": "stream_options",
    "response_format": "response_format",
    "json_schema": "response_format",
    "temperature": "temperature",
    # Some want it under another name: see below.
    "max_tokens": "max_tokens",
}


class ChatRequest:
    """Forms the requests to one server, and remembers what it does not take."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._left_out: frozenset[str] = frozenset()
        self.streams = True

    def form(self, system: str, user: str, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments of a request; `stream` is the caller's."""
        most = self._settings.model_max_tokens_out
        wanted: dict[str, Any] = {
            "temperature": 0,
            "max_tokens": most,
            "response_format": {"type": "json_schema", "json_schema": schema},
        }
        if self.streams:
            wanted["stream_options"] = {"include_usage": True}
        request = {name: value for name, value in wanted.items() if name not in self._left_out}
        if "max_tokens" in self._left_out:
            request["max_completion_tokens"] = most
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        return {"model": self._settings.model or "", "messages": messages, **request}

    def leave_out(self, refusal: APIStatusError) -> bool:
        """Remember what a refusal names; False: it names nothing more that can be left out."""
        if refusal.status_code not in (400, 422):
            return False
        said = str(refusal)
        named = {name for word, name in _GIVES_WAY.items() if word in said} - self._left_out
        self._left_out |= named
        return bool(named)


def list_schema(field: str, item: type[BaseModel]) -> dict[str, Any]:
    """Return the strict schema of an object that holds one list of items."""
    shape = {
        "type": "object",
        "properties": {field: {"type": "array", "items": item.model_json_schema()}},
        "required": [field],
        "additionalProperties": False,
    }
    return {"name": field, "schema": shape, "strict": True}
