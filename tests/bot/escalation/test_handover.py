from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.escalation.handover import Handed
from bot.escalation.models import CaseView, Place
from bot.house_file import HouseText
from bot.models import Danger, Level, Question, Risk, SeenIndicator
from bot.store.messages import MessageBody
from bot.store.tables import Message, Notice
from tests.bot.escalation.conftest import Room
from tests.bot.escalation.given import CANARY, DAY, Told

LIAISONS = "liaisons"
STORY = "A man slipped me an envelope with two thousand dollars for my vote."


def risk(level: Level = Level.ESCALATE, *indicators: str, danger: Danger | None = None) -> Risk:
    seen = tuple(SeenIndicator(id=one, label=f"label of {one}", evidence="envelope") for one in indicators)
    return Risk(level=level, score=0.9, indicators=seen, danger=danger)


def hand(room: Room, text: str, heard: Risk, said: HouseText | None = None) -> tuple[str, str | None, str]:
    """Hand a new message over; return its id, the case's number and what the member is told."""
    message_id = room.message(text)
    case, told = room.handover.open(Question(id=message_id, text=text), heard, said)
    return message_id, case, told


def case_of(room: Room, message_id: str) -> CaseView | None:
    with room.database.read() as session:
        case = room.handover.case_of(session, session.get_one(Message, message_id))
        return room.records.view(case) if case else None


def handed(room: Room, message_id: str) -> str | None:
    with room.database.read() as session:
        return session.get_one(Message, message_id).handed


def test_a_risky_story_becomes_a_case_at_once_without_the_name(room: Room) -> None:
    message_id, number, told = hand(room, STORY, risk(Level.ESCALATE, "cash"), room.house.interim(["cash"]))
    case = case_of(room, message_id)
    assert number == "CG-1"
    assert told == "I have passed this to Jane (demo), without your name."
    assert case
    assert (case.named, case.words_shared, case.reader_id) == (False, True, None)
    assert case.body.words == STORY
    assert case.body.told
    assert case.body.told.text == room.house.interim(["cash"]).text
    assert room.told() == [("card", LIAISONS)]


def test_danger_is_named_and_goes_at_once(room: Room) -> None:
    message_id, _, told = hand(
        room, "A man with a gun is at my door", risk(Level.URGENT, "danger", danger=Danger.HERE)
    )
    case = case_of(room, message_id)
    assert case
    assert (case.named, case.level) == (True, Level.URGENT)
    assert "with your name" in told
    assert "ring first" in told


@pytest.mark.parametrize("indicator", ["family", "repression", "romance", "leverage", "images"])
def test_where_people_are_pressed_the_words_wait_for_their_yes(room: Room, indicator: str) -> None:
    message_id, _, _ = hand(room, STORY, risk(Level.ESCALATE, indicator))
    case = case_of(room, message_id)
    assert case
    assert not case.words_shared
    room.desk.share_words(case.id, room.member(), room.press())
    assert room.now(case.id).words_shared


def test_who_may_hurt_themselves_reaches_the_wellbeing_contact_alone_and_makes_no_case(room: Room) -> None:
    message_id, number, told = hand(room, "I want to end it all", risk(Level.URGENT, danger=Danger.SELF_HARM))
    assert (number, case_of(room, message_id)) == (None, None)
    assert room.told() == [("support", room.person("U0DEMO00007"))]
    assert told == "I have told Hana (demo) only this: A member may need support now."


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("A staff member has been copying confidential papers at night.", ("insider",)),
        ("Jane asked me to keep quiet about the envelope.", ("cash",)),
        ("Tom took the envelope, I saw it.", ("cash",)),
        ("He gave me cash and told me not to tell the chief executive.", ("cash",)),
        ("Our mayor has accepted an envelope of cash from them.", ("cash",)),
    ],
)
def test_a_story_about_somebody_inside_is_sent_to_nobody_before_the_member_chose(
    room: Room, text: str, indicators: tuple[str, ...]
) -> None:
    message_id, number, told = hand(room, text, risk(Level.ESCALATE, *indicators))
    assert (number, case_of(room, message_id), room.told()) == (None, None, [])
    assert told.startswith(
        "Nothing has been sent yet. These people would read this: Jane (demo), Tom (demo)."
    )
    assert handed(room, message_id) == Handed.CHOOSE


