"""What is pressed on an answer: its passages, feedback, and the ways to a person."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy import update

from bot.escalation.inside import readers
from bot.models import Level, Risk
from bot.slack.cards import actions, modals, notes
from bot.slack.listeners.press import Press, of_button, of_form, reader_of, text_of
from bot.slack.listeners.room import Room
from bot.store import messages
from bot.store.tables import Message

_GONE = "This message is no longer kept. Tell me again what happened, and I can pass it on."

_NOT_READ = (
    "Nothing was sent: who reads cases at your council has changed. Write to me again, and choose anew."
)


def register(app: AsyncApp, room: Room) -> None:
    """Listen to the buttons of answers."""
    keys = room.database.keys

    @app.action(actions.PASSAGES)
    async def show_passages(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        window = await room.open_window(press, "Passages")
        reply = await room.threads.store(room.replies.given, press.value)
        await room.fill_window(window, modals.passages(reply.citations if reply else ()))

    @app.action(actions.FEEDBACK)
    async def take_feedback(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        thumb, _, message_id = press.value.partition(".")
        await room.threads.store(_note_feedback, room, message_id, thumb)
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
        await room.threads.store(room.handover.just_asking, press.value, member.person_id, press.key)
        await room.whisper(press, "Thank you. I will not ask again here.")

    @app.action(actions.CHOOSE_ALL)
    async def choose_all(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await _send(room, of_button(body, keys), None)

    @app.action(actions.CHOOSE_ONE_ID)
    async def choose_one(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        message_id, _, reader_id = press.value.partition(".")
        await _send(room, press._replace(value=message_id), reader_id)

    @app.action(actions.CHOOSE_NOBODY)
    async def choose_nobody(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        if press.channel:
            card = notes.other_routes(room.office.council)
            await room.pointer.whisper(press.channel, press.user, card, press.thread_ts)

    @app.action(actions.TALK)
    async def talk(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        window = await room.open_window(press, "Talk to the liaison")
        people = readers(room.office.council)
        if not room.handover.has_somebody():
            text = room.office.house.canned("told_nobody")
            await room.fill_window(window, modals.message("Talk to the liaison", text))
            return
        ids = await room.threads.store(room.renderer.reader_ids)
        await room.fill_window(window, modals.talk_form(press.value, people, ids))

    @app.view(actions.TALK_FORM)
    async def send_talk(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        text = text_of(view)
        if not text:
            await ack(response_action="errors", errors={actions.TEXT_BLOCK: "Please write a few words."})
            return
        await ack()
        press = of_form(body, keys)
        member = await room.member(press.user)
        await room.threads.store(
            room.handover.ask_for_person, press.value, member.person_id, press.key, text, reader_of(view)
        )
        room.wake()


async def _pass_on(room: Room, press: Press) -> None:
    """Send a story that the member calls one; or first ask who may read it."""
    risk, text = await room.threads.store(_told, room, press.value)
    if text is None:
        await room.whisper(press, _GONE)
    elif room.handover.needs_choice(text, risk):
        member = await room.member(press.user)
        await room.threads.store(room.handover.ask_to_choose, press.value, member.person_id, press.key)
        room.wake()
    else:
        await _send(room, press, None)


async def _send(room: Room, press: Press, reader_id: str | None) -> None:
    if not await room.threads.store(room.handover.can_be_read, reader_id):
        await room.whisper(press, _NOT_READ)
        return
    member = await room.member(press.user)
    risk, _ = await room.threads.store(_told, room, press.value)
    await room.threads.store(room.handover.pass_on, press.value, member.person_id, press.key, risk, reader_id)
    room.wake()


def _told(room: Room, message_id: str) -> tuple[Risk, str | None]:
    """Return what was heard in a message, and its words while they are kept."""
    reply = room.replies.given(message_id)
    with room.database.read() as session:
        message = session.get(Message, message_id)
        body = messages.read(room.database.keys, message) if message else None
    return (reply.risk if reply else Risk(level=Level.NONE, score=0.0)), (body.text if body else None)


def _note_feedback(room: Room, message_id: str, thumb: str) -> None:
    with room.database.write() as session:
        session.execute(update(Message).where(Message.id == message_id).values(feedback=thumb))
