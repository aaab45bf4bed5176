from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from bot.council import Person
from bot.escalation.models import Place
from bot.escalation.states import Status
from bot.models import CitationKind, SeenIndicator
from bot.slack.cards import actions, modals
from knowledge.source_list import Tier
from tests.bot.slack.limits import check_harmless, check_view, markup, said
from tests.bot.slack.samples import (
    CASE_ID,
    COUNCIL,
    MESSAGE_ID,
    READER_IDS,
    STORY,
    WILD,
    case,
    citation,
    named,
    source,
)

PEOPLE = (*COUNCIL.rota, *COUNCIL.deputies)
CHANNEL = "D0DEMO00001"


def blocks(view: dict[str, Any]) -> str:
    return said(view["blocks"])


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(modals.loading("Talk to the liaison"), id="loading"),
        pytest.param(modals.message("Not shown", "Only <liaisons> & co."), id="message"),
        pytest.param(modals.passages([citation(n, 10) for n in range(1, 21)]), id="passages"),
        pytest.param(modals.passages([]), id="no passages"),
        pytest.param(modals.whole_text(case(), (), None), id="whole text"),
        pytest.param(modals.whole_text(case(words=""), (), None), id="no text"),
        pytest.param(modals.whole_text(case(words="🦉" * 40_000), (), None), id="longest text"),
        pytest.param(modals.whole_text(case(), ["🦉" * 3000] * 60, "<@U0DEMO00001>"), id="most added"),
        pytest.param(modals.sent(case(), ()), id="sent"),
        pytest.param(modals.sent(case(words_shared=False), ()), id="held back"),
        pytest.param(modals.sent(case(words="", marking="SECRET", indicators=()), ()), id="marked"),
        pytest.param(modals.talk_form(MESSAGE_ID, PEOPLE, READER_IDS, "May I?"), id="talk"),
        pytest.param(modals.talk_form(MESSAGE_ID, PEOPLE, READER_IDS, "🦉" * 4000), id="long question"),
        pytest.param(modals.add_form(case(), MESSAGE_ID, "Jane", ""), id="add"),
        pytest.param(modals.reply_form(case(), CHANNEL), id="reply"),
        pytest.param(modals.reply_preview("Reply to CG-7", CASE_ID, "Ring me."), id="preview"),
        pytest.param(modals.reply_form(case(number=1234567890), CHANNEL), id="big number"),
    ],
)
def test_slack_takes_the_window(view: dict[str, Any]) -> None:
    check_view(view)


# --- passages -----------------------------------------------------------------------------------------


def test_the_words_behind_each_mark_are_shown_with_their_place_and_every_source() -> None:
    view = modals.passages([citation(1, 10, page=4)])
    shown = blocks(view)
    assert "*[1]* Council Guide's note, in our words" in shown
    assert "Declare a gift that is worth more than the council's limit." in shown
    assert "library/gifts.md, Gifts &gt; Tickets, page 4" in shown
    assert [f"Threat Environment {n}>" in shown for n in range(1, 11)] == [True] * 10
    assert len(markup(view["blocks"])) == 10


@pytest.mark.parametrize(
    ("kind", "whose"),
    [
        (CitationKind.NOTE, "Council Guide's note, in our words"),
        (CitationKind.ORIGINAL, "The publisher's words"),
        (CitationKind.HOUSE, "Fixed text"),
        (CitationKind.REVIEWED, "Reviewed answer"),
    ],
)
def test_it_is_said_whose_words_they_are(kind: CitationKind, whose: str) -> None:
    assert f"*[1]* {whose}" in blocks(modals.passages([citation(kind=kind)]))


@pytest.mark.parametrize(("count", "left_out"), [(33, ""), (34, "And 1 more."), (60, "And 27 more.")])
def test_more_passages_than_a_window_holds_are_counted(count: int, left_out: str) -> None:
    view = modals.passages([citation(n) for n in range(1, count + 1)])
    check_view(view)
    assert view["blocks"][-1]["type"] == "context"
    assert ("more." in blocks(view)) is bool(left_out)
    assert left_out in blocks(view)


def test_an_answer_that_is_no_longer_kept_says_so() -> None:
    assert blocks(modals.passages([])) == "This answer is no longer kept."


# --- the words of a case ------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [STORY, "word " * 2000, "a" * 9000, "🦉" * 3000])
def test_the_whole_text_is_the_whole_text(words: str) -> None:
    view = modals.whole_text(case(words=words), (), None)
    shown = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
    assert "".join(shown) == words


def test_what_was_added_later_follows_the_whole_text() -> None:
    view = modals.whole_text(case(words="He gave me cash."), ["It was blue.", "And heavy."], None)
    assert blocks(view) == (
        "He gave me cash.\n\n*Added later:*\n\nIt was blue.\n\n*Added later:*\n\nAnd heavy.\n\n"
        "That you opened this is noted."
    )


