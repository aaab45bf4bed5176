from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from bot.store import leases
from bot.store.leases import LEASE, type_of_row
from bot.store.tables import Message, Notice
from tests.bot.store.given import ANOTHER_COUNCIL, COUNCIL, SECOND, Given, SetClock, at_once

ROWS: list[type_of_row] = [Message, Notice]


class Desk:
    """Takes leases of one kind of row, each in a transaction of its own."""

    def __init__(self, given: Given, row: type_of_row) -> None:
        self.given = given
        self.row = row
        self._made = 0

    def make(self, council: str = COUNCIL) -> str:
        self._made += 1
        if self.row is Message:
            return self.given.message(council=council)
        return self.given.notice(f"card:{self._made}", council=council)

    def take(self, row_id: str, owner: str = "one") -> bool:
        now = self.given.clock.now()
        return self.given.write(lambda session: leases.take(session, self.row, row_id, owner, now))

    def postpone(self, row_id: str, until: datetime) -> None:
        self.given.write(lambda session: leases.postpone(session, self.row, row_id, until))

    def finish(self, row_id: str) -> None:
        now = self.given.clock.now()
        self.given.write(lambda session: leases.finish(session, self.row, row_id, now))

    def release_all(self, owner: str = "one", council: str = COUNCIL) -> None:
        now = self.given.clock.now()
        self.given.write(lambda session: leases.release_all(session, council, owner, now))

    def waiting(self, council: str = COUNCIL) -> list[str]:
        with self.given.database.read() as session:
            return leases.waiting_ids(session, self.row, council, self.given.clock.now())

    def find(self, row_id: str) -> Message | Notice:
        find: Callable[[str], Message | Notice] = (
            self.given.message_row if self.row is Message else self.given.notice_row
        )
        return find(row_id)


@pytest.fixture(params=ROWS, ids=["message", "notice"])
def desk(given: Given, request: pytest.FixtureRequest) -> Desk:
    return Desk(given, request.param)


# --- taking -------------------------------------------------------------------------------------------


def test_a_lease_is_taken_once(desk: Desk) -> None:
    row_id = desk.make()
    assert desk.take(row_id)
    assert not desk.take(row_id, owner="another")
    assert not desk.take(row_id)
    assert desk.find(row_id).lease_owner == "one"


def test_a_lease_says_until_when_it_holds(desk: Desk, clock: SetClock) -> None:
    row_id = desk.make()
    desk.take(row_id)
    assert desk.find(row_id).lease_until == clock.now() + LEASE


def test_a_lease_is_held_until_its_last_moment_and_may_then_be_taken_over(
    desk: Desk, clock: SetClock
) -> None:
    row_id = desk.make()
    desk.take(row_id)
    clock.pass_by(LEASE - SECOND)
    assert not desk.take(row_id, owner="another")
    clock.pass_by(SECOND)
    assert desk.take(row_id, owner="another")
    assert desk.find(row_id).lease_owner == "another"


def test_each_taking_counts_and_a_vain_one_does_not(desk: Desk, clock: SetClock) -> None:
    row_id = desk.make()
    assert desk.find(row_id).attempts == 0
    for attempt in (1, 2, 3):
        assert desk.take(row_id)
        assert not desk.take(row_id, owner="another")
        assert desk.find(row_id).attempts == attempt
        clock.pass_by(LEASE)


def test_a_row_that_is_not_there_cannot_be_taken(desk: Desk) -> None:
    assert not desk.take("nowhere")


def test_the_lease_of_one_row_leaves_the_others_free(desk: Desk) -> None:
    one, two = desk.make(), desk.make()
    assert desk.take(one)
    assert desk.find(two).lease_owner is None
    assert desk.take(two, owner="another")


