from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.council import Council, load
from bot.store import leases
from bot.store.database import Database
from bot.store.housekeeping import Housekeeping
from bot.store.inserts import insert_once
from bot.store.notices import NoticeKind
from bot.store.tables import Due, Message, Notice, Press
from tests.bot.store.given import ANOTHER_COUNCIL, COUNCIL, DAY, NOW, SECOND, Given, SetClock

DEMO = Path(__file__).parents[3] / "bot" / "demo"
KEPT = 30 * DAY


@pytest.fixture(scope="module")
def council() -> Council:
    return load(DEMO)


class Reminder:
    """Marks what is due as done, and keeps a list of it."""

    def __init__(self, clock: SetClock) -> None:
        self.told: list[int] = []
        self._clock = clock

    def __call__(self, session: Session, due: Due) -> None:
        self.told.append(due.id)
        due.done_at = self._clock.now()


@pytest.fixture
def reminder(clock: SetClock) -> Reminder:
    return Reminder(clock)


@pytest.fixture
def housekeeping(database: Database, council: Council, clock: SetClock, reminder: Reminder) -> Housekeeping:
    return Housekeeping(database, lambda: council.retention.questions_days, clock, reminder)


# --- what waits ---------------------------------------------------------------------------------------


def test_the_messages_that_wait_are_listed_the_oldest_first(given: Given, housekeeping: Housekeeping) -> None:
    first, second = given.message(), given.message()
    given.message(done=True)
    given.message(council=ANOTHER_COUNCIL)
    assert housekeeping.waiting_messages() == [first, second]


def test_with_nothing_left_there_is_no_next_time(given: Given, housekeeping: Housekeeping) -> None:
    given.message(done=True)
    given.notice("card:1", done=True)
    assert housekeeping.next_at() is None


def test_the_next_time_is_the_earliest_to_come_of_messages_and_notices(
    given: Given, housekeeping: Housekeeping, clock: SetClock
) -> None:
    message_id, later, notice_id = given.message(), given.message(), given.notice("card:1")
    now = clock.now()

    def postpone(row: leases.type_of_row, row_id: str, until: datetime) -> None:
        given.write(lambda session: leases.postpone(session, row, row_id, until))

    postpone(Message, message_id, now + 20 * SECOND)
    postpone(Message, later, now + 40 * SECOND)
    postpone(Notice, notice_id, now + 10 * SECOND)
    assert housekeeping.next_at() == now + 10 * SECOND
    postpone(Notice, notice_id, now + 30 * SECOND)
    assert housekeeping.next_at() == now + 20 * SECOND
    clock.pass_by(20 * SECOND)
    assert housekeeping.next_at() == now + 30 * SECOND


def test_what_is_in_hand_or_done_or_another_councils_has_no_next_time(
    given: Given, housekeeping: Housekeeping, clock: SetClock
) -> None:
    in_hand, done = given.message(), given.message()
    elsewhere = given.message(council=ANOTHER_COUNCIL)
    now = clock.now()
    with given.database.write() as session:
        leases.take(session, Message, in_hand, "serve", now)
        leases.postpone(session, Message, done, now + SECOND)
        leases.finish(session, Message, done, now)
        leases.postpone(session, Message, elsewhere, now + SECOND)
    assert housekeeping.next_at() is None


# --- what is due --------------------------------------------------------------------------------------


def due(given: Given, at: datetime, council: str = COUNCIL) -> int:
    case_id = given.case(council)
    with given.database.write() as session:
        row = Due(council=council, case_id=case_id, kind="claim", due_at=at)
        session.add(row)
        session.flush()
        return row.id


def test_what_is_due_is_told_once(
    given: Given, housekeeping: Housekeeping, reminder: Reminder, clock: SetClock
) -> None:
    one, two = due(given, NOW + SECOND), due(given, NOW + SECOND)
    later = due(given, NOW + DAY)
    housekeeping.remind_of_due()
    assert reminder.told == []
    clock.pass_by(SECOND)
    housekeeping.remind_of_due()
    housekeeping.remind_of_due()
    assert sorted(reminder.told) == [one, two]
    clock.pass_by(DAY)
    housekeeping.remind_of_due()
    assert reminder.told[2:] == [later]


