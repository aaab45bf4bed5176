"""What a liaison presses on a case's card. Who may is decided at the desk, whatever Slack showed them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.escalation.models import Actor, Done
from bot.escalation.states import Action
from bot.slack.cards import actions, modals
from bot.slack.listeners.forms import problem_of
from bot.slack.listeners.room import Room
from bot.slack.press import kept_text, of_button, of_form, text_of
from bot.slack.text import plain

log = logging.getLogger(__name__)

_SENT = "Sent. The member reads it in their DM."
_NOT_SENT = "Not sent yet: something went wrong on the way. Press Send again."
# Slack waits three seconds.
_ACK_WITHIN_S = 2.0


def register(app: AsyncApp, room: Room) -> None:
    """Listen to the buttons of cases."""
    keys = room.database.keys

    async def act(body: dict[str, Any], act: Callable[[str, Actor, bytes], Done]) -> None:
        press = of_button(body, keys)
        actor = await room.actor(press.user)
        await room.answer(press, await room.threads.store(act, press.value, actor, press.key))

    @app.action(actions.CLAIM)
    async def claim(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await act(body, room.desk.claim)

    @app.action(actions.RESOLVE)
    async def resolve(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await act(body, room.desk.resolve)

    @app.action(actions.CONFLICT)
    async def conflict(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await act(body, room.desk.conflict)

    @app.action(actions.WHOLE_TEXT)
    async def whole_text(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        window = await room.open_window(press, "The whole text")
        actor = await room.actor(press.user)
        done = await room.threads.store(room.desk.open_whole_text, press.value, actor)
        shown = done.case
        if shown is None:
            await room.fill_window(window, modals.message("Not shown", await room.refusal(done)))
            return
        member = await room.threads.store(room.renderer.member_of, shown)
        await room.fill_window(window, modals.whole_text(shown, done.additions, member))

    @app.action(actions.REPLY)
    async def write_reply(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        window = await room.open_window(press, "Reply")
        actor = await room.actor(press.user)
        done = await room.threads.store(room.desk.may, Action.REPLY, press.value, actor)
        if done.case and not done.refusal:
            await room.fill_window(window, modals.reply_form(done.case, press.channel or ""))
        else:
            await room.fill_window(window, modals.message("Reply", await room.refusal(done)))

    @app.view(actions.REPLY_FORM)
    async def preview_reply(ack: AsyncAck, view: dict[str, Any]) -> None:
        text = plain(text_of(view))
        if problem := problem_of(text):
            await ack(response_action="errors", errors={actions.TEXT_BLOCK: problem})
            return
        preview = modals.reply_preview(view["title"]["text"], view["private_metadata"], text)
        await ack(response_action="push", view=preview)

    @app.view(actions.REPLY_PREVIEW)
    async def send_reply(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        press, text = of_form(body, keys), kept_text(view)
        # Sent before it is acknowledged, so that a reply which could not be sent stays on the screen.
        try:
            async with asyncio.timeout(_ACK_WITHIN_S):
                actor = await room.actor(press.user)
                done = await room.threads.store(room.desk.reply, press.value, actor, press.key, text)
        except Exception as error:
            log.warning("A reply could not be sent (%s).", type(error).__name__)
            preview = modals.reply_preview(
                view["title"]["text"], view["private_metadata"].partition("\n")[0], text, _NOT_SENT
            )
            await ack(response_action="update", view=preview)
            return
        await ack(response_action="clear")
        await room.answer(press, done, _SENT)
