"""The receipt: what was passed on, to whom, what was not, and what to do until a person answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.council import Contact, Council
from bot.escalation import hours
from bot.escalation.models import CaseView
from bot.escalation.states import ACTIVE
from bot.models import Level
from bot.slack.cards import actions
from bot.slack.cards.blocks import Block, button, context, section, words
from bot.slack.cards.blocks import actions as row
from bot.slack.text import cut, escape

STUB = "You have an answer. Open to read."
_PREVIEW = 400


def receipt_blocks(case: CaseView, council: Council, now: datetime, reader: str) -> list[Block]:
    """Show what became of a story. `reader`: who reads it first, by name."""
    blocks = [
        section(f"*{case.reference}* is with {escape(reader)}{_because(case)}."),
        section(
            "You have done nothing wrong by asking, and it does not mean that anybody else has done anything."
        ),
        *_sent(case),
        section(_when(case, council, now, reader)),
        section(cannot_wait(council, now)),
    ]
    if case.status in ACTIVE:
        blocks.append(row(*_buttons(case)))
    return blocks


def cannot_wait(council: Council, now: datetime) -> str:
    """Return the numbers that are known to answer now, and NZSIS direct as an equal way."""
    lines = [f"• {_number(contact)}" for contact in council.open_contacts(now) if contact.phone]
    if council.after_hours_phone and not hours.is_watched(council, now):
        lines.insert(1, f"• *{council.after_hours_phone}*: your council, after hours")
    nzsis = council.contact("nzsis")
    if nzsis and nzsis.phone:
        lines.append(f"• You can also ring NZSIS direct, just as well: *{nzsis.phone}*")
    return "*It cannot wait?* These answer now:\n" + "\n".join(lines)


def _because(case: CaseView) -> str:
    quotes = _quotes(case)
    return f", because of these words: {' and '.join(quotes)}" if quotes else ""


def _quotes(case: CaseView) -> list[str]:
    found = dict.fromkeys(one.evidence for one in case.body.indicators if one.evidence)
    return [f"“{escape(cut(quote, 160))}”" for quote in list(found)[:2]]


def _sent(case: CaseView) -> list[Block]:
    not_sent = [] if case.named else ["your name"]
    if case.body.marking:
        return [section(f"*Sent:* that a member holds something marked {escape(case.body.marking)}.")]
    if not case.words_shared:
        labels = ", ".join(dict.fromkeys(one.label for one in case.body.indicators))
        return [
            section(
                f"*Sent:* only what it is about: {escape(labels)}.\n*Not sent:* your words{_and(not_sent)}. "
                "They go when you say so. Your words may still show who you are."
            )
        ]
    shown = [section("*Sent:* these words."), words(cut(case.body.words, _PREVIEW))]
    if not_sent:
        shown.append(context("*Not sent:* your name. Your words may still show who you are."))
    return shown


def _and(more: Sequence[str]) -> str:
    return "".join(f", and not {one}" for one in more)


def _when(case: CaseView, council: Council, now: datetime, reader: str) -> str:
    name = escape(reader)
    if case.level is Level.URGENT:
        return f"{name} has been told that it is urgent. Do not wait for an answer here: ring."
    if hours.is_watched(council, now):
        return f"It is office hours: {name} should look by {hours.say(case.due_at, now)}."
    looks = hours.say(hours.next_look(council, now), now)
    return f"{name} next looks {looks}. Nobody at council is watching before then."


def _number(contact: Contact) -> str:
    return f"*{contact.phone}*: {escape(contact.name)}, for {escape(contact.what_for)}"


def _buttons(case: CaseView) -> list[Block]:
    made = [button("Show what was sent", actions.SHOW_SENT, case.id), button("Add", actions.ADD, case.id)]
    if not case.words_shared:
        made.append(button("Send my words too", actions.SHARE_WORDS, case.id))
    if not case.named:
        made.append(button("Tell them it's me", actions.NAME, case.id))
    made.append(
        button(
            "Take it back",
            actions.WITHDRAW,
            case.id,
            confirm="The case is closed. They may have read it already.",
        )
    )
    return made