def test_what_is_due_of_a_message_is_told_like_that_of_a_case(
    given: Given, housekeeping: Housekeeping, reminder: Reminder, clock: SetClock
) -> None:
    clock.at = NOW
    message_id = given.message()
    row = Due(council=COUNCIL, message_id=message_id, kind="choice", due_at=NOW + DAY)
    given.write(lambda session: session.add(row))
    housekeeping.remind_of_due()
    assert reminder.told == []
    clock.at = NOW + DAY
    housekeeping.remind_of_due()
    assert reminder.told == [row.id]


def test_what_is_due_in_another_council_is_not_told(
    given: Given, housekeeping: Housekeeping, reminder: Reminder
) -> None:
    due(given, NOW, ANOTHER_COUNCIL)
    housekeeping.remind_of_due()
    assert reminder.told == []


def test_a_reminder_that_failed_is_given_again(
    given: Given, database: Database, council: Council, clock: SetClock, reminder: Reminder
) -> None:
    due_id = due(given, NOW)

    def fail(session: Session, row: Due) -> None:
        reminder(session, row)
        raise ZeroDivisionError

    Housekeeping(database, lambda: council.retention.questions_days, clock, fail).remind_of_due()
    Housekeeping(database, lambda: council.retention.questions_days, clock, reminder).remind_of_due()
    assert reminder.told == [due_id, due_id]


def test_a_reminder_that_fails_holds_up_no_other(
    given: Given, database: Database, council: Council, clock: SetClock, reminder: Reminder
) -> None:
    broken, sound = due(given, NOW), due(given, NOW)

    def fail_one(session: Session, row: Due) -> None:
        if row.id == broken:
            raise ZeroDivisionError
        reminder(session, row)

    Housekeeping(database, lambda: council.retention.questions_days, clock, fail_one).remind_of_due()
    assert reminder.told == [sound]


# --- what is no longer kept ---------------------------------------------------------------------------


def kept(given: Given) -> set[str]:
    """Return the ids of the messages and notices whose words are kept."""
    with given.database.read() as session:
        return {
            *session.scalars(select(Message.id).where(Message.body.is_not(None))),
            *session.scalars(select(Notice.id).where(Notice.body.is_not(None))),
        }


def test_the_words_of_old_ordinary_questions_are_deleted(
    given: Given, housekeeping: Housekeeping, clock: SetClock
) -> None:
    message_id = given.message(done=True)
    answer = given.notice(
        "answer:1", kind=NoticeKind.ANSWER, to=given.person(), message_id=message_id, done=True
    )
    clock.pass_by(KEPT + SECOND)
    assert housekeeping.purge() == 1
    assert given.message_row(message_id).body is None
    assert (given.notice_row(answer).body, given.notice_row(answer).posted) == (None, None)


def test_that_they_were_asked_stays_known(given: Given, housekeeping: Housekeeping, clock: SetClock) -> None:
    message_id = given.message(done=True)
    before = given.message_row(message_id)
    clock.pass_by(KEPT + SECOND)
    housekeeping.purge()
    after = given.message_row(message_id)
    assert (after.key, after.received_at, after.done_at) == (before.key, before.received_at, before.done_at)


def test_what_was_deleted_is_not_counted_again(
    given: Given, housekeeping: Housekeeping, clock: SetClock
) -> None:
    for _ in range(3):
        given.message(done=True)
    clock.pass_by(KEPT + 3 * SECOND)
    assert [housekeeping.purge(), housekeeping.purge()] == [3, 0]


def test_they_are_kept_to_the_last_moment(given: Given, housekeeping: Housekeeping, clock: SetClock) -> None:
    notice_id = given.notice("welcome:1", kind=NoticeKind.WELCOME, done=True)
    message_id = given.message(done=True)
    clock.at = NOW + KEPT
    assert housekeeping.purge() == 0
    assert kept(given) == {message_id, notice_id}


