from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.escalation import hours, states
from bot.escalation.desk import Desk
from bot.escalation.models import Actor, Done, Refusal
from bot.escalation.records import Records
from bot.escalation.states import Action, Status
from bot.models import Level
from bot.store.tables import Due, Notice
from tests.bot.escalation.conftest import Room
from tests.bot.escalation.given import DAY, Told

LIAISONS = "liaisons"
JANE, TOM, MEMBER = "U0DEMO00003", "U0DEMO00004", "U0DEMO00001"
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
    "entrust": lambda room, case, actor, press: room.desk.entrust(case, actor, press, room.person(TOM)),
}
# Which need a state of their own before them.
_IN_HAND = ("reply", "resolve")


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
    assert room.keys_told() == [f"card:{case.id}:{tom.person_id}"]
    done = _LIAISON_ACTS[act](room, case.id, room.liaison(), room.press())
    assert done.refusal is Refusal.NOT_THE_READER
    assert room.desk.open_whole_text(case.id, room.liaison()).refusal is Refusal.NOT_THE_READER
    assert room.desk.claim(case.id, tom, room.press()).refusal is None


@pytest.mark.parametrize("act", ["reply", "resolve"])
def test_only_who_claimed_it_may_go_on(room: Room, act: str) -> None:
    case_id, _ = claimed(room)
    done = _LIAISON_ACTS[act](room, case_id, room.liaison("U0DEMO00004"), room.press())
    assert done.refusal is Refusal.CLAIMED_BY_ANOTHER


@pytest.mark.parametrize("act", [*_LIAISON_ACTS, *_MEMBER_ACTS])
def test_the_same_press_twice_acts_once(room: Room, act: str) -> None:
    case = room.case(reader_id=room.person(JANE) if act == Action.ENTRUST else None)
    actor = room.member() if act in _MEMBER_ACTS else room.liaison()
    if act in _IN_HAND:
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
        ("claim", ["claimed", "receipt changed"], ["card changed"]),
        ("reply", ["relayed"], ["history", "card changed"]),
        ("resolve", ["resolved", "receipt changed"], ["card changed"]),
        ("conflict", ["receipt changed"], ["alert", "card changed"]),
        ("add", [], ["alert", "card changed"]),
        ("name", ["receipt changed"], ["alert", "card changed"]),
        ("share words", ["receipt changed"], ["alert", "card changed"]),
        ("withdraw", ["withdrawn", "receipt changed"], ["alert", "card changed"]),
    ],
)
def test_each_action_tells_whom_it_must_and_nobody_else(
    room: Room, act: str, to_member: list[str], to_liaisons: list[str]
) -> None:
    case = room.case(reader_id=room.person(JANE) if act == Action.ENTRUST else None)
    actor = room.member() if act in _MEMBER_ACTS else room.liaison()
    if act in _IN_HAND:
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
    assert room.told()[before:] == [("alert", LIAISONS)]
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


# --- every state and action ---------------------------------------------------------------------------------


def actor_of(room: Room, action: Action) -> Actor:
    return room.liaison() if action in states.LIAISONS_ONLY else room.member()


def do(room: Room, action: Action, case_id: str, actor: Actor, press: bytes) -> Done:
    return (_LIAISON_ACTS | _MEMBER_ACTS)[action.value](room, case_id, actor, press)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", Status)
def test_a_case_goes_where_the_table_says_or_stays_as_it_is(
    room: Room, status: Status, action: Action
) -> None:
    case = room.case_in(status, reader_id=reader_for(room, action))
    rows, history = room.rows(), room.history(case.id)
    done = do(room, action, case.id, actor_of(room, action), room.press())
    after = states.AFTER.get((status, action))
    if action is Action.CONFLICT and case.claimed_by:
        after = after and Status.OPEN  # whoever had it gives it back
    assert done.case == room.now(case.id)
    if after:
        assert (done.refusal, done.case.status) == (None, after)
        assert room.history(case.id) == [*history, action.value]
    else:
        assert done.refusal is Refusal.WRONG_STATE
        assert done.case == case
        assert room.rows() == rows


@pytest.mark.parametrize("status", [Status.CLAIMED, Status.WAITING, Status.ANSWERED, Status.RESOLVED])
def test_who_claims_what_another_has_is_told_who(room: Room, status: Status) -> None:
    case = room.case_in(status)
    done = room.desk.claim(case.id, room.liaison(TOM), room.press())
    assert done.refusal is Refusal.CLAIMED_BY_ANOTHER
    assert done.case
    assert done.case.claimed_by == room.person(JANE)


