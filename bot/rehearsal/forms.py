"""What a person chooses or types, in the shape in which Slack tells it to the bot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.rehearsal.blocks import controls
from bot.rehearsal.wire import Json

# What is filled in: {block_id: {action_id: value}}.
Filled = Mapping[str, Mapping[str, Any]]
_BUTTONS = ("button", "icon_button", "workflow_button")
# These keep nothing: they are pressed and forgotten.
_FORGETFUL = (*_BUTTONS, "feedback_buttons", "overflow")
_ONE_OPTION = ("static_select", "external_select", "radio_buttons", "overflow")
_OPTIONS = ("multi_static_select", "multi_external_select", "checkboxes")
_FIELDS = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
}


def pressed(control: Json, value: Any) -> Json:
    """Return what an interaction says of the control: which value, which option."""
    if control["type"] == "feedback_buttons":
        return {"text": _side(control, value)["text"], "value": _side(control, value)["value"]}
    if control["type"] in _BUTTONS:
        given = {"value": control["value"]} if "value" in control else {}
        return {"text": control["text"], **given}
    return chosen(control, value)


def fits(control: Json, value: Any) -> bool:
    """Say whether this is the control that was meant, where several have one action_id."""
    if value is None:
        return True
    if control["type"] == "feedback_buttons":
        return value in (control["positive_button"]["value"], control["negative_button"]["value"])
    return control["type"] not in _BUTTONS or control.get("value") == value


def chosen(control: Json, value: Any) -> Json:
    """Return a value in the shape of the control; None is an empty control."""
    kind = control["type"]
    if kind in _ONE_OPTION:
        return {"selected_option": None if value is None else _option(control, value)}
    if kind in _OPTIONS:
        return {"selected_options": [_option(control, each) for each in value or ()]}
    name = _FIELDS.get(kind, "value")
    return {name: value if value is not None or not kind.startswith("multi_") else []}


def with_choice(filled: Filled, block_id: str, control: Json, value: Any) -> Filled:
    """Return what is filled in after a choice was made in one more control."""
    if control["type"] in _FORGETFUL:
        return filled
    return {**filled, block_id: {**filled.get(block_id, {}), control["action_id"]: value}}


def state(surface: Json, filled: Filled) -> Json:
    """Return the state of a view or message: what was filled in over what stood there at first."""
    _know_all(surface, filled)
    values: Json = {}
    for block_id, control in _controls(surface):
        action_id = control["action_id"]
        given = filled.get(block_id, {}).get(action_id, _first(control))
        values.setdefault(block_id, {})[action_id] = {"type": control["type"], **chosen(control, given)}
    return {"values": values}


def missing(view: Json, values: Json) -> list[str]:
    """Return why Slack would not let the form go: demanded inputs that are empty, texts too short or long."""
    found = []
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element, label = block["element"], block["label"]["text"]
        given = next(
            value
            for name, value in values[block["block_id"]][element["action_id"]].items()
            if name not in ("type", "action_id")
        )
        if given in (None, "", []):
            found += [] if block.get("optional") else [f"{label!r} is empty"]
        elif isinstance(given, str):
            least, most = element.get("min_length", 0), element.get("max_length", 3000)
            found += (
                [] if least <= len(given) <= most else [f"{label!r} must have {least} to {most} characters"]
            )
    return found


def _controls(surface: Json) -> Iterator[tuple[str, Json]]:
    for block in surface.get("blocks", ()):
        for control in controls(block):
            if control["type"] not in _FORGETFUL:
                yield block["block_id"], control


def _know_all(surface: Json, filled: Filled) -> None:
    there = {(block_id, control["action_id"]) for block_id, control in _controls(surface)}
    for block_id, actions in filled.items():
        for action_id in actions:
            if (block_id, action_id) not in there:
                raise AssertionError(
                    f"nothing to fill in at {block_id}/{action_id}; there is: {sorted(there)}"
                )


def _first(control: Json) -> Any:
    """Return what stands in a control before anyone touches it."""
    if option := control.get("initial_option"):
        return option["value"]
    if options := control.get("initial_options"):
        return [option["value"] for option in options]
    return next((value for name, value in control.items() if name.startswith("initial_")), None)


def _option(control: Json, value: Any) -> Json:
    groups = control.get("option_groups", ())
    offered: list[Json] = [*control.get("options", ()), *(o for group in groups for o in group["options"])]
    for option in offered:
        if option["value"] == value:
            return option
    if control["type"] in ("external_select", "multi_external_select"):
        return {"text": {"type": "plain_text", "text": str(value)}, "value": value}
    raise AssertionError(f"no option {value!r}; there is: {[option['value'] for option in offered]}")


def _side(control: Json, value: Any) -> Json:
    side = "negative_button" if value == control["negative_button"]["value"] else "positive_button"
    return dict(control[side])