def test_the_council_says_how_long_and_may_change_it(
    given: Given, database: Database, clock: SetClock, reminder: Reminder
) -> None:
    days = [7]
    housekeeping = Housekeeping(database, lambda: days[-1], clock, reminder)
    given.message(done=True)
    clock.pass_by(5 * DAY)
    assert housekeeping.purge() == 0
    days.append(3)
    assert housekeeping.purge() == 1


def test_nothing_unfinished_is_deleted(given: Given, housekeeping: Housekeeping, clock: SetClock) -> None:
    message_id, notice_id = given.message(), given.notice("card:1")
    clock.pass_by(KEPT + DAY)
    assert housekeeping.purge() == 0
    assert kept(given) == {message_id, notice_id}


def test_an_answer_that_never_arrived_keeps_its_words(
    given: Given, housekeeping: Housekeeping, clock: SetClock
) -> None:
    message_id = given.message(done=True)
    answer = given.notice("answer:1", kind=NoticeKind.ANSWER, to=given.person(), message_id=message_id)
    clock.pass_by(KEPT + DAY)
    housekeeping.purge()
    assert kept(given) == {answer}


def test_nothing_of_a_case_is_deleted(given: Given, housekeeping: Housekeeping, clock: SetClock) -> None:
    case_id, member = given.case(), given.person()
    message_id = given.message("They asked me again.", done=True)
    notices = {
        given.notice("card:1", case_id=case_id, done=True),
        given.notice(
            "receipt:1",
            kind=NoticeKind.RECEIPT,
            to=member,
            case_id=case_id,
            message_id=message_id,
            done=True,
        ),
    }
    clock.pass_by(1000 * DAY)
    assert housekeeping.purge() == 0
    assert kept(given) == {message_id, *notices}
    assert all(given.notice_row(notice_id).posted for notice_id in notices)


def test_the_answer_before_the_member_passed_it_on_is_of_the_case_too(
    given: Given, housekeeping: Housekeeping, clock: SetClock
) -> None:
    message_id, member = given.message(done=True), given.person()
    answer = given.notice("answer:1", kind=NoticeKind.ANSWER, to=member, message_id=message_id, done=True)
    receipt = given.notice(
        "receipt:1",
        kind=NoticeKind.RECEIPT,
        to=member,
        case_id=given.case(),
        message_id=message_id,
        done=True,
    )
    clock.pass_by(KEPT + DAY)
    assert housekeeping.purge() == 0
    assert kept(given) == {message_id, answer, receipt}


def test_a_case_keeps_no_ordinary_question(given: Given, housekeeping: Housekeeping, clock: SetClock) -> None:
    ordinary, of_the_case = given.message(done=True), given.message(done=True)
    given.notice("card:1", case_id=given.case(), message_id=of_the_case)
    clock.pass_by(KEPT + DAY)
    assert housekeeping.purge() == 1
    assert given.message_row(ordinary).body is None


def test_nothing_of_another_council_is_deleted(
    given: Given, housekeeping: Housekeeping, clock: SetClock
) -> None:
    message_id = given.message(council=ANOTHER_COUNCIL, done=True)
    notice_id = given.notice("card:1", council=ANOTHER_COUNCIL, done=True)
    press(given, b"press", ANOTHER_COUNCIL)
    clock.pass_by(KEPT + DAY)
    assert housekeeping.purge() == 0
    assert kept(given) == {message_id, notice_id}
    assert presses(given) == {b"press"}


# --- presses ------------------------------------------------------------------------------------------


def press(given: Given, key: bytes, council: str = COUNCIL) -> None:
    at = given.clock.now()
    assert given.write(lambda session: insert_once(session, Press, council=council, key=key, at=at))


def presses(given: Given) -> set[bytes]:
    with given.database.read() as session:
        return set(session.scalars(select(Press.key)))


@pytest.mark.parametrize(
    ("age", "left"),
    [(timedelta(), {b"press"}), (2 * DAY, {b"press"}), (2 * DAY + SECOND, set())],
)
def test_a_press_is_remembered_for_two_days(
    given: Given, housekeeping: Housekeeping, clock: SetClock, age: timedelta, left: set[bytes]
) -> None:
    press(given, b"press")
    clock.pass_by(age)
    housekeeping.purge()
    assert presses(given) == left
