from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from bot.escalation.models import Actor, Done, Refusal
from bot.store.tables import Due
from tests.bot.escalation.conftest import Room

LIAISONS = "liaisons"
Act = Callable[[Room, str, Actor, bytes], Done]

_LIAISON_ACTS: dict[str, Act] = {
    "claim": lambda room, case, actor, press: room.desk.claim(case, actor, press),
    "reply": lambda room, case, actor, press: room.desk.reply(case, actor, press, "Hello"),
    "resolve": lambda room, case, actor, press: room.desk.resolve(case, actor, press),
    "conflict": lambda room, case, actor, press: room.desk.conflict(case, actor, press),
}
_MEMBER_ACTS: dict[str, Act] = {
    "add": lambda room, case, actor, press: room.desk.add(case, actor, press, "More"),
    "name": lambda room, case, actor, press: room.desk.name(case, actor, press),
    "share words": lambda room, case, actor, press: room.desk.share_words(case, actor, press),
    "withdraw": lambda room, case, actor, press: room.desk.withdraw(case, actor, press),
}


def claimed(room: Room, **fields: object) -> tuple[str, Actor]:
    case = room.case(**fields)  # type: ignore[arg-type]
    jane = room.liaison()
    assert room.desk.claim(case.id, jane, room.press()).refusal is None
    return case.id, jane


def test_opening_twice_for_one_source_gives_one_case_one_card_and_one_due_row(room: Room) -> None:
    first, second = room.case(), room.case()
    assert first == second
    assert room.told() == [("card", LIAISONS)]
    with room.database.read() as session:
        assert len(session.scalars(select(Due)).all()) == 1


def test_numbers_count_up(room: Room) -> None:
    assert [room.case(words).reference for words in ("a", "b", "c")] == ["CG-1", "CG-2", "CG-3"]


def test_of_two_who_claim_at_once_one_wins_and_the_other_sees_who(room: Room) -> None:
    for round_ in range(20):
        case = room.case(f"story {round_}")
        both = [(room.liaison("U0DEMO00003"), room.press()), (room.liaison("U0DEMO00004"), room.press())]
        with ThreadPoolExecutor(2) as pool:
            claims = [pool.submit(room.desk.claim, case.id, actor, press) for actor, press in both]
        done = [claim.result() for claim in claims]
        (lost,) = [one for one in done if one.refusal]
        (won,) = [one for one in done if not one.refusal]
        assert lost.refusal is Refusal.CLAIMED_BY_ANOTHER
        assert won.case
        assert lost.case
        assert lost.case.claimed_by == won.case.claimed_by
        assert room.history(case.id) == ["opened", "claim"]


@pytest.mark.parametrize("act", _LIAISON_ACTS)
def test_who_is_no_liaison_may_do_nothing_of_a_liaisons(room: Room, act: str) -> None:
    case_id, _ = claimed(room)
    before = room.told()
    for stranger in (room.member("U0DEMO00002"), room.member(), Actor(person_id=room.liaison().person_id)):
        done = _LIAISON_ACTS[act](room, case_id, stranger, room.press())
        assert done.refusal is Refusal.NOT_A_LIAISON
    assert room.told() == before
    assert room.history(case_id) == ["opened", "claim"]


@pytest.mark.parametrize("act", _MEMBER_ACTS)
def test_nobody_but_the_member_may_do_what_is_the_members(room: Room, act: str) -> None:
    case_id, jane = claimed(room)
    for other in (room.member("U0DEMO00002"), jane):
        assert _MEMBER_ACTS[act](room, case_id, other, room.press()).refusal is Refusal.NOT_THEIR_CASE
    assert room.history(case_id) == ["opened", "claim"]


@pytest.mark.parametrize("act", _LIAISON_ACTS)
def test_only_the_chosen_reader_may_act(room: Room, act: str) -> None:
    tom = room.liaison("U0DEMO00004")
    case = room.case(reader_id=tom.person_id)
    assert room.told() == [("card", tom.person_id)]
    done = _LIAISON_ACTS[act](room, case.id, room.liaison(), room.press())
    assert done.refusal is Refusal.NOT_THE_READER
    assert room.desk.open_whole_text(case.id, room.liaison()).refusal is Refusal.NOT_THE_READER
    assert room.desk.claim(case.id, tom, room.press()).refusal is None


@pytest.mark.parametrize("act", ["reply", "resolve", "conflict"])
def test_only_who_claimed_it_may_go_on(room: Room, act: str) -> None:
    case_id, _ = claimed(room)
    done = _LIAISON_ACTS[act](room, case_id, room.liaison("U0DEMO00004"), room.press())
    assert done.refusal is Refusal.CLAIMED_BY_ANOTHER