def test_danger_that_names_a_reader_goes_to_another_alone(room: Room) -> None:
    message_id, _, told = hand(
        room, "Jane has a knife and says she will kill me", risk(Level.URGENT, "danger", danger=Danger.HERE)
    )
    case = case_of(room, message_id)
    tom = room.person("U0DEMO00004")
    assert case
    assert case.reader_id == tom
    assert room.told() == [("card", tom)]
    assert told.startswith("I have passed this to Tom (demo)")


@pytest.mark.parametrize("missing", [{"liaison_channel": None}, {"rota": (), "deputies": ()}])
def test_without_anybody_to_read_it_no_case_is_opened_and_the_member_knows(
    room: Room, missing: dict[str, object]
) -> None:
    room.council = room.council.model_copy(update=missing)
    message_id, number, told = hand(room, STORY, risk(Level.ESCALATE, "cash"))
    assert (number, case_of(room, message_id), room.told()) == (None, None, [])
    assert told == ("Your council has no security contact here, so nobody at council will see this.")


def test_a_doubt_is_asked_about_once_in_a_thread(room: Room) -> None:
    first, _, told = hand(room, "A supplier gave me two tickets", risk(Level.ADVISE, "gift"))
    second, _, again = hand(room, "and a bottle of wine", risk(Level.ADVISE, "gift"))
    assert (handed(room, first), told) == (Handed.ASKED, "Has something like this happened?")
    assert (handed(room, second), again) == (Handed.LEFT, "")
    assert room.told() == []


def test_a_second_try_after_a_crash_says_the_same_and_opens_nothing_more(room: Room) -> None:
    for heard in (risk(Level.ESCALATE, "cash"), risk(Level.ADVISE, "gift"), risk(Level.ESCALATE, "insider")):
        message_id, number, told = hand(room, f"{STORY} {heard.level} {heard.indicators[0].id}", heard)
        before = room.told()
        question = Question(id=message_id, text=STORY)
        assert room.handover.open(question, heard, None) == (number, told)
        assert room.told() == before


def test_the_member_can_pass_a_doubt_on_and_gets_a_receipt(room: Room) -> None:
    message_id, _, _ = hand(room, "A supplier gave me two tickets", risk(Level.ADVISE, "gift"))
    press = room.press()
    case = room.handover.pass_on(message_id, room.member().person_id, press, risk(Level.ADVISE, "gift"))
    assert case
    assert (case.level, case.named) == (Level.ESCALATE, False)
    assert room.told() == [("card", LIAISONS), ("receipt", case.person_id)]
    assert room.handover.pass_on(message_id, case.person_id, press, risk()) is None
    # Pressed again later: the case is there already.
    again = room.handover.pass_on(message_id, case.person_id, room.press(), risk())
    assert again
    assert again.id == case.id
    assert room.told() == [("card", LIAISONS), ("receipt", case.person_id)]


def test_only_who_wrote_it_may_pass_it_on(room: Room) -> None:
    message_id, _, _ = hand(room, "A supplier gave me two tickets", risk(Level.ADVISE, "gift"))
    other = room.member("U0DEMO00002").person_id
    assert room.handover.pass_on(message_id, other, room.press(), risk()) is None
    assert room.handover.ask_for_person(message_id, other, room.press(), "Hello", None) is None
    assert not room.handover.ask_to_choose(message_id, other, room.press())
    assert room.told() == []


def test_the_chosen_reader_alone_gets_the_card(room: Room) -> None:
    message_id, _, _ = hand(room, "A councillor has been leaking papers", risk(Level.ESCALATE, "insider"))
    tom = room.person("U0DEMO00004")
    case = room.handover.pass_on(message_id, room.member().person_id, room.press(), risk(), tom)
    assert case
    assert case.reader_id == tom
    assert room.told() == [("card", tom), ("receipt", case.person_id)]