@pytest.mark.parametrize("action", Action)
def test_a_case_that_is_not_there_is_said_to_be_gone(room: Room, action: Action) -> None:
    rows = room.rows()
    done = do(room, action, "f" * 32, actor_of(room, action), room.press())
    assert done == Done(case=None, refusal=Refusal.NO_SUCH_CASE)
    assert room.rows() == rows


@pytest.mark.parametrize("action", Action)
def test_a_case_of_another_council_is_not_there(room: Room, action: Action) -> None:
    case = room.case_in(Status.CLAIMED)
    records = Records(room.keys, "elsewhere", lambda: room.council, room.clock)
    room.desk = Desk(room.database, records, room.opening, room.clock)
    assert do(room, action, case.id, actor_of(room, action), room.press()).refusal is Refusal.NO_SUCH_CASE
    assert room.desk.open_whole_text(case.id, room.liaison()).refusal is Refusal.NO_SUCH_CASE


def test_whoever_is_no_liaison_any_more_may_not_go_on_with_what_they_claimed(room: Room) -> None:
    case_id, jane = claimed(room)
    left = Actor(person_id=jane.person_id, is_liaison=False)
    assert room.desk.reply(case_id, left, room.press(), "Hello").refusal is Refusal.NOT_A_LIAISON


def test_the_chosen_reader_must_be_a_liaison_too(room: Room) -> None:
    case = room.case(reader_id=room.person(TOM))
    assert room.desk.claim(case.id, room.member(TOM), room.press()).refusal is Refusal.NOT_A_LIAISON


@pytest.mark.parametrize("first", Action)
def test_a_press_that_has_acted_does_nothing_else_either(room: Room, first: Action) -> None:
    case = room.case_in(state_for(first), reader_id=reader_for(room, first))
    press = room.press()
    assert do(room, first, case.id, actor_of(room, first), press).refusal is None
    rows, now = room.rows(), room.now(case.id)
    for action in Action:
        assert do(room, action, case.id, actor_of(room, action), press) == Done(case=now, again=True)
    assert room.rows() == rows


def test_a_refused_press_may_act_later(room: Room) -> None:
    case = room.case()
    press = room.press()
    assert room.desk.reply(case.id, room.liaison(), press, "Hello").refusal is Refusal.WRONG_STATE
    room.desk.claim(case.id, room.liaison(), room.press())
    done = room.desk.reply(case.id, room.liaison(), press, "Hello")
    assert (done.refusal, done.again) == (None, False)


# --- what is told, word for word ----------------------------------------------------------------------------

_OTHERS_TAKE_IT = "Somebody here is close to a person in this. Another of you should take it."
_RENEWED = Told("receipt changed", MEMBER)
# To whom a case is shown that anybody may read.
_TOLD: dict[Action, list[Told]] = {
    Action.CLAIM: [Told("claimed", MEMBER), _RENEWED, Told("card changed", None)],
    Action.REPLY: [
        Told("relayed", MEMBER, "Hello"),
        Told("history", None, "Sent to the member: Hello"),
        Told("card changed", None),
    ],
    Action.RESOLVE: [Told("resolved", MEMBER), _RENEWED, Told("card changed", None)],
    Action.CONFLICT: [
        Told("alert", None, _OTHERS_TAKE_IT),
        Told("given back", MEMBER, JANE),
        _RENEWED,
        Told("card changed", None),
    ],
    Action.ADD: [Told("alert", None, "The member adds: More"), Told("card changed", None)],
    Action.NAME: [Told("alert", None, "The member says who they are."), _RENEWED, Told("card changed", None)],
    Action.SHARE_WORDS: [
        Told("alert", None, "The member shares their words."),
        _RENEWED,
        Told("card changed", None),
    ],
    Action.WITHDRAW: [
        Told("alert", None, "The member took it back."),
        Told("withdrawn", MEMBER),
        _RENEWED,
        Told("card changed", None),
    ],
    Action.ENTRUST: [Told("card", TOM), _RENEWED, Told("card changed", TOM)],
}
# To the one chosen reader nobody else is named who could take it.
_TOLD_OF_ONE = {Action.CONFLICT: [Told("given back", MEMBER, JANE), _RENEWED, Told("card changed", None)]}


def state_for(action: Action) -> Status:
    """Return a state in which an action may be taken."""
    return Status.OPEN if action in (Action.CLAIM, Action.ENTRUST) else Status.CLAIMED