@pytest.mark.parametrize("act", [*_LIAISON_ACTS, *_MEMBER_ACTS])
def test_the_same_press_twice_acts_once(room: Room, act: str) -> None:
    case = room.case()
    actor = room.member() if act in _MEMBER_ACTS else room.liaison()
    if act in ("reply", "resolve"):
        room.desk.claim(case.id, actor, room.press())
    press = room.press()
    doing = (_LIAISON_ACTS | _MEMBER_ACTS)[act]
    assert doing(room, case.id, actor, press) == doing(room, case.id, actor, press).model_copy(
        update={"again": False}
    )
    told, history = room.told(), room.history(case.id)
    assert doing(room, case.id, actor, press).again
    assert (room.told(), room.history(case.id)) == (told, history)


@pytest.mark.parametrize(
    ("act", "to_member", "to_liaisons"),
    [
        ("claim", ["claimed"], ["card changed"]),
        ("reply", ["relayed"], ["history", "card changed"]),
        ("resolve", ["resolved"], ["card changed"]),
        ("conflict", [], ["history", "card changed"]),
        ("add", [], ["history", "card changed"]),
        ("name", [], ["card changed"]),
        ("share words", [], ["card changed"]),
        ("withdraw", ["withdrawn"], ["card changed"]),
    ],
)
def test_each_action_tells_whom_it_must_and_nobody_else(
    room: Room, act: str, to_member: list[str], to_liaisons: list[str]
) -> None:
    case = room.case()
    actor = room.member() if act in _MEMBER_ACTS else room.liaison()
    if act in ("reply", "resolve"):
        room.desk.claim(case.id, actor, room.press())
    before = len(room.told())
    (_LIAISON_ACTS | _MEMBER_ACTS)[act](room, case.id, actor, room.press())
    told = room.told()[before:]
    assert [kind for kind, lane in told if lane == case.person_id] == to_member
    assert [kind for kind, lane in told if lane == LIAISONS] == to_liaisons
    assert len(told) == len(to_member) + len(to_liaisons)


def test_a_change_and_its_notices_stand_or_fall_together(room: Room) -> None:
    case = room.case()
    before = room.told(), room.history(case.id)

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    room.records.tell_liaisons = fail  # type: ignore[method-assign]
    with pytest.raises(ZeroDivisionError):
        room.desk.claim(case.id, room.liaison(), room.press())
    assert room.now(case.id).status == "open"
    assert (room.told(), room.history(case.id)) == before


def test_a_conflict_gives_the_case_back_to_the_others(room: Room) -> None:
    case_id, jane = claimed(room)
    given_back = room.desk.conflict(case_id, jane, room.press()).case
    assert given_back
    assert (given_back.status, given_back.claimed_by) == ("open", None)
    assert room.desk.claim(case_id, room.liaison("U0DEMO00004"), room.press()).refusal is None


def test_a_closed_case_takes_nothing_more(room: Room) -> None:
    case_id, jane = claimed(room)
    room.desk.resolve(case_id, jane, room.press())
    for act, doing in (_LIAISON_ACTS | _MEMBER_ACTS).items():
        actor = room.member() if act in _MEMBER_ACTS else jane
        assert doing(room, case_id, actor, room.press()).refusal is Refusal.WRONG_STATE
    assert room.now(case_id).status == "resolved"


def test_reading_the_whole_text_is_noted(room: Room) -> None:
    case = room.case()
    assert room.desk.open_whole_text(case.id, room.liaison()).case
    assert room.history(case.id) == ["opened", "read the whole text"]
    assert room.desk.open_whole_text(case.id, room.member()).refusal is Refusal.NOT_A_LIAISON


def test_words_that_are_held_back_or_taken_back_cannot_be_read_whole(room: Room) -> None:
    """Whatever an old card still shows."""
    held = room.case("held", words_shared=False)
    assert room.desk.open_whole_text(held.id, room.liaison()).refusal is Refusal.WORDS_CLOSED
    taken = room.case("taken back")
    room.desk.withdraw(taken.id, room.member(), room.press())
    assert room.desk.open_whole_text(taken.id, room.liaison()).refusal is Refusal.WORDS_CLOSED
    assert room.history(held.id) == ["opened"]


def test_a_reminder_comes_once_and_only_while_nobody_has_it(room: Room) -> None:
    waiting, taken = room.case("waits"), room.case("taken")
    room.desk.claim(taken.id, room.liaison(), room.press())
    before = len(room.told())
    with room.database.write() as session:
        for due in session.scalars(select(Due).where(Due.done_at.is_(None))):
            room.records.remind(session, due)
    assert room.told()[before:] == [("history", LIAISONS)]
    assert room.history(waiting.id) == ["opened", "reminded"]


def test_no_word_of_a_case_lies_open_in_the_data_folder(room: Room) -> None:
    case = room.case("canaryplum gave me money")
    jane = room.liaison()
    room.desk.claim(case.id, jane, room.press())
    room.desk.reply(case.id, jane, room.press(), "says canarypear")
    room.desk.add(case.id, room.member(), room.press(), "and canaryfig")
    words = (b"canaryplum", b"canarypear", b"canaryfig")
    assert [
        path.name for path in room.data.iterdir() if any(word in path.read_bytes() for word in words)
    ] == []
