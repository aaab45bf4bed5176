"""What a member decides: pass it on, to whom, to nobody, that they only asked, or to ask for a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.escalation.models import Actor, CaseView, Done, Handed, Refusal
from bot.models import Danger, Level, Risk
from bot.store import messages
from bot.store.messages import Errand
from bot.store.tables import Message
from tests.bot.escalation.conftest import Room
from tests.bot.escalation.given import (
    ADVISE,
    CANARY,
    DAY,
    DESPAIR,
    ESCALATE,
    INSIDE,
    JANE,
    MEMBER,
    OTHER_MEMBER,
    STORY,
    TOM,
    Told,
    risk,
)

TICKET = "A supplier gave me a ticket"
GONE = Done(case=None, refusal=Refusal.WORDS_GONE)
NOBODY_THERE = [{"liaison_channel": None}, {"rota": (), "deputies": ()}]

Decide = Callable[[Room, str, Actor, bytes], Done]
_DECISIONS: dict[str, Decide] = {
    "pass on": lambda room, message_id, actor, press: room.referral.pass_on(message_id, actor, press, ADVISE),
    "choose": lambda room, message_id, actor, press: room.referral.ask_to_choose(message_id, actor, press),
    "keep": lambda room, message_id, actor, press: room.referral.keep(message_id, actor, press),
    "just asking": lambda room, message_id, actor, press: room.referral.just_asking(message_id, actor, press),
}


def pass_on(
    room: Room,
    message_id: str,
    heard: Risk = ESCALATE,
    reader_id: str | None = None,
    press: bytes | None = None,
) -> Done:
    return room.referral.pass_on(message_id, room.member(), press or room.press(), heard, reader_id)


def opened(done: Done) -> CaseView:
    assert done.refusal is None
    assert done.case
    return done.case


# --- every decision -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", _DECISIONS)
def test_a_decision_is_the_members_alone_and_their_press_is_not_used_up(room: Room, decision: str) -> None:
    message_id, _, _ = room.hand(TICKET, ADVISE)
    decide, press, rows = _DECISIONS[decision], room.press(), room.rows()
    assert decide(room, message_id, room.member(OTHER_MEMBER), press) == GONE
    assert (room.rows(), room.handed(message_id), room.tapped(message_id)) == (rows, Handed.ASKED, None)
    done = decide(room, message_id, room.member(), press)
    assert (done.refusal, done.again) == (None, False)


@pytest.mark.parametrize("decision", _DECISIONS)
def test_a_message_that_is_not_there_gives_nothing(room: Room, decision: str) -> None:
    rows = room.rows()
    assert _DECISIONS[decision](room, "f" * 32, room.member(), room.press()) == GONE
    assert room.rows() == rows


@pytest.mark.parametrize("decision", _DECISIONS)
def test_the_same_press_acts_once(room: Room, decision: str) -> None:
    message_id, _, _ = room.hand(TICKET, ADVISE)
    decide, press = _DECISIONS[decision], room.press()
    first = decide(room, message_id, room.member(), press)
    rows, notices = room.rows(), room.notices()
    assert decide(room, message_id, room.member(), press) == first.model_copy(update={"again": True})
    assert (room.rows(), room.notices()) == (rows, notices)


@pytest.mark.parametrize("decision", _DECISIONS)
def test_a_decision_that_fails_at_any_step_leaves_nothing_and_its_press_acts_later(
    room: Room, decision: str
) -> None:
    message_id, _, _ = room.hand(TICKET, ADVISE)
    decide, press = _DECISIONS[decision], room.press()
    failed = room.steps_that_fail(lambda: decide(room, message_id, room.member(), press))
    assert failed >= (4 if decision == "pass on" else 1)
    assert decide(room, message_id, room.member(), press).again


# --- pass it on ---------------------------------------------------------------------------------------------


def test_the_member_can_pass_a_doubt_on_and_gets_a_receipt(room: Room) -> None:
    message_id, _, _ = room.hand(TICKET, ADVISE)
    case = opened(pass_on(room, message_id, ADVISE))
    assert case == room.case_of(message_id)
    assert (case.level, case.named, case.reader_id) == (Level.ESCALATE, False, None)
    assert case.body.words == TICKET
    assert room.notices() == [Told("card", None), Told("receipt", MEMBER)]
    assert room.keys_told() == [f"card:{case.id}:all", f"receipt:{case.id}"]
    assert (room.handed(message_id), room.tapped(message_id)) == (Handed.OPENED, "story")


@pytest.mark.parametrize("reader", [None, JANE, TOM])
def test_the_choice_decides_who_reads_it(room: Room, reader: str | None) -> None:
    message_id, _, _ = room.hand(INSIDE, ESCALATE)
    reader_id = room.person(reader) if reader else None
    case = opened(pass_on(room, message_id, ESCALATE, reader_id))
    assert (case.reader_id, case.named) == (reader_id, False)
    assert room.notices() == [Told("card", reader), Told("receipt", MEMBER)]
    assert room.handed(message_id) == Handed.OPENED


def test_a_second_choice_opens_the_case_to_nobody_else(room: Room) -> None:
    message_id, _, _ = room.hand(INSIDE, ESCALATE)
    first = pass_on(room, message_id, ESCALATE, room.person(TOM))
    assert pass_on(room, message_id, ESCALATE, None) == Done(case=first.case, refusal=Refusal.ALREADY_SENT)
    assert room.notices() == [Told("card", TOM), Told("receipt", MEMBER)]


@pytest.mark.parametrize("level", Level)
def test_what_the_member_passes_on_is_at_least_a_story(room: Room, level: Level) -> None:
    message_id = room.message(STORY)
    case = opened(pass_on(room, message_id, risk(level, "cash")))
    assert case.level is (Level.URGENT if level is Level.URGENT else Level.ESCALATE)
    assert case.named is (level is Level.URGENT)
    assert case.body.told
    assert case.body.told.text == room.house.interim(["cash"]).text


def test_a_pressed_story_that_is_passed_on_still_holds_its_words_back(room: Room) -> None:
    case = opened(pass_on(room, room.message(STORY), risk(Level.ADVISE, "repression")))
    assert not case.words_shared


def test_words_that_are_no_longer_kept_are_not_passed_on(room: Room) -> None:
    message_id, _, _ = room.hand(TICKET, ADVISE)
    room.forget(message_id)
    assert pass_on(room, message_id, ADVISE) == GONE
    assert (room.cases(), room.told(), room.handed(message_id)) == ([], [], Handed.ASKED)


def test_despair_is_not_passed_on_by_a_later_press(room: Room) -> None:
    message_id, _, _ = room.hand(f"I want to end it all {CANARY}", DESPAIR)
    assert pass_on(room, message_id, DESPAIR) == GONE
    assert (room.cases(), [told.kind for told in room.notices()]) == ([], ["support"])
    assert room.handed(message_id) == Handed.SUPPORT


def test_a_reader_who_is_not_on_the_desk_is_not_taken_and_the_member_may_choose_anew(room: Room) -> None:
    """A forged value must not send a case to anybody; who left the rota since is no reader."""
    message_id, _, _ = room.hand(INSIDE, ESCALATE)
    tom, press, rows = room.person(TOM), room.press(), room.rows()
    room.council = room.council.model_copy(update={"deputies": ()})
    for nobody in (room.person(OTHER_MEMBER), tom, ""):
        done = pass_on(room, message_id, ESCALATE, nobody, press)
        assert done == Done(case=None, refusal=Refusal.NOBODY_READS)
    assert (room.rows(), room.handed(message_id)) == (rows, Handed.CHOOSE)
    assert opened(pass_on(room, message_id, ESCALATE, room.person(JANE), press)).number == 1


@pytest.mark.parametrize("missing", NOBODY_THERE)
def test_without_anybody_nothing_is_passed_on(room: Room, missing: dict[str, object]) -> None:
    message_id = room.message(STORY)
    room.council = room.council.model_copy(update=missing)
    rows = room.rows()
    assert pass_on(room, message_id).refusal is Refusal.NOBODY_READS
    assert room.rows() == rows


def test_who_kept_it_to_themselves_may_still_pass_it_on(room: Room) -> None:
    message_id, _, _ = room.hand(INSIDE, ESCALATE)
    room.referral.keep(message_id, room.member(), room.press())
    assert opened(pass_on(room, message_id, ESCALATE, room.person(TOM))).reader_id == room.person(TOM)
    assert room.handed(message_id) == Handed.OPENED


# --- choose -------------------------------------------------------------------------------------------------


def test_the_choice_is_asked_for_once_and_once_more_after_a_day(room: Room) -> None:
    message_id, _, _ = room.hand("A supplier gave the mayor a ticket", ADVISE)
    for _ in range(2):
        done = room.referral.ask_to_choose(message_id, room.member(), room.press())
        assert done == Done(case=None)
    assert room.notices() == [Told("choice", MEMBER)]
    assert room.keys_told() == [f"choice:{message_id}"]
    assert (room.handed(message_id), room.tapped(message_id)) == (Handed.CHOOSE, "story")
    assert room.cases() == []
    room.clock.move(DAY)
    room.remind()
    assert room.notices() == [Told("choice", MEMBER)] * 2
    assert room.keys_told() == [f"choice:{message_id}", f"choice again:{message_id}"]


def test_who_has_chosen_and_presses_the_old_button_again_is_not_asked_as_if_nothing_was_sent(
    room: Room,
) -> None:
    message_id, _, _ = room.hand("A supplier gave the mayor a ticket", ADVISE)
    room.referral.ask_to_choose(message_id, room.member(), room.press())
    pass_on(room, message_id, ADVISE, room.person(TOM))
    room.referral.ask_to_choose(message_id, room.member(), room.press())
    assert room.handed(message_id) == Handed.OPENED
    room.clock.move(DAY)
    room.remind()
    assert [told.kind for told in room.notices()].count("choice") == 1


# --- nobody -------------------------------------------------------------------------------------------------


def test_who_picks_nobody_keeps_it_and_is_not_asked_again(room: Room) -> None:
    message_id, _, _ = room.hand(INSIDE, ESCALATE)
    assert room.referral.keep(message_id, room.member(), room.press()) == Done(case=None)
    assert room.handed(message_id) == Handed.KEPT
    room.clock.move(DAY)
    room.remind()
    assert (room.cases(), room.notices()) == ([], [Told("routes", MEMBER)])
    assert room.keys_told() == [f"routes:{message_id}"]


def test_who_picks_nobody_after_the_case_was_opened_does_not_close_it(room: Room) -> None:
    message_id, _, _ = room.hand(INSIDE, ESCALATE)
    case = opened(pass_on(room, message_id, ESCALATE, room.person(TOM)))
    rows = room.rows()
    done = room.referral.keep(message_id, room.member(), room.press())
    assert done == Done(case=case, refusal=Refusal.ALREADY_SENT)
    assert (room.handed(message_id), room.now(case.id)) == (Handed.OPENED, case)
    assert room.rows() == rows


def test_who_picks_nobody_twice_is_shown_the_routes_once(room: Room) -> None:
    message_id, _, _ = room.hand(INSIDE, ESCALATE)
    for _ in range(2):
        assert room.referral.keep(message_id, room.member(), room.press()) == Done(case=None)
    assert room.notices() == [Told("routes", MEMBER)]


def test_a_story_that_went_at_once_is_not_passed_on_again(room: Room) -> None:
    message_id, _, _ = room.hand(STORY, ESCALATE)
    case, rows = room.case_of(message_id), room.rows()
    for reader in (None, room.person(TOM)):
        done = pass_on(room, message_id, ESCALATE, reader)
        assert done == Done(case=case, refusal=Refusal.ALREADY_SENT)
    assert room.rows() == rows


# --- just asking --------------------------------------------------------------------------------------------


def test_just_asking_is_remembered_and_ends_the_asking(room: Room) -> None:
    message_id, _, _ = room.hand(TICKET, ADVISE)
    rows = room.rows()
    assert room.referral.just_asking(message_id, room.member(), room.press()) == Done(case=None)
    assert room.tapped(message_id) == "just asking"
    assert room.rows() == rows | {"presses": 1}
    assert room.hand("and a bottle of wine", ADVISE)[2] == ""


# --- a person -----------------------------------------------------------------------------------------------


def ask_for_person(room: Room, message_id: str) -> CaseView | None:
    with room.database.write() as session:
        message = session.get_one(Message, message_id)
        body = messages.read(room.keys, message)
        assert body
        case = room.referral.ask_for_person(session, message, body)
        return room.records.view(case) if case else None


@pytest.mark.parametrize("reader", [None, JANE, TOM])
def test_anybody_can_write_to_a_person_unnamed_and_gets_a_receipt(room: Room, reader: str | None) -> None:
    reader_id = room.person(reader) if reader else None
    message_id = room.message("May I ring you?", errand=Errand(reader_id=reader_id))
    case = ask_for_person(room, message_id)
    assert case
    assert case == room.case_of(message_id)
    assert (case.level, case.named, case.words_shared) == (Level.ADVISE, False, True)
    assert (case.reader_id, case.body.asked_for_a_person) == (reader_id, True)
    assert (case.body.words, case.body.told, case.body.indicators) == ("May I ring you?", None, ())
    assert room.notices() == [Told("card", reader), Told("receipt", MEMBER)]
    assert room.keys_told()[1] == f"receipt:{case.id}"
    assert room.handed(message_id) == Handed.OPENED


@pytest.mark.parametrize(
    ("before", "heard"),
    [
        (f"May I keep a ticket? {CANARY}", ADVISE),
        (f"I want to end it all {CANARY}", DESPAIR),
        (f"He has photos of me {CANARY}", risk(Level.ESCALATE, "leverage")),
        (f"{INSIDE} {CANARY}", ESCALATE),
        (f"He is at my door {CANARY}", risk(Level.URGENT, danger=Danger.HERE)),
    ],
)
def test_nothing_but_the_words_of_the_form_goes_to_the_person(room: Room, before: str, heard: Risk) -> None:
    room.hand(before, heard)
    room.clock.move(DAY)
    case = ask_for_person(room, room.message("Ring me?", errand=Errand()))
    assert case
    assert CANARY not in case.model_dump_json()
    assert case.body.words == "Ring me?"


def test_each_form_is_a_case_of_its_own_and_a_second_try_finds_it(room: Room) -> None:
    first, second = (room.message(text, errand=Errand()) for text in ("Ring me?", "And this"))
    cases = [ask_for_person(room, message_id) for message_id in (first, second, first)]
    assert [case.number if case else None for case in cases] == [1, 2, 1]
    assert room.told() == [("card", "liaisons"), ("receipt", room.person(MEMBER))] * 2


@pytest.mark.parametrize("nobody", ["", OTHER_MEMBER])
def test_a_request_for_nobody_of_the_desk_opens_nothing(room: Room, nobody: str) -> None:
    reader_id = room.person(nobody) if nobody else ""
    message_id = room.message("Ring me?", errand=Errand(reader_id=reader_id))
    assert ask_for_person(room, message_id) is None
    assert (room.cases(), room.told(), room.handed(message_id)) == ([], [], None)


@pytest.mark.parametrize("missing", NOBODY_THERE)
def test_a_request_where_nobody_reads_opens_nothing(room: Room, missing: dict[str, object]) -> None:
    room.council = room.council.model_copy(update=missing)
    assert ask_for_person(room, room.message("Ring me?", errand=Errand())) is None
    assert (room.cases(), room.told()) == ([], [])


def test_a_request_that_fails_at_any_step_leaves_nothing(room: Room) -> None:
    message_id = room.message("Ring me?", errand=Errand())
    assert room.steps_that_fail(lambda: ask_for_person(room, message_id)) >= 4
    assert room.told() == [("card", "liaisons"), ("receipt", room.person(MEMBER))]