def test_a_reader_who_is_not_on_the_desk_is_not_taken(room: Room) -> None:
    """A forged value must not send a case to anybody."""
    message_id, _, _ = hand(room, "A councillor has been leaking papers", risk(Level.ESCALATE, "insider"))
    stranger = room.person("U0DEMO00002")
    member = room.member().person_id
    assert room.handover.pass_on(message_id, member, room.press(), risk(), stranger) is None
    assert room.handover.ask_for_person(message_id, member, room.press(), "Hello", stranger) is None
    assert room.told() == []


def test_anybody_can_ask_for_a_person_unnamed(room: Room) -> None:
    message_id = room.message("How do I report a concern?")
    member = room.member().person_id
    case = room.handover.ask_for_person(message_id, member, room.press(), "May I ring you?", None)
    assert case
    assert (case.level, case.named, case.body.asked_for_a_person) == (Level.ADVISE, False, True)
    assert case.body.words == "How do I report a concern?\n\nMay I ring you?"
    assert room.told() == [("card", LIAISONS), ("receipt", member)]


def test_a_marked_message_opens_a_case_without_its_words(room: Room) -> None:
    message_id = room.message("")
    body = MessageBody(text="", channel="D1", ts="1.0", marking="RESTRICTED")
    with room.database.write() as session:
        room.handover.open_marked(session, session.get_one(Message, message_id), body)
    case = case_of(room, message_id)
    assert case
    assert (case.body.words, case.body.marking) == ("", "RESTRICTED")
    assert room.told() == [("card", LIAISONS)]


# --- what goes where, and what does not ---------------------------------------------------------------------

JANE, TOM, HANA, MEMBER = "U0DEMO00003", "U0DEMO00004", "U0DEMO00007", "U0DEMO00001"
URGENT = risk(Level.URGENT, "danger", danger=Danger.HERE)
DESPAIR = risk(Level.URGENT, danger=Danger.SELF_HARM)
ADVISE = risk(Level.ADVISE, "gift")
ESCALATE = risk(Level.ESCALATE, "cash")
INSIDE = "Our planner has been copying the closed papers for a bidder."


def test_a_case_holds_what_the_card_needs(room: Room) -> None:
    text = "He offered me cash and wants an answer by 5pm"
    message_id, _, _ = hand(room, text, ESCALATE, room.house.interim(["cash"]))
    case = case_of(room, message_id)
    assert case
    assert case.body.indicators == ESCALATE.indicators
    assert (case.body.place, case.body.marking, case.body.asked_for_a_person) == (Place.OFFERED, None, False)
    assert case.body.deadline
    assert case.body.deadline.at == room.clock.time.replace(hour=17)
    assert case.body.told
    assert (case.body.told.doc, case.body.told.version) == ("advice.yaml", 1)
    assert room.keys_told() == [f"card:{case.id}"]
    assert room.due() == [case.due_at]


def test_what_the_member_was_told_is_kept_as_it_was_said_if_anything_was(room: Room) -> None:
    message_id, _, _ = hand(room, STORY, ESCALATE, None)
    case = case_of(room, message_id)
    assert case
    assert case.body.told is None


@pytest.mark.parametrize("indicator", ["cash", "device", "insider", "threat", "unknown"])
def test_the_words_are_held_back_for_no_other_kind(room: Room, indicator: str) -> None:
    message_id = room.message(STORY)
    heard = risk(Level.ESCALATE, indicator)
    case = room.handover.pass_on(message_id, room.person(MEMBER), room.press(), heard)
    assert case
    assert case.words_shared


def test_one_pressed_behaviour_among_others_holds_the_words_back(room: Room) -> None:
    message_id, _, _ = hand(room, STORY, risk(Level.ESCALATE, "cash", "family", "gift"))
    case = case_of(room, message_id)
    assert case
    assert not case.words_shared


def test_words_that_wait_are_in_no_notice(room: Room) -> None:
    hand(room, f"{STORY} {CANARY}", risk(Level.ESCALATE, "leverage"))
    assert room.notices() == [Told("card", None)]


def test_danger_does_not_wait_for_words(room: Room) -> None:
    message_id, _, _ = hand(
        room, STORY, risk(Level.URGENT, "danger", "family", "leverage", danger=Danger.HERE)
    )
    case = case_of(room, message_id)
    assert case
    assert (case.named, case.words_shared) == (True, True)
    assert (case.due_at - case.opened_at).total_seconds() == 15 * 60