def reader_for(room: Room, action: Action) -> str | None:
    """Return who reads a case alone: only such a one is entrusted to another."""
    return room.person(JANE) if action is Action.ENTRUST else None


@pytest.mark.parametrize(
    ("action", "reader"),
    # Only what one person reads is entrusted to another.
    [(action, reader) for action in Action for reader in (None, JANE) if reader or action != Action.ENTRUST],
)
def test_each_action_writes_these_words_to_these_people(
    room: Room, action: Action, reader: str | None
) -> None:
    reader_id = room.person(reader) if reader else None
    case = room.case_in(state_for(action), reader_id=reader_id)
    before, keys = len(room.notices()), set(room.keys_told())
    press = room.press()
    do(room, action, case.id, actor_of(room, action), press)
    told = _TOLD_OF_ONE.get(action, _TOLD[action]) if reader else _TOLD[action]
    # What goes to the channel otherwise goes to the one chosen reader.
    expected = [one if one.to else one._replace(to=reader) for one in told]
    # Who is close to it is named to the member by the row of their person.
    written = [
        one._replace(body=JANE) if one.kind == "given back" and one.body == room.person(JANE) else one
        for one in room.notices()[before:]
    ]
    assert written == expected
    new = [key for key in room.keys_told() if key not in keys]
    assert len(new) == len(expected)
    assert all(key.endswith(f":{press.hex()}") for key in new if not key.startswith("card:"))


@pytest.mark.parametrize("action", Action)
def test_a_step_that_fails_undoes_them_all(room: Room, action: Action) -> None:
    case = room.case_in(state_for(action), reader_id=reader_for(room, action))
    actor, press = actor_of(room, action), room.press()
    rows, told = room.rows(), room.notices()
    failed = 0
    for steps in range(20):
        room.clock.left = steps
        try:
            done = do(room, action, case.id, actor, press)
        except RuntimeError:
            failed += 1
        else:
            break
        finally:
            room.clock.left = None
        assert (room.rows(), room.notices(), room.now(case.id)) == (rows, told, case)
    # Every step asks for the time; once the clock runs, the same press acts.
    assert failed >= 3
    assert (done.refusal, done.again) == (None, False)


# --- what an action leaves in the case ----------------------------------------------------------------------


def test_the_history_names_liaisons_and_no_member(room: Room) -> None:
    case = room.case()
    jane = room.liaison()
    room.desk.claim(case.id, jane, room.press())
    room.desk.add(case.id, room.member(), room.press(), "More")
    room.desk.reply(case.id, jane, room.press(), "Hello")
    room.desk.name(case.id, room.member(), room.press())
    assert [(event.kind, event.actor_id, event.detail) for event in room.events(case.id)] == [
        ("opened", None, None),
        ("claim", jane.person_id, None),
        ("add", None, "More"),
        ("reply", jane.person_id, "Hello"),
        ("name", None, None),
    ]


def test_the_time_of_each_step_is_kept(room: Room) -> None:
    case_id, jane = claimed(room)
    started = room.clock.time
    room.clock.move(DAY)
    room.desk.resolve(case_id, jane, room.press())
    case = room.now(case_id)
    assert (case.opened_at, case.claimed_at, case.closed_at) == (started, started, started + DAY)


def test_a_member_says_who_they_are_and_shares_words_only_by_their_own_press(room: Room) -> None:
    case = room.case(words_shared=False)
    assert (case.named, case.words_shared) == (False, False)
    named = room.desk.name(case.id, room.member(), room.press()).case
    assert named
    assert (named.named, named.words_shared) == (True, False)
    shared = room.desk.share_words(case.id, room.member(), room.press()).case
    assert shared
    assert (shared.named, shared.words_shared) == (True, True)


@pytest.mark.parametrize("action", [Action.CLAIM, Action.WITHDRAW])
def test_what_was_due_is_done_when_somebody_takes_it_or_takes_it_back(room: Room, action: Action) -> None:
    case = room.case()
    assert room.due() == [case.due_at]
    do(room, action, case.id, actor_of(room, action), room.press())
    assert room.due() == []


def test_a_case_that_is_given_back_is_due_again(room: Room) -> None:
    case_id, jane = claimed(room)
    room.clock.move(DAY)
    room.desk.conflict(case_id, jane, room.press())
    due = hours.due(room.council, Level.ESCALATE, room.clock.time)
    assert room.due() == [due]
    assert room.now(case_id).due_at == due


