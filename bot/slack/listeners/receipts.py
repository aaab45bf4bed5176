"""What a member presses on the receipt of their own case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.escalation.models import Actor, Done
from bot.slack.cards import actions, modals
from bot.slack.listeners.room import Room
from bot.slack.press import of_button

_NAMED = "Done: they now see who you are."
_SHARED = "Done: they can now read your words."
_ENTRUSTED = "Done: they can read it now, and nobody else."


def register(app: AsyncApp, room: Room) -> None:
    """Listen to the buttons of receipts."""
    keys = room.database.keys

    async def act(body: dict[str, Any], act: Callable[[str, Actor, bytes], Done], told: str) -> None:
        press = of_button(body, keys)
        member = await room.member(press.user)
        done = await room.threads.store(act, press.value, member, press.key)
        await room.answer(press, done, told)

    @app.action(actions.NAME)
    async def name(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await act(body, room.desk.name, _NAMED)

    @app.action(actions.SHARE_WORDS)
    async def share_words(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await act(body, room.desk.share_words, _SHARED)

    @app.action(actions.WITHDRAW)
    async def withdraw(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await act(body, room.desk.withdraw, "")

    @app.action(actions.SHOW_SENT)
    async def show_sent(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        window = await room.open_window(press, "What was sent")
        member, case = await room.member(press.user), await room.case(press.value)
        theirs = case is not None and case.person_id == member.person_id
        added = await room.threads.store(room.desk.additions, press.value)
        view = (
            modals.sent(case, added)
            if case and theirs
            else modals.message("What was sent", "Nothing to show.")
        )
        await room.fill_window(window, view)

    @app.action(actions.ENTRUST_ID)
    async def entrust(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        case_id, _, reader_id = press.value.partition(".")
        member = await room.member(press.user)
        done = await room.threads.store(room.desk.entrust, case_id, member, press.key, reader_id)
        await room.answer(press, done, _ENTRUSTED)