# --- who may hurt themselves --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["I want to end it all", "Jane says I should end it all", INSIDE])
def test_despair_tells_the_wellbeing_contact_once_and_nothing_else(room: Room, text: str) -> None:
    rows = room.rows()
    message_id, number, told = hand(room, f"{text} {CANARY}", DESPAIR)
    again = room.handover.open(Question(id=message_id, text=text), DESPAIR, None)
    assert again == (number, told)
    # Her notice says nothing but its kind: no words, no case, no message.
    assert room.notices() == [Told("support", HANA)]
    with room.database.read() as session:
        notice = session.scalars(select(Notice)).one()
        assert (notice.body, notice.case_id, notice.message_id) == (None, None, None)
    assert room.rows() == rows | {"inbox": 1, "outbox": 1}


def test_despair_is_not_passed_on_by_a_later_press(room: Room) -> None:
    message_id, _, _ = hand(room, f"I want to end it all {CANARY}", DESPAIR)
    assert room.handover.pass_on(message_id, room.person(MEMBER), room.press(), DESPAIR) is None
    assert room.cases() == []
    assert room.told() == [("support", room.person(HANA))]


def test_despair_reaches_its_contact_where_there_is_no_liaison(room: Room) -> None:
    room.council = room.council.model_copy(update={"liaison_channel": None, "rota": (), "deputies": ()})
    message_id, _, told = hand(room, "I want to end it all", DESPAIR)
    assert handed(room, message_id) == Handed.SUPPORT
    assert room.told() == [("support", room.person(HANA))]
    assert "Hana (demo)" in told


# --- somebody inside, and danger ----------------------------------------------------------------------------


@pytest.mark.parametrize("text", [INSIDE, "Jane took the envelope", "He said not to tell the mayor"])
def test_before_the_choice_nothing_is_written_but_the_state(room: Room, text: str) -> None:
    message_id = room.message(text)
    rows = room.rows()
    room.handover.open(Question(id=message_id, text=text), ESCALATE, None)
    assert room.rows() == rows
    assert handed(room, message_id) == Handed.CHOOSE


@pytest.mark.parametrize(
    ("text", "reader", "told"),
    [
        ("He is at my door with a gun", None, "Jane (demo)"),
        (f"{INSIDE} He has a gun", None, "Jane (demo)"),
        ("Jane is at my door with a gun", TOM, "Tom (demo)"),
        ("Jane's husband is at my door with a gun", TOM, "Tom (demo)"),
        ("Tom is at my door with a gun", JANE, "Jane (demo)"),
    ],
)
def test_danger_goes_at_once_and_to_nobody_whom_it_names(
    room: Room, text: str, reader: str | None, told: str
) -> None:
    _, number, said = hand(room, text, URGENT)
    (case,) = room.cases()
    assert number == case.reference
    assert case.reader_id == (room.person(reader) if reader else None)
    assert room.notices() == [Told("card", reader)]
    assert said.startswith(f"I have passed this to {told}, with your name")


def test_danger_that_names_every_reader_is_sent_to_none_of_them(room: Room) -> None:
    message_id, number, told = hand(room, "Jane and Tom are at my door with a gun", URGENT)
    assert (number, room.cases(), room.told()) == (None, [], [])
    assert handed(room, message_id) == Handed.NOBODY
    assert "nobody at council will see this" in told


def test_with_deputies_alone_they_are_named(room: Room) -> None:
    room.council = room.council.model_copy(update={"rota": ()})
    _, number, told = hand(room, STORY, ESCALATE)
    assert (number, told) == ("CG-1", "I have passed this to Tom (demo), without your name.")


@pytest.mark.parametrize("heard", [ESCALATE, URGENT, ADVISE, risk(Level.ESCALATE, "insider")])
@pytest.mark.parametrize("missing", [{"liaison_channel": None}, {"rota": (), "deputies": ()}])
def test_without_anybody_no_case_text_is_stored(room: Room, heard: Risk, missing: dict[str, object]) -> None:
    room.council = room.council.model_copy(update=missing)
    assert not room.handover.has_somebody()
    assert not room.handover.can_be_read(None)
    message_id, number, _ = hand(room, STORY, heard)
    assert (number, room.cases(), room.told()) == (None, [], [])
    expected = Handed.LEFT if heard is ADVISE else Handed.NOBODY
    assert handed(room, message_id) == expected
    member, press = room.person(MEMBER), room.press()
    rows = room.rows()
    assert room.handover.pass_on(message_id, member, press, heard) is None
    assert room.handover.ask_for_person(message_id, member, press, "Hello", None) is None
    assert room.rows() == rows


