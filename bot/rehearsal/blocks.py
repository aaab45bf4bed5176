"""Refuse blocks and views that Slack would refuse, and fill in the ids that Slack fills in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from bot.rehearsal.block_kinds import MARKDOWN_TOGETHER, MESSAGE, VIEW
from bot.rehearsal.elements import ACTIONS, CONTEXT_ACTIONS, INPUTS
from bot.rehearsal.shapes import line
from bot.rehearsal.wire import Json

# Documented nowhere: measured by others at 13,172 and 13,297 characters of text.
TEXT_TOGETHER = 13_000
_CONTROLS = frozenset({*INPUTS, *ACTIONS, *CONTEXT_ACTIONS})


def message_problems(blocks: Any) -> list[str]:
    """Return what Slack would say against the blocks of a message; an empty list when nothing."""
    found = list(MESSAGE(blocks, "/blocks"))
    return found or [*_repeated(blocks, "/blocks"), *_together(blocks)]


def view_problems(view: Any) -> list[str]:
    """Return what Slack would say against a modal or a home tab."""
    found = list(VIEW(view, "/view"))
    return found or [*_repeated(view["blocks"], "/view/blocks"), *_lacks_submit(view)]


def is_too_long(blocks: list[Json]) -> bool:
    """Say whether the texts of a message's blocks pass the total that Slack keeps to itself."""
    return _characters(blocks) > TEXT_TOGETHER


def with_ids(blocks: list[Json], new_id: Callable[[], str]) -> list[Json]:
    """Return a copy in which each block has a block_id and each control an action_id."""
    filled = deepcopy(blocks)
    for block in filled:
        for part, name in ((block, "block_id"), *((control, "action_id") for control in controls(block))):
            if name not in part:
                part[name] = new_id()
    return filled


def controls(block: Json) -> Iterator[Json]:
    """Yield what a person can press, choose or type in, in the order of reading."""
    inside = [block.get("accessory"), block.get("element"), *(block.get("elements") or ())]
    for element in [*inside, *(block.get("actions") or ()), *(block.get("child_blocks") or ())]:
        if not isinstance(element, dict):
            continue
        if element.get("type") in _CONTROLS:
            yield element
        else:
            yield from controls(element)


def _repeated(blocks: list[Json], at: str) -> Iterator[str]:
    """Find ids that come twice: a block_id on the surface, an action_id in one block."""
    blocks_seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in blocks_seen:
            yield line(f'`block_id` "{block_id}" already exists', f"{at}/{index}/block_id")
        blocks_seen |= {block_id} if block_id else set()
        actions_seen: set[str] = set()
        for place, control in enumerate(controls(block)):
            action_id = control.get("action_id")
            if action_id in actions_seen:
                yield line(
                    f'`action_id` "{action_id}" already exists', f"{at}/{index}/elements/{place}/action_id"
                )
            actions_seen |= {action_id} if action_id else set()


def _together(blocks: list[Json]) -> Iterator[str]:
    total = 0
    for index, block in enumerate(blocks):
        total += len(block["text"]) if block["type"] == "markdown" else 0
        if block["type"] == "markdown" and total > MARKDOWN_TOGETHER:
            yield line(
                f"must be less than {MARKDOWN_TOGETHER + 1} characters together", f"/blocks/{index}/text"
            )
    if [block["type"] for block in blocks].count("table") > 1:
        yield "only_one_table_allowed"


def _lacks_submit(view: Json) -> Iterator[str]:
    for index, block in enumerate(view["blocks"]):
        if view["type"] == "modal" and block["type"] == "input" and "submit" not in view:
            yield line(
                "must define `submit` to use an `input` block in modals", f"/view/blocks/{index}/input"
            )


def _characters(part: Any) -> int:
    """Count the texts that are shown; the options of menus are not."""
    if isinstance(part, list):
        return sum(_characters(item) for item in part)
    if not isinstance(part, dict):
        return 0
    own = len(part["text"]) if isinstance(part.get("text"), str) else 0
    hidden = ("options", "option_groups", "confirm")
    return own + sum(_characters(value) for name, value in part.items() if name not in hidden)
