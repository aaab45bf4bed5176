"""Rows of cases: opened once, numbered, sealed with a key of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import ZONE
from bot.council import Council
from bot.errors import SealError, StoreError
from bot.escalation import hours
from bot.escalation.models import CaseBody, Deadline, Place, Story, Told
from bot.escalation.records import ADDED, Records, card_key
from bot.escalation.states import Action, Status
from bot.models import Level, SeenIndicator
from bot.store import messages
from bot.store.database import Database, sqlite_url
from bot.store.keys import load
from bot.store.tables import Case, CaseEvent, Due, Message, Notice
from tests.bot.escalation.conftest import Room
from tests.bot.escalation.given import CANARY, DAY, ESCALATE, JANE, MEMBER, NOW, STORY, TOM, risk
from tests.bot.escalation.given import Told as Notified


def story(room: Room, source: str = "message:1", **fields: object) -> Story:
    whole: dict[str, object] = {
        "source": source,
        "person_id": room.person("U0DEMO00001"),
        "level": Level.ESCALATE,
        "body": CaseBody(words=STORY),
    }
    return Story.model_validate(whole | fields)


def test_a_source_seen_twice_gives_one_case_one_card_and_one_due_row(room: Room) -> None:
    told, other = story(room), story(room, body=CaseBody(words="other words"))
    with room.database.write() as session:
        first = room.records.open(session, told)
        assert room.records.open(session, other) is first
    rows = room.rows()
    with room.database.write() as session:
        assert room.records.open(session, other).id == first.id
    assert room.rows() == rows
    assert (rows["cases"], rows["due"], rows["outbox"], rows["case_events"]) == (1, 1, 1, 1)
    assert room.keys_told() == [card_key(first)] == [f"card:{first.id}:all"]
    assert room.now(first.id).body.words == STORY


def test_of_several_who_open_the_same_source_at_once_all_get_the_same_case(room: Room) -> None:
    told = story(room)

    def opened(_: int) -> str:
        with room.database.write() as session:
            return room.records.open(session, told).id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(opened, range(8)))) == 1
    assert room.told() == [("card", "liaisons")]


def test_numbers_count_up_also_when_many_are_opened_at_once(room: Room) -> None:
    stories = [story(room, f"message:{n}") for n in range(12)]

    def opened(told: Story) -> int:
        with room.database.write() as session:
            return room.records.open(session, told).number

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(opened, stories)) == list(range(1, 13))


def test_each_council_counts_for_itself_and_sees_its_own(room: Room) -> None:
    ours = room.case()
    elsewhere = Records(room.keys, "elsewhere", lambda: room.council, room.clock)
    told = story(room)
    with room.database.write() as session:
        theirs = elsewhere.open(session, told)
        assert (ours.number, theirs.number) == (1, 1)
        assert elsewhere.find(session, ours.id) is None
        assert room.records.find(session, theirs.id) is None
        found = room.records.find_number(session, 1)
        assert found
        assert found.id == ours.id
        assert room.records.find_number(session, 2) is None
        assert [case.id for case in room.records.all(session)] == [ours.id]


def test_all_cases_come_newest_first(room: Room) -> None:
    cases = [room.case(words) for words in ("a", "b", "c")]
    with room.database.read() as session:
        assert [case.number for case in room.records.all(session)] == [3, 2, 1]
    assert room.cases() == cases


def test_a_case_reads_back_as_it_was_told(room: Room) -> None:
    body = CaseBody(
        words="Kia ora. “Tonight”, he said. 🪙\n\nĀe.",
        indicators=(SeenIndicator(id="cash", label="money or a reward", evidence="notes"),),
        place=Place.OFFERED,
        deadline=Deadline(words="tonight", at=datetime(2026, 11, 24, 19, tzinfo=ZONE)),
        told=Told(text="Keep it.", doc="advice.yaml", section="Cash or a gift", version=1),
    )
    told = story(room, body=body, named=True, words_shared=False, reader_id=room.person(JANE))
    with room.database.write() as session:
        case_id = room.records.open(session, told).id
    case = room.now(case_id)
    assert case.body == body
    assert (case.named, case.words_shared, case.reader_id) == (True, False, room.person(JANE))
    assert (case.status, case.level, case.opened_at) == (Status.OPEN, Level.ESCALATE, NOW)
    assert (case.claimed_by, case.claimed_at, case.closed_at) == (None, None, None)
    assert case.reference == "CG-1"
    assert case.opened_at.tzinfo
    assert room.notices() == [Notified("card", JANE)]


@pytest.mark.parametrize("level", [Level.ADVISE, Level.ESCALATE, Level.URGENT])
def test_what_is_due_stands_in_the_case_and_in_its_row(room: Room, level: Level) -> None:
    case = room.case(level=level)
    assert room.due() == [case.due_at] == [hours.due(room.council, level, NOW)]


# --- one transaction ----------------------------------------------------------------------------------------


def no_council() -> Council:
    raise StoreError("The council's folder is gone.")


def test_a_council_that_cannot_be_read_opens_nothing(room: Room) -> None:
    records = Records(room.keys, room.database.council, no_council, room.clock)
    told, rows = story(room), room.rows()
    with pytest.raises(StoreError), room.database.write() as session:
        records.open(session, told)
    assert room.rows() == rows


def test_a_clock_that_stops_at_any_step_opens_nothing(room: Room) -> None:
    told, rows = story(room), room.rows()
    stops = 0
    for steps in range(10):
        room.clock.left = steps
        try:
            with room.database.write() as session:
                room.records.open(session, told)
        except RuntimeError:
            stops += 1
            room.clock.left = None
            assert room.rows() == rows
        else:
            break
    room.clock.left = None
    assert stops >= 3
    assert len(room.cases()) == 1


def test_what_the_caller_undoes_is_undone_whole(room: Room) -> None:
    told, rows = story(room), room.rows()

    def open_and_fail() -> None:
        with room.database.write() as session:
            room.records.open(session, told)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_and_fail()
    assert room.rows() == rows
    assert room.case().number == 1


# --- sealed with the case's own key -------------------------------------------------------------------------


def test_the_words_open_with_the_cases_own_key_alone(room: Room) -> None:
    one, two = room.case("one"), room.case("two")
    with room.database.read() as session:
        first, second = session.get_one(Case, one.id), session.get_one(Case, two.id)
        assert first.data_key != second.data_key
        for sealer in (room.keys, room.records.sealer(second)):
            with pytest.raises(SealError):
                sealer.open(first.body, f"cases:{first.id}:body")
        # A key is wrapped for its own case only.
        with pytest.raises(SealError):
            room.keys.case_sealer(first.data_key, second.id)


def test_words_moved_to_another_case_do_not_open(room: Room) -> None:
    one, two = room.case("one"), room.case("two")
    with room.database.write() as session:
        first, second = session.get_one(Case, one.id), session.get_one(Case, two.id)
        second.body = first.body
    with pytest.raises(SealError):
        room.now(two.id)


def test_another_master_key_opens_no_case(room: Room) -> None:
    case = room.case()
    other = load(room.data.parent / "other" / "master.key", room.data)
    records = Records(other, room.database.council, lambda: room.council, room.clock)
    with room.database.read() as session, pytest.raises(SealError):
        records.view(session.get_one(Case, case.id))
    with pytest.raises(SealError, match="another key file"):
        Database(sqlite_url(room.data), other, room.database.council)


def _everything(room: Room) -> None:
    case = room.case(f"{CANARY} gave me money", words_shared=False)
    jane, member = room.liaison(), room.member()
    room.desk.claim(case.id, jane, room.press())
    room.desk.reply(case.id, jane, room.press(), f"About {CANARY}")
    room.desk.add(case.id, member, room.press(), f"More of {CANARY}")
    room.desk.share_words(case.id, member, room.press())
    room.desk.open_whole_text(case.id, jane)
    with room.database.write() as session:
        row = session.get_one(Case, case.id)
        room.records.note(session, row, "noted", detail=f"a note on {CANARY}")
        room.records.tell_history(session, row, f"a line on {CANARY}")
    room.desk.withdraw(case.id, member, room.press())


def test_no_word_and_no_name_stands_in_any_file(room: Room) -> None:
    _everything(room)
    for closed in (False, True):
        if closed:
            room.close()
        written = room.bytes_on_disk()
        assert written
        for word in (CANARY, "gave me money", JANE, MEMBER):
            assert word.encode() not in written


def test_the_details_of_events_and_notices_are_sealed_with_the_cases_key(room: Room) -> None:
    _everything(room)
    with room.database.read() as session:
        (case,) = room.records.all(session)
        details = [row.detail for row in session.scalars(select(CaseEvent)) if row.detail]
        bodies = [row.body for row in session.scalars(select(Notice)) if row.body]
        assert (len(details), len(bodies)) == (3, 7)
        spoken = 0
        for sealed, name in [
            *((detail, f"case_events:{case.id}:detail") for detail in details),
            *((row.body, f"outbox:{row.id}:body") for row in session.scalars(select(Notice)) if row.body),
        ]:
            spoken += CANARY in room.records.sealer(case).open(sealed, name)
            with pytest.raises(SealError):
                room.keys.open(sealed, name)
        # All but "The member shares their words.", "The member took it back." and what is to be hidden.
        assert spoken == 7


# --- a reminder ---------------------------------------------------------------------------------------------


def remind(room: Room) -> None:
    with room.database.write() as session:
        for due in session.scalars(select(Due).where(Due.done_at.is_(None))):
            room.records.remind(session, due)


@pytest.mark.parametrize("status", Status)
def test_a_reminder_is_written_only_while_a_case_may_be_claimed(room: Room, status: Status) -> None:
    case = room.case_in(status)
    with room.database.write() as session:
        session.scalars(select(Due)).one().done_at = None
    before = room.notices()
    remind(room)
    told = room.notices()[len(before) :]
    if status in (Status.OPEN, Status.REOPENED):
        assert told == [Notified("alert", None, "Nobody has claimed this yet.")]
        assert room.history(case.id)[-1] == "reminded"
    else:
        assert told == []
    assert room.due() == []
    remind(room)
    assert room.notices() == before + told


def test_a_reminder_goes_to_the_chosen_reader_alone(room: Room) -> None:
    room.case(reader_id=room.person(JANE))
    remind(room)
    assert room.notices() == [
        Notified("card", JANE),
        Notified("alert", JANE, "Nobody has claimed this yet."),
    ]


def test_a_case_given_back_after_a_reminder_is_reminded_of_again(room: Room) -> None:
    case = room.case()
    remind(room)
    room.clock.move(DAY)
    jane = room.liaison()
    room.act(Action.CLAIM, case.id, jane)
    room.act(Action.CONFLICT, case.id, jane)
    remind(room)
    assert room.history(case.id) == ["opened", "reminded", "claim", "conflict", "reminded"]
    # Two reminders, and between them that Jane is close to somebody in it.
    assert room.told().count(("alert", "liaisons")) == 3


def test_a_reminder_that_fails_stays_due(room: Room) -> None:
    case = room.case()
    room.clock.broken = True
    with pytest.raises(RuntimeError):
        remind(room)
    room.clock.broken = False
    assert room.due() == [case.due_at]


# --- a reminder of a choice ---------------------------------------------------------------------------------

INSIDE_RISK = risk(Level.ESCALATE, "insider")


def test_who_has_not_chosen_is_asked_once_more_after_a_day_and_nothing_is_sent(room: Room) -> None:
    message_id, _, _ = room.hand(STORY, INSIDE_RISK)
    assert room.choices_due() == [NOW + DAY]
    room.clock.move(DAY - timedelta(seconds=1))
    room.remind()
    assert room.notices() == []
    room.clock.move(timedelta(seconds=1))
    room.remind()
    assert room.notices() == [Notified("choice", MEMBER)]
    assert room.keys_told() == [f"choice again:{message_id}"]
    room.clock.move(30 * DAY)
    room.remind()
    assert (room.notices(), room.cases()) == ([Notified("choice", MEMBER)], [])
    assert (room.choices_due(), room.choices_due(done=True)) == ([], [NOW + DAY])


def passed_on(room: Room, message_id: str) -> None:
    room.referral.pass_on(message_id, room.member(), room.press(), INSIDE_RISK)


def kept(room: Room, message_id: str) -> None:
    room.referral.keep(message_id, room.member(), room.press())


@pytest.mark.parametrize("choose", [passed_on, kept])
def test_who_has_chosen_is_not_asked_again(room: Room, choose: Callable[[Room, str], None]) -> None:
    message_id, _, _ = room.hand(STORY, INSIDE_RISK)
    choose(room, message_id)
    room.clock.move(DAY)
    room.remind()
    assert "choice" not in [told.kind for told in room.notices()]
    assert room.choices_due() == []


# --- which case is whose ------------------------------------------------------------------------------------


def of(room: Room, message_id: str) -> Message:
    with room.database.read() as session:
        return session.get_one(Message, message_id)


def number(case: Case | None) -> int | None:
    return case.number if case else None


def test_the_newest_case_of_an_earlier_message_in_the_thread_is_found(room: Room) -> None:
    before = room.message("Hello")
    for text in ("one", "two"):
        room.clock.move(timedelta(seconds=1))
        message_id, _, _ = room.hand(text, ESCALATE)
    room.clock.move(timedelta(seconds=1))
    later = room.message("and now?")
    with room.database.read() as session:
        assert number(room.records.case_in_thread(session, of(room, later))) == 2
        # A message is not its own past, and what came before knows nothing of what came after.
        assert number(room.records.case_in_thread(session, of(room, message_id))) == 1
        assert room.records.case_in_thread(session, of(room, before)) is None


@pytest.mark.parametrize("where", [{"thread": "another"}, {"by": "U0DEMO00002"}])
def test_a_case_of_another_thread_or_person_is_none_of_this_thread(room: Room, where: dict[str, str]) -> None:
    room.hand(STORY, ESCALATE)
    room.clock.move(timedelta(seconds=1))
    later = room.message("and now?", **where)
    with room.database.read() as session:
        assert room.records.case_in_thread(session, of(room, later)) is None


def before(room: Room, message_id: str) -> int | None:
    """Return the number of the case that a message follows."""
    with room.database.read() as session:
        message = session.get_one(Message, message_id)
        body = messages.read(room.keys, message)
        assert body
        return number(room.records.case_before(session, message, body))


def test_a_message_of_a_dm_without_threads_follows_the_persons_case_of_the_last_hours(room: Room) -> None:
    message_id, _, _ = room.hand(STORY, ESCALATE)
    assert before(room, message_id) is None
    room.clock.move(timedelta(hours=12))
    assert before(room, room.message("and now?", thread="another")) == 1
    assert before(room, room.message("and now?", thread="another", by="U0DEMO00002")) is None
    room.clock.move(timedelta(seconds=1))
    assert before(room, room.message("and now?", thread="another")) is None


@pytest.mark.parametrize("where", [{"in_dm": False}, {"thread_ts": "0.5"}])
def test_a_message_of_a_thread_follows_the_case_of_that_thread_alone(
    room: Room, where: dict[str, Any]
) -> None:
    room.hand(STORY, ESCALATE)
    room.clock.move(30 * DAY)
    assert before(room, room.message("and now?", **where)) == 1
    assert before(room, room.message("and now?", thread="another", **where)) is None


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.WITHDRAWN])
def test_a_message_of_a_dm_follows_no_case_that_is_closed(room: Room, status: Status) -> None:
    room.case_in(status)
    room.clock.move(timedelta(seconds=1))
    assert before(room, room.message("and now?")) is None


def hide(room: Room, case_id: str) -> list[str]:
    """Hide what was added to a case; return the keys of what is told of it."""
    with room.database.write() as session:
        room.records.hide_additions(session, session.get_one(Case, case_id))
    return [key for key in room.keys_told() if key.startswith("hidden:")]


def test_only_what_the_member_added_to_this_case_is_hidden_and_once(room: Room) -> None:
    case, other = room.case("one"), room.case("two")
    assert hide(room, case.id) == []
    for case_id in (case.id, other.id):
        room.desk.add(case_id, room.member(), room.press(), "More")
        room.desk.name(case_id, room.member(), room.press())
    with room.database.read() as session:
        added = session.scalars(
            select(Notice).where(Notice.case_id == case.id, Notice.key.startswith(f"{ADDED}:"))
        ).one()
    assert hide(room, case.id) == [f"hidden:{added.id}"]
    assert hide(room, case.id) == [f"hidden:{added.id}"]
    assert room.notices()[-1] == Notified("hidden", None, added.id)


@pytest.mark.parametrize("status", Status)
def test_the_newest_case_that_is_not_closed_is_a_persons_active_one(room: Room, status: Status) -> None:
    first = room.case("first")
    second = room.case_in(status)
    closed = status in (Status.RESOLVED, Status.WITHDRAWN)
    with room.database.read() as session:
        found = room.records.active_case_of(session, room.person(MEMBER))
        assert number(found) == (first.number if closed else second.number)
        assert room.records.active_case_of(session, room.person("U0DEMO00002")) is None


def test_who_said_that_they_are_close_to_it_is_known_case_by_case(room: Room) -> None:
    case, other = room.case("one"), room.case("two")
    for slack in (JANE, TOM):
        room.desk.conflict(case.id, room.liaison(slack), room.press())
    with room.database.read() as session:
        both = {room.person(JANE), room.person(TOM)}
        assert room.records.conflicted(session, session.get_one(Case, case.id)) == both
        assert room.records.conflicted(session, session.get_one(Case, other.id)) == set()


def test_each_reader_of_a_case_has_a_card_of_their_own(room: Room) -> None:
    shared, single = room.case("one"), room.case("two", reader_id=room.person(JANE))
    assert [card_key(shared), card_key(single)] == room.keys_told()
    assert card_key(single) == f"card:{single.id}:{room.person(JANE)}"


def test_a_notice_of_a_case_opens_with_its_key_and_any_other_with_the_master_key(room: Room) -> None:
    case = room.case()
    with room.database.read() as session:
        row = session.get_one(Case, case.id)
        sealed = room.records.sealer(row).seal("x", "name")
        assert room.records.sealer_of(session, case.id).open(sealed, "name") == "x"
        assert room.records.sealer_of(session, None) is room.keys
        assert room.records.sealer_of(session, "f" * 32) is room.keys
