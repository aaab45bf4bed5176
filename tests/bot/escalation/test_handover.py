from __future__ import annotations

import pytest

from bot.escalation.handover import Handed
from bot.escalation.models import CaseView
from bot.house_file import HouseText
from bot.models import Danger, Level, Question, Risk, SeenIndicator
from bot.store.messages import MessageBody
from bot.store.tables import Message
from tests.bot.escalation.conftest import Room

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
