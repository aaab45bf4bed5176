"""Who would read a case, and what a case holds when it is opened."""

from __future__ import annotations

import pytest

from bot.council import Person
from bot.escalation.models import Place
from bot.models import Danger, Level, Risk
from bot.store.tables import Case, Message
from tests.bot.escalation.conftest import Room
from tests.bot.escalation.given import (
    ADVISE,
    DAY,
    ESCALATE,
    HANA,
    INSIDE,
    JANE,
    MEMBER,
    NOW,
    STORY,
    TOM,
    Told,
    risk,
)

NOBODY_THERE = [{"liaison_channel": None}, {"rota": (), "deputies": ()}]


def open_case(room: Room, words: str, heard: Risk, reader_id: str | None = None, **more: bool) -> Case:
    message_id = room.message(words)
    with room.database.write() as session:
        message = session.get_one(Message, message_id)
        return room.opening.open(session, message, words, heard, None, reader_id, **more)  # type: ignore[arg-type]


# --- who reads it -------------------------------------------------------------------------------------------


def test_the_readers_are_the_rota_and_then_the_deputies(room: Room) -> None:
    assert [person.slack for person in room.opening.readers()] == [JANE, TOM]
    with room.database.read() as session:
        assert room.opening.reader_ids(session) == [room.person(JANE), room.person(TOM)]


def test_a_reader_whom_no_row_knows_yet_keeps_their_place(room: Room) -> None:
    new = Person(name="Wiremu", slack="U0DEMO00099")
    room.council = room.council.model_copy(update={"rota": (new, *room.council.rota)})
    with room.database.read() as session:
        assert room.opening.reader_ids(session) == ["", room.person(JANE), room.person(TOM)]
        # What stands for nobody is nobody.
        assert not room.opening.may_read(session, "")


@pytest.mark.parametrize("missing", NOBODY_THERE)
def test_without_a_channel_or_a_reader_there_is_nobody(room: Room, missing: dict[str, object]) -> None:
    assert room.opening.has_somebody()
    room.council = room.council.model_copy(update=missing)
    assert not room.opening.has_somebody()
    with room.database.read() as session:
        assert not room.opening.may_read(session, None)


@pytest.mark.parametrize(
    ("who", "may"), [(None, True), (JANE, True), (TOM, True), (MEMBER, False), (HANA, False)]
)
def test_whether_somebody_may_read_a_case(room: Room, who: str | None, may: bool) -> None:
    reader_id = room.person(who) if who else None
    with room.database.read() as session:
        assert room.opening.may_read(session, reader_id) is may


def test_who_left_the_rota_since_is_no_reader(room: Room) -> None:
    tom = room.person(TOM)
    room.council = room.council.model_copy(update={"deputies": ()})
    with room.database.read() as session:
        assert not room.opening.may_read(session, tom)


def test_who_is_left_to_read_has_said_of_nobody_in_it_that_they_are_close(room: Room) -> None:
    case = room.case()
    left = []
    for slack in (JANE, TOM):
        room.desk.conflict(case.id, room.liaison(slack), room.press())
        with room.database.read() as session:
            left.append(room.opening.readers_left(session, session.get_one(Case, case.id)))
    assert left == [[room.person(TOM)], []]


@pytest.mark.parametrize(
    ("reader", "name"),
    [(None, "Jane (demo) and Tom (demo)"), (TOM, "Tom (demo)"), (MEMBER, "the liaison")],
)
def test_who_reads_a_case_is_said_by_name(room: Room, reader: str | None, name: str) -> None:
    case = room.case(reader_id=room.person(reader) if reader else None)
    with room.database.read() as session:
        row = session.get_one(Case, case.id)
        for said in (room.opening.who_reads, room.opening.who_has):
            assert said(session, case) == said(session, row) == name


def test_with_nobody_there_the_reader_is_nobody_in_particular(room: Room) -> None:
    room.council = room.council.model_copy(update={"rota": (), "deputies": ()})
    with room.database.read() as session:
        assert room.opening.who_reads(session, None) == "the liaison"


def test_many_readers_are_named_as_one_says_it(room: Room) -> None:
    hana = Person(name="Hana", slack=HANA)
    room.council = room.council.model_copy(update={"deputies": (*room.council.deputies, hana)})
    with room.database.read() as session:
        assert room.opening.who_reads(session, None) == "Jane (demo), Tom (demo) and Hana"


def test_who_has_a_conflict_is_not_named_among_those_who_read(room: Room) -> None:
    case, named = room.case(), []
    for slack in (JANE, TOM):
        room.desk.conflict(case.id, room.liaison(slack), room.press())
        with room.database.read() as session:
            named.append(room.opening.who_reads(session, case))
    assert named == ["Tom (demo)", "the liaison"]


def test_who_claimed_it_has_it(room: Room) -> None:
    case = room.case()
    claimed = room.desk.claim(case.id, room.liaison(TOM), room.press()).case
    assert claimed
    with room.database.read() as session:
        assert room.opening.who_has(session, claimed) == "Tom (demo)"
        assert room.opening.who_reads(session, claimed) == "Jane (demo) and Tom (demo)"