# --- a doubt ------------------------------------------------------------------------------------------------


def test_each_thread_is_asked_once(room: Room) -> None:
    told = []
    for thread in ("a", "b", "a", "b"):
        message_id = room.message("A supplier gave me a ticket", thread=thread)
        told.append(room.handover.open(Question(id=message_id, text="x"), ADVISE, None)[1])
    assert told == ["Has something like this happened?"] * 2 + ["", ""]


def test_a_story_in_a_thread_that_was_asked_about_still_becomes_a_case(room: Room) -> None:
    hand(room, "A supplier gave me a ticket", ADVISE)
    assert hand(room, STORY, ESCALATE)[1] == "CG-1"


def test_just_asking_is_remembered_and_ends_the_asking(room: Room) -> None:
    message_id, _, _ = hand(room, "A supplier gave me a ticket", ADVISE)
    press, rows = room.press(), room.rows()
    for _ in range(2):
        room.handover.just_asking(message_id, room.person(MEMBER), press)
    assert room.tapped(message_id) == "just asking"
    assert room.rows() == rows | {"presses": 1}
    assert hand(room, "and a bottle of wine", ADVISE)[2] == ""


def test_just_asking_is_the_members_alone(room: Room) -> None:
    message_id, _, _ = hand(room, "A supplier gave me a ticket", ADVISE)
    rows = room.rows()
    room.handover.just_asking(message_id, room.person("U0DEMO00002"), room.press())
    assert room.tapped(message_id) is None
    assert room.rows() == rows


def test_a_press_of_somebody_else_is_not_used_up(room: Room) -> None:
    message_id, _, _ = hand(room, "A supplier gave me a ticket", ADVISE)
    press = room.press()
    assert room.handover.pass_on(message_id, room.person("U0DEMO00002"), press, ADVISE) is None
    assert room.handover.pass_on(message_id, room.person(MEMBER), press, ADVISE)


# --- the members choice -------------------------------------------------------------------------------------


def test_the_choice_is_asked_for_once_of_the_member(room: Room) -> None:
    message_id, _, _ = hand(room, "A supplier gave the mayor a ticket", ADVISE)
    member, press = room.person(MEMBER), room.press()
    assert room.handover.ask_to_choose(message_id, member, press)
    assert not room.handover.ask_to_choose(message_id, member, press)
    # A later press finds the question there already.
    assert not room.handover.ask_to_choose(message_id, member, room.press())
    assert room.notices() == [Told("choice", MEMBER)]
    assert room.keys_told() == [f"choice:{message_id}"]
    assert handed(room, message_id) == Handed.CHOOSE
    assert room.tapped(message_id) == "story"
    assert room.cases() == []


@pytest.mark.parametrize("reader", [None, JANE, TOM])
def test_the_choice_decides_who_reads_it(room: Room, reader: str | None) -> None:
    message_id, _, _ = hand(room, INSIDE, ESCALATE)
    reader_id = room.person(reader) if reader else None
    case = room.handover.pass_on(message_id, room.person(MEMBER), room.press(), ESCALATE, reader_id)
    assert case
    assert (case.reader_id, case.named) == (reader_id, False)
    assert room.notices() == [Told("card", reader), Told("receipt", MEMBER)]
    assert room.keys_told() == [f"card:{case.id}", f"receipt:{case.id}"]
    assert handed(room, message_id) == Handed.OPENED
    assert room.tapped(message_id) == "story"


def test_a_second_choice_opens_the_case_to_nobody_else(room: Room) -> None:
    message_id, _, _ = hand(room, INSIDE, ESCALATE)
    member = room.person(MEMBER)
    first = room.handover.pass_on(message_id, member, room.press(), ESCALATE, room.person(TOM))
    second = room.handover.pass_on(message_id, member, room.press(), ESCALATE, None)
    assert first == second
    assert room.notices() == [Told("card", TOM), Told("receipt", MEMBER)]


