"""What is shown in passing holds up nothing, and a note that is refused goes to the DM."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot.slack import pointer
from bot.slack.cards.blocks import Card, section
from bot.slack.pointer import Pointer
from bot.store.messages import MessageBody
from tests.bot.slack.given import CHANNEL, DM, MEMBER, TS
from tests.bot.slack.samples import refusal

CARD = Card(text="Done.", blocks=[section("Done.")])


class Slack:
    """Notes what is shown, and fails as told."""

    def __init__(self, *failing: Exception, waits_s: float = 0) -> None:
        self.shown: list[tuple[str, str]] = []
        self._failing = list(failing)
        self._waits_s = waits_s

    async def assistant_threads_setStatus(self, **what: Any) -> None:  # noqa: N802 - Slack's own name
        await self._show("status", what["channel_id"])

    async def chat_postEphemeral(self, **what: Any) -> None:  # noqa: N802 - Slack's own name
        await self._show("whisper", what["channel"])

    async def chat_postMessage(self, **what: Any) -> None:  # noqa: N802 - Slack's own name
        await self._show("post", what["channel"])

    async def _show(self, method: str, where: str) -> None:
        self.shown.append((method, where))
        if self._failing:
            raise self._failing.pop(0)
        await asyncio.sleep(self._waits_s)


def made(client: Any, once: Any) -> Pointer:
    return Pointer(client, once)


def test_the_status_line_is_not_tried_again() -> None:
    client, once = Slack(), Slack(refusal("internal_error"))
    asyncio.run(made(client, once).show_status(MessageBody(text="x", channel=DM, ts=TS)))
    assert (client.shown, once.shown) == ([], [("status", DM)])


def test_the_status_line_is_waited_for_no_longer_than_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pointer._STATUS_WITHIN_S <= 1
    monkeypatch.setattr(pointer, "_STATUS_WITHIN_S", 0.01)
    began = time.monotonic()
    asyncio.run(made(Slack(), Slack(waits_s=30)).show_status(MessageBody(text="x", channel=DM, ts=TS)))
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("code", ["user_not_in_channel", "channel_not_found", "not_in_channel"])
def test_a_whisper_that_slack_refuses_goes_to_the_dm(code: str) -> None:
    client = Slack(refusal(code))
    asyncio.run(made(client, Slack()).whisper(CHANNEL, MEMBER, CARD))
    assert client.shown == [("whisper", CHANNEL), ("post", MEMBER)]


@pytest.mark.parametrize(
    ("errors", "shown"),
    [
        ([TimeoutError()], [("whisper", CHANNEL)]),
        ([refusal("not_in_channel"), TimeoutError()], [("whisper", CHANNEL), ("post", MEMBER)]),
    ],
)
def test_a_whisper_that_is_lost_is_no_failure(errors: list[Exception], shown: list[tuple[str, str]]) -> None:
    client = Slack(*errors)
    asyncio.run(made(client, Slack()).whisper(CHANNEL, MEMBER, CARD))
    assert client.shown == shown
