"""What Slack allows: its own models, and the limits that they do not check (slack.md, "Limits")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.slack.cards.blocks import Card

MOST_BLOCKS = 50
MOST_CHARACTERS = 10_000
_LONGEST = {"section": 3000, "context": 3000, "header": 150, "button": 75, "option": 75, "label": 2000}
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def check_card(card: Card, most_characters: int = MOST_CHARACTERS) -> None:
    """Fail when Slack would refuse a message, or it is longer than is safe."""
    assert 0 < len(card.text) <= 40_000
    assert card.stub is None or card.stub.strip()
    check_blocks(card.blocks, MOST_BLOCKS)
    assert shown_characters(card.blocks) <= most_characters


def check_view(view: dict[str, Any]) -> None:
    """Fail when Slack would refuse a modal."""
    assert View(**view).to_dict() == view
    assert 0 < len(view["title"]["text"]) <= 24
    for name in ("submit", "close"):
        assert len(view.get(name, {}).get("text", "")) <= 24
    assert len(view.get("private_metadata", "")) <= 3000
    assert len(view.get("callback_id", "")) <= 255
    assert "submit" in view or not any(block["type"] == "input" for block in view["blocks"])
    check_blocks(view["blocks"], 100)


def check_blocks(blocks: list[dict[str, Any]], most: int) -> None:
    """Fail when Slack would refuse a block."""
    assert 0 < len(blocks) <= most
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(set(ids)) == len(ids)
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        assert parsed.to_dict() == block
        _check_block(block)


def _check_block(block: dict[str, Any]) -> None:
    kind = block["type"]
    elements = block.get("elements", [])
    if kind in ("section", "header"):
        _text(block["text"], kind)
    if kind == "context":
        assert 1 <= len(elements) <= 10
        for element in elements:
            _text(element, kind)
    if kind == "actions":
        assert 1 <= len(elements) <= 25
    if kind == "context_actions":
        assert 1 <= len(elements) <= 5
    if kind == "input":
        _text(block["label"], "label")
        elements = [block["element"]]
    action_ids = [element["action_id"] for element in elements if "action_id" in element]
    assert len(set(action_ids)) == len(action_ids)
    assert all(0 < len(action_id) <= 255 for action_id in action_ids)
    for element in elements:
        _check_element(element)


def _check_element(element: dict[str, Any]) -> None:
    kind = element["type"]
    if kind == "button":
        _text(element["text"], "button")
        _check_value(element["value"])
        if asked := element.get("confirm"):
            assert len(asked["title"]["text"]) <= 100
            assert len(asked["text"]["text"]) <= 300
            assert len(asked["confirm"]["text"]) <= 30
            assert len(asked["deny"]["text"]) <= 30
    if kind == "feedback_buttons":
        for thumb in ("positive_button", "negative_button"):
            _text(element[thumb]["text"], "button")
            _check_value(element[thumb]["value"])
    if kind == "plain_text_input":
        assert 0 < element["max_length"] <= 3000
        assert len(element["placeholder"]["text"]) <= 150
        assert len(element.get("initial_value", "")) <= element["max_length"]
    if kind == "radio_buttons":
        assert 1 <= len(element["options"]) <= 10
        assert element.get("initial_option", element["options"][0]) in element["options"]
        values = [option["value"] for option in element["options"]]
        assert len(set(values)) == len(values)
        for option in element["options"]:
            _text(option["text"], "option")
            assert 0 < len(option["value"]) <= 150


def _check_value(value: str) -> None:
    """A button holds an opaque id and nothing else: no words, no names, no ids of Slack's."""
    assert re.fullmatch(r"[a-z0-9.-]{1,200}", value)


def _text(text: dict[str, Any], kind: str) -> None:
    assert 0 < len(text["text"]) <= _LONGEST[kind]


def texts(part: Any) -> Iterator[dict[str, Any]]:
    """Yield each text object, wherever it stands."""
    if isinstance(part, list):
        for item in part:
            yield from texts(item)
    elif isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part
        for value in part.values():
            yield from texts(value)


def shown_characters(blocks: list[dict[str, Any]]) -> int:
    return sum(len(text["text"]) for text in texts(blocks))


def markup(part: Any) -> list[str]:
    """Return everything that Slack would read as a mention, a link or a command."""
    return [
        mark
        for text in texts(part)
        if text["type"] == "mrkdwn"
        for mark in re.findall(r"<[^>]*>?", text["text"])
    ]


def check_harmless(part: Any, allowed: frozenset[str] = frozenset()) -> None:
    """Fail when words of others ping, link, turn the letters round, or could be linked by Slack itself."""
    assert set(markup(part)) <= allowed
    for text in texts(part):
        if text["type"] == "mrkdwn":
            assert text["verbatim"] is True
            assert not re.search(r"&(?!(?:amp|lt|gt);)", text["text"])
            assert not re.search(r">", re.sub(r"<[^<>]*>", "", text["text"]))
            assert not _TURNS.search(text["text"])


def check_harmless_text(text: str) -> None:
    """Fail when the text of a message (Slack reads its markup too) pings or links."""
    assert "<" not in text
    assert ">" not in text
    assert not _TURNS.search(text)


def said(part: Any) -> str:
    """Return what a reader sees, one block to a paragraph."""
    return "\n\n".join(text["text"] for text in texts(part))


def labels(blocks: list[dict[str, Any]]) -> list[str]:
    """Return what stands on the buttons, in order."""
    rows = (block["elements"] for block in blocks if block["type"] == "actions")
    return [element["text"]["text"] for row in rows for element in row]
