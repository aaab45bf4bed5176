"""The card of a case, in the private liaison channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.escalation import hours
from bot.escalation.models import CaseView, Deadline
from bot.escalation.states import ACTIVE, Action, Status, allows
from bot.slack.cards import actions
from bot.slack.cards.blocks import Block, Card, button, context, divider, header, section, words
from bot.slack.cards.blocks import actions as row
from bot.slack.text import cut, inline, mrkdwn

STUB = "A case is waiting. Open to read."
_EXCERPT = 600
_BEFORE_YOU_ACT = (
    "Do not contact or look up those described. Do not send the member back to ask.",
    "Keep originals as they are.",
    "A possible crime goes to Police or the Serious Fraud Office. A foreign link: ring NZSIS first.",
    "Do not email details.",
)
_LEVELS = {"urgent": "Urgent", "escalate": "Passed on by a member", "advise": "A member asks for a person"}


@dataclass(frozen=True)
class CardPeople:
    """Who stands on a card, as Slack shows them: mentions, or None."""

    member: str | None
    claimed_by: str | None


def case_card(case: CaseView, people: CardPeople, now: datetime, called: str = "") -> Card:
    """Show a case as it stands; `called`: whom its stub mentions, so that they hear of it."""
    title = f"{case.reference}: {_LEVELS[case.level.value]}"
    blocks = [
        header(title),
        section(_times(case, now)),
        section(f"*State:* {_state(case, people, now)}"),
        context("As told by a member, not checked. Nobody described here has been found to do anything."),
        section(_member(case, people)),
        section(f"*Why it came*\n{_why(case)}"),
        *_told_us(case),
        *_told_them(case),
        divider(),
        section("*Before you act*\n" + "\n".join(f"• {line}" for line in _BEFORE_YOU_ACT)),
    ]
    if case.status in ACTIVE:
        blocks.append(context("Are you close to anyone in this? Say so: *I have a conflict*."))
    if shown := _buttons(case):
        blocks.append(row(*shown))
    return Card(text=f"{title}. Now: {_state_plain(case)}", blocks=blocks, stub=f"{STUB} {called}".strip())


def _times(case: CaseView, now: datetime) -> str:
    lines = [f"*Told* {hours.say(case.opened_at, now)}"]
    if case.status in (Status.OPEN, Status.REOPENED):
        lines.append(f"*Claim it by* {hours.say(case.due_at, now)}")
    if case.body.deadline and case.words_open:
        lines.append(f"*Deadline in the story:* {_deadline(case.body.deadline, now)}")
    return "\n".join(lines)


def _deadline(deadline: Deadline, now: datetime) -> str:
    shown = f"“{inline(deadline.words)}”"
    return f"{shown}: {hours.say(deadline.at, now)}" if deadline.at else shown


def _state(case: CaseView, people: CardPeople, now: datetime) -> str:
    if case.claimed_by and case.claimed_at and case.status not in (Status.OPEN, Status.WITHDRAWN):
        return (
            f"{case.status}, with {people.claimed_by or 'a liaison'} since {hours.say(case.claimed_at, now)}"
        )
    return _state_plain(case)


def _state_plain(case: CaseView) -> str:
    return {
        Status.OPEN: "open, nobody has claimed it",
        Status.WITHDRAWN: "the member took it back",
    }.get(case.status, case.status.value)


def _member(case: CaseView, people: CardPeople) -> str:
    who = people.member or "unnamed. They can say who they are; do not try to find out"
    # Of what is held back the card tells the label only (care.md 9).
    place = f"\n*Their place in it:* {case.body.place}" if case.words_open else ""
    return f"*The member:* {who}{place}"


def _why(case: CaseView) -> str:
    if case.body.marking:
        return f"A member holds something marked {inline(case.body.marking)}. See them in person."
    if case.body.asked_for_a_person:
        return "The member asked for a person."
    if not case.words_open:
        labels = dict.fromkeys(one.label for one in case.body.indicators)
        lines = [f"• {inline(label)}" for label in labels]
        return "\n".join(
            [*lines, *(["_Their words follow if they say so._"] if case.status in ACTIVE else [])]
        )
    lines = [f"• {inline(one.label)}: “{inline(cut(one.evidence, 160))}”" for one in case.body.indicators[:8]]
    return "\n".join(lines) or "What was told sounds like an approach; no single behaviour stood out."


def _told_us(case: CaseView) -> list[Block]:
    if not case.words_open or not case.body.words:
        return []
    return [section("*What they told*"), words(cut(case.body.words, _EXCERPT))]


def _told_them(case: CaseView) -> list[Block]:
    told = case.body.told
    if not told:
        return []
    source = f"{inline(told.doc)}, {inline(told.section)}, version {told.version}"
    return [section(f"*What the member was told*\n{mrkdwn(told.text)}"), context(source)]


def _buttons(case: CaseView) -> list[Block]:
    made = []
    if allows(case.status, Action.CLAIM):
        made.append(button("Claim", actions.CLAIM, case.id, style="primary"))
    if allows(case.status, Action.REPLY):
        made.append(button("Reply", actions.REPLY, case.id, style="primary"))
    if case.words_open and case.body.words:
        made.append(button("Whole text", actions.WHOLE_TEXT, case.id))
    if allows(case.status, Action.CONFLICT):
        made.append(button("I have a conflict", actions.CONFLICT, case.id))
    if allows(case.status, Action.RESOLVE):
        made.append(
            button("Resolve", actions.RESOLVE, case.id, confirm="This closes the case and tells the member.")
        )
    return made
