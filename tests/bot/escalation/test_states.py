"""The whole table of states and actions, pair by pair."""

from __future__ import annotations

from itertools import product

import pytest

from bot.escalation import states
from bot.escalation.states import Action, Status

OPEN, CLAIMED, WAITING, ANSWERED = Status.OPEN, Status.CLAIMED, Status.WAITING, Status.ANSWERED
RESOLVED, REOPENED, WITHDRAWN = Status.RESOLVED, Status.REOPENED, Status.WITHDRAWN

#                  claim     reply     resolve   conflict  add       name      share     entrust   withdraw
TABLE: dict[Status, tuple[Status | None, ...]] = {
    OPEN: (CLAIMED, None, None, OPEN, OPEN, OPEN, OPEN, OPEN, WITHDRAWN),
    CLAIMED: (None, ANSWERED, RESOLVED, CLAIMED, CLAIMED, CLAIMED, CLAIMED, None, WITHDRAWN),
    WAITING: (None, ANSWERED, RESOLVED, WAITING, WAITING, WAITING, WAITING, None, WITHDRAWN),
    ANSWERED: (None, ANSWERED, RESOLVED, ANSWERED, ANSWERED, ANSWERED, ANSWERED, None, WITHDRAWN),
    RESOLVED: (None, None, None, None, None, None, None, None, None),
    REOPENED: (CLAIMED, None, None, REOPENED, REOPENED, REOPENED, REOPENED, REOPENED, WITHDRAWN),
    WITHDRAWN: (None, None, None, None, None, None, None, None, None),
}
PAIRS = [
    (status, action, after)
    for status, row in TABLE.items()
    for action, after in zip(Action, row, strict=True)
]


def test_every_pair_is_in_the_table() -> None:
    assert {(status, action) for status, action, _ in PAIRS} == set(product(Status, Action))


@pytest.mark.parametrize(("status", "action", "after"), PAIRS)
def test_a_state_allows_what_the_table_says(status: Status, action: Action, after: Status | None) -> None:
    assert states.AFTER.get((status, action)) is after
    assert states.allows(status, action) is (after is not None)


def test_what_is_closed_is_not_active() -> None:
    assert set(Status) - set(states.ACTIVE) == {RESOLVED, WITHDRAWN}


def test_each_action_is_a_liaisons_or_the_members() -> None:
    assert set(Action) - states.LIAISONS_ONLY == {
        Action.ADD,
        Action.NAME,
        Action.SHARE_WORDS,
        Action.ENTRUST,
        Action.WITHDRAW,
    }
    assert {Action.REPLY, Action.RESOLVE} == states.CLAIMANTS_ONLY
    assert {Action.ADD, Action.NAME, Action.SHARE_WORDS} == states.TELLING
