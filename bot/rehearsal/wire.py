"""What crosses the wire: arguments of a call, and Slack's way to say no."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


def size(value: Any) -> int:
    """Return how many bytes a value takes on the wire."""
    return len(json.dumps(value, ensure_ascii=False).encode())


class Refusal(Exception):  # noqa: N818 - it is an answer of the API, not a fault of this program
    """An answer with ok:false and one of Slack's own error words."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more

    def answer(self) -> Json:
        """Return the body that Slack would send."""
        return {"ok": False, "error": self.error, **self.more}


def invalid_arguments(*lines: str) -> Refusal:
    """Return the refusal that names what is wrong with the arguments."""
    return Refusal("invalid_arguments", response_metadata={"messages": [f"[ERROR] {line}" for line in lines]})


class Args(dict[str, Any]):
    """The arguments of one call, whatever the body was: JSON, a form, or multipart."""

    def text(self, name: str) -> str:
        """Return an argument that must be there, as text."""
        value = self.get(name)
        if value is None or value == "":
            raise invalid_arguments(f"missing required field: {name} [json-pointer:/{name}]")
        return str(value)

    def maybe(self, name: str) -> str | None:
        """Return an argument as text, or None where it is absent or empty."""
        value = self.get(name)
        return None if value in (None, "") else str(value)

    def flag(self, name: str) -> bool:
        """Return a truth value; forms carry it as 0, 1, true or false."""
        return str(self.get(name, "")).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """Return a whole number, or the default."""
        value = self.get(name)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError:
            raise invalid_arguments(f"must be an integer [json-pointer:/{name}]") from None

    def list(self, name: str) -> list[Any]:
        """Return a list, given as JSON or as words with commas between them."""
        value = self.get(name)
        if value in (None, ""):
            return []
        return value if isinstance(value, list) else [part.strip() for part in str(value).split(",")]


Method = Callable[[Args], Json]
