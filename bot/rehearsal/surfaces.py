"""What a person sees of a message, a modal or a home tab."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.blocks import controls
from bot.rehearsal.wire import Json

_SHOWN = ("text", "alt_text", "title")
# Shown only after something was pressed.
_HIDDEN = ("confirm",)


@dataclass(frozen=True)
class Button:
    """A button; the two of a feedback block share one action_id and differ in value."""

    label: str
    action_id: str
    value: str | None = None
    url: str | None = None
    style: str | None = None


@dataclass(frozen=True)
class Message:
    """A message as it was when it was looked at; `raw` is what Slack stores."""

    channel: str
    raw: Json = field(repr=False)
    is_ephemeral: bool = False

    @property
    def ts(self) -> str:
        """Return its timestamp."""
        return str(self.raw["ts"])

    @property
    def text(self) -> str:
        """Return the text that notifications and screen readers give."""
        return str(self.raw.get("text", ""))

    @property
    def thread_ts(self) -> str | None:
        """Return the first message of its thread, if it is in one."""
        return self.raw.get("thread_ts")

    @property
    def blocks(self) -> list[Json]:
        """Return its blocks."""
        return list(self.raw.get("blocks", ()))

    @property
    def metadata(self) -> Json | None:
        """Return its metadata."""
        return self.raw.get("metadata")

    @property
    def changed_at(self) -> str:
        """Return when it was last said or edited."""
        return str(self.raw.get("edited", {}).get("ts", self.ts))

    def words(self) -> str:
        """Return its text and all words of its blocks, a line for each."""
        return "\n".join([self.text, *_words(self.blocks)]).strip()

    def buttons(self) -> tuple[Button, ...]:
        """Return its buttons in the order of reading."""
        return _buttons(self.blocks)


@dataclass(frozen=True)
class View:
    """A modal or a home tab as it was when it was looked at; `errors` stand beside its inputs."""

    raw: Json = field(repr=False)
    errors: Json = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return its id."""
        return str(self.raw["id"])

    @property
    def callback_id(self) -> str:
        """Return the name that the bot gave it."""
        return str(self.raw["callback_id"])

    @property
    def title(self) -> str:
        """Return the title of a modal; a home tab has none."""
        return str((self.raw.get("title") or {}).get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        """Return its blocks."""
        return list(self.raw["blocks"])

    def words(self) -> str:
        """Return its title and all words of its blocks, a line for each."""
        return "\n".join([self.title, *_words(self.blocks)]).strip()

    def buttons(self) -> tuple[Button, ...]:
        """Return its buttons in the order of reading, without submit and close."""
        return _buttons(self.blocks)

    def inputs(self) -> tuple[tuple[str, str], ...]:
        """Return block_id and action_id of what can be filled in."""
        rows = [block for block in self.blocks if block["type"] == "input"]
        return tuple((block["block_id"], block["element"]["action_id"]) for block in rows)


def holds(words: str, wanted: str | tuple[str, ...] | None) -> bool:
    """Say whether all wanted words stand there, whatever the spaces and capitals."""
    text = " ".join(words.casefold().split())
    parts = (wanted,) if isinstance(wanted, str) else wanted or ()
    return all(" ".join(part.casefold().split()) in text for part in parts)


def _words(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for item in part:
            yield from _words(item)
    elif isinstance(part, dict):
        kind = part.get("type")
        if kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
            # Styled pieces of one sentence stand side by side.
            yield "".join(_words(part["elements"]))
            return
        for name, value in part.items():
            if isinstance(value, str) and name in _SHOWN:
                yield value
            elif name not in _HIDDEN:
                yield from _words(value)


def _buttons(blocks: list[Json]) -> tuple[Button, ...]:
    return tuple(button for block in blocks for control in controls(block) for button in _pressable(control))


def _pressable(control: Json) -> Iterator[Button]:
    action_id = control["action_id"]
    if control["type"] == "feedback_buttons":
        for side in ("positive_button", "negative_button"):
            yield Button(control[side]["text"]["text"], action_id, control[side]["value"])
    elif control["type"] in ("button", "icon_button", "workflow_button"):
        label = control["text"]["text"]
        yield Button(label, action_id, control.get("value"), control.get("url"), control.get("style"))
