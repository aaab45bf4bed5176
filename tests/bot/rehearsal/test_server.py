from __future__ import annotations

import ast
from pathlib import Path

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

import bot.rehearsal
from bot.rehearsal.acting import Actor
from bot.rehearsal.server import Slack
from bot.rehearsal.wire import Args, Json
from tests.bot.rehearsal.conftest import refused


def test_the_stand_in_knows_the_wire_and_nothing_of_the_bot() -> None:
    assert bot.rehearsal.__file__
    imported = {
        node.module
        for file in Path(bot.rehearsal.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert {name for name in imported if name.startswith(("bot", "slack", "knowledge"))} == {
        name for name in imported if name.startswith("bot.rehearsal")
    }


def test_it_listens_on_loopback_only_and_gives_the_settings_for_a_bot(slack: Slack) -> None:
    env = slack.env()
    assert env["SLACK_API_URL"].startswith("http://127.0.0.1:")
    assert env.keys() == {"SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}


def test_a_mistake_in_the_stand_in_comes_out_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(args: Args) -> Json:
        raise ZeroDivisionError

    slack = Slack().start()
    monkeypatch.setitem(slack.api._methods, "auth.test", broken)
    env = slack.env()
    client = WebClient(token=env["SLACK_BOT_TOKEN"], base_url=env["SLACK_API_URL"])
    with pytest.raises(SlackApiError, match="internal_error"):
        client.auth_test()
    with pytest.raises(ZeroDivisionError):
        slack.stop()


def test_people_get_ids_of_their_own_or_given_ones(slack: Slack, anna: Actor) -> None:
    other = slack.person("Anna")
    given = slack.person("Te Ao", id="U0TEAO", real_name="Te Ao Rangi", is_restricted=True)
    assert len({anna.id, other.id, given.id}) == 3
    assert (given.id, given.dm_channel, given.person.name) == ("U0TEAO", "D0TEAO", "te ao")
    assert (given.person.real_name, given.person.is_restricted) == ("Te Ao Rangi", True)


def test_a_channel_and_a_group_can_change(slack: Slack, anna: Actor, client: WebClient) -> None:
    channel = slack.channel("staff", [anna], is_private=True)
    changed = slack.change_channel(channel, members=frozenset({anna.id}))
    assert changed.members == {anna.id}
    assert refused(client.conversations_members, channel=channel.id)["error"] == "channel_not_found"
    group = slack.group("duty", [anna])
    slack.group("duty", [])
    assert client.usergroups_users_list(usergroup=group.id)["users"] == []
