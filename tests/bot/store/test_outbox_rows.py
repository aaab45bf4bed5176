from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.store.database import Database
from bot.store.leases import LEASE
from bot.store.notices import LIAISONS, NoticeKind
from bot.store.outbox_rows import OutboxRows, Taken, counts
from bot.store.tables import Case, Notice
from tests.bot.store.given import ANOTHER_COUNCIL, NOW, SECOND, Given, SetClock, at_once


@pytest.fixture
def rows(database: Database, clock: SetClock) -> OutboxRows:
    return OutboxRows(database, clock, "serve")


@pytest.fixture
def person(given: Given) -> str:
    return given.person()


def take(rows: OutboxRows, lane: str = LIAISONS) -> Taken:
    taken = rows.take_next(lane)
    assert taken
    return taken


# --- the order within a lane --------------------------------------------------------------------------


def test_the_rows_of_a_lane_are_taken_in_order_one_after_the_other(given: Given, rows: OutboxRows) -> None:
    made = [given.notice(f"card:{number}") for number in range(3)]
    taken = []
    while one := rows.take_next(LIAISONS):
        taken.append(one.id)
        rows.finish(one.id)
    assert taken == made


def test_what_is_taken_is_told_whole(given: Given, rows: OutboxRows, person: str) -> None:
    card = given.notice("card:1")
    answer = given.notice("answer:1", kind=NoticeKind.ANSWER, to=person)
    assert take(rows) == Taken(card, NoticeKind.CARD, 1, None, True)
    assert take(rows, person) == Taken(answer, NoticeKind.ANSWER, 1, None, False)


def test_while_one_is_in_hand_its_lane_gives_no_other(given: Given, rows: OutboxRows) -> None:
    given.notice("card:1")
    given.notice("card:2")
    take(rows)
    assert rows.take_next(LIAISONS) is None


def test_a_lapsed_lease_is_taken_over_before_what_came_later(
    given: Given, rows: OutboxRows, clock: SetClock
) -> None:
    first = given.notice("card:1")
    given.notice("card:2")
    take(rows)
    clock.pass_by(LEASE)
    assert take(rows).id == first


def test_a_postponed_oldest_row_holds_its_lane_and_no_other(
    given: Given, rows: OutboxRows, clock: SetClock, person: str
) -> None:
    first, second = given.notice("card:1"), given.notice("card:2")
    answer = given.notice("answer:1", kind=NoticeKind.ANSWER, to=person)
    rows.retry(take(rows).id, clock.now() + 10 * SECOND)
    assert rows.take_next(LIAISONS) is None
    assert take(rows, person).id == answer
    clock.pass_by(10 * SECOND)
    assert take(rows).id == first
    rows.finish(first)
    assert take(rows).id == second


def test_an_empty_lane_gives_nothing(rows: OutboxRows) -> None:
    assert rows.take_next(LIAISONS) is None


def test_the_rows_of_another_council_are_not_taken(given: Given, rows: OutboxRows) -> None:
    given.notice("card:1", council=ANOTHER_COUNCIL)
    assert rows.take_next(LIAISONS) is None
    assert rows.waiting_lanes() == []


def test_of_two_owners_one_takes_the_next(given: Given, database: Database, clock: SetClock) -> None:
    owners = [OutboxRows(database, clock, name) for name in ("one", "another")]
    for number in range(10):
        given.notice(f"card:{number}")
        taken = at_once(2, lambda at: owners[at].take_next(LIAISONS))
        (one,) = [it for it in taken if it]
        owners[0].finish(one.id)


# --- the lanes that wait ------------------------------------------------------------------------------


def test_each_lane_that_waits_is_named_once(given: Given, rows: OutboxRows, person: str) -> None:
    for number in range(3):
        given.notice(f"card:{number}")
        given.notice(f"answer:{number}", kind=NoticeKind.ANSWER, to=person)
    assert sorted(rows.waiting_lanes()) == sorted([LIAISONS, person])