def test_whoever_opens_the_whole_text_is_told_that_it_is_noted() -> None:
    assert "That you opened this is noted." in blocks(modals.whole_text(case(), (), None))


def test_the_member_sees_what_was_sent() -> None:
    shown = blocks(modals.sent(case(), ()))
    assert f"*Your words:*\n\n{STORY}" in shown
    assert "*Why it was passed on:* money or a reward, a vote or favour wanted" in shown
    assert (
        "*Also sent:* your place in it (they were offered something), and that there is a deadline." in shown
    )
    assert "Your name was not sent. Your words may still show who you are." in shown


def test_the_member_sees_that_their_name_was_sent() -> None:
    assert "Your name was sent." in blocks(modals.sent(case(named=True), ()))


def test_held_back_words_are_shown_as_not_sent() -> None:
    held_back = case(words_shared=False, deadline=None, place=Place.TARGET)
    shown = blocks(modals.sent(held_back, ()))
    assert "*Not your words yet*, only what it is about:" in shown
    assert "money or a reward" in shown
    assert "Also sent" not in shown
    assert STORY not in shown
    assert "envelope" not in json.dumps(modals.sent(held_back, ()))


def test_of_something_marked_the_marking_was_sent() -> None:
    shown = blocks(modals.sent(case(words="", marking="SECRET", indicators=()), ()))
    assert "That a member holds something marked SECRET." in shown
    assert "Also sent" not in shown


def test_the_whole_text_names_the_member_where_they_are_named() -> None:
    view = modals.whole_text(case(named=True), (), "<@U0DEMO00001>")
    assert blocks(view).startswith(f"Told by <@U0DEMO00001>.\n\n{STORY}")
    assert "Told by" not in blocks(modals.whole_text(case(), (), None))


def test_the_member_sees_what_they_added() -> None:
    shown = blocks(modals.sent(case(), ["It was blue.", "And heavy."]))
    assert "*Added by you:*\n\nIt was blue.\n\n*Added by you:*\n\nAnd heavy." in shown


@pytest.mark.parametrize(
    ("changes", "told"),
    [({}, True), ({"words_shared": False}, False), ({"status": Status.WITHDRAWN}, False)],
)
def test_the_place_is_sent_only_while_the_words_are_open(changes: dict[str, Any], told: bool) -> None:
    assert ("*Also sent:*" in blocks(modals.sent(case(**changes), ()))) is told


# --- forms --------------------------------------------------------------------------------------------


def test_whoever_talks_to_a_person_sees_who_reads_it_and_may_choose_one() -> None:
    view = modals.talk_form(MESSAGE_ID, PEOPLE, READER_IDS, "May I?")
    shown = blocks(view)
    assert "These people could read it: *Jane (demo), Tom (demo)*." in shown
    assert "If it is about one of them, or somebody close to one, choose another." in shown
    assert (
        "Only what stands below is sent, without your name; your words may still show who you are." in shown
    )
    assert [one["element"]["type"] for one in view["blocks"][1:]] == ["plain_text_input", "radio_buttons"]
    options = view["blocks"][-1]["element"]["options"]
    assert [one["text"]["text"] for one in options] == ["All of them", "Only Jane (demo)", "Only Tom (demo)"]
    assert [one["value"] for one in options] == ["all", *READER_IDS]
    assert view["private_metadata"] == MESSAGE_ID


def test_nobody_is_chosen_beforehand() -> None:
    view = modals.talk_form(MESSAGE_ID, PEOPLE, READER_IDS, "May I?")
    assert "initial_option" not in view["blocks"][-1]["element"]


@pytest.mark.parametrize(
    ("begun", "shown"), [("May I?", "May I?"), ("", None), ("ā" * 4000, "ā" * 2998 + " …")]
)
def test_a_form_begins_with_what_was_written_already(begun: str, shown: str | None) -> None:
    forms = [
        modals.talk_form(MESSAGE_ID, PEOPLE, READER_IDS, begun),
        modals.add_form(case(), MESSAGE_ID, "Jane", begun),
    ]
    for view in forms:
        (field,) = [one["element"] for one in view["blocks"] if one.get("block_id") == actions.TEXT_BLOCK]
        assert field.get("initial_value") == shown
        check_view(view)


def test_who_adds_something_sees_who_reads_it() -> None:
    view = modals.add_form(case(), MESSAGE_ID, "Jane", "")
    assert "Jane reads exactly what stands below." in blocks(view)
    assert view["private_metadata"] == f"{CASE_ID}.{MESSAGE_ID}"


