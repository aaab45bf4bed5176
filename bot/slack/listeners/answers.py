"""What is pressed on an answer: its passages, feedback, and who may read a story."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy import update

from bot.answering import clarify
from bot.models import Level, Risk
from bot.slack.cards import actions, modals
from bot.slack.following import said_lately
from bot.slack.inbox import Recorded
from bot.slack.listeners.room import Room
from bot.slack.press import Press, of_button
from bot.store import messages
from bot.store.tables import Message

_GONE = "That message is no longer kept. Ask me again in a sentence."


def register(app: AsyncApp, room: Room) -> None:
    """Listen to the buttons of answers."""
    keys = room.database.keys

    @app.action(actions.PASSAGES)
    async def show_passages(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        window = await room.open_window(press, "Passages")
        member = await room.member(press.user)
        reply = await room.threads.store(room.replies.given, press.value, member.person_id)
        await room.fill_window(window, modals.passages(reply.citations if reply else ()))

    @app.action(actions.FEEDBACK)
    async def take_feedback(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        thumb, _, message_id = press.value.partition(".")
        member = await room.member(press.user)
        await room.threads.store(_note_feedback, room, message_id, member.person_id, thumb)
        await room.whisper(press, "Thank you. That helps to make the answers better.")

    @app.action(actions.PASS_ON)
    async def pass_on(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await _pass_on(room, of_button(body, keys))

    @app.action(actions.JUST_ASKING)
    async def just_asking(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        member = await room.member(press.user)
        done = await room.threads.store(room.referral.just_asking, press.value, member, press.key)
        await room.answer(press, done, "Thank you. I will not ask again here.")

    @app.action(actions.CLARIFY_ID)
    async def choose_topic(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = of_button(body, keys)
        message_id, _, choice_id = press.value.partition(".")
        chosen = clarify.choice(choice_id)
        recorded = (
            await room.inbox.record_choice(press, message_id, chosen.label) if chosen else Recorded.GONE
        )
        await ack()
        if recorded is Recorded.GONE:
            await room.whisper(press, _GONE)

    @app.action(actions.CHOOSE_ALL)
    async def choose_all(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await _choose(room, of_button(body, keys), None)

    @app.action(actions.CHOOSE_ONE_ID)
    async def choose_one(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        message_id, _, reader_id = press.value.partition(".")
        await _choose(room, press._replace(value=message_id), reader_id)

    @app.action(actions.CHOOSE_NOBODY)
    async def choose_nobody(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        member = await room.member(press.user)
        done = await room.threads.store(room.referral.keep, press.value, member, press.key)
        await room.answer(press, done)


async def _pass_on(room: Room, press: Press) -> None:
    """Send a story that the member calls one; or first ask who may read it."""
    risk, told, lately = await room.threads.store(_told, room, press.value)
    if room.opening.needs_choice(told, risk) or room.opening.named(lately):
        member = await room.member(press.user)
        done = await room.threads.store(room.referral.ask_to_choose, press.value, member, press.key)
        await room.answer(press, done)
    else:
        await _send(room, press, risk, None)


async def _choose(room: Room, press: Press, reader_id: str | None) -> None:
    """Send a story to whom the member picked."""
    risk, *_ = await room.threads.store(_told, room, press.value)
    await _send(room, press, risk, reader_id)


async def _send(room: Room, press: Press, risk: Risk, reader_id: str | None) -> None:
    member = await room.member(press.user)
    done = await room.threads.store(room.referral.pass_on, press.value, member, press.key, risk, reader_id)
    await room.answer(press, done)


def _told(room: Room, message_id: str) -> tuple[Risk, str, str]:
    """Return what was heard in a message, its words after those before in its thread, and what was said lately."""
    with room.database.read() as session:
        message = session.get(Message, message_id)
        if message is None:
            return Risk(level=Level.NONE, score=0.0), "", ""
        keys = room.database.keys
        body = messages.read(keys, message)
        before = messages.said_before(session, keys, message)
        lately = said_lately(session, keys, message)
        person_id = message.person_id
    reply = room.replies.given(message_id, person_id)
    risk = reply.risk if reply else Risk(level=Level.NONE, score=0.0)
    return risk, "\n".join((*before, body.text if body else "")), "\n".join(lately)


def _note_feedback(room: Room, message_id: str, person_id: str, thumb: str) -> None:
    with room.database.write() as session:
        theirs = (Message.id == message_id) & (Message.person_id == person_id)
        session.execute(update(Message).where(theirs).values(feedback=thumb))
