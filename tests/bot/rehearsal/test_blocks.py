from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.rehearsal.blocks import is_too_long, message_problems, view_problems, with_ids

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "words", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Press"), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(value: str = "a", text: str = "A") -> Json:
    return {"text": plain(text), "value": value}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def confirm(**more: Any) -> Json:
    sure = {"title": plain("Sure?"), "text": mrkdwn("Really?"), "confirm": plain("Yes"), "deny": plain("No")}
    return {**sure, **more}


def feedback(**more: Any) -> Json:
    sides = {"positive_button": plain_button("Good"), "negative_button": plain_button("Bad")}
    return {"type": "feedback_buttons", **sides, **more}


def plain_button(text: str, value: str = "v") -> Json:
    return {"text": plain(text), "value": value}


def table(rows: int, columns: int) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns for _ in range(rows)]}


def text_input(**more: Any) -> Json:
    return {
        "type": "input",
        "label": plain("Words"),
        "element": {"type": "plain_text_input", "action_id": "text"},
        **more,
    }


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "blocks": list(blocks) or [section()], **more}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


IMAGE = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"}
# A way to make blocks of a size, and the largest size that Slack takes.
LIMITS: dict[str, tuple[Callable[[int], list[Json]], int]] = {
    "section text": (lambda n: [section("x" * n)], 3000),
    "section fields": (lambda n: [{"type": "section", "fields": [mrkdwn("x")] * n}], 10),
    "field text": (lambda n: [{"type": "section", "fields": [mrkdwn("x" * n)]}], 2000),
    "header": (lambda n: [{"type": "header", "text": plain("x" * n)}], 150),
    "markdown": (lambda n: [{"type": "markdown", "text": "x" * n}], 12_000),
    "markdown together": (
        lambda n: [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * (n - 6000)}],
        12_000,
    ),
    "button text": (lambda n: [actions(button(text=plain("x" * n)))], 75),
    "button value": (lambda n: [actions(button(value="x" * n))], 2000),
    "action_id": (lambda n: [actions(button(action_id="x" * n))], 255),
    "block_id": (lambda n: [section(block_id="x" * n)], 255),
    "actions": (lambda n: [actions(*[button() for _ in range(n)])], 25),
    "context": (lambda n: [{"type": "context", "elements": [mrkdwn("x")] * n}], 10),
    "context text": (lambda n: [{"type": "context", "elements": [mrkdwn("x" * n)]}], 3000),
    "context_actions": (lambda n: [{"type": "context_actions", "elements": [feedback()] * n}], 5),
    "feedback text": (
        lambda n: [
            {"type": "context_actions", "elements": [feedback(positive_button=plain_button("x" * n))]}
        ],
        75,
    ),
    "table rows": (lambda n: [table(n, 2)], 100),
    "table columns": (lambda n: [table(2, n)], 20),
    "blocks of a message": (lambda n: [{"type": "divider"}] * n, 50),
    "confirm title": (lambda n: [actions(button(confirm=confirm(title=plain("x" * n))))], 100),
    "confirm text": (lambda n: [actions(button(confirm=confirm(text=mrkdwn("x" * n))))], 300),
    "confirm button": (lambda n: [actions(button(confirm=confirm(confirm=plain("x" * n))))], 30),
    "confirm deny": (lambda n: [actions(button(confirm=confirm(deny=plain("x" * n))))], 30),
    "menu options": (lambda n: [actions({"type": "static_select", "options": options(n)})], 100),
    "radio options": (lambda n: [actions({"type": "radio_buttons", "options": options(n)})], 10),
    "checkbox options": (lambda n: [actions({"type": "checkboxes", "options": options(n)})], 10),
    "overflow options": (lambda n: [actions({"type": "overflow", "options": options(n)})], 5),
    "option text": (lambda n: [actions({"type": "static_select", "options": [option(text="x" * n)]})], 75),
    "option value": (lambda n: [actions({"type": "static_select", "options": [option("x" * n)]})], 150),
    "image alt_text": (lambda n: [{**IMAGE, "alt_text": "x" * n}], 2000),
    "card body": (lambda n: [{"type": "card", "body": mrkdwn("x" * n)}], 200),
}
VIEW_LIMITS: dict[str, tuple[Callable[[int], Json], int]] = {
    "modal title": (lambda n: modal(title=plain("x" * n)), 24),
    "modal submit": (lambda n: modal(submit=plain("x" * n)), 24),
    "modal close": (lambda n: modal(close=plain("x" * n)), 24),
    "blocks of a view": (lambda n: modal(*[section() for _ in range(n)]), 100),
    "private_metadata": (lambda n: modal(private_metadata="x" * n), 3000),
    "callback_id": (lambda n: modal(callback_id="x" * n), 255),
    "input label": (lambda n: modal(text_input(label=plain("x" * n)), submit=plain("Send")), 2000),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_message_is_accepted_at_the_limit_and_refused_one_over(name: str) -> None:
    make, most = LIMITS[name]
    assert message_problems(make(most)) == []
    assert message_problems(make(most + 1)) != []


@pytest.mark.parametrize("name", VIEW_LIMITS)
def test_a_view_is_accepted_at_the_limit_and_refused_one_over(name: str) -> None:
    make, most = VIEW_LIMITS[name]
    assert view_problems(make(most)) == []
    assert view_problems(make(most + 1)) != []


@pytest.mark.parametrize(("size", "too_long"), [(2600, False), (2601, True)])
def test_all_texts_together_have_a_hidden_limit(size: int, too_long: bool) -> None:
    assert is_too_long([section("x" * size) for _ in range(5)]) is too_long


def test_the_options_of_a_menu_do_not_count_towards_the_hidden_limit() -> None:
    menu = {"type": "static_select", "options": [option(str(n), "x" * 75) for n in range(100)]}
    assert not is_too_long([actions(menu), actions(menu)])


@pytest.mark.parametrize(
    ("block", "line"),
    [
        (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        (section("  "), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        ({"type": "section"}, "must define either `text` or `fields` [json-pointer:/blocks/0/type]"),
        (actions(), "must provide at least 1 items [json-pointer:/blocks/0/elements]"),
        ({"type": "actions"}, "missing required field: elements [json-pointer:/blocks/0]"),
        ({"type": "poem"}, "unsupported type: poem [json-pointer:/blocks/0/type]"),
        ({"text": "x"}, "missing required field: type [json-pointer:/blocks/0]"),
        (actions({"type": "lever"}), "unsupported type: lever [json-pointer:/blocks/0/elements/0/type]"),
        (section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
        (
            actions(button(disabled=True)),
            "invalid additional property: disabled [json-pointer:/blocks/0/elements/0]",
        ),
        (actions({"type": "button"}), "missing required field: text [json-pointer:/blocks/0/elements/0]"),
        (
            actions(button(text=mrkdwn("x"))),
            "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]",
        ),
        (
            {"type": "header", "text": mrkdwn("x")},
            "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
        ),
        ({"type": "header", "text": "x"}, "must provide an object [json-pointer:/blocks/0/text]"),
        (
            actions(button(style="bold")),
            "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
        ),
        (text_input(), "unsupported type: input [json-pointer:/blocks/0/type]"),
        (
            {"type": "context_actions", "elements": [button()]},
            "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
        ),
        (
            actions(feedback()),
            "unsupported type: feedback_buttons [json-pointer:/blocks/0/elements/0/type]",
        ),
        (
            {"type": "image", "image_url": "https://example.org/a.png"},
            "missing required field: alt_text [json-pointer:/blocks/0]",
        ),
        (
            actions(button(action_id="a"), button(action_id="a")),
            '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
        ),
        (
            actions({"type": "static_select", "options": options(2), "initial_option": option("z")}),
            "initial option must match one of the options [json-pointer:/blocks/0/elements/0]",
        ),
        (
            actions({"type": "static_select"}),
            "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0/type]",
        ),
        (
            {"type": "alert", "text": plain("x"), "level": "loud"},
            "must be a valid enum value [json-pointer:/blocks/0/level]",
        ),
        ({"type": "markdown", "text": ""}, "must be more than 0 characters [json-pointer:/blocks/0/text]"),
    ],
)
def test_a_wrong_block_is_refused_in_the_words_of_slack(block: Json, line: str) -> None:
    assert message_problems([block]) == [line]


def test_a_block_id_may_come_once() -> None:
    assert message_problems([section(block_id="a"), section(block_id="b")]) == []
    assert message_problems([section(block_id="a"), section(block_id="a")]) == [
        '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]'
    ]


def test_one_action_id_may_stand_in_two_blocks() -> None:
    assert message_problems([actions(button(action_id="a")), actions(button(action_id="a"))]) == []


def test_a_message_has_one_table_at_most() -> None:
    assert message_problems([table(1, 1), table(1, 1)]) == ["only_one_table_allowed"]


@pytest.mark.parametrize(
    ("view", "line"),
    [
        (
            modal(section(), text_input()),
            "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]",
        ),
        (modal(title=mrkdwn("x")), "unsupported type: mrkdwn [json-pointer:/view/title/type]"),
        (modal(colour="red"), "invalid additional property: colour [json-pointer:/view]"),
        (
            {"type": "modal", "blocks": [section()]},
            "missing required field: title [json-pointer:/view]",
        ),
        (
            {"type": "home", "title": plain("x"), "blocks": [section()]},
            "invalid additional property: title [json-pointer:/view]",
        ),
        (
            modal({"type": "markdown", "text": "x"}),
            "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
        ),
        (modal(table(1, 1)), "unsupported type: table [json-pointer:/view/blocks/0/type]"),
        ({"type": "page", "blocks": []}, "unsupported type: page [json-pointer:/view/type]"),
    ],
)
def test_a_wrong_view_is_refused_in_the_words_of_slack(view: Json, line: str) -> None:
    assert view_problems(view) == [line]


def test_an_input_may_stand_in_a_modal_with_submit_and_in_a_home() -> None:
    assert view_problems(modal(text_input(), submit=plain("Send"))) == []
    assert view_problems({"type": "home", "blocks": [text_input()]}) == []


@pytest.mark.parametrize("blocks", [None, {}, "words", ["words"], [None], [{"type": ["a"]}]])
def test_what_is_no_list_of_blocks_is_refused(blocks: Any) -> None:
    assert message_problems(blocks) != []


def test_missing_ids_are_filled_in_and_given_ids_stay() -> None:
    given = [section(), actions(button(action_id="mine"), button()), section(block_id="own")]
    before = deepcopy(given)
    names = iter("abcd")
    filled = with_ids(given, lambda: next(names))
    assert given == before
    assert [block["block_id"] for block in filled] == ["a", "b", "own"]
    assert [element["action_id"] for element in filled[1]["elements"]] == ["mine", "c"]


GOOD: list[Json] = [
    section("Hello *you*", block_id="one"),
    section(accessory=button(action_id="a", value="v", style="primary", confirm=confirm(style="danger"))),
    section(accessory=IMAGE, expand=True),
    section(accessory={"type": "overflow", "action_id": "o", "options": options(2)}),
    {"type": "section", "fields": [mrkdwn("a"), plain("b")]},
    {"type": "divider"},
    {"type": "header", "text": {**plain("Title"), "emoji": True}},
    {**IMAGE, "title": plain("A picture"), "block_id": "pic"},
    actions(button(action_id="a", url="https://example.org"), button(action_id="b", style="danger")),
    actions(button(action_id="a", visible_to_user_ids=["U1"], accessibility_label="Press this")),
    actions(
        {"type": "datepicker", "action_id": "d", "initial_date": "2026-01-31", "placeholder": plain("When")}
    ),
    actions({"type": "timepicker", "action_id": "t", "initial_time": "08:30"}),
    actions({"type": "users_select", "action_id": "u", "placeholder": plain("Who")}),
    actions(
        {"type": "radio_buttons", "action_id": "r", "options": options(3), "initial_option": option("1")}
    ),
    actions({"type": "checkboxes", "action_id": "c", "options": options(3)}),
    actions(
        {
            "type": "static_select",
            "action_id": "s",
            "option_groups": [{"label": plain("Group"), "options": options(3)}],
            "initial_option": option("1"),
        }
    ),
    {"type": "context", "elements": [mrkdwn("small"), IMAGE, plain("print")]},
    {"type": "context_actions", "elements": [feedback(action_id="f")]},
    {
        "type": "context_actions",
        "elements": [{"type": "icon_button", "icon": "trash", "text": plain("Away"), "action_id": "i"}],
    },
    {"type": "markdown", "text": "# Title\n\n**bold**"},
    rich(
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Hello", "style": {"bold": True}},
                {"type": "text", "text": " "},
                {"type": "link", "url": "https://example.org", "text": "here"},
                {"type": "user", "user_id": "U1"},
                {"type": "emoji", "name": "wave"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 0,
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "code"}], "border": 0},
    ),
    {**table(3, 2), "column_settings": [{"align": "right", "is_wrapped": True}, None]},
    {
        "type": "table",
        "rows": [
            [
                {"type": "raw_number", "value": 3, "text": "3"},
                rich({"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}),
            ]
        ],
    },
    {"type": "alert", "text": mrkdwn("Take care"), "level": "warning"},
    {"type": "card", "title": mrkdwn("Title"), "body": mrkdwn("Body"), "actions": [button(action_id="a")]},
    {"type": "carousel", "elements": [{"type": "card", "title": mrkdwn("One")}]},
    {"type": "container", "title": plain("More"), "child_blocks": [section()], "is_collapsible": True},
    {"type": "task_card", "task_id": "1", "title": "Search", "status": "complete"},
    {
        "type": "plan",
        "title": "Plan",
        "tasks": [{"type": "task_card", "task_id": "1", "title": "S", "status": "error"}],
    },
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: str(block["type"]))
def test_a_good_block_gives_no_false_alarm_and_the_sdk_agrees(block: Json) -> None:
    parsed = Block.parse(deepcopy(block))
    assert parsed is not None
    assert message_problems([block]) == []
    assert message_problems([parsed.to_dict()]) == []


GOOD_VIEWS = [
    modal(),
    modal(
        text_input(block_id="a", hint=plain("Some words"), optional=True, dispatch_action=True),
        text_input(
            element={"type": "plain_text_input", "action_id": "b", "multiline": True, "max_length": 500}
        ),
        text_input(element={"type": "email_text_input", "action_id": "c"}),
        text_input(element={"type": "number_input", "action_id": "d", "is_decimal_allowed": False}),
        text_input(element={"type": "multi_users_select", "action_id": "e", "max_selected_items": 2}),
        text_input(element={"type": "datetimepicker", "action_id": "f"}),
        submit=plain("Send"),
        close=plain("Cancel"),
        private_metadata="case 7",
        callback_id="form",
        notify_on_close=True,
        clear_on_close=False,
    ),
    {"type": "home", "blocks": [section(), actions(button(action_id="a"))], "callback_id": "home"},
]


@pytest.mark.parametrize("view", GOOD_VIEWS)
def test_a_good_view_gives_no_false_alarm_and_the_sdk_agrees(view: Json) -> None:
    assert view_problems(view) == []
    assert view_problems(View(**deepcopy(view)).to_dict()) == []
