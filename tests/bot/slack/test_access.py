from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.council import Council
from bot.slack.access import Access
from bot.slack.cards.notes import Refused
from tests.bot.slack.samples import COUNCIL, RawResponse, SettableClock, refusal

TEAM = COUNCIL.team_id
LISTED = "U0DEMO00001"
JANE, TOM = "U0DEMO00003", "U0DEMO00004"
IN_GROUP = "U0GROUPED00"
MEMBERS, LIAISONS = "S0DEMOMEMBERS", "S0DEMOLIAISONS"


class Directory:
    """The two methods of Slack's that access is asked of; a user or a group may be made to fail."""

    def __init__(self) -> None:
        self.users: dict[str, dict[str, Any]] = {
            user: {"id": user, "team_id": TEAM}
            for user in (
                LISTED,
                JANE,
                TOM,
                IN_GROUP,
                "U0PRESENTER",
                "U0DEMO00005",
                "U0DEMO00006",
                "U0OUT000000",
            )
        }
        self.groups = {MEMBERS: [IN_GROUP], LIAISONS: [JANE, TOM, IN_GROUP]}
        self.failing: dict[str, Exception] = {}
        self.asked: Counter[str] = Counter()

    async def users_info(self, *, user: str) -> dict[str, Any]:
        self._ask(user)
        if user not in self.users:
            raise refusal("user_not_found")
        return {"ok": True, "user": self.users[user]}

    async def usergroups_users_list(self, *, usergroup: str) -> dict[str, Any]:
        self._ask(usergroup)
        if usergroup not in self.groups:
            raise refusal("no_such_subteam")
        return {"ok": True, "users": self.groups[usergroup]}

    def _ask(self, name: str) -> None:
        self.asked[name] += 1
        if name in self.failing:
            raise self.failing[name]


class Setting:
    """Access over a directory, with a clock and a council that can be changed."""

    def __init__(self) -> None:
        self.directory = Directory()
        self.clock = SettableClock()
        self.council: Council = COUNCIL
        client: Any = self.directory
        self.access = Access(client, lambda: self.council, self.clock)

    def refusal(self, user: str) -> Refused | None:
        return asyncio.run(self.access.refusal(user))

    def is_liaison(self, user: str) -> bool:
        return asyncio.run(self.access.is_liaison(user))

    def user(self, user: str, **facts: Any) -> None:
        self.directory.users[user] = {"id": user, "team_id": TEAM, **facts}


@pytest.fixture
def at() -> Setting:
    return Setting()


# --- who is answered ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("user", "facts", "reason"),
    [
        (LISTED, {}, None),
        (IN_GROUP, {}, None),
        (JANE, {}, None),  # of the rota
        (TOM, {}, None),  # a deputy
        ("U0DEMO00005", {}, None),  # a presenter
        ("U0DEMO00006", {}, None),  # an administrator
        ("U0OUT000000", {}, Refused.NOT_A_MEMBER),
        (LISTED, {"is_restricted": True}, None),  # councils add members as guests
        (LISTED, {"is_ultra_restricted": True}, None),
        (IN_GROUP, {"is_restricted": True}, None),
        ("U0OUT000000", {"is_restricted": True}, Refused.GUEST),
        ("U0OUT000000", {"is_ultra_restricted": True}, Refused.GUEST),
        (LISTED, {"is_stranger": True}, Refused.STRANGER),
        (LISTED, {"team_id": "T0OTHER0000"}, Refused.STRANGER),
        (LISTED, {"deleted": True}, Refused.DEACTIVATED),
        (LISTED, {"is_bot": True}, Refused.BOT),
        (JANE, {"deleted": True}, Refused.DEACTIVATED),
        (JANE, {"is_stranger": True}, Refused.STRANGER),
        ("USLACKBOT", {}, Refused.BOT),
    ],
)
def test_who_is_answered(at: Setting, user: str, facts: dict[str, Any], reason: Refused | None) -> None:
    at.user(user, **facts)
    assert at.refusal(user) is reason


def test_somebody_whom_slack_does_not_know_is_a_stranger(at: Setting) -> None:
    assert at.refusal("U0NOBODY000") is Refused.STRANGER


def test_somebody_listed_whom_slack_does_not_know_is_a_stranger_still(at: Setting) -> None:
    del at.directory.users[LISTED]
    assert at.refusal(LISTED) is Refused.STRANGER


def test_a_user_group_that_is_not_there_holds_nobody(at: Setting) -> None:
    at.directory.groups.clear()
    assert at.refusal(IN_GROUP) is Refused.NOT_A_MEMBER
    assert at.refusal(LISTED) is None


# --- who is a liaison ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on_rota", "in_group", "liaison"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_a_liaison_is_on_the_rota_and_in_the_user_group(
    at: Setting, on_rota: bool, in_group: bool, liaison: bool
) -> None:
    user = JANE if on_rota else "U0OUT000000"
    at.directory.groups[LIAISONS] = [user] if in_group else []
    assert at.is_liaison(user) is liaison


def test_a_deputy_is_a_liaison_too(at: Setting) -> None:
    assert at.is_liaison(TOM)


