from __future__ import annotations

import pytest
from slack_sdk import WebClient

from bot.rehearsal.acting import Actor
from bot.rehearsal.server import Slack
from bot.rehearsal.wire import Json
from bot.rehearsal.workspace import Channel
from tests.bot.rehearsal.conftest import refused


def test_a_dm_is_opened_once(slack: Slack, anna: Actor, client: WebClient) -> None:
    assert client.conversations_open(users=[anna.id]).data == {"ok": True, "channel": {"id": anna.dm_channel}}
    assert client.conversations_open(users=anna.id)["already_open"] is True
    assert refused(client.conversations_open, users="U0NOBODY")["error"] == "user_not_found"
    anna.change(deleted=True)
    assert refused(client.conversations_open, users=anna.id)["error"] == "user_disabled"


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ({}, {"deleted": False, "is_stranger": False}),
        ({"deleted": True}, {"deleted": True}),
        ({"is_restricted": True}, {"is_restricted": True, "is_ultra_restricted": False}),
        ({"is_ultra_restricted": True}, {"is_ultra_restricted": True}),
        ({"team_id": "T0OTHER"}, {"team_id": "T0OTHER", "is_stranger": True}),
        ({"is_bot": True}, {"is_bot": True}),
    ],
)
def test_users_info_shows_who_may_not_ask(slack: Slack, client: WebClient, known: Json, shown: Json) -> None:
    user = client.users_info(user=slack.person("Ben", **known).id)["user"]
    assert shown.items() <= user.items()


def test_people_are_listed_in_pages(slack: Slack, client: WebClient) -> None:
    people = [slack.person(name).id for name in ("Anna", "Ben", "Cleo")]
    found = [member["id"] for answer in client.users_list(limit=2) for member in answer["members"]]
    assert found == ["U0GUIDE01", *people]
    assert refused(client.users_info, user="U0NOBODY")["error"] == "user_not_found"


def test_a_user_group_is_found_with_its_members(slack: Slack, anna: Actor, client: WebClient) -> None:
    group = slack.group("duty-team", [anna])
    (listed,) = client.usergroups_list(include_users=True)["usergroups"]
    assert (listed["id"], listed["handle"], listed["users"]) == (group.id, "duty-team", [anna.id])
    assert client.usergroups_users_list(usergroup=group.id)["users"] == [anna.id]
    assert refused(client.usergroups_users_list, usergroup="S0NONE")["error"] == "no_such_subteam"


def test_a_private_channel_is_described_to_its_members_only(
    slack: Slack, anna: Actor, client: WebClient, staff: Channel
) -> None:
    channel = client.conversations_info(channel=staff.id, include_num_members=True)["channel"]
    assert (channel["is_private"], channel["is_member"], channel["num_members"]) == (True, True, 2)
    assert client.conversations_members(channel=staff.id)["members"] == sorted(["U0GUIDE01", anna.id])
    hidden = slack.channel("hidden", [anna], bot=False, is_private=True)
    assert refused(client.conversations_info, channel=hidden.id)["error"] == "channel_not_found"
