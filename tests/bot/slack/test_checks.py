from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.council import Council
from bot.errors import SlackSetupError
from bot.slack.checks import refuse_open_channel, refuse_wrong_workspace
from bot.slack.wire import Identity
from tests.bot.slack.samples import COUNCIL, NOBODY, RawResponse, refusal

BOT = Identity(team=COUNCIL.team_id, user="U0BOT000000", bot="B0BOT000000")
JANE, TOM = "U0DEMO00003", "U0DEMO00004"


class Channel:
    """The two methods of Slack's that tell of a channel; members come in pages."""

    def __init__(self, members: list[str], page: int = 200, **facts: Any) -> None:
        self.members = members
        self.page = page
        self.facts = {"id": COUNCIL.liaison_channel, "is_private": True, **facts}
        self.failing: Exception | None = None
        self.asked: list[str | None] = []

    async def conversations_info(self, *, channel: str) -> dict[str, Any]:
        assert channel == COUNCIL.liaison_channel
        if self.failing:
            raise self.failing
        return {"ok": True, "channel": self.facts}

    async def conversations_members(self, *, channel: str, limit: int, cursor: str | None) -> dict[str, Any]:
        self.asked.append(cursor)
        start = int(cursor or 0)
        end = start + min(self.page, limit)
        following = str(end) if end < len(self.members) else ""
        return {
            "ok": True,
            "members": self.members[start:end],
            "response_metadata": {"next_cursor": following},
        }


def check(channel: Channel, council: Council = COUNCIL) -> None:
    client: Any = channel
    asyncio.run(refuse_open_channel(client, council, BOT))


def refused(channel: Channel) -> SlackSetupError:
    with pytest.raises(SlackSetupError) as raised:
        check(channel)
    return raised.value


@pytest.mark.parametrize("members", [[JANE, TOM, BOT.user], [BOT.user], [JANE, BOT.user], []])
def test_a_private_channel_of_the_desk_and_the_bot_is_served(members: list[str]) -> None:
    check(Channel(members))


@pytest.mark.parametrize("facts", [{"is_private": False}, {"is_private": None}])
def test_a_public_channel_is_refused(facts: dict[str, Any]) -> None:
    error = refused(Channel([BOT.user], **facts))
    assert "is public: everybody could read cases." in error.message
    assert error.hint


@pytest.mark.parametrize("flag", ["is_shared", "is_ext_shared", "is_org_shared", "is_pending_ext_shared"])
def test_a_shared_channel_is_refused(flag: str) -> None:
    assert "is shared with others" in refused(Channel([JANE, BOT.user], **{flag: True})).message


def test_somebody_off_the_rota_is_named_and_the_channel_refused() -> None:
    error = refused(Channel(["U0OUT000002", JANE, BOT.user, "U0OUT000001"]))
    assert "people who are not on the rota: U0OUT000001, U0OUT000002." in error.message
    assert "Remove them from the channel" in error.hint


def test_a_member_of_the_council_who_is_not_on_the_rota_is_refused_too() -> None:
    assert "U0DEMO00001" in refused(Channel([JANE, BOT.user, "U0DEMO00001"])).message


def test_another_bot_is_refused() -> None:
    assert "U0BOT000001" in refused(Channel([JANE, BOT.user, "U0BOT000001"])).message


def test_every_page_of_members_is_read() -> None:
    channel = Channel([JANE, TOM, BOT.user, JANE, TOM, "U0OUT000001"], page=2)
    assert "U0OUT000001" in refused(channel).message
    assert channel.asked == [None, "2", "4"]


@pytest.mark.parametrize("code", ["channel_not_found", "not_in_channel", "missing_scope"])
def test_a_channel_that_the_bot_cannot_see_is_refused_with_slacks_word(code: str) -> None:
    channel = Channel([])
    channel.failing = refusal(code)
    error = refused(channel)
    assert code in error.message
    assert "Invite the bot to it" in error.hint


def test_a_public_channel_that_the_app_may_not_look_into_is_called_public() -> None:
    channel = Channel([])
    channel.failing = refusal("missing_scope", needed="channels:read", provided="groups:read")
    assert "is public: everybody could read cases." in refused(channel).message


def test_an_answer_that_is_not_slacks_is_refused_in_words() -> None:
    channel = Channel([])
    channel.failing = SlackApiError("no JSON", RawResponse(200))
    assert "cannot be read" in refused(channel).message


@pytest.mark.parametrize("failure", [TimeoutError(), aiohttp.ServerDisconnectedError()])
def test_slack_out_of_reach_is_said_to_be(failure: Exception) -> None:
    channel = Channel([])
    channel.failing = failure
    assert "Slack cannot be reached" in refused(channel).message


@pytest.mark.parametrize("council", [NOBODY, COUNCIL.model_copy(update={"rota": (), "deputies": ()})])
def test_without_a_channel_or_a_desk_there_is_nothing_to_refuse(council: Council) -> None:
    channel = Channel([])
    channel.failing = refusal("channel_not_found")
    check(channel, council)


def test_another_workspace_is_refused() -> None:
    other = Identity(team="T0OTHER0000", user=BOT.user, bot=BOT.bot)
    with pytest.raises(SlackSetupError, match="belongs to workspace T0OTHER0000") as raised:
        asyncio.run(refuse_wrong_workspace(COUNCIL, other))
    assert raised.value.hint
    asyncio.run(refuse_wrong_workspace(COUNCIL, BOT))
