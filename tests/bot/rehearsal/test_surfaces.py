from __future__ import annotations

import pytest

from bot.rehearsal.surfaces import Button, Message, View, holds

BLOCKS = [
    {"type": "header", "text": {"type": "plain_text", "text": "Title"}},
    {
        "type": "section",
        "fields": [{"type": "mrkdwn", "text": "*Left*"}, {"type": "mrkdwn", "text": "Right"}],
        "accessory": {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Press"}},
    },
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Half", "style": {"bold": True}},
                    {"type": "text", "text": "way"},
                ],
            }
        ],
    },
    {"type": "markdown", "text": "**Bold**"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "Cell"}]]},
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "f",
                "positive_button": {"text": {"type": "plain_text", "text": "Good"}, "value": "up"},
                "negative_button": {"text": {"type": "plain_text", "text": "Bad"}, "value": "down"},
            }
        ],
    },
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "b",
                "value": "v",
                "style": "danger",
                "text": {"type": "plain_text", "text": "Away"},
                "confirm": {"title": {"type": "plain_text", "text": "Hidden"}},
            }
        ],
    },
]


def test_a_message_has_the_words_of_its_text_and_blocks_in_order() -> None:
    message = Message("D1", {"ts": "1.000001", "text": "Short", "blocks": BLOCKS})
    assert message.words().split("\n") == [
        "Short",
        "Title",
        "*Left*",
        "Right",
        "Press",
        "Halfway",
        "**Bold**",
        "Cell",
        "Good",
        "Bad",
        "Away",
    ]


def test_a_message_has_its_buttons_in_order() -> None:
    assert Message("D1", {"ts": "1.000001", "blocks": BLOCKS}).buttons() == (
        Button("Press", "a"),
        Button("Good", "f", "up"),
        Button("Bad", "f", "down"),
        Button("Away", "b", "v", style="danger"),
    )


def test_a_view_has_its_title_words_and_inputs() -> None:
    field = {
        "type": "input",
        "block_id": "i",
        "label": {"type": "plain_text", "text": "Your words"},
        "element": {
            "type": "plain_text_input",
            "action_id": "t",
            "placeholder": {"type": "plain_text", "text": "Type"},
        },
    }
    view = View(
        {
            "id": "V1",
            "callback_id": "form",
            "title": {"type": "plain_text", "text": "Form"},
            "blocks": [field],
        }
    )
    assert view.words() == "Form\nYour words\nType"
    assert view.inputs() == (("i", "t"),)
    assert (view.id, view.callback_id, view.title, view.buttons()) == ("V1", "form", "Form", ())


@pytest.mark.parametrize(
    ("wanted", "held"),
    [
        (None, True),
        ("Hello world", True),
        ("hello  WORLD", True),
        (("Kia ora", "world"), True),
        (("Kia ora", "moon"), False),
        ("worldly", False),
    ],
)
def test_words_are_found_whatever_the_spaces_and_capitals(
    wanted: str | tuple[str, ...] | None, held: bool
) -> None:
    assert holds("Kia ora\nHello\nworld", wanted) is held
