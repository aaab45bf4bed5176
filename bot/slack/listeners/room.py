"""What the listeners work with, and what several of them do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.escalation.desk import Desk
from bot.escalation.models import Actor, CaseView, Done, Refusal
from bot.escalation.opening import Opening
from bot.escalation.records import Records
from bot.escalation.referral import Referral
from bot.office import Office
from bot.slack.access import Access
from bot.slack.cards import modals
from bot.slack.cards.blocks import Card, section
from bot.slack.cards.modals import View
from bot.slack.inbox import Inbox
from bot.slack.pointer import Pointer
from bot.slack.press import Press, of_any
from bot.slack.render import Renderer
from bot.slack.replies import Replies
from bot.slack.text import escape
from bot.slack.threads import Threads
from bot.store.database import Database
from bot.store.people import People

_FAILED = "That did not work, and nothing was done. Please press again in a moment. If anyone is in danger, ring 111."
_REFUSALS = {
    Refusal.NOT_A_LIAISON: "Only the council's security liaisons can do this: people on the rota and in the user group.",
    Refusal.NOT_THE_READER: "The member chose one person to read this, and it is not you.",
    Refusal.NOT_THEIR_CASE: "Only the person whose case it is can do this.",
    Refusal.CLAIMED_BY_ANOTHER: "{name} already has {reference}.",
    Refusal.WRONG_STATE: "{reference} is {status}: that is not possible now.",
    Refusal.WORDS_CLOSED: "The member has not shared these words, or has taken them back.",
    Refusal.WORDS_GONE: "Nothing was sent: this message is no longer kept. Tell me again what happened, and I can pass it on.",
    Refusal.NOBODY_READS: "Nothing was sent: who reads cases at your council has changed. Write to me again, and choose anew.",
    Refusal.HAS_CONFLICT: "You said that you are close to somebody in {reference}: somebody else takes it.",
    Refusal.NOBODY_LEFT: "Nothing was sent: nobody at your council can read {reference} now. I have written to you what you can do.",
    Refusal.ALREADY_SENT: "This has gone to {name} already, as {reference}. On its receipt you can take it back.",
    Refusal.NO_SUCH_CASE: "There is no such case here any more.",
}


@dataclass(frozen=True)
class Room:
    """Everything that a listener needs."""

    client: AsyncWebClient
    database: Database
    people: People
    records: Records
    desk: Desk
    opening: Opening
    referral: Referral
    inbox: Inbox
    replies: Replies
    renderer: Renderer
    access: Access
    office: Office
    pointer: Pointer
    threads: Threads
    wake: Callable[[], None]

    async def actor(self, slack_id: str) -> Actor:
        """Return who presses, and whether they are a liaison now: asked of Slack, not of the button."""
        return Actor(
            person_id=await self.threads.store(self._person_id, slack_id),
            is_liaison=await self.access.is_liaison(slack_id),
        )

    async def member(self, slack_id: str) -> Actor:
        """Return who presses, as a member."""
        return Actor(person_id=await self.threads.store(self._person_id, slack_id))

    async def answer(self, press: Press, done: Done, told: str = "") -> None:
        """Deliver what a press has written; tell who pressed why nothing was done, or else `told`."""
        self.wake()
        if text := await self.refusal(done) if done.refusal else told:
            await self.whisper(press, text)

    async def refusal(self, done: Done) -> str:
        """Return why nothing was done, in words."""
        case = done.case
        name = await self.threads.store(self._who_has, case) if case else ""
        text = _REFUSALS[done.refusal or Refusal.WRONG_STATE]
        return text.format(
            name=name, reference=case.reference if case else "", status=case.status.value if case else ""
        )

    async def say_it_failed(self, body: dict[str, Any]) -> None:
        """Tell who pressed something that it did not work: nothing may be lost in silence."""
        user, channel, thread_ts = of_any(body)
        if user and channel:
            card = Card(text=_FAILED, blocks=[section(_FAILED)])
            await self.pointer.whisper(channel, user, card, thread_ts)

    async def whisper(self, press: Press, text: str) -> None:
        """Tell who pressed, and nobody else."""
        if press.channel:
            card = Card(text=escape(text), blocks=[section(escape(text))])
            await self.pointer.whisper(press.channel, press.user, card, press.thread_ts)

    async def open_window(self, press: Press, title: str) -> str:
        """Open a window at once, as a trigger lives three seconds; return its id to fill it in.

        Where it cannot be opened nothing else is done, and who pressed is told (`say_it_failed`).
        """
        answer = await self.client.views_open(trigger_id=press.trigger_id, view=modals.loading(title))
        return str(answer["view"]["id"])

    async def fill_window(self, view_id: str, view: View) -> None:
        """Put a view into an open window."""
        await self.client.views_update(view_id=view_id, view=view)

    async def case(self, case_id: str) -> CaseView | None:
        """Return a case as it stands."""
        return await self.threads.store(self._case, case_id)

    def _who_has(self, case: CaseView) -> str:
        with self.database.read() as session:
            return self.opening.who_has(session, case)

    def _case(self, case_id: str) -> CaseView | None:
        with self.database.read() as session:
            case = self.records.find(session, case_id)
            return self.records.view(case) if case else None

    def _person_id(self, slack_id: str) -> str:
        with self.database.write() as session:
            return self.people.id_of(session, slack_id)