@pytest.mark.parametrize("level", Level)
def test_what_the_member_passes_on_is_at_least_a_story(room: Room, level: Level) -> None:
    message_id = room.message(STORY)
    case = room.handover.pass_on(message_id, room.person(MEMBER), room.press(), risk(level, "cash"))
    assert case
    assert case.level is (Level.URGENT if level is Level.URGENT else Level.ESCALATE)
    assert case.named is (level is Level.URGENT)
    assert case.body.told
    assert case.body.told.text == room.house.interim(["cash"]).text


def test_a_pressed_story_that_is_passed_on_still_holds_its_words_back(room: Room) -> None:
    message_id = room.message(STORY)
    case = room.handover.pass_on(
        message_id, room.person(MEMBER), room.press(), risk(Level.ADVISE, "repression")
    )
    assert case
    assert not case.words_shared


def test_words_that_are_no_longer_kept_are_not_passed_on(room: Room) -> None:
    message_id, _, _ = hand(room, "A supplier gave me a ticket", ADVISE)
    with room.database.write() as session:
        session.get_one(Message, message_id).body = None
    assert room.handover.pass_on(message_id, room.person(MEMBER), room.press(), ADVISE) is None
    assert (room.cases(), room.told()) == ([], [])


def test_a_message_that_is_not_there_gives_nothing(room: Room) -> None:
    member, rows = room.person(MEMBER), room.rows()
    assert room.handover.pass_on("f" * 32, member, room.press(), ESCALATE) is None
    assert room.handover.ask_for_person("f" * 32, member, room.press(), "Hello", None) is None
    assert not room.handover.ask_to_choose("f" * 32, member, room.press())
    room.handover.just_asking("f" * 32, member, room.press())
    assert room.rows() == rows


def test_who_left_the_rota_since_is_no_reader(room: Room) -> None:
    message_id, _, _ = hand(room, INSIDE, ESCALATE)
    tom = room.person(TOM)
    assert room.handover.can_be_read(tom)
    room.council = room.council.model_copy(update={"deputies": ()})
    assert not room.handover.can_be_read(tom)
    assert room.handover.pass_on(message_id, room.person(MEMBER), room.press(), ESCALATE, tom) is None
    assert room.cases() == []


def test_danger_never_waits_for_a_choice(room: Room) -> None:
    assert room.handover.needs_choice(INSIDE, ESCALATE)
    assert not room.handover.needs_choice(INSIDE, URGENT)
    assert not room.handover.needs_choice(STORY, ESCALATE)


# --- a person -----------------------------------------------------------------------------------------------


def test_asking_for_a_person_acts_once_for_a_press_and_again_for_another(room: Room) -> None:
    message_id, member = room.message("How do I report a concern?"), room.person(MEMBER)
    press = room.press()
    first = room.handover.ask_for_person(message_id, member, press, "Ring me?", room.person(TOM))
    assert room.handover.ask_for_person(message_id, member, press, "Ring me?", room.person(TOM)) is None
    assert first
    assert (first.reader_id, first.words_shared) == (room.person(TOM), True)
    assert room.notices() == [Told("card", TOM), Told("receipt", MEMBER)]
    second = room.handover.ask_for_person(message_id, member, room.press(), "And this", None)
    assert second
    assert second.number == 2


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (f"I want to end it all {CANARY}", DESPAIR),
        (f"He has photos of me {CANARY}", risk(Level.ESCALATE, "leverage")),
        (f"{INSIDE} {CANARY}", ESCALATE),
    ],
)
def test_words_that_nobody_may_see_yet_do_not_come_along_with_a_request(
    room: Room, text: str, heard: Risk
) -> None:
    message_id, _, _ = hand(room, text, heard)
    case = room.handover.ask_for_person(message_id, room.person(MEMBER), room.press(), "Ring me?", None)
    assert case
    assert case.body.words == "Ring me?"