@pytest.mark.parametrize(
    "facts", [{"deleted": True}, {"is_bot": True}, {"is_stranger": True}, {"team_id": "T0OTHER0000"}]
)
def test_whoever_is_not_an_active_person_of_the_workspace_is_no_liaison(
    at: Setting, facts: dict[str, Any]
) -> None:
    at.user(JANE, **facts)
    assert not at.is_liaison(JANE)


def test_a_liaison_whom_slack_does_not_know_is_none(at: Setting) -> None:
    del at.directory.users[JANE]
    assert not at.is_liaison(JANE)


def test_a_user_named_in_the_roles_counts_like_a_group(at: Setting) -> None:
    roles = COUNCIL.roles.model_copy(update={"liaisons": (JANE,)})
    at.council = COUNCIL.model_copy(update={"roles": roles})
    assert at.is_liaison(JANE)
    assert not at.is_liaison(TOM)


def test_whoever_leaves_the_rota_is_no_liaison_from_then_on(at: Setting) -> None:
    assert at.is_liaison(JANE)
    at.council = COUNCIL.model_copy(update={"rota": ()})
    assert not at.is_liaison(JANE)


@pytest.mark.parametrize(
    ("in_group", "absent"),
    [
        ([JANE, TOM], set()),
        ([JANE], {TOM}),
        ([TOM, IN_GROUP], {JANE}),
        ([IN_GROUP], {JANE, TOM}),
    ],
)
def test_who_of_the_rota_and_the_deputies_is_no_liaison_now_is_absent(
    at: Setting, in_group: list[str], absent: set[str]
) -> None:
    at.directory.groups[LIAISONS] = in_group
    assert asyncio.run(at.access.absent()) == absent


@pytest.mark.parametrize("facts", [{"deleted": True}, {"is_bot": True}, {"team_id": "T0OTHER0000"}])
def test_who_is_no_active_person_of_the_workspace_is_absent(at: Setting, facts: dict[str, Any]) -> None:
    at.user(JANE, **facts)
    assert asyncio.run(at.access.absent()) == {JANE}


def test_where_it_cannot_be_told_who_is_absent_nobody_is_taken_to_be(at: Setting) -> None:
    at.directory.failing[TOM] = refusal("internal_error")
    with pytest.raises(SlackApiError):
        asyncio.run(at.access.absent())


# --- Slack fails --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "failure",
    [
        refusal("internal_error"),
        refusal("ratelimited", 429),
        refusal("", 503),
        refusal("missing_scope"),
        SlackApiError("no JSON", RawResponse(200)),
        TimeoutError(),
    ],
)
def test_a_failure_of_slacks_is_raised_and_not_taken_for_a_refusal(at: Setting, failure: Exception) -> None:
    at.directory.failing[JANE] = failure
    for ask in (at.refusal, at.is_liaison):
        with pytest.raises(type(failure)):
            ask(JANE)


def test_a_failure_while_a_group_is_read_is_raised_too(at: Setting) -> None:
    at.directory.failing[MEMBERS] = at.directory.failing[LIAISONS] = refusal("internal_error")
    with pytest.raises(SlackApiError):
        at.refusal("U0OUT000000")
    with pytest.raises(SlackApiError):
        at.is_liaison(JANE)


def test_a_failure_is_not_remembered(at: Setting) -> None:
    at.directory.failing[LISTED] = refusal("internal_error")
    with pytest.raises(SlackApiError):
        at.refusal(LISTED)
    at.directory.failing.clear()
    assert at.refusal(LISTED) is None


# --- for a minute -------------------------------------------------------------------------------------


def test_what_slack_said_is_believed_for_a_minute(at: Setting) -> None:
    assert at.refusal(LISTED) is None
    at.user(LISTED, deleted=True)
    at.clock.pass_by(seconds=59.9)
    assert at.refusal(LISTED) is None
    assert at.directory.asked[LISTED] == 1
    at.clock.pass_by(seconds=0.1)
    assert at.refusal(LISTED) is Refused.DEACTIVATED
    assert at.directory.asked[LISTED] == 2


def test_a_user_group_is_believed_for_a_minute(at: Setting) -> None:
    assert at.is_liaison(JANE)
    at.directory.groups[LIAISONS].remove(JANE)
    assert at.is_liaison(JANE)
    assert at.directory.asked[LIAISONS] == 1
    at.clock.pass_by(minutes=1)
    assert not at.is_liaison(JANE)


def test_a_stranger_is_looked_up_once_a_minute_and_no_more(at: Setting) -> None:
    for _ in range(5):
        assert at.refusal("U0NOBODY000") is Refused.STRANGER
    assert at.directory.asked["U0NOBODY000"] == 1


def test_the_councils_own_list_counts_at_once(at: Setting) -> None:
    assert at.refusal("U0OUT000000") is Refused.NOT_A_MEMBER
    roles = COUNCIL.roles.model_copy(update={"members": ("U0OUT000000",)})
    at.council = COUNCIL.model_copy(update={"roles": roles})
    assert at.refusal("U0OUT000000") is None
