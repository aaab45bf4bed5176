"""What may stand inside a block: buttons, menus, inputs, and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.rehearsal.shapes import (
    Rule,
    anything,
    boolean,
    both,
    integer,
    items,
    kinds,
    line,
    number,
    one_of,
    plain,
    shape,
    string,
    text,
)

_ID = string(255)
_URL = string(3000)
_IDS = items(string(255), 100)
_STYLE = one_of("primary", "danger")
CONFIRM = shape(
    {"title": plain(100), "text": text(300)}, {"confirm": plain(30), "deny": plain(30), "style": _STYLE}
)
_OPTION = shape({"text": plain(75), "value": string(150)}, {"description": plain(75), "url": _URL})
_RICH_OPTION = shape({"text": text(75), "value": string(150)}, {"description": text(75)})
_GROUP = shape({"label": plain(75), "options": items(_OPTION, 100)})
_FEEDBACK = shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
IMAGE = both(
    shape(
        {"alt_text": string(2000)},
        {"image_url": _URL, "slack_file": shape({}, {"id": string(255), "url": _URL})},
    ),
    lambda value, at: _exactly_one(value, at, "image_url", "slack_file"),
)


def _exactly_one(value: Any, at: str, *names: str) -> Iterator[str]:
    if isinstance(value, dict) and len(value.keys() & set(names)) != 1:
        yield line("must define either " + " or ".join(f"`{name}`" for name in names), f"{at}/type")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _has_options(value: Any, at: str) -> Iterator[str]:
    """Ask for options or groups of them, and for first choices that are among them."""
    yield from _exactly_one(value, at, "options", "option_groups")
    groups = _list(value.get("option_groups"))
    lists = [value.get("options"), *(group.get("options") for group in groups if isinstance(group, dict))]
    offered = [option for part in lists for option in _list(part)]
    first = [value["initial_option"]] if "initial_option" in value else _list(value.get("initial_options"))
    if any(option not in offered for option in first):
        yield line("initial option must match one of the options", at)


def _element(
    required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, *, confirm: bool = True
) -> Rule:
    asked: dict[str, Rule] = {"confirm": CONFIRM} if confirm else {}
    return shape(required, {"action_id": _ID, **asked, **(optional or {})})


def _picker(**more: Rule) -> Rule:
    return _element({}, {"placeholder": plain(150), "focus_on_load": boolean, **more})


def _menu(**more: Rule) -> Rule:
    choices: dict[str, Rule] = {"options": items(_OPTION, 100), "option_groups": items(_GROUP, 100)}
    return both(_picker(**choices, **more), _has_options)


def _typed(required: Mapping[str, Rule] | None = None, **more: Rule) -> Rule:
    common: dict[str, Rule] = {
        "placeholder": plain(150),
        "focus_on_load": boolean,
        "dispatch_action_config": shape({"trigger_actions_on": items(string(50), 2)}),
    }
    return _element(required or {}, {**common, **more}, confirm=False)


def _choices(**first: Rule) -> Rule:
    return both(
        _element({"options": items(_RICH_OPTION, 10)}, {"focus_on_load": boolean, **first}), _has_options
    )


_COUNT = integer(1, 1000)
BUTTON = _element(
    {"text": plain(75)},
    {
        "url": _URL,
        "value": string(2000),
        "style": _STYLE,
        "accessibility_label": string(75),
        "visible_to_user_ids": _IDS,
        "agent_prompt": string(4000),
        "agent_prompt_display": anything,
    },
)
# Slack fills in a missing action_id, and so does this stand-in: none is demanded here.
MENUS: dict[str, Rule] = {
    "static_select": _menu(initial_option=_OPTION),
    "multi_static_select": _menu(initial_options=items(_OPTION, 100), max_selected_items=_COUNT),
    "external_select": _picker(initial_option=_OPTION, min_query_length=integer(0, 1000)),
    "multi_external_select": _picker(
        initial_options=items(_OPTION, 100), min_query_length=integer(0, 1000), max_selected_items=_COUNT
    ),
    "users_select": _picker(initial_user=string(255)),
    "multi_users_select": _picker(initial_users=_IDS, max_selected_items=_COUNT),
    "conversations_select": _picker(
        initial_conversation=string(255),
        default_to_current_conversation=boolean,
        response_url_enabled=boolean,
        filter=anything,
    ),
    "multi_conversations_select": _picker(
        initial_conversations=_IDS,
        default_to_current_conversation=boolean,
        max_selected_items=_COUNT,
        filter=anything,
    ),
    "channels_select": _picker(initial_channel=string(255), response_url_enabled=boolean),
    "multi_channels_select": _picker(initial_channels=_IDS, max_selected_items=_COUNT),
}
PICKERS: dict[str, Rule] = {
    **MENUS,
    "radio_buttons": _choices(initial_option=_RICH_OPTION),
    "checkboxes": _choices(initial_options=items(_RICH_OPTION, 10)),
    "datepicker": _picker(initial_date=string(10)),
    "timepicker": _picker(initial_time=string(5), timezone=string(100)),
    "datetimepicker": _element(
        {}, {"initial_date_time": integer(1_000_000_000, 9_999_999_999), "focus_on_load": boolean}
    ),
}
INPUTS: dict[str, Rule] = {
    **PICKERS,
    "plain_text_input": _typed(
        initial_value=string(3000, 0),
        multiline=boolean,
        min_length=integer(0, 3000),
        max_length=integer(1, 3000),
    ),
    "email_text_input": _typed(initial_value=string(3000)),
    "url_text_input": _typed(initial_value=string(3000)),
    "number_input": _typed(
        {"is_decimal_allowed": boolean},
        initial_value=string(100),
        min_value=string(100),
        max_value=string(100),
    ),
    "rich_text_input": _typed(initial_value=anything, min_lines=integer(1, 100), max_lines=integer(1, 100)),
    "file_input": _element(
        {}, {"filetypes": items(string(50), 100), "max_files": integer(1, 10)}, confirm=False
    ),
}
ACTIONS: dict[str, Rule] = {
    **PICKERS,
    "button": BUTTON,
    "overflow": _element({"options": items(_OPTION, 5)}),
    "workflow_button": _element(
        {"text": plain(75), "workflow": anything},
        {"style": _STYLE, "accessibility_label": string(75)},
        confirm=False,
    ),
}
CONTEXT_ACTIONS: dict[str, Rule] = {
    "feedback_buttons": _element({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, confirm=False),
    "icon_button": _element(
        {"icon": one_of("trash"), "text": plain(75)},
        {"value": string(2000), "accessibility_label": string(75), "visible_to_user_ids": _IDS},
    ),
}
ACCESSORY = kinds({**ACTIONS, "image": IMAGE})
NUMBER_CELL = shape({"value": number, "text": string(3000)})