def test_a_lane_whose_oldest_row_is_postponed_does_not_wait(
    given: Given, rows: OutboxRows, clock: SetClock
) -> None:
    """The sweep looks again at once at a lane that waits: it would never rest."""
    given.notice("card:1")
    given.notice("card:2")
    rows.retry(take(rows).id, clock.now() + 10 * SECOND)
    assert rows.waiting_lanes() == []
    clock.pass_by(10 * SECOND)
    assert rows.waiting_lanes() == [LIAISONS]


def test_a_lane_whose_oldest_row_is_in_hand_does_not_wait(
    given: Given, rows: OutboxRows, clock: SetClock
) -> None:
    given.notice("card:1")
    given.notice("card:2")
    take(rows)
    assert rows.waiting_lanes() == []
    clock.pass_by(LEASE)
    assert rows.waiting_lanes() == [LIAISONS]


def test_a_lane_with_nothing_left_does_not_wait(given: Given, rows: OutboxRows) -> None:
    given.notice("card:1")
    rows.finish(take(rows).id)
    assert rows.waiting_lanes() == []


# --- what becomes of a notice -------------------------------------------------------------------------


def test_a_try_is_noted_before_slack_is_called(given: Given, rows: OutboxRows, clock: SetClock) -> None:
    given.notice("card:1")
    rows.trying(take(rows).id)
    tried_at = clock.now()
    clock.pass_by(LEASE)
    again = take(rows)
    assert (again.first_tried_at, again.attempts) == (tried_at, 2)


def test_a_retry_that_may_have_arrived_remembers_its_first_try(
    given: Given, rows: OutboxRows, clock: SetClock
) -> None:
    card = given.notice("card:1")
    first = clock.now()
    rows.trying(take(rows).id)
    clock.pass_by(10 * SECOND)
    rows.trying(card)
    rows.retry(card, clock.now())
    assert take(rows).first_tried_at == first


def test_what_slack_surely_has_not_taken_is_no_earlier_try(
    given: Given, rows: OutboxRows, clock: SetClock
) -> None:
    card = given.notice("card:1")
    rows.trying(take(rows).id)
    rows.not_stored(card)
    rows.retry(card, clock.now())
    again = take(rows)
    assert (again.first_tried_at, again.attempts) == (None, 2)


def test_a_posted_notice_is_known_as_posted(given: Given, rows: OutboxRows, clock: SetClock) -> None:
    notice_id = given.notice("card:1")
    rows.posted(take(rows).id, b"place")
    rows.retry(notice_id, clock.now())
    assert take(rows).id == notice_id
    assert given.notice_row(notice_id).posted == b"place"


def test_what_is_no_more_there_is_posted_nowhere(given: Given, rows: OutboxRows) -> None:
    card, other = given.notice("card:1"), given.notice("card:2")
    for notice_id in (card, other):
        rows.trying(notice_id)
        rows.posted(notice_id, b"place")
    rows.not_there(card)
    notice = given.notice_row(card)
    assert notice.posted is None
    assert (notice.first_tried_at, notice.failed, notice.done_at) == (NOW, None, None)
    assert given.notice_row(other).posted == b"place"


def test_a_finished_notice_is_done(given: Given, rows: OutboxRows, clock: SetClock) -> None:
    notice_id = given.notice("card:1")
    rows.finish(take(rows).id)
    notice = given.notice_row(notice_id)
    assert (notice.done_at, notice.failed, notice.lease_owner) == (clock.now(), None, None)


def test_a_failed_notice_says_why_and_makes_way(given: Given, rows: OutboxRows, clock: SetClock) -> None:
    first, second = given.notice("card:1"), given.notice("card:2")
    rows.fail(take(rows).id, "channel_not_found")
    notice = given.notice_row(first)
    assert (notice.done_at, notice.failed) == (clock.now(), "channel_not_found")
    assert take(rows).id == second


def test_a_redirected_notice_goes_to_the_person_at_once(
    given: Given, rows: OutboxRows, clock: SetClock, person: str
) -> None:
    card, next_card = given.notice("card:1"), given.notice("card:2")
    rows.trying(take(rows).id)
    rows.redirect(card, person)
    assert take(rows).id == next_card
    assert take(rows, person) == Taken(card, NoticeKind.CARD, 2, None, False)
    assert given.notice_row(card).to_id == person