def test_a_case_given_back_at_once_is_due_as_before(room: Room) -> None:
    case_id, jane = claimed(room)
    due = room.now(case_id).due_at
    room.desk.conflict(case_id, jane, room.press())
    assert (room.due(), room.due(done=True)) == ([due], [])


def test_who_has_a_conflict_and_has_not_claimed_it_leaves_it_as_it_was(room: Room) -> None:
    case = room.case()
    done = room.desk.conflict(case.id, room.liaison(TOM), room.press())
    assert done.case == case
    assert room.due() == [case.due_at]


@pytest.mark.parametrize("action", Action)
def test_whether_somebody_may_is_said_without_doing_it(room: Room, action: Action) -> None:
    case = room.case_in(Status.CLAIMED)
    rows = room.rows()
    for actor in (room.liaison(), room.liaison(TOM), room.member(), room.member("U0DEMO00002")):
        may = room.desk.may(action, case.id, actor)
        assert may.case == case
        assert room.rows() == rows
        if may.refusal:
            assert do(room, action, case.id, actor, room.press()) == may
            assert room.rows() == rows
    assert room.desk.may(action, "f" * 32, room.liaison()).refusal is Refusal.NO_SUCH_CASE


def test_the_whole_text_is_read_by_a_liaison_whose_name_stands_in_the_history(room: Room) -> None:
    case = room.case()
    tom = room.liaison(TOM)
    assert room.desk.open_whole_text(case.id, tom) == Done(case=case)
    assert [event.actor_id for event in room.events(case.id)] == [None, tom.person_id]
    assert room.desk.open_whole_text("f" * 32, tom).refusal is Refusal.NO_SUCH_CASE


def test_the_whole_text_comes_with_what_was_added_later_and_nothing_else(room: Room) -> None:
    case_id, jane = claimed(room)
    for text in ("It was blue.", "And heavy."):
        room.desk.add(case_id, room.member(), room.press(), text)
    room.desk.reply(case_id, jane, room.press(), "Keep it closed.")
    done = room.desk.open_whole_text(case_id, jane)
    assert done == Done(case=room.now(case_id), additions=("It was blue.", "And heavy."))


# --- who is close to somebody in it -------------------------------------------------------------------------


def test_a_conflict_before_anybody_has_it_calls_the_others_and_leaves_the_member_in_peace(room: Room) -> None:
    case = room.case()
    room.desk.conflict(case.id, room.liaison(), room.press())
    assert room.notices() == [
        Told("card", None),
        Told("alert", None, _OTHERS_TAKE_IT),
        _RENEWED,
        Told("card changed", None),
    ]


@pytest.mark.parametrize("had_it", [True, False])
def test_a_conflict_of_the_only_reader_is_told_to_the_member(room: Room, had_it: bool) -> None:
    jane = room.liaison()
    case = room.case(reader_id=jane.person_id)
    if had_it:
        room.desk.claim(case.id, jane, room.press())
    before = len(room.notices())
    room.desk.conflict(case.id, jane, room.press())
    assert room.notices()[before:] == [
        Told("given back", MEMBER, jane.person_id),
        _RENEWED,
        Told("card changed", JANE),
    ]


def test_when_the_last_reader_has_a_conflict_the_member_is_told_and_nobody_is_called(room: Room) -> None:
    case = room.case()
    for slack in (JANE, TOM):
        room.desk.conflict(case.id, room.liaison(slack), room.press())
    assert room.notices() == [
        Told("card", None),
        Told("alert", None, _OTHERS_TAKE_IT),
        _RENEWED,
        Told("card changed", None),
        Told("given back", MEMBER, room.person(TOM)),
        _RENEWED,
        Told("card changed", None),
    ]


def test_with_one_person_at_the_desk_a_conflict_is_told_to_the_member(room: Room) -> None:
    room.council = room.council.model_copy(update={"deputies": ()})
    case = room.case()
    room.desk.conflict(case.id, room.liaison(), room.press())
    assert Told("given back", MEMBER, room.person(JANE)) in room.notices()
    assert "alert" not in [told.kind for told in room.notices()]


@pytest.mark.parametrize("act", _LIAISON_ACTS)
def test_who_has_a_conflict_does_nothing_more_in_the_case(room: Room, act: str) -> None:
    case_id, jane = claimed(room)
    room.desk.conflict(case_id, jane, room.press())
    rows = room.rows()
    assert _LIAISON_ACTS[act](room, case_id, jane, room.press()).refusal is Refusal.HAS_CONFLICT
    assert room.desk.open_whole_text(case_id, jane) == Done(case=None, refusal=Refusal.HAS_CONFLICT)
    assert room.rows() == rows


