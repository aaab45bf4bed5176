from __future__ import annotations

import pytest

from bot.slack.cards.blocks import (
    Card,
    actions,
    button,
    context,
    divider,
    feedback,
    header,
    section,
    words,
)
from tests.bot.slack.limits import check_blocks
from tests.bot.slack.samples import MESSAGE_ID


@pytest.mark.parametrize("length", [1, 75, 150, 151, 3000, 3001, 40_000])
@pytest.mark.parametrize("letter", ["a", "ā", "🦉", "a "])
def test_each_piece_stays_within_slacks_limits(length: int, letter: str) -> None:
    text = (letter * length)[:length]
    row = actions(button(text, "act", MESSAGE_ID, style="primary", confirm="Do you want this?"))
    check_blocks(
        [section(text), words(text), header(text), context(text), row, feedback("fb", MESSAGE_ID), divider()],
        most=50,
    )


def test_words_are_shown_letter_for_letter() -> None:
    shown = words("<!channel> *not bold* :smile:\n> `x`")
    assert shown["text"] == {
        "type": "plain_text",
        "text": "<!channel> *not bold* :smile:\n> `x`",
        "emoji": False,
    }


def test_no_words_are_no_empty_block() -> None:
    check_blocks([words("")], most=50)


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_no_words_are_no_empty_message(text: str) -> None:
    assert Card(text=text).text == "(no words)"


def test_slack_must_not_find_links_in_a_section_of_its_own_accord() -> None:
    assert section("Ring 111.")["text"]["verbatim"] is True
    assert context("Ring 111.")["elements"][0]["verbatim"] is True


def test_small_print_holds_ten_pieces_at_most() -> None:
    assert len(context(*"abcdefghijkl")["elements"]) == 10


def test_a_button_that_asks_first_says_what_happens() -> None:
    made = button("Resolve", "resolve", "id", confirm="The member is told.")
    assert made["confirm"]["text"]["text"] == "The member is told."
    assert made["confirm"]["confirm"]["text"] == "Resolve"
    assert made["confirm"]["deny"]["text"] == "Not now"


def test_a_screen_reader_is_told_what_the_thumbs_mean() -> None:
    thumbs = feedback("feedback", "id")["elements"][0]
    assert thumbs["positive_button"]["accessibility_label"] == "This answer helped"
    assert thumbs["negative_button"]["accessibility_label"] == "This answer did not help"
    assert (thumbs["positive_button"]["value"], thumbs["negative_button"]["value"]) == ("up.id", "down.id")
