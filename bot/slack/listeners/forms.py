"""The forms that a member fills in: opened at once, their words recorded before they are acknowledged."""

from __future__ import annotations

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.escalation.models import CaseView, Handed
from bot.escalation.records import message_of
from bot.privacy.markings import marking
from bot.slack.cards import actions, modals
from bot.slack.inbox import Recorded
from bot.slack.listeners.room import Room
from bot.slack.press import of_button, of_form, reader_of, text_of
from bot.store import messages
from bot.store.messages import Errand
from bot.store.tables import Message

_EMPTY = "Please write a few words."
_MARKED = (
    "This carries the marking {marking}. Take it out, and do not send it here: say only that you hold something "
    "marked, and they will see you in person."
)
_SLOW = "That took too long. Press the button again; it is sent once."
_PROBLEMS = {
    Recorded.GONE: "That message is no longer kept. Write to me in the DM instead.",
    Recorded.SENT_BEFORE: "Your first version was sent already. Close this, and use Add on its receipt.",
}
# Slack waits three seconds.
_ACK_WITHIN_S = 2.0
# What may stand in the form to begin with: words that wait for a choice, or that nobody may see, do not.
_MAY_BE_QUOTED = (None, Handed.ASKED, Handed.LEFT)


def problem_of(text: str) -> str | None:
    """Return why the words of a form cannot be sent, or None."""
    if not text:
        return _EMPTY
    marked = marking(text, ())
    return _MARKED.format(marking=marked) if marked else None


def register(app: AsyncApp, room: Room) -> None:
    """Listen to the buttons that open forms, and to the forms."""
    keys = room.database.keys

    @app.action(actions.TALK)
    async def talk(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        window = await room.open_window(press, "Talk to the liaison")
        if not room.opening.has_somebody():
            text = room.office.house.canned("told_nobody")
            await room.fill_window(window, modals.message("Talk to the liaison", text))
            return
        member = await room.member(press.user)
        ids, asked = await room.threads.store(_begun, room, press.value, member.person_id)
        await room.fill_window(window, modals.talk_form(press.value, room.opening.readers(), ids, asked))

    @app.view(actions.TALK_FORM)
    async def send_talk(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        press = of_form(body, keys)
        await _record(ack, room, press.value, Errand(reader_id=reader_of(view)), body)

    @app.action(actions.ADD)
    async def add(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = of_button(body, keys)
        window = await room.open_window(press, "Add")
        case_id, _, message_id = press.value.partition(".")
        member = await room.member(press.user)
        view = await room.threads.store(_add_form, room, case_id, message_id, member.person_id)
        await room.fill_window(window, view)

    @app.view(actions.ADD_FORM)
    async def send_added(ack: AsyncAck, body: dict[str, Any]) -> None:
        case_id, _, origin_id = of_form(body, keys).value.partition(".")
        await _record(ack, room, origin_id, Errand(adds_to=case_id), body)


async def _record(ack: AsyncAck, room: Room, origin_id: str, errand: Errand, body: dict[str, Any]) -> None:
    """Record the words, then close the form; what goes wrong stands in the form, beside the words."""
    text = text_of(body["view"])
    problem = problem_of(text)
    if not problem:
        press = of_form(body, room.database.keys)
        try:
            async with asyncio.timeout(_ACK_WITHIN_S):
                problem = _PROBLEMS.get(await room.inbox.record_form(press, text, origin_id, errand))
        except TimeoutError:
            problem = _SLOW
    if problem:
        await ack(response_action="errors", errors={actions.TEXT_BLOCK: problem})
    else:
        await ack(response_action="clear")


def _begun(room: Room, message_id: str, person_id: str) -> tuple[list[str], str]:
    """Return the ids of who may read it, and the member's question to begin with."""
    with room.database.read() as session:
        message = session.get(Message, message_id)
        theirs = message is not None and message.person_id == person_id
        may_be_quoted = message is not None and theirs and message.handed in _MAY_BE_QUOTED
        body = messages.read(room.database.keys, message) if message and may_be_quoted else None
        return room.opening.reader_ids(session), body.text if body else ""


def _add_form(room: Room, case_id: str, message_id: str, person_id: str) -> modals.View:
    with room.database.read() as session:
        row = room.records.find(session, case_id)
        case: CaseView | None = room.records.view(row) if row and row.person_id == person_id else None
        origin_id = message_id or (message_of(row.source) if row else None)
        if row is None or case is None or origin_id is None:
            return modals.message("Add", "This is not your case.")
        message = session.get(Message, message_id) if message_id else None
        theirs = message is not None and message.person_id == person_id
        body = messages.read(room.database.keys, message) if message and theirs else None
        name = room.opening.who_reads(session, row)
        return modals.add_form(case, origin_id, name, body.text if body else "")