def test_a_conflict_in_one_case_is_none_in_another_and_none_of_the_others(room: Room) -> None:
    case_id, jane = claimed(room)
    room.desk.conflict(case_id, jane, room.press())
    assert room.desk.claim(room.case("another").id, jane, room.press()).refusal is None
    assert room.desk.claim(case_id, room.liaison(TOM), room.press()).refusal is None


@pytest.mark.parametrize("status", [Status.CLAIMED, Status.WAITING, Status.ANSWERED])
def test_a_conflict_of_who_has_not_claimed_it_leaves_it_with_who_has(room: Room, status: Status) -> None:
    case = room.case_in(status)
    before, due = len(room.notices()), room.due()
    done = room.desk.conflict(case.id, room.liaison(TOM), room.press())
    assert done == Done(case=case)
    assert room.notices()[before:] == [
        Told("alert", None, _OTHERS_TAKE_IT),
        _RENEWED,
        Told("card changed", None),
    ]
    assert room.due() == due
    assert room.desk.reply(case.id, room.liaison(), room.press(), "Hello").refusal is None


def test_in_a_shared_case_with_a_conflict_what_is_added_is_not_shown_to_all(room: Room) -> None:
    case = room.case()
    room.desk.conflict(case.id, room.liaison(), room.press())
    before = len(room.notices())
    room.desk.add(case.id, room.member(), room.press(), "It was blue.")
    assert room.notices()[before:] == [
        Told("alert", None, "The member has added something: see *Whole text*."),
        Told("card changed", None),
    ]
    done = room.desk.open_whole_text(case.id, room.liaison(TOM))
    assert done.additions == ("It was blue.",)


def test_an_entrusted_reader_sees_what_is_added(room: Room) -> None:
    """The one with the conflict is not the one who is told."""
    case_id = given_back(room)
    room.desk.entrust(case_id, room.member(), room.press(), room.person(TOM))
    room.desk.add(case_id, room.member(), room.press(), "It was blue.")
    assert Told("alert", TOM, "The member adds: It was blue.") in room.notices()


# --- nobody left --------------------------------------------------------------------------------------------


def nobody_left(room: Room, reader: str | None) -> str:
    """Return a case whose every reader is close to somebody in it."""
    case = room.case(reader_id=room.person(reader) if reader else None, words_shared=False)
    for slack in (reader,) if reader else (JANE, TOM):
        room.desk.conflict(case.id, room.liaison(slack), room.press())
    return case.id


@pytest.mark.parametrize("reader", [None, JANE])
@pytest.mark.parametrize("action", sorted(states.TELLING))
def test_where_nobody_is_left_to_read_it_nothing_more_is_told(
    room: Room, action: Action, reader: str | None
) -> None:
    case_id, press = nobody_left(room, reader), room.press()
    case, history, before = room.now(case_id), room.history(case_id), room.notices()
    for _ in range(2):
        done = do(room, action, case_id, room.member(), press)
        assert done == Done(case=case, refusal=Refusal.NOBODY_LEFT)
    # The member hears of it once for each press.
    given = Told("given back", MEMBER, room.person(reader) if reader else None)
    assert room.notices() == [*before, given]
    assert (room.now(case_id), room.history(case_id)) == (case, history)


@pytest.mark.parametrize("action", sorted(states.TELLING))
def test_what_was_refused_because_nobody_was_left_is_told_to_the_next_reader(
    room: Room, action: Action
) -> None:
    case_id, press = nobody_left(room, JANE), room.press()
    do(room, action, case_id, room.member(), press)
    room.desk.entrust(case_id, room.member(), room.press(), room.person(TOM))
    done = do(room, action, case_id, room.member(), press)
    assert (done.refusal, done.again) == (None, False)


def test_what_its_only_reader_left_behind_is_told_to_nobody(room: Room) -> None:
    case = room.case(reader_id=room.person(TOM))
    room.council = room.council.model_copy(update={"deputies": ()})
    done = room.desk.add(case.id, room.member(), room.press(), "More")
    assert done.refusal is Refusal.NOBODY_LEFT


def test_where_nobody_is_left_a_case_can_still_be_taken_back(room: Room) -> None:
    case_id = nobody_left(room, None)
    assert room.desk.withdraw(case_id, room.member(), room.press()).refusal is None


# --- what was added -----------------------------------------------------------------------------------------


