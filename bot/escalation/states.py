"""The states of a case, and what may be done in each: one table."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    WAITING = "waiting"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    CLAIM = "claim"
    REPLY = "reply"
    RESOLVE = "resolve"
    CONFLICT = "conflict"
    # The member's own.
    ADD = "add"
    NAME = "name"
    SHARE_WORDS = "share words"
    ENTRUST = "entrust"
    WITHDRAW = "withdraw"


_UNCLAIMED = (Status.OPEN, Status.REOPENED)
_IN_HAND = (Status.CLAIMED, Status.WAITING, Status.ANSWERED)
ACTIVE = _UNCLAIMED + _IN_HAND

AFTER: dict[tuple[Status, Action], Status] = {
    **{(status, Action.CLAIM): Status.CLAIMED for status in _UNCLAIMED},
    **{(status, Action.REPLY): Status.ANSWERED for status in _IN_HAND},
    **{(status, Action.RESOLVE): Status.RESOLVED for status in _IN_HAND},
    # Whoever reads it may say so at any time; the desk opens it again when it was theirs.
    **{(status, Action.CONFLICT): status for status in ACTIVE},
    # Its one reader gave it back: the member names another.
    **{(status, Action.ENTRUST): status for status in _UNCLAIMED},
    **{(status, Action.WITHDRAW): Status.WITHDRAWN for status in ACTIVE},
    **{
        (status, action): status
        for status in ACTIVE
        for action in (Action.ADD, Action.NAME, Action.SHARE_WORDS)
    },
}
LIAISONS_ONLY = frozenset({Action.CLAIM, Action.REPLY, Action.RESOLVE, Action.CONFLICT})
# Only whoever claimed the case may do these: two people must not answer one member.
CLAIMANTS_ONLY = frozenset({Action.REPLY, Action.RESOLVE})
# These tell the liaisons more: somebody must be there who may read it.
TELLING = frozenset({Action.ADD, Action.NAME, Action.SHARE_WORDS})


def allows(status: Status, action: Action) -> bool:
    """Return whether an action may be taken in a state."""
    return (status, action) in AFTER
