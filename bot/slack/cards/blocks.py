"""The pieces of Block Kit that the cards are made of, within Slack's limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.slack.text import cut

Block = dict[str, Any]

MAX_SECTION = 3000
_MAX_HEADER = 150
_MAX_BUTTON = 75
# Slack refuses a message or a block without any; what only turns letters is taken out on the way here.
_NO_WORDS = "(no words)"


@dataclass(frozen=True)
class Card:
    """A message: `text` is what a notification and a screen reader say; `stub` hides it at first."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    stub: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            object.__setattr__(self, "text", _NO_WORDS)

    @property
    def buttons(self) -> list[Block]:
        """The rows of buttons: what people must be able to press, whatever else is lost."""
        return [block for block in self.blocks if block["type"] == "actions"]


def section(text: str) -> Block:
    """A paragraph in Slack's markup."""
    return {"type": "section", "text": _mrkdwn(_some(text))}


def words(text: str) -> Block:
    """What somebody wrote, shown letter for letter: no markup, no links, no mentions."""
    return {"type": "section", "text": plain_text(_some(text), emoji=False)}


def _some(text: str) -> str:
    return cut(text, MAX_SECTION) if text.strip() else _NO_WORDS


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(cut(text, _MAX_HEADER))}


def context(*texts: str) -> Block:
    """Small print, at most ten pieces."""
    return {"type": "context", "elements": [_mrkdwn(cut(text, MAX_SECTION)) for text in texts[:10]]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*buttons: Block) -> Block:
    return {"type": "actions", "elements": list(buttons)}


def button(
    label: str, action: str, value: str, style: str | None = None, confirm: str | None = None
) -> Block:
    """A button; `value` holds an opaque id and nothing else. `confirm`: what is asked before it acts."""
    made: Block = {
        "type": "button",
        "text": plain_text(cut(label, _MAX_BUTTON)),
        "action_id": action,
        "value": value,
    }
    if style:
        made["style"] = style
    if confirm:
        made["confirm"] = {
            "title": plain_text("Are you sure?"),
            "text": plain_text(confirm),
            "confirm": plain_text(cut(label, 30)),
            "deny": plain_text("Not now"),
        }
    return made


def feedback(action: str, value: str) -> Block:
    """Slack's own thumbs."""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": action,
                "positive_button": {
                    "text": plain_text("Helpful"),
                    "accessibility_label": "This answer helped",
                    "value": f"up.{value}",
                },
                "negative_button": {
                    "text": plain_text("Not helpful"),
                    "accessibility_label": "This answer did not help",
                    "value": f"down.{value}",
                },
            }
        ],
    }


def plain_text(text: str, emoji: bool = True) -> Block:
    return {"type": "plain_text", "text": text, "emoji": emoji}


def _mrkdwn(text: str) -> Block:
    # verbatim: Slack must not turn words into links or mentions of its own accord.
    return {"type": "mrkdwn", "text": text, "verbatim": True}