def test_what_was_added_is_known_in_its_order(room: Room) -> None:
    case_id, jane = claimed(room)
    assert room.desk.additions(case_id) == ()
    for text in ("It was blue.", "And heavy."):
        room.desk.add(case_id, room.member(), room.press(), text)
    room.desk.reply(case_id, jane, room.press(), "Keep it closed.")
    rows = room.rows()
    assert room.desk.additions(case_id) == ("It was blue.", "And heavy.")
    assert room.desk.additions("f" * 32) == ()
    assert room.rows() == rows


@pytest.mark.parametrize("reader", [None, JANE])
def test_what_was_added_is_hidden_when_the_case_is_taken_back(room: Room, reader: str | None) -> None:
    case = room.case(reader_id=room.person(reader) if reader else None)
    other = room.case("another")
    for case_id in (case.id, case.id, other.id):
        room.desk.add(case_id, room.member(), room.press(), "More")
    with room.database.read() as session:
        added = session.scalars(
            select(Notice.id)
            .where(Notice.case_id == case.id, Notice.key.startswith("added:"))
            .order_by(Notice.seq)
        ).all()
    before = len(room.notices())
    room.desk.withdraw(case.id, room.member(), room.press())
    assert len(added) == 2
    assert room.notices()[before:] == [
        Told("alert", reader, "The member took it back."),
        *(Told("hidden", reader, notice_id) for notice_id in added),
        Told("withdrawn", MEMBER),
        _RENEWED,
        Told("card changed", reader),
    ]


# --- another reader -----------------------------------------------------------------------------------------


def given_back(room: Room) -> str:
    """Return a case that its only reader, Jane, gave back."""
    jane = room.liaison()
    case = room.case(reader_id=jane.person_id)
    room.desk.claim(case.id, jane, room.press())
    room.desk.conflict(case.id, jane, room.press())
    return case.id


def test_the_member_entrusts_a_case_to_another_who_alone_gets_a_card_of_their_own(room: Room) -> None:
    case_id = given_back(room)
    before = len(room.notices())
    room.clock.move(DAY)
    tom = room.liaison(TOM)
    done = room.desk.entrust(case_id, room.member(), room.press(), tom.person_id)
    assert (done.refusal, done.case) == (None, room.now(case_id))
    assert room.now(case_id).reader_id == tom.person_id
    assert room.now(case_id).due_at == hours.due(room.council, Level.ESCALATE, room.clock.time)
    assert room.notices()[before:] == [Told("card", TOM), _RENEWED, Told("card changed", TOM)]
    assert f"card:{case_id}:{tom.person_id}" in room.keys_told()
    assert room.desk.claim(case_id, tom, room.press()).refusal is None
    assert room.desk.open_whole_text(case_id, room.liaison()).refusal is Refusal.NOT_THE_READER


@pytest.mark.parametrize("who", [JANE, MEMBER, "U0DEMO00002", "U0DEMO00007"])
def test_a_case_is_entrusted_to_nobody_who_has_a_conflict_or_reads_no_cases(room: Room, who: str) -> None:
    """What a button holds may be forged."""
    case_id = given_back(room)
    rows, case = room.rows(), room.now(case_id)
    done = room.desk.entrust(case_id, room.member(), room.press(), room.person(who))
    assert done == Done(case=case, refusal=Refusal.NOBODY_READS)
    assert (room.rows(), room.now(case_id)) == (rows, case)


def test_who_left_the_desk_since_is_entrusted_with_nothing(room: Room) -> None:
    case_id = given_back(room)
    room.council = room.council.model_copy(update={"deputies": ()})
    done = room.desk.entrust(case_id, room.member(), room.press(), room.person(TOM))
    assert done.refusal is Refusal.NOBODY_READS


def test_a_case_that_somebody_has_is_not_taken_from_them(room: Room) -> None:
    case_id, jane = claimed(room)
    done = room.desk.entrust(case_id, room.member(), room.press(), room.person(TOM))
    assert done.refusal is Refusal.WRONG_STATE
    assert (room.now(case_id).claimed_by, room.now(case_id).reader_id) == (jane.person_id, None)


def test_a_case_entrusted_before_it_was_due_is_due_once(room: Room) -> None:
    """A reminder before the time that the new reader was given would be a false one."""
    jane = room.liaison()
    case = room.case(reader_id=jane.person_id)
    room.desk.conflict(case.id, jane, room.press())
    room.clock.move(timedelta(minutes=30))
    room.desk.entrust(case.id, room.member(), room.press(), room.person(TOM))
    assert room.due() == [room.now(case.id).due_at]