@pytest.mark.parametrize(
    ("reader", "close", "read"),
    [
        (None, (), True),
        (None, (JANE,), True),
        (None, (JANE, TOM), False),
        (TOM, (), True),
        (TOM, (TOM,), False),
        (MEMBER, (), False),
    ],
)
def test_a_case_is_read_while_somebody_is_left(
    room: Room, reader: str | None, close: tuple[str, ...], read: bool
) -> None:
    case = room.case(reader_id=room.person(reader) if reader else None)
    for slack in close:
        assert room.desk.conflict(case.id, room.liaison(slack), room.press()).refusal is None
    with room.database.read() as session:
        assert room.opening.is_read(session, session.get_one(Case, case.id)) is read


@pytest.mark.parametrize(
    ("who", "name"), [(None, None), (JANE, "Jane (demo)"), (TOM, "Tom (demo)"), (MEMBER, None)]
)
def test_only_people_of_the_desk_are_known_by_name(room: Room, who: str | None, name: str | None) -> None:
    person_id = room.person(who) if who else None
    with room.database.read() as session:
        assert room.opening.name_of(session, person_id) == name


@pytest.mark.parametrize(
    ("text", "heard", "asked"),
    [
        (STORY, ESCALATE, False),
        (INSIDE, ESCALATE, True),
        ("Jane took the envelope", ESCALATE, True),
        (STORY, risk(Level.ESCALATE, "insider"), True),
    ],
)
def test_who_may_read_is_asked_where_somebody_inside_may_be_involved(
    room: Room, text: str, heard: Risk, asked: bool
) -> None:
    assert room.opening.needs_choice(text, heard) is asked


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        (STORY, []),
        ("Jane took it", [JANE]),
        ("Tom and Jane took it", [JANE, TOM]),
        ("The liaison took it", [JANE, TOM]),
    ],
)
def test_whom_a_story_speaks_of_by_name_or_by_post(room: Room, text: str, whom: list[str]) -> None:
    assert [person.slack for person in room.opening.accused(text)] == whom


# --- the case -----------------------------------------------------------------------------------------------


def test_a_case_holds_what_the_card_needs(room: Room) -> None:
    text = "He offered me cash and wants an answer by 5pm"
    message_id = room.message(text)
    with room.database.write() as session:
        message = session.get_one(Message, message_id)
        advice = room.house.interim(["cash"])
        room.opening.open(session, message, text, ESCALATE, advice, None)
    (case,) = room.cases()
    assert (case.person_id, case.level, case.reader_id) == (room.person(MEMBER), Level.ESCALATE, None)
    assert (case.named, case.words_shared) == (False, True)
    assert case.body.words == text
    assert case.body.indicators == ESCALATE.indicators
    assert (case.body.place, case.body.marking, case.body.asked_for_a_person) == (Place.OFFERED, None, False)
    assert case.body.deadline
    assert case.body.deadline.at == NOW.replace(hour=17)
    assert case.body.told
    assert (case.body.told.text, case.body.told.doc, case.body.told.version) == (
        advice.text,
        "advice.yaml",
        advice.version,
    )
    assert room.keys_told() == [f"card:{case.id}:all"]
    assert room.due() == [case.due_at]


def test_a_message_opens_one_case_whatever_comes_later(room: Room) -> None:
    message_id = room.message(STORY)
    for words, reader in ((STORY, room.person(TOM)), ("other words", None)):
        with room.database.write() as session:
            message = session.get_one(Message, message_id)
            room.opening.open(session, message, words, ESCALATE, None, reader)
        room.clock.move(DAY)
    (case,) = room.cases()
    assert (case.body.words, case.reader_id) == (STORY, room.person(TOM))
    assert room.notices() == [Told("card", TOM)]


@pytest.mark.parametrize(
    ("indicators", "shared"),
    [
        (("cash",), True),
        (("device",), True),
        (("insider",), True),
        (("threat",), True),
        (("unknown",), True),
        ((), True),
        (("family",), False),
        (("repression",), False),
        (("romance",), False),
        (("leverage",), False),
        (("images",), False),
        (("cash", "family", "gift"), False),
    ],
)
def test_where_people_are_pressed_the_words_wait_for_their_yes(
    room: Room, indicators: tuple[str, ...], shared: bool
) -> None:
    assert open_case(room, STORY, risk(Level.ESCALATE, *indicators)).words_shared is shared


@pytest.mark.parametrize(
    ("heard", "asked_for_a_person", "named", "shared"),
    [
        (risk(Level.ESCALATE, "family"), False, False, False),
        (risk(Level.ESCALATE, "family"), True, False, True),
        (risk(Level.URGENT, "family", danger=Danger.HERE), False, True, True),
        (ADVISE, True, False, True),
    ],
)
def test_the_name_goes_in_danger_and_the_words_there_or_where_a_person_was_written_to(
    room: Room, heard: Risk, asked_for_a_person: bool, named: bool, shared: bool
) -> None:
    case = open_case(room, STORY, heard, asked_for_a_person=asked_for_a_person)
    assert (case.named, case.words_shared) == (named, shared)
    assert room.now(case.id).body.asked_for_a_person is asked_for_a_person
