from __future__ import annotations

from typing import Any

import pytest

from bot.slack.cards import actions, modals
from bot.slack.press import Press, kept_text, of_any, of_button, of_form, reader_of, text_of
from bot.store.keys import Keys
from tests.bot.slack.samples import CASE_ID, COUNCIL, MESSAGE_ID, READER_IDS, case

KEYS = Keys(b"k" * 32)
ADD_FORM = modals.add_form(case(), MESSAGE_ID, "Jane", "")
USER, CHANNEL = "U0DEMO00001", "D0DEMO00001"


def button_press(**changes: Any) -> dict[str, Any]:
    """Return what Slack sends when a button is pressed; `action_ts` and the like may be given."""
    action = {"action_id": actions.CLAIM, "value": CASE_ID, "action_ts": "1700000002.000100"}
    action |= {name: changes.pop(name) for name in list(changes) if name in action}
    message_ts = changes.pop("message_ts", "1700000001.000100")
    return {
        "type": "block_actions",
        "user": {"id": changes.pop("user", USER)},
        "channel": {"id": CHANNEL},
        "container": {"type": "message", "message_ts": message_ts, "channel_id": CHANNEL, "thread_ts": "1.2"},
        "trigger_id": "13345224609.738474920.8088930838d88f008e0",
        "actions": [action],
        **changes,
    }


def form(view: dict[str, Any], text: str | None = "Hello", user: str = USER, **chosen: Any) -> dict[str, Any]:
    """Return what Slack sends when one of our forms is sent."""
    values = {actions.TEXT_BLOCK: {actions.TEXT_INPUT: {"type": "plain_text_input", "value": text}}, **chosen}
    sent = {**view, "id": "V0DEMO00001", "state": {"values": values}}
    return {"type": "view_submission", "user": {"id": user}, "view": sent, "trigger_id": "1.2.3"}


def test_a_press_tells_who_on_what_and_where() -> None:
    body = button_press()
    assert of_button(body, KEYS) == Press(
        key=of_button(body, KEYS).key,
        user=USER,
        value=CASE_ID,
        channel=CHANNEL,
        thread_ts="1.2",
        trigger_id="13345224609.738474920.8088930838d88f008e0",
    )


def test_the_same_press_delivered_twice_has_one_key() -> None:
    again = button_press(trigger_id="another", channel={"id": "D0OTHER"}, value="other")
    assert of_button(button_press(), KEYS).key == of_button(again, KEYS).key


@pytest.mark.parametrize(
    "changes",
    [
        {"action_id": actions.RESOLVE},
        {"message_ts": "1700000001.000200"},
        {"user": "U0DEMO00002"},
        {"action_ts": "1700000002.000200"},
    ],
)
def test_another_button_message_person_or_moment_is_another_press(changes: dict[str, str]) -> None:
    assert of_button(button_press(**changes), KEYS).key != of_button(button_press(), KEYS).key


def test_the_key_tells_nothing_without_the_master_key() -> None:
    assert of_button(button_press(), KEYS).key != of_button(button_press(), Keys(b"x" * 32)).key


def test_a_press_in_a_window_has_no_channel_of_its_own() -> None:
    body = button_press(channel=None, container={"type": "view", "view_id": "V1"})
    press = of_button(body, KEYS)
    assert (press.channel, press.thread_ts) == (None, None)


def test_a_press_without_a_channel_takes_that_of_its_container() -> None:
    assert of_button(button_press(channel=None), KEYS).channel == CHANNEL


def test_a_press_without_a_value_holds_none() -> None:
    assert of_button(button_press(value=None), KEYS).value == ""


def test_a_form_brings_its_id_its_channel_and_its_words() -> None:
    body = form(modals.reply_form(case(), CHANNEL), " <b>&amp; more ")
    press = of_form(body, KEYS)
    assert (press.user, press.value, press.channel) == (USER, CASE_ID, CHANNEL)
    assert text_of(body["view"]) == "<b>&amp; more"


def test_what_is_added_brings_its_case_and_the_message_it_belongs_to() -> None:
    press = of_form(form(ADD_FORM), KEYS)
    assert (press.value, press.channel) == (f"{CASE_ID}.{MESSAGE_ID}", None)


def test_a_form_sent_twice_is_one_press() -> None:
    first = of_form(form(ADD_FORM, "one"), KEYS)
    again = of_form(form(ADD_FORM, "two"), KEYS)
    assert first.key == again.key
    assert first.key != of_form(form(ADD_FORM, "one", "U0DEMO00002"), KEYS).key
    assert first.key != of_form(form(modals.reply_form(case(), CHANNEL), "one"), KEYS).key


@pytest.mark.parametrize("text", ["Ring me.", "Two words\n\nand lines", f"{CASE_ID} {CHANNEL}\nx", " "])
def test_the_text_of_a_preview_comes_back_as_it_was(text: str) -> None:
    view = modals.reply_preview("Reply to CG-7", f"{CASE_ID} {CHANNEL}", text)
    assert kept_text(view) == text
    press = of_form(form(view, None), KEYS)
    assert (press.value, press.channel) == (CASE_ID, CHANNEL)


@pytest.mark.parametrize("text", [None, "", "  \n "])
def test_an_empty_form_has_no_words(text: str | None) -> None:
    assert text_of(form(ADD_FORM, text)["view"]) == ""


def test_the_chosen_reader_is_read_from_the_form() -> None:
    view = modals.talk_form(MESSAGE_ID, [*COUNCIL.rota, *COUNCIL.deputies], READER_IDS, "")
    options = view["blocks"][-1]["element"]["options"]

    def chosen(option: dict[str, Any] | None) -> str | None:
        field = {"type": "radio_buttons", "selected_option": option}
        body = form(view, **{actions.READER_BLOCK: {actions.TEXT_INPUT: field}})
        return reader_of(body["view"])

    assert [chosen(option) for option in options] == [None, *READER_IDS]
    # Nobody is not everybody.
    assert chosen(None) == ""


def test_a_form_without_a_choice_of_readers_is_for_nobody() -> None:
    assert reader_of(form(ADD_FORM)["view"]) == ""


# --- where somebody is told that it did not work ------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (button_press(), (USER, CHANNEL, "1.2")),
        (button_press(channel=None), (USER, CHANNEL, "1.2")),
        (form(modals.reply_form(case(), CHANNEL)), (USER, CHANNEL, None)),
        (form(modals.reply_preview("Reply", f"{CASE_ID} {CHANNEL}", "two words\nx")), (USER, CHANNEL, None)),
        (form(ADD_FORM), (USER, None, None)),
        ({"type": "shortcut", "user": {"id": USER}}, (USER, None, None)),
        ({}, ("", None, None)),
    ],
)
def test_who_pressed_anything_at_all_is_told_where_they_pressed(
    body: dict[str, Any], told: tuple[str, str | None, str | None]
) -> None:
    assert of_any(body) == told