@pytest.mark.parametrize("asked_before", [False, True])
def test_a_question_comes_along_with_a_request(room: Room, asked_before: bool) -> None:
    if asked_before:
        hand(room, "A supplier gave me a ticket", ADVISE)
    message_id, _, _ = hand(room, "May I keep a ticket?", ADVISE)
    case = room.handover.ask_for_person(message_id, room.person(MEMBER), room.press(), "Ring me?", None)
    assert case
    assert case.body.words == "May I keep a ticket?\n\nRing me?"


# --- a marking ----------------------------------------------------------------------------------------------


def open_marked(room: Room) -> str:
    message_id = room.message("")
    body = MessageBody(text=f"{CANARY} gave me this", channel="D1", ts="1.0", marking="RESTRICTED")
    with room.database.write() as session:
        room.handover.open_marked(session, session.get_one(Message, message_id), body)
    return message_id


def test_a_marked_message_leaves_no_word_anywhere(room: Room) -> None:
    message_id = open_marked(room)
    (case,) = room.cases()
    assert (case.level, case.named, case.body.words) == (Level.ESCALATE, False, "")
    assert (case.body.place, case.body.deadline, case.body.indicators) == (Place.UNSAID, None, ())
    assert handed(room, message_id) == Handed.OPENED
    assert CANARY not in case.model_dump_json()
    assert CANARY.encode() not in room.bytes_on_disk()


def test_a_marked_message_opens_nothing_where_nobody_reads(room: Room) -> None:
    room.council = room.council.model_copy(update={"liaison_channel": None})
    message_id = open_marked(room)
    assert (room.cases(), handed(room, message_id)) == ([], None)


# --- one transaction, and what lies on the disk -------------------------------------------------------------


def _steps(room: Room, act: Callable[[], object]) -> int:
    """Let the clock stop at each step in turn; return how many steps failed, and left nothing."""
    rows, told = room.rows(), room.notices()
    for steps in range(20):
        room.clock.left = steps
        try:
            act()
        except RuntimeError:
            room.clock.left = None
            assert (room.rows(), room.notices(), room.cases()) == (rows, told, [])
        else:
            room.clock.left = None
            return steps
    raise AssertionError("It never ended.")


def test_a_handover_that_fails_at_any_step_leaves_nothing(room: Room) -> None:
    message_id = room.message(STORY)
    question = Question(id=message_id, text=STORY)
    assert _steps(room, lambda: room.handover.open(question, ESCALATE, None)) >= 3
    assert len(room.cases()) == 1


def test_a_pass_on_that_fails_at_any_step_leaves_nothing_and_its_press_acts_later(room: Room) -> None:
    message_id, _, _ = hand(room, INSIDE, ESCALATE)
    member, press = room.person(MEMBER), room.press()
    assert _steps(room, lambda: room.handover.pass_on(message_id, member, press, ESCALATE)) >= 4
    assert room.notices() == [Told("card", None), Told("receipt", MEMBER)]


def test_a_request_that_fails_at_any_step_leaves_nothing(room: Room) -> None:
    message_id, member, press = room.message(STORY), room.person(MEMBER), room.press()
    assert _steps(room, lambda: room.handover.ask_for_person(message_id, member, press, "Hi", None)) >= 4
    assert room.told() == [("card", "liaisons"), ("receipt", member)]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (STORY, ESCALATE),
        (STORY, risk(Level.ESCALATE, "leverage")),
        (INSIDE, ESCALATE),
        ("A supplier gave me a ticket", ADVISE),
        ("I want to end it all", DESPAIR),
        ("He is at my door with a gun", URGENT),
        ("Jane is at my door with a gun", URGENT),
        ("Jane and Tom are at my door with a gun", URGENT),
    ],
)
def test_a_second_try_says_the_same_writes_nothing_and_leaves_no_word_open(
    room: Room, text: str, heard: Risk
) -> None:
    message_id, number, told = hand(room, f"{text}. {CANARY}", heard)
    rows, notices = room.rows(), room.notices()
    room.clock.move(DAY)
    assert room.handover.open(Question(id=message_id, text=text), heard, None) == (number, told)
    assert (room.rows(), room.notices()) == (rows, notices)
    assert CANARY not in told
    assert CANARY.encode() not in room.bytes_on_disk()
    assert MEMBER.encode() not in room.bytes_on_disk()
