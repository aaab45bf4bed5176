from __future__ import annotations

from typing import Any

import pytest

from bot.rehearsal.forms import chosen, fits, missing, pressed, state
from bot.rehearsal.wire import Json


def option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


OPTIONS = [option("a"), option("b")]
GROUPS = [{"label": {"type": "plain_text", "text": "G"}, "options": OPTIONS}]


@pytest.mark.parametrize(
    ("control", "value", "shape"),
    [
        ({"type": "plain_text_input"}, "Hello", {"value": "Hello"}),
        ({"type": "plain_text_input"}, None, {"value": None}),
        ({"type": "email_text_input"}, "a@example.org", {"value": "a@example.org"}),
        ({"type": "number_input"}, "3", {"value": "3"}),
        ({"type": "static_select", "options": OPTIONS}, "b", {"selected_option": OPTIONS[1]}),
        ({"type": "static_select", "option_groups": GROUPS}, "b", {"selected_option": OPTIONS[1]}),
        ({"type": "static_select", "options": OPTIONS}, None, {"selected_option": None}),
        ({"type": "radio_buttons", "options": OPTIONS}, "a", {"selected_option": OPTIONS[0]}),
        ({"type": "overflow", "options": OPTIONS}, "a", {"selected_option": OPTIONS[0]}),
        ({"type": "checkboxes", "options": OPTIONS}, ["a", "b"], {"selected_options": OPTIONS}),
        ({"type": "checkboxes", "options": OPTIONS}, None, {"selected_options": []}),
        ({"type": "multi_static_select", "options": OPTIONS}, ["b"], {"selected_options": [OPTIONS[1]]}),
        ({"type": "datepicker"}, "2026-01-31", {"selected_date": "2026-01-31"}),
        ({"type": "timepicker"}, "08:30", {"selected_time": "08:30"}),
        ({"type": "datetimepicker"}, 1_800_000_000, {"selected_date_time": 1_800_000_000}),
        ({"type": "users_select"}, "U1", {"selected_user": "U1"}),
        ({"type": "multi_users_select"}, ["U1"], {"selected_users": ["U1"]}),
        ({"type": "multi_users_select"}, None, {"selected_users": []}),
        ({"type": "conversations_select"}, "C1", {"selected_conversation": "C1"}),
        ({"type": "channels_select"}, "C1", {"selected_channel": "C1"}),
    ],
)
def test_a_value_has_the_shape_of_its_control(control: Json, value: Any, shape: Json) -> None:
    assert chosen(control, value) == shape


FEEDBACK = {
    "type": "feedback_buttons",
    "positive_button": {"text": {"type": "plain_text", "text": "Good"}, "value": "up"},
    "negative_button": {"text": {"type": "plain_text", "text": "Bad"}, "value": "down"},
}
BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Press"}, "value": "v"}


@pytest.mark.parametrize(
    ("control", "value", "told"),
    [
        (BUTTON, None, {"text": BUTTON["text"], "value": "v"}),
        ({"type": "button", "text": BUTTON["text"]}, None, {"text": BUTTON["text"]}),
        (FEEDBACK, "down", {"text": {"type": "plain_text", "text": "Bad"}, "value": "down"}),
        (FEEDBACK, None, {"text": {"type": "plain_text", "text": "Good"}, "value": "up"}),
        ({"type": "static_select", "options": OPTIONS}, "a", {"selected_option": OPTIONS[0]}),
    ],
)
def test_an_interaction_tells_what_was_pressed(control: Json, value: Any, told: Json) -> None:
    assert pressed(control, value) == told


@pytest.mark.parametrize(
    ("control", "value", "fit"),
    [
        (BUTTON, None, True),
        (BUTTON, "v", True),
        (BUTTON, "other", False),
        (FEEDBACK, "down", True),
        (FEEDBACK, "sideways", False),
        ({"type": "static_select"}, "anything", True),
    ],
)
def test_a_value_tells_controls_apart(control: Json, value: Any, fit: bool) -> None:
    assert fits(control, value) is fit


def view(**element: Any) -> Json:
    field = {"type": "plain_text_input", "action_id": "text", **element}
    block = {
        "type": "input",
        "block_id": "b",
        "label": {"type": "plain_text", "text": "Words"},
        "element": field,
    }
    return {"blocks": [block]}


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"initial_value": "before"}, {"type": "plain_text_input", "value": "before"}),
        (
            {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[1]},
            {"type": "static_select", "selected_option": OPTIONS[1]},
        ),
        (
            {"type": "checkboxes", "options": OPTIONS, "initial_options": OPTIONS},
            {"type": "checkboxes", "selected_options": OPTIONS},
        ),
        (
            {"type": "datepicker", "initial_date": "2026-01-31"},
            {"type": "datepicker", "selected_date": "2026-01-31"},
        ),
    ],
)
def test_what_stood_there_at_first_is_told_too(element: Json, value: Json) -> None:
    assert state(view(**element), {}) == {"values": {"b": {"text": value}}}


@pytest.mark.parametrize(
    ("element", "value", "reasons"),
    [
        ({}, None, ["'Words' is empty"]),
        ({}, "Hello", []),
        ({"min_length": 3}, "Hi", ["'Words' must have 3 to 3000 characters"]),
        ({"max_length": 3}, "Hello", ["'Words' must have 0 to 3 characters"]),
        ({"type": "checkboxes", "options": OPTIONS}, [], ["'Words' is empty"]),
        ({"type": "checkboxes", "options": OPTIONS}, ["a"], []),
    ],
)
def test_slack_keeps_a_form_that_is_not_ready(element: Json, value: Any, reasons: list[str]) -> None:
    form = view(**element)
    assert missing(form, state(form, {"b": {"text": value}})["values"]) == reasons