def test_a_big_desk_fits_into_the_form() -> None:
    people = [Person(name="& " * 199, slack="U0DEMO00003")] * 30
    view = modals.talk_form(MESSAGE_ID, people, [f"{n:032}" for n in range(30)], "")
    check_view(view)
    assert "without your name" in blocks(view)


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param("a" * modals.LONGEST_REPLY, id="letters"),
        pytest.param("ā" * modals.LONGEST_REPLY, id="two bytes"),
        pytest.param("語" * modals.LONGEST_REPLY, id="three bytes"),
        pytest.param("🦉" * (modals.LONGEST_REPLY // 2), id="four bytes, counted as two"),
        pytest.param("&<>" * (modals.LONGEST_REPLY // 3), id="signs that are escaped"),
        pytest.param("\n" * (modals.LONGEST_REPLY - 1) + "a", id="lines"),
    ],
)
def test_the_longest_reply_travels_with_its_preview(reply: str) -> None:
    view = modals.reply_preview("Reply to CG-7", f"{CASE_ID} {CHANNEL}", reply)
    check_view(view)
    assert "The member will read exactly this:" in blocks(view)
    data = view["private_metadata"]
    assert data.partition("\n") == (f"{CASE_ID} {CHANNEL}", "\n", reply)
    assert len(data.encode("utf-16-le")) // 2 <= 3000
    assert {"type": "plain_text", "text": reply, "emoji": False} in [
        one.get("text") for one in view["blocks"]
    ]


def test_a_reply_that_was_not_sent_says_so_above_the_reply_as_it_was() -> None:
    data = f"{CASE_ID} {CHANNEL}"
    view = modals.reply_preview("Reply to CG-7", data, "Ring me.", "Not sent yet: <press> again.")
    assert blocks(view).startswith(
        "*Not sent yet: &lt;press&gt; again.*\n\nThe member will read exactly this:"
    )
    assert view["private_metadata"] == f"{data}\nRing me."


def test_a_reply_is_no_longer_than_its_form_takes() -> None:
    element = modals.reply_form(case(), CHANNEL)["blocks"][-1]["element"]
    assert element["max_length"] == modals.LONGEST_REPLY


def test_a_liaison_is_told_where_the_reply_goes_and_that_it_is_shown_first() -> None:
    shown = blocks(modals.reply_form(case(), CHANNEL))
    assert "The member reads this in their DM. Nothing is sent before you have seen it." in shown


@pytest.mark.parametrize(
    ("view", "callback"),
    [
        (modals.talk_form(MESSAGE_ID, PEOPLE, READER_IDS, "May I?"), actions.TALK_FORM),
        (modals.add_form(case(), MESSAGE_ID, "Jane", ""), actions.ADD_FORM),
        (modals.reply_form(case(), CHANNEL), actions.REPLY_FORM),
        (modals.reply_preview("Reply", CASE_ID, "x"), actions.REPLY_PREVIEW),
    ],
)
def test_each_form_is_told_apart(view: dict[str, Any], callback: str) -> None:
    assert view["callback_id"] == callback


def test_a_form_holds_nothing_of_the_story() -> None:
    for view in (modals.add_form(case(), MESSAGE_ID, "Jane", ""), modals.reply_form(case(), CHANNEL)):
        assert "envelope" not in json.dumps(view)


def test_what_travels_with_a_form_are_ids_alone() -> None:
    add, reply = modals.add_form(case(), MESSAGE_ID, "Jane", STORY), modals.reply_form(case(), CHANNEL)
    assert add["private_metadata"] == f"{CASE_ID}.{MESSAGE_ID}"
    assert reply["private_metadata"] == f"{CASE_ID} {CHANNEL}"


# --- words of others ----------------------------------------------------------------------------------


@settings(max_examples=40)
@given(words=WILD, name=WILD)
def test_no_window_pings_links_or_breaks_out(words: str, name: str) -> None:
    seen = (SeenIndicator(id="cash", label=name, evidence=words),)
    wild = source(title=words, publisher=name, url=None, tier=Tier.POLICY)
    quoted = citation(doc=name, section=words, quote=words).model_copy(update={"sources": (wild,)})
    views = [
        modals.message("Not shown", words),
        modals.passages([quoted]),
        modals.whole_text(case(words=words), [words, name], None),
        modals.sent(case(words=words, indicators=seen), [words]),
        modals.talk_form(MESSAGE_ID, named(name).rota, READER_IDS[:1], words),
        modals.add_form(case(), MESSAGE_ID, name, words),
        modals.reply_preview("Reply to CG-7", CASE_ID, words, name),
        modals.reply_preview("Reply to CG-7", CASE_ID, words),
    ]
    for view in views:
        check_view(view)
        check_harmless(view["blocks"])
