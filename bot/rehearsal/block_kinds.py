"""The kinds of blocks, where each may stand, and the rule that each keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.rehearsal.elements import (
    ACCESSORY,
    ACTIONS,
    BUTTON,
    CONTEXT_ACTIONS,
    IMAGE,
    INPUTS,
    NUMBER_CELL,
)
from bot.rehearsal.rich_text import RICH_TEXT
from bot.rehearsal.shapes import (
    Rule,
    anything,
    boolean,
    items,
    kinds,
    line,
    one_of,
    plain,
    shape,
    string,
    text,
    text_kinds,
)
from bot.rehearsal.wire import Json

BLOCKS_A_MESSAGE, BLOCKS_A_VIEW = 50, 100
MARKDOWN_TOGETHER = 12_000

_CELL = kinds({"raw_text": shape({"text": string(3000)}), "raw_number": NUMBER_CELL, "rich_text": RICH_TEXT})


def _column(value: Any, at: str) -> Iterator[str]:
    if value is not None:
        rule = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})
        yield from rule(value, at)


def _section(value: Json, at: str) -> Iterator[str]:
    if not value.keys() & {"text", "fields"}:
        yield line("must define either `text` or `fields`", f"{at}/type")
    fields = {"text": text(3000), "fields": items(text(2000), 10), "accessory": ACCESSORY, "expand": boolean}
    yield from _block({}, fields)(value, at)


def _card(value: Json, at: str) -> Iterator[str]:
    if not value.keys() & {"hero_image", "title", "actions", "body"}:
        yield line("must define one of `hero_image`, `title`, `actions` or `body`", f"{at}/type")
    fields: dict[str, Rule] = {
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "hero_image": anything,
        "icon": anything,
        "slack_icon": shape({"name": string(75)}),
        "actions": items(kinds({"button": BUTTON}), 25),
    }
    yield from _block({}, fields)(value, at)


def _image(value: Json, at: str) -> Iterator[str]:
    yield from IMAGE({k: v for k, v in value.items() if k not in ("block_id", "title")}, at)
    own = {k: v for k, v in value.items() if k in ("block_id", "title")}
    yield from _block({}, {"title": plain(2000)})(own, at)


def _container(value: Json, at: str) -> Iterator[str]:
    fields: dict[str, Rule] = {
        "title": plain(150),
        "rich_text_title": RICH_TEXT,
        "subtitle": text(150),
        "width": one_of("narrow", "standard", "wide", "full"),
        "icon": anything,
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    }
    yield from _block({"child_blocks": items(kinds(_COMMON), 10)}, fields)(value, at)


def _block(required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    return shape(required, {"block_id": string(255), **(optional or {})})


_TASK = _block(
    {
        "task_id": string(255),
        "title": string(256),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
    {"details": RICH_TEXT, "output": RICH_TEXT, "sources": anything},
)
# On every surface.
_COMMON: dict[str, Rule] = {
    "section": _section,
    "divider": _block({}),
    "image": _image,
    "header": _block({"text": plain(150)}),
    "actions": _block({"elements": items(kinds(ACTIONS), 25)}),
    "context": _block({"elements": items(kinds({"image": IMAGE, **text_kinds(3000)}), 10)}),
    "rich_text": RICH_TEXT,
    # New kinds, looked at lightly: their limits are not all written down.
    "alert": _block(
        {"text": text(3000)}, {"level": one_of("default", "info", "warning", "error", "success")}
    ),
    "card": _card,
    "carousel": _block({"elements": items(kinds({"card": _card}), 10)}),
    "container": lambda value, at: _container(value, at),
    "video": anything,
}
_IN_MESSAGES: dict[str, Rule] = {
    **_COMMON,
    "markdown": _block({"text": string(MARKDOWN_TOGETHER)}),
    "context_actions": _block({"elements": items(kinds(CONTEXT_ACTIONS), 5)}),
    "table": _block({"rows": items(items(_CELL, 20), 100)}, {"column_settings": items(_column, 20)}),
    "file": _block({"external_id": string(255), "source": one_of("remote")}),
    "task_card": _TASK,
    "plan": _block({"title": string(256)}, {"tasks": items(kinds({"task_card": _TASK}), 50, 0)}),
}
_IN_VIEWS: dict[str, Rule] = {
    **_COMMON,
    "input": _block(
        {"label": plain(2000), "element": kinds(INPUTS)},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
}
_VIEW_FIELDS: dict[str, Rule] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
}
_VIEWS: dict[str, Rule] = {
    "home": shape({"blocks": items(kinds(_IN_VIEWS), BLOCKS_A_VIEW)}, _VIEW_FIELDS),
    "modal": shape(
        {"title": plain(24), "blocks": items(kinds(_IN_VIEWS), BLOCKS_A_VIEW)},
        {**_VIEW_FIELDS, "submit": plain(24), "close": plain(24)},
    ),
}
MESSAGE: Rule = items(kinds(_IN_MESSAGES), BLOCKS_A_MESSAGE, 0)
VIEW: Rule = kinds(_VIEWS)
