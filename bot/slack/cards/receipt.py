"""The receipt: what was passed on, to whom, what was not, and what to do until a person answers."""

from __future__ import annotations

from datetime import datetime

from bot.clock import is_open
from bot.council import Contact, Council
from bot.escalation import hours
from bot.escalation.models import CaseView
from bot.escalation.states import ACTIVE, Status
from bot.models import Level
from bot.slack.cards import actions
from bot.slack.cards.blocks import Block, button, context, section, words
from bot.slack.cards.blocks import actions as row
from bot.slack.text import cut, inline

STUB = "You have an answer. Open to read."
_PREVIEW = 400
_LONGEST_NUMBERS = 1400


def receipt_blocks(
    case: CaseView, council: Council, now: datetime, reader: str, claimed_by: str | None = None
) -> list[Block]:
    """Show what became of a story. `reader`: who reads it, by name; `claimed_by`: who has it."""
    passed = "was" if case.status is Status.WITHDRAWN else "has been"
    blocks = [
        section(f"*{case.reference}* {passed} passed to {inline(reader)}{_because(case)}."),
        section(
            "You have done nothing wrong by asking, and it does not mean that anybody else has done anything."
        ),
        *_sent(case),
        section(_when(case, council, now, reader, claimed_by)),
        section(cannot_wait(council, now)),
    ]
    if case.status in ACTIVE:
        blocks.append(row(*_buttons(case)))
    return blocks


def cannot_wait(council: Council, now: datetime) -> str:
    """Return the numbers that are known to answer now, and NZSIS direct as an equal way."""
    nzsis = council.contact("nzsis")
    answering = [contact for contact in council.open_contacts(now) if contact.phone and contact != nzsis]
    lines = [f"• {_number(contact)}" for contact in answering]
    if council.after_hours_phone and not hours.is_watched(council, now):
        lines.insert(1, f"• *{council.after_hours_phone}*: your council, after hours")
    listed = "these answer now.\n" + "\n".join(lines) if lines else ""
    shown = cut(f"*If it cannot wait:* {listed}".rstrip(), _LONGEST_NUMBERS)
    if nzsis and nzsis.phone:
        # Apart from the list: nobody may take it for a number that is known to answer now.
        known = is_open(nzsis.hours, now, council.region)
        doubt = "" if known else ". I do not know whether it answers at this hour."
        shown += f"\nYou can also ring NZSIS direct, just as well: *{nzsis.phone}*{doubt}"
    return shown


def _because(case: CaseView) -> str:
    quotes = _quotes(case)
    return f", because of these words: {' and '.join(quotes)}" if quotes else ""


def _quotes(case: CaseView) -> list[str]:
    found = dict.fromkeys(one.evidence for one in case.body.indicators if one.evidence)
    return [f"“{inline(cut(quote, 160))}”" for quote in list(found)[:2]]


def _sent(case: CaseView) -> list[Block]:
    name = ", and your name" if case.named else ""
    no_name = "" if case.named else ", and not your name"
    if case.body.marking:
        marked = f"that a member holds something marked {inline(case.body.marking)}{name}"
        return [section(f"*Sent:* {marked}.\n*Not sent:* what it says{no_name}.")]
    if not case.words_shared:
        labels = ", ".join(dict.fromkeys(one.label for one in case.body.indicators))
        return [
            section(
                f"*Sent:* only what it is about: {inline(labels)}{name}.\n*Not sent:* your words{no_name}. "
                "They go when you say so. Your words may still show who you are."
            )
        ]
    shown = [section(f"*Sent:* these words{name}."), words(cut(case.body.words, _PREVIEW))]
    if not case.named:
        shown.append(context("*Not sent:* your name. Your words may still show who you are."))
    return shown


def _when(case: CaseView, council: Council, now: datetime, reader: str, claimed_by: str | None) -> str:
    name = inline(reader)
    if case.status is Status.WITHDRAWN:
        return "You took it back. Whoever read it before has read it; nobody will act on it now."
    if case.status is Status.RESOLVED:
        return "It is closed. If something more happens, tell me here."
    if claimed_by:
        return f"{inline(claimed_by)} has it, and writes to you here."
    if case.level is Level.URGENT:
        return f"{name} has been told that it is urgent. Do not wait for an answer here: ring."
    if hours.is_watched(council, now):
        return f"It is office hours: somebody should look by {hours.say(case.due_at, now)}."
    looks = hours.say(hours.next_look(council, now), now)
    return f"The next look is {looks}. Nobody at council is watching before then."


def _number(contact: Contact) -> str:
    return f"*{contact.phone}*: {inline(cut(contact.name, 80))}, for {inline(cut(contact.what_for, 120))}"


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
            confirm="This closes the case. They may have read it already.",
        )
    )
    return made
