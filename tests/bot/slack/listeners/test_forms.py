"""What a member's forms begin with, and what is said beside the words when they cannot be sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.escalation.models import Handed
from bot.slack.cards import actions, modals
from bot.slack.listeners import forms
from bot.slack.listeners.room import Room
from tests.bot.slack import given
from tests.bot.slack.given import JANE, OTHER_MEMBER, TOM, Setting
from tests.bot.slack.limits import check_view, said
from tests.bot.slack.samples import STORY

Handing = Handed | None


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Setting]:
    with given.setting(tmp_path) as made:
        yield made


@pytest.fixture
def room(at: Setting) -> Room:
    return given.room(at)


def hand(at: Setting, message_id: str, handed: Handing) -> None:
    with at.database.write() as session:
        session.get_one(given.Message, message_id).handed = handed.value if handed else None


def begun(view: modals.View) -> str | None:
    [field] = [one["element"] for one in view["blocks"] if one.get("block_id") == actions.TEXT_BLOCK]
    initial: str | None = field.get("initial_value")
    return initial


# --- what is wrong with the words ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Ring me.", None),
        ("Is it a secret? He asked me to keep it confidential.", None),
        ("", "Please write a few words."),
        ("IN-CONFIDENCE\nThe quarry goes to Zorblax.", "This carries the marking IN CONFIDENCE."),
        ("TOP SECRET\n\nThe quarry goes to Zorblax.", "This carries the marking TOP SECRET."),
    ],
)
def test_words_that_cannot_be_sent_are_named_beside_them(text: str, problem: str | None) -> None:
    told = forms.problem_of(text)
    assert (told or "").startswith(problem or "")
    assert (told is None) is (problem is None)
    assert "quarry" not in (told or "")


# --- talk to the liaison ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("handed", "quoted"),
    [
        (None, True),
        (Handed.ASKED, True),
        (Handed.LEFT, True),
        (Handed.OPENED, False),
        (Handed.CHOOSE, False),
        (Handed.KEPT, False),
        (Handed.SUPPORT, False),
        (Handed.NOBODY, False),
        (Handed.ALL_INVOLVED, False),
    ],
)
def test_a_question_stands_in_the_form_and_words_that_wait_for_a_choice_do_not(
    at: Setting, room: Room, handed: Handing, quoted: bool
) -> None:
    message_id = at.message("May I keep a ticket?")
    hand(at, message_id, handed)
    ids = [at.person(JANE), at.person(TOM)]
    shown = forms._begun(room, message_id, at.person())
    assert shown == (ids, "May I keep a ticket?" if quoted else "")


def test_somebody_elses_question_and_one_that_is_gone_stand_in_no_form(at: Setting, room: Room) -> None:
    message_id = at.message("May I keep a ticket?")
    for asked, who in ((message_id, OTHER_MEMBER), ("f" * 32, given.MEMBER)):
        assert forms._begun(room, asked, at.person(who))[1] == ""
    with at.database.write() as session:
        session.get_one(given.Message, message_id).body = None
    assert forms._begun(room, message_id, at.person())[1] == ""


# --- add to a case ------------------------------------------------------------------------------------


def test_what_is_added_from_a_receipt_begins_empty_and_belongs_to_the_story(at: Setting, room: Room) -> None:
    case = at.case(STORY, reader=TOM)
    view = forms._add_form(room, case.id, "", at.person())
    check_view(view)
    assert begun(view) is None
    assert "Tom (demo) reads exactly what stands below." in said(view["blocks"])
    with at.database.read() as session:
        story = session.get_one(given.Case, case.id).source.removeprefix("message:")
    assert view["private_metadata"] == f"{case.id}.{story}"


def test_what_is_added_from_a_later_message_begins_with_its_words(at: Setting, room: Room) -> None:
    case, later = at.case(), at.message("He wore a hat.")
    view = forms._add_form(room, case.id, later, at.person())
    assert begun(view) == "He wore a hat."
    assert view["private_metadata"] == f"{case.id}.{later}"


def test_words_of_somebody_else_are_not_put_into_the_form(at: Setting, room: Room) -> None:
    case, theirs = at.case(), at.message("He wore a hat.", by=OTHER_MEMBER)
    assert begun(forms._add_form(room, case.id, theirs, at.person())) is None


@pytest.mark.parametrize("case_id", ["theirs", "f" * 32])
def test_nobody_adds_to_a_case_of_somebody_else_or_none(at: Setting, room: Room, case_id: str) -> None:
    theirs = at.case(by=OTHER_MEMBER)
    view = forms._add_form(room, theirs.id if case_id == "theirs" else case_id, "", at.person())
    assert said(view["blocks"]) == "This is not your case."
