"""From a recorded message to an answer in the outbox. It is the row that counts: any step may be cut short."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import aiohttp
from slack_sdk.errors import SlackClientError

from bot.clock import Clock
from bot.conversation import Conversation
from bot.escalation.records import Records
from bot.escalation.states import ACTIVE
from bot.models import Question, Reply
from bot.slack.access import Access
from bot.slack.delivery import is_soon_over
from bot.slack.errands import Errands
from bot.slack.following import case_before, said_lately, turns_before
from bot.slack.pointer import Pointer
from bot.slack.replies import Replies
from bot.slack.threads import Threads
from bot.store import leases, messages
from bot.store.database import Database
from bot.store.messages import MessageBody
from bot.store.people import People
from bot.store.tables import Message

log = logging.getLogger(__name__)

_TRIES = 3
_AGAIN = timedelta(seconds=1)
_LONGEST_WAIT = timedelta(minutes=1)
_NO_CONNECTION = (aiohttp.ClientError, TimeoutError)


class _Asked(NamedTuple):
    """A message in hand, and who wrote it."""

    body: MessageBody
    slack_id: str
    question: Question
    to_own_case: bool


class Answerer:
    """Answers messages, one lease each."""

    def __init__(
        self,
        *,
        database: Database,
        people: People,
        records: Records,
        errands: Errands,
        conversation: Callable[[], Conversation],
        replies: Replies,
        access: Access,
        pointer: Pointer,
        clock: Clock,
        threads: Threads,
        owner: str,
    ) -> None:
        self._database = database
        self._people = people
        self._records = records
        self._errands = errands
        self._conversation = conversation
        self._replies = replies
        self._access = access
        self._pointer = pointer
        self._clock = clock
        self._threads = threads
        self._owner = owner

    async def answer(self, message_id: str) -> None:
        """Answer one message, unless another has it in hand. What fails is tried again, then apologised for."""
        attempts = await self._threads.store(self._take, message_id)
        if attempts is None:
            return
        try:
            await self._answer(message_id)
        except Exception as error:  # whatever it is, the member must not be left without an answer
            # The kind of error and the line, and nothing of what people wrote.
            log.error("Answering failed: %s at %s.", type(error).__name__, where(error))
            # Without Slack nobody could read an apology: that is tried again for as long as it takes.
            out_of_reach = isinstance(error, _NO_CONNECTION) or (
                isinstance(error, SlackClientError) and is_soon_over(error)
            )
            if out_of_reach or attempts < _TRIES:
                wait = min(_AGAIN * 2 ** min(attempts, 10), _LONGEST_WAIT)
                await self._threads.store(self._postpone, message_id, self._clock.now() + wait)
            else:
                await self._threads.store(self._replies.apologise, message_id)

    async def _answer(self, message_id: str) -> None:
        asked = await self._threads.store(self._read, message_id)
        refusal = await self._access.refusal(asked.slack_id)
        if refusal and not (refusal.may_have_left and asked.to_own_case):
            await self._threads.store(self._replies.refuse, message_id, refusal)
            return
        if asked.body.marking:
            await self._threads.store(self._replies.take_marked, message_id, asked.body)
            return
        if await self._run_errand(message_id, asked.body):
            return
        await self._pointer.show_status(asked.body)
        reply: Reply = await self._threads.answer(self._conversation().respond, asked.question)
        await self._threads.store(self._replies.give, message_id, reply)
        if not asked.body.in_dm and asked.body.errand is None:
            await self._pointer.point(asked.body, asked.slack_id, reply.risk.level)

    async def _run_errand(self, message_id: str, body: MessageBody) -> bool:
        """Do what a form asks for; False: the message is no form, or tells a story of its own."""
        errand = body.errand
        if errand is None:
            return False
        risk = await self._threads.answer(self._conversation().hear, body.text)
        if self._errands.is_a_story(errand, risk):
            return False
        await self._threads.store(self._errands.run, message_id, body, errand)
        return True

    def _take(self, message_id: str) -> int | None:
        """Take the lease; return which try this is, or None when another has it."""
        with self._database.write() as session:
            taken = leases.take(session, Message, message_id, self._owner, self._clock.now())
            return session.get_one(Message, message_id).attempts if taken else None

    def _read(self, message_id: str) -> _Asked:
        keys = self._database.keys
        with self._database.read() as session:
            message = session.get_one(Message, message_id)
            body = messages.read(keys, message)
            if body is None:
                raise LookupError("A message that waits for an answer has no words.")
            question = Question(
                id=message_id,
                text=body.text,
                thread=turns_before(session, keys, message, body),
                council=message.council,
                passed_on=case_before(session, self._records, message, body) is not None,
                lately=said_lately(session, keys, message),
            )
            adds_to = body.errand.adds_to if body.errand else None
            case = self._records.find(session, adds_to) if adds_to else None
            to_own_case = bool(case and case.person_id == message.person_id and case.status in ACTIVE)
            slack_id = self._people.slack_id(session, message.person_id)
            return _Asked(body, slack_id, question, to_own_case)

    def _postpone(self, message_id: str, until: datetime) -> None:
        with self._database.write() as session:
            leases.postpone(session, Message, message_id, until)


def where(error: Exception) -> str:
    """Return the file and line that raised an error: all that a log may tell of it."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "nowhere"
