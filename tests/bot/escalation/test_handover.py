"""What becomes of a risky message at once, and what the member is told of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.council import Person
from bot.escalation.models import Handed, Place
from bot.models import Level, Question, Risk
from bot.store.messages import Errand, MessageBody
from bot.store.tables import Message, Notice
from tests.bot.escalation.conftest import Room
from tests.bot.escalation.given import (
    ADVISE,
    CANARY,
    DAY,
    DESPAIR,
    ESCALATE,
    HANA,
    INSIDE,
    JANE,
    MEMBER,
    STORY,
    TOM,
    URGENT,
    Told,
    risk,
)

LIAISONS = "liaisons"
INSIDER = risk(Level.ESCALATE, "insider")
GUN = "He is at my door with a gun"
ASKED = "Has something like this happened?"
BOTH = "Jane (demo) and Tom (demo)"


def test_a_risky_story_becomes_a_case_at_once_without_the_name(room: Room) -> None:
    message_id, number, told = room.hand(STORY, ESCALATE, room.house.interim(["cash"]))
    case = room.case_of(message_id)
    assert number == "CG-1"
    assert told == "I have passed this to Jane (demo) and Tom (demo), without your name."
    assert case
    assert (case.named, case.words_shared, case.reader_id) == (False, True, None)
    assert case.body.words == STORY
    assert case.body.told
    assert case.body.told.text == room.house.interim(["cash"]).text
    assert room.told() == [("card", LIAISONS)]


def test_what_the_member_was_told_is_kept_as_it_was_said_if_anything_was(room: Room) -> None:
    message_id, _, _ = room.hand(STORY, ESCALATE, None)
    case = room.case_of(message_id)
    assert case
    assert case.body.told is None


def test_danger_is_named_and_goes_at_once(room: Room) -> None:
    message_id, _, told = room.hand("A man with a gun is at my door", URGENT)
    case = room.case_of(message_id)
    assert case
    assert (case.named, case.words_shared, case.level) == (True, True, Level.URGENT)
    assert (case.due_at - case.opened_at).total_seconds() == 15 * 60
    assert "with your name" in told
    assert "ring first" in told


@pytest.mark.parametrize("indicator", ["family", "repression", "romance", "leverage", "images"])
def test_where_people_are_pressed_the_words_wait_for_their_yes(room: Room, indicator: str) -> None:
    message_id, _, _ = room.hand(STORY, risk(Level.ESCALATE, indicator))
    case = room.case_of(message_id)
    assert case
    assert not case.words_shared
    room.desk.share_words(case.id, room.member(), room.press())
    assert room.now(case.id).words_shared


def test_words_that_wait_are_in_no_notice(room: Room) -> None:
    room.hand(f"{STORY} {CANARY}", risk(Level.ESCALATE, "leverage"))
    assert room.notices() == [Told("card", None)]


def test_with_deputies_alone_they_are_named(room: Room) -> None:
    room.council = room.council.model_copy(update={"rota": ()})
    _, number, told = room.hand(STORY, ESCALATE)
    assert (number, told) == ("CG-1", "I have passed this to Tom (demo), without your name.")


@pytest.mark.parametrize(
    ("reason", "slots", "text"),
    [
        (
            "told_named",
            {"name": "Jane (demo)"},
            "I have passed this to Jane (demo), and told them who you are, as you asked.",
        ),
        ("told_withdrawn", {"reference": "CG-7"}, "You took CG-7 back."),
        ("told_resolved", {"reference": "CG-7"}, "CG-7 is closed."),
    ],
)
def test_what_became_of_it_since_is_said_in_these_words(
    room: Room, reason: str, slots: dict[str, str], text: str
) -> None:
    assert room.house.canned(reason, **slots) == text


# --- who may hurt themselves --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["I want to end it all", "Jane says I should end it all", INSIDE])
def test_despair_tells_the_wellbeing_contact_once_and_nothing_else(room: Room, text: str) -> None:
    rows = room.rows()
    message_id, number, told = room.hand(f"{text} {CANARY}", DESPAIR)
    assert (number, room.case_of(message_id)) == (None, None)
    assert told == "I have told Hana (demo) only this: A member may need support now."
    again = room.handover.open(Question(id=message_id, text=text), DESPAIR, None)
    assert again == (number, told)
    # Her notice says nothing but its kind: no words, no case. By the message the member is found
    # who must hear when it cannot be delivered.
    assert room.notices() == [Told("support", HANA)]
    with room.database.read() as session:
        notice = session.scalars(select(Notice)).one()
        assert (notice.body, notice.case_id, notice.message_id) == (None, None, message_id)
    assert room.rows() == rows | {"inbox": 1, "outbox": 1}


def test_despair_reaches_its_contact_where_there_is_no_liaison(room: Room) -> None:
    room.council = room.council.model_copy(update={"liaison_channel": None, "rota": (), "deputies": ()})
    message_id, _, told = room.hand("I want to end it all", DESPAIR)
    assert room.handed(message_id) == Handed.SUPPORT
    assert room.told() == [("support", room.person(HANA))]
    assert "Hana (demo)" in told


# --- somebody inside ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("A staff member has been copying confidential papers at night.", INSIDER),
        ("Jane asked me to keep quiet about the envelope.", ESCALATE),
        ("Tom took the envelope, I saw it.", ESCALATE),
        ("He gave me cash and told me not to tell the chief executive.", ESCALATE),
        ("Our mayor has accepted an envelope of cash from them.", ESCALATE),
    ],
)
def test_a_story_about_somebody_inside_is_sent_to_nobody_before_the_member_chose(
    room: Room, text: str, heard: Risk
) -> None:
    message_id, number, told = room.hand(text, heard)
    assert (number, room.case_of(message_id), room.told()) == (None, None, [])
    assert told.startswith(
        "Nothing has been sent yet. These people would read this: Jane (demo), Tom (demo)."
    )
    assert room.handed(message_id) == Handed.CHOOSE


@pytest.mark.parametrize("text", [INSIDE, "Jane took the envelope", "He said not to tell the mayor"])
def test_before_the_choice_nothing_is_written_but_that_it_waits(room: Room, text: str) -> None:
    rows = room.rows()
    message_id, _, _ = room.hand(text, ESCALATE)
    assert room.rows() == rows | {"inbox": 1, "due": 1}
    assert room.handed(message_id) == Handed.CHOOSE
    assert room.choices_due() == [room.clock.time + DAY]


@pytest.mark.parametrize("before", ["It is about Jane.", "Our planner has been copying papers"])
def test_whom_it_is_about_may_have_been_said_before(room: Room, before: str) -> None:
    text = "There was cash in the envelope."
    assert room.handed(room.hand(text, ESCALATE)[0]) == Handed.OPENED
    message_id, number, _ = room.hand(text, ESCALATE, before=("Kia ora", before))
    assert (number, room.handed(message_id)) == (None, Handed.CHOOSE)


def test_what_was_said_before_decides_who_reads_it_and_is_not_sent_along(room: Room) -> None:
    room.hand(GUN, URGENT, before=("It is about Jane.",))
    (case,) = room.cases()
    assert (case.reader_id, case.body.words) == (room.person(TOM), GUN)


def test_whom_it_is_about_may_have_been_said_in_another_message(room: Room) -> None:
    text = "There was cash in the envelope."
    assert (
        room.handed(room.hand(text, ESCALATE, lately=("Kia ora", "We meet on Monday."))[0]) == Handed.OPENED
    )
    message_id, number, _ = room.hand(text, ESCALATE, lately=("It is about Jane.",))
    assert (number, room.handed(message_id)) == (None, Handed.CHOOSE)
    assert room.choices_due() == [room.clock.time + DAY]


@pytest.mark.parametrize(("named", "reader"), [("Jane", TOM), ("Tom", JANE)])
def test_danger_avoids_who_was_named_in_another_message(room: Room, named: str, reader: str) -> None:
    room.hand(GUN, URGENT, lately=(f"It is about {named}.",))
    (case,) = room.cases()
    assert (case.reader_id, case.body.words) == (room.person(reader), GUN)


def test_who_was_chosen_reads_it_whoever_was_named_in_another_message(room: Room) -> None:
    jane = room.person(JANE)
    room.hand(STORY, ESCALATE, errand=Errand(reader_id=jane), lately=("It is about Jane.",))
    (case,) = room.cases()
    assert case.reader_id == jane


# --- danger -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reader", "told"),
    [
        (GUN, None, BOTH),
        (f"{INSIDE} He has a gun", None, BOTH),
        ("Jane is at my door with a gun", TOM, "Tom (demo)"),
        ("Jane's husband is at my door with a gun", TOM, "Tom (demo)"),
        ("Jane has a knife and says she will kill me", TOM, "Tom (demo)"),
        ("Tom is at my door with a gun", JANE, "Jane (demo)"),
    ],
)
def test_danger_goes_at_once_and_to_nobody_whom_it_names(
    room: Room, text: str, reader: str | None, told: str
) -> None:
    _, number, said = room.hand(text, URGENT)
    (case,) = room.cases()
    assert number == case.reference
    assert case.reader_id == (room.person(reader) if reader else None)
    assert room.notices() == [Told("card", reader)]
    assert said.startswith(f"I have passed this to {told}, with your name")


@pytest.mark.parametrize(
    "text", ["Jane and Tom are at my door with a gun", "The liaison is at my door with a gun"]
)
def test_danger_that_is_about_every_reader_is_sent_to_none_of_them(room: Room, text: str) -> None:
    message_id, number, told = room.hand(text, URGENT)
    assert (number, room.cases(), room.told(), room.due()) == (None, [], [], [])
    assert room.handed(message_id) == Handed.ALL_INVOLVED
    assert told == (
        "I have told nobody at your council, because this is about the people who would read it. You can still "
        "choose one of them, or turn to somebody outside."
    )


# --- nobody there -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("heard", [ESCALATE, URGENT, ADVISE, INSIDER])
@pytest.mark.parametrize("missing", [{"liaison_channel": None}, {"rota": (), "deputies": ()}])
def test_without_anybody_no_case_text_is_stored_and_the_member_knows(
    room: Room, heard: Risk, missing: dict[str, object]
) -> None:
    room.council = room.council.model_copy(update=missing)
    message_id, number, told = room.hand(STORY, heard)
    assert (number, room.cases(), room.told(), room.choices_due()) == (None, [], [], [])
    nobody = "Your council has no security contact here, so nobody at council will see this."
    expected = (Handed.LEFT, "") if heard is ADVISE else (Handed.NOBODY, nobody)
    assert (room.handed(message_id), told) == expected


# --- who was chosen in the form -----------------------------------------------------------------------------


@pytest.mark.parametrize("reader", [None, JANE, TOM])
@pytest.mark.parametrize("text", [STORY, INSIDE, "Jane took the envelope"])
def test_who_was_chosen_in_the_form_reads_it_without_a_further_choice(
    room: Room, text: str, reader: str | None
) -> None:
    reader_id = room.person(reader) if reader else None
    message_id, number, told = room.hand(text, ESCALATE, errand=Errand(reader_id=reader_id))
    (case,) = room.cases()
    assert (number, case.reader_id, case.body.words) == ("CG-1", reader_id, text)
    assert room.handed(message_id) == Handed.OPENED
    names = {None: BOTH, JANE: "Jane (demo)", TOM: "Tom (demo)"}
    assert told == f"I have passed this to {names[reader]}, without your name."
    assert room.notices() == [Told("card", reader)]


def test_who_was_chosen_and_is_no_reader_is_chosen_anew(room: Room) -> None:
    for errand in (Errand(reader_id=room.person(MEMBER)), Errand(reader_id=""), Errand(adds_to="f" * 32)):
        message_id, number, _ = room.hand(INSIDE, ESCALATE, errand=errand)
        assert (number, room.handed(message_id)) == (None, Handed.CHOOSE)
    tom = room.person(TOM)
    room.council = room.council.model_copy(update={"deputies": ()})
    message_id, number, _ = room.hand(INSIDE, ESCALATE, errand=Errand(reader_id=tom))
    assert (number, room.handed(message_id), room.cases()) == (None, Handed.CHOOSE, [])


@pytest.mark.parametrize(
    ("text", "chosen", "reader"),
    [
        (GUN, TOM, TOM),
        (GUN, None, None),
        ("Jane is at my door with a gun", TOM, TOM),
        ("Jane is at my door with a gun", None, TOM),
        # It must not reach who may be its cause, even where they were chosen.
        ("Jane is at my door with a gun", JANE, TOM),
    ],
)
def test_danger_goes_to_who_was_chosen_unless_it_is_about_them(
    room: Room, text: str, chosen: str | None, reader: str | None
) -> None:
    room.hand(text, URGENT, errand=Errand(reader_id=room.person(chosen) if chosen else None))
    (case,) = room.cases()
    assert case.reader_id == (room.person(reader) if reader else None)


def test_danger_about_another_reader_leaves_the_choice_as_it_is(room: Room) -> None:
    hana = Person(name="Hana", slack=HANA)
    room.council = room.council.model_copy(update={"deputies": (*room.council.deputies, hana)})
    room.hand("Jane is at my door with a gun", URGENT, errand=Errand(reader_id=room.person(HANA)))
    (case,) = room.cases()
    assert case.reader_id == room.person(HANA)


# --- a doubt ------------------------------------------------------------------------------------------------


def test_each_thread_is_asked_once(room: Room) -> None:
    told = []
    for thread in ("a", "b", "a", "b"):
        message_id = room.message("A supplier gave me a ticket", thread=thread)
        told.append(room.handover.open(Question(id=message_id, text="x"), ADVISE, None)[1])
    assert told == [ASKED] * 2 + ["", ""]


def test_a_doubt_is_asked_about_once_in_a_thread(room: Room) -> None:
    first, _, told = room.hand("A supplier gave me two tickets", ADVISE)
    second, _, again = room.hand("and a bottle of wine", ADVISE)
    assert (room.handed(first), told) == (Handed.ASKED, ASKED)
    assert (room.handed(second), again) == (Handed.LEFT, "")
    assert room.told() == []


def test_after_a_case_in_the_thread_nobody_is_asked(room: Room) -> None:
    message_id, number, told = room.hand("A supplier gave me a ticket", ADVISE, passed_on=True)
    assert (number, told, room.handed(message_id)) == (None, "", Handed.LEFT)


def test_a_new_story_after_a_case_in_the_thread_is_a_case_of_its_own(room: Room) -> None:
    room.hand(STORY, ESCALATE)
    assert room.hand(STORY, ESCALATE, passed_on=True)[1] == "CG-2"


def test_a_story_in_a_thread_that_was_asked_about_still_becomes_a_case(room: Room) -> None:
    room.hand("A supplier gave me a ticket", ADVISE)
    assert room.hand(STORY, ESCALATE)[1] == "CG-1"


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
    assert case.body.marking == "RESTRICTED"
    assert (case.body.place, case.body.deadline, case.body.indicators) == (Place.UNSAID, None, ())
    assert room.handed(message_id) == Handed.OPENED
    assert room.told() == [("card", LIAISONS)]
    assert CANARY not in case.model_dump_json()
    assert CANARY.encode() not in room.bytes_on_disk()


def test_a_marked_message_opens_nothing_where_nobody_reads(room: Room) -> None:
    room.close_desk()
    message_id = open_marked(room)
    assert (room.cases(), room.handed(message_id)) == ([], None)


# --- one transaction, and what lies on the disk -------------------------------------------------------------


@pytest.mark.parametrize("text", [STORY, INSIDE])
def test_a_handover_that_fails_at_any_step_leaves_nothing(room: Room, text: str) -> None:
    message_id = room.message(text)
    question = Question(id=message_id, text=text)
    steps = room.steps_that_fail(lambda: room.handover.open(question, ESCALATE, None))
    assert steps >= (3 if text is STORY else 1)
    assert len(room.cases()) == (1 if text is STORY else 0)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (STORY, ESCALATE),
        (STORY, risk(Level.ESCALATE, "leverage")),
        (STORY, INSIDER),
        (INSIDE, ESCALATE),
        ("A supplier gave me a ticket", ADVISE),
        ("I want to end it all", DESPAIR),
        (GUN, URGENT),
        ("Jane is at my door with a gun", URGENT),
        ("Jane and Tom are at my door with a gun", URGENT),
    ],
)
def test_a_second_try_says_the_same_writes_nothing_and_leaves_no_word_open(
    room: Room, text: str, heard: Risk
) -> None:
    message_id, number, told = room.hand(f"{text}. {CANARY}", heard)
    rows, notices = room.rows(), room.notices()
    room.clock.move(DAY)
    assert room.handover.open(Question(id=message_id, text=text), heard, None) == (number, told)
    assert (room.rows(), room.notices()) == (rows, notices)
    assert CANARY not in told
    assert CANARY.encode() not in room.bytes_on_disk()
    assert MEMBER.encode() not in room.bytes_on_disk()


@pytest.mark.parametrize(
    "lately",
    [
        ("Kia ora Jane and Tom",),
        ("What does the liaison do with a case?",),
        ("Jane and Tom had lunch with them.",),
    ],
)
def test_names_in_other_messages_never_leave_danger_with_nobody(room: Room, lately: tuple[str, ...]) -> None:
    question = Question(id=room.message(GUN), text=GUN, lately=lately)
    assert room.handover.open(question, URGENT, None)[0] == "CG-1"


def test_a_greeting_is_no_accusation_in_danger(room: Room) -> None:
    text = "Kia ora Jane, there is a man with a gun at my door"
    room.handover.open(Question(id=room.message(text), text=text), URGENT, None)
    [case] = room.cases()
    assert case.reader_id is None