def test_what_becomes_of_one_notice_is_nothing_to_the_others(
    given: Given, rows: OutboxRows, person: str
) -> None:
    card, other = given.notice("card:1"), given.notice("card:2")
    rows.trying(card)
    rows.posted(card, b"place")
    rows.not_stored(card)
    rows.fail(card, "is_archived")
    rows.give_up(card, "is_archived")
    rows.redirect(card, person)
    notice = given.notice_row(other)
    assert (notice.first_tried_at, notice.posted, notice.failed, notice.done_at) == (None, None, None, None)
    assert notice.lane == LIAISONS


# --- what cannot be delivered -------------------------------------------------------------------------


def told_of_failure(given: Given, failed_id: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """Return what is told because a notice failed: its kind, to whom, and of which case and message."""
    with given.database.read() as session:
        found = select(Notice).where(Notice.key == f"undelivered:{failed_id}")
        return [(row.kind, row.to_id, row.case_id, row.message_id) for row in session.scalars(found)]


@pytest.mark.parametrize("kind", NoticeKind)
def test_only_what_somebody_waits_for_in_vain_is_told_of(
    given: Given, rows: OutboxRows, clock: SetClock, kind: NoticeKind
) -> None:
    member, case_id = given.person(), given.case()
    message_id = given.message()
    given.clock.at = NOW
    notice_id = given.notice("1", kind=kind, case_id=case_id, message_id=message_id)
    rows.give_up(notice_id, "is_archived")
    notice = given.notice_row(notice_id)
    assert (notice.done_at, notice.failed, notice.lease_owner) == (NOW, "is_archived", None)
    # The member: nobody has read their story. The liaisons: the member has not got their reply.
    told = {
        NoticeKind.CARD: [("unreached", member, case_id, message_id)],
        NoticeKind.SUPPORT: [("unreached", member, case_id, message_id)],
        NoticeKind.RELAYED: [("undelivered", None, case_id, message_id)],
    }
    assert told_of_failure(given, notice_id) == told.get(kind, [])


def test_a_reply_that_did_not_arrive_is_told_to_the_one_reader_of_the_case(
    given: Given, rows: OutboxRows
) -> None:
    case_id, reader = given.case(), given.person("U0READER001")
    given.write(lambda session: setattr(session.get_one(Case, case_id), "reader_id", reader))
    notice_id = given.notice("reply:1", kind=NoticeKind.RELAYED, to=given.person(), case_id=case_id)
    rows.give_up(notice_id, "cannot_dm_bot")
    assert told_of_failure(given, notice_id) == [("undelivered", reader, case_id, None)]
    assert rows.waiting_lanes() == [reader]


@pytest.mark.parametrize("kind", [NoticeKind.CARD, NoticeKind.RELAYED, NoticeKind.SUPPORT])
def test_what_tells_of_no_case_and_no_message_leaves_nobody_waiting(
    given: Given, rows: OutboxRows, kind: NoticeKind
) -> None:
    notice_id = given.notice("1", kind=kind)
    rows.give_up(notice_id, "is_archived")
    assert told_of_failure(given, notice_id) == []


def test_giving_up_twice_tells_once(given: Given, rows: OutboxRows) -> None:
    notice_id = given.notice("card:1", case_id=given.case())
    for _ in range(2):
        rows.give_up(notice_id, "is_archived")
    assert len(told_of_failure(given, notice_id)) == 1


def test_a_failure_that_nobody_waits_for_is_told_to_nobody(given: Given, rows: OutboxRows) -> None:
    notice_id = given.notice("card:1", case_id=given.case())
    rows.fail(notice_id, "nothing_to_tell")
    assert told_of_failure(given, notice_id) == []
    assert given.notice_row(notice_id).failed == "nothing_to_tell"


def test_what_waits_and_what_failed_is_counted(given: Given, rows: OutboxRows, database: Database) -> None:
    for number in range(3):
        given.notice(f"card:{number}", case_id=given.case())
    given.notice("card:1", council=ANOTHER_COUNCIL)
    assert counts(database) == (3, 0)
    rows.finish(take(rows).id)
    rows.give_up(take(rows).id, "is_archived")
    # One waits still, and one tells the member of the one that failed.
    assert counts(database) == (2, 1)
