from __future__ import annotations

from itertools import product

import pytest

from bot.escalation.states import AFTER, Action, Status, allows

_OPEN, _IN_HAND = {"open", "reopened"}, {"claimed", "waiting", "answered"}
_ACTIVE = _OPEN | _IN_HAND
# Action: the states in which it may be taken, and the state after it (None: unchanged).
_TABLE: dict[str, tuple[set[str], str | None]] = {
    "claim": (_OPEN, "claimed"),
    "reply": (_IN_HAND, "answered"),
    "resolve": (_IN_HAND, "resolved"),
    "withdraw": (_ACTIVE, "withdrawn"),
    "add": (_ACTIVE, None),
    "name": (_ACTIVE, None),
    "share words": (_ACTIVE, None),
}


@pytest.mark.parametrize(
    ("status", "action"), [pair for pair in product(Status, Action) if pair[1] is not Action.CONFLICT]
)
def test_each_pair_of_state_and_action(status: Status, action: Action) -> None:
    allowed, after = _TABLE[action.value]
    assert allows(status, action) == (status.value in allowed)
    if status.value in allowed:
        assert AFTER[status, action] == (after or status.value)


@pytest.mark.parametrize(
    ("status", "after"),
    [
        ("open", "open"),
        ("claimed", "open"),
        ("waiting", "open"),
        ("reopened", "reopened"),
        ("answered", None),
        ("resolved", None),
        ("withdrawn", None),
    ],
)
def test_a_conflict_gives_a_case_back_before_it_is_answered(status: str, after: str | None) -> None:
    assert AFTER.get((Status(status), Action.CONFLICT)) == after