@pytest.mark.parametrize("row", ROWS)
def test_of_two_threads_exactly_one_takes_a_lease(given: Given, row: type_of_row) -> None:
    desk = Desk(given, row)

    def take_at_once(row_id: str) -> list[bool]:
        return at_once(2, lambda number: desk.take(row_id, f"owner {number}"))

    for _ in range(20):
        row_id = desk.make()
        assert sorted(take_at_once(row_id)) == [False, True]
        assert desk.find(row_id).attempts == 1


# --- giving back --------------------------------------------------------------------------------------


def test_a_postponed_row_is_free_again_at_that_time_and_not_before(desk: Desk, clock: SetClock) -> None:
    row_id = desk.make()
    desk.take(row_id)
    desk.postpone(row_id, clock.now() + 10 * SECOND)
    assert desk.find(row_id).lease_owner is None
    clock.pass_by(9 * SECOND)
    assert not desk.take(row_id)
    clock.pass_by(SECOND)
    assert desk.take(row_id, owner="another")


def test_a_finished_row_is_never_taken_again(desk: Desk, clock: SetClock) -> None:
    row_id = desk.make()
    desk.take(row_id)
    desk.finish(row_id)
    clock.pass_by(10 * LEASE)
    assert not desk.take(row_id)
    assert desk.find(row_id).lease_owner is None
    assert desk.find(row_id).done_at == clock.now() - 10 * LEASE


def test_postponing_or_finishing_a_row_leaves_the_others_as_they_are(desk: Desk, clock: SetClock) -> None:
    mine, yours = desk.make(), desk.make()
    desk.take(mine)
    desk.take(yours, owner="another")
    desk.postpone(mine, clock.now())
    desk.finish(mine)
    assert (desk.find(yours).lease_owner, desk.find(yours).done_at) == ("another", None)


def test_a_dead_owner_gives_back_what_it_held_and_nothing_else(desk: Desk) -> None:
    mine, yours, done = desk.make(), desk.make(), desk.make()
    elsewhere = desk.make(council=ANOTHER_COUNCIL)
    desk.take(mine)
    desk.take(yours, owner="another")
    desk.take(done)
    desk.finish(done)
    desk.take(elsewhere)
    desk.release_all("one")
    assert desk.waiting() == [mine]
    assert desk.waiting(ANOTHER_COUNCIL) == []
    assert desk.find(yours).lease_owner == "another"
    assert desk.take(mine, owner="another")


def test_what_a_dead_owner_had_tried_stays_counted(desk: Desk) -> None:
    row_id = desk.make()
    desk.take(row_id)
    desk.release_all()
    desk.take(row_id)
    assert desk.find(row_id).attempts == 2


def test_giving_back_leaves_a_postponed_row_postponed(desk: Desk, clock: SetClock) -> None:
    row_id = desk.make()
    desk.take(row_id)
    desk.postpone(row_id, clock.now() + 10 * SECOND)
    desk.release_all()
    assert not desk.take(row_id)


# --- what waits ---------------------------------------------------------------------------------------


def test_what_waits_is_listed_the_oldest_first(desk: Desk) -> None:
    made = [desk.make() for _ in range(5)]
    assert desk.waiting() == made


def test_what_is_in_hand_or_done_or_postponed_or_another_councils_does_not_wait(
    desk: Desk, clock: SetClock
) -> None:
    in_hand, done, postponed, waits = desk.make(), desk.make(), desk.make(), desk.make()
    desk.make(council=ANOTHER_COUNCIL)
    desk.take(in_hand)
    desk.finish(done)
    desk.postpone(postponed, clock.now() + SECOND)
    assert desk.waiting() == [waits]
    clock.pass_by(LEASE)
    assert set(desk.waiting()) == {in_hand, postponed, waits}


@pytest.mark.parametrize("row", [Message, Notice])
def test_what_was_postponed_keeps_its_place(given: Given, row: leases.type_of_row) -> None:
    desk = Desk(given, row)
    first = desk.make()
    given.clock.pass_by(SECOND)
    second = desk.make()
    desk.postpone(first, given.clock.now() + SECOND)
    given.clock.pass_by(SECOND)
    assert desk.waiting() == [first, second]
