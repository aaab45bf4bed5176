"""The short messages: welcome, refusals, what became of a case."""

from __future__ import annotations

from enum import StrEnum

from bot.clock import Hours, Window
from bot.council import Council
from bot.escalation.inside import readers
from bot.escalation.models import CaseView
from bot.slack.cards import actions
from bot.slack.cards.blocks import Block, Card, button, context, section, words
from bot.slack.cards.blocks import actions as row
from bot.slack.cards.receipt import STUB
from bot.slack.text import cut, escape, inline, mrkdwn, pieces

REPLY_STUB = "You have a reply. Open to read."
HISTORY_STUB = "Something new in a case. Open to read."
TAKEN_BACK = "The member took these words back."
UNDELIVERED = "Your reply could not be delivered: the member cannot be reached in Slack any more."
_LONGEST_ROUTES = 2900
_DANGER = "If anyone is in danger, ring *111* now."


class Refused(StrEnum):
    """Why somebody is not answered."""

    GUEST = "guest"
    STRANGER = "stranger"
    DEACTIVATED = "deactivated"
    BOT = "bot"
    NOT_A_MEMBER = "not a member"

    @property
    def may_have_left(self) -> bool:
        """Whether it may be somebody who was a member before."""
        return self in (Refused.NOT_A_MEMBER, Refused.GUEST)


_REASONS = {
    Refused.GUEST: "you are a guest in this workspace, and guests are not on the council's list of members.",
    Refused.STRANGER: "you belong to another workspace, and I answer this council's members only.",
    Refused.DEACTIVATED: "your account is deactivated.",
    Refused.BOT: "you are a bot.",
    Refused.NOT_A_MEMBER: "you are not on the council's list of members.",
}


def welcome(council: Council) -> Card:
    """Say, once, what this is, who reads it and what not to send."""
    names = ", ".join(inline(person.name) for person in readers(council)) or "nobody yet"
    nzsis = council.contact("nzsis")
    direct = f"\nNZSIS direct: *{nzsis.phone}*." if nzsis and nzsis.phone else ""
    passed = (
        f"an approach or pressure is passed to {names}, without your name unless you say yes or someone is in danger."
        if council.liaison_channel and readers(council)
        else "your council has no security contact here, so nobody at council sees anything."
    )
    blocks = [
        section(
            "*Kia ora. I am Council Guide.* Ask me about gifts, trips, visits, sister cities, interests, meetings, "
            "devices and official information, or tell me what happened."
        ),
        section(
            "*Where answers come from:* NZSIS and Protective Security Requirements guidance, threat reports, the law, "
            "and your council's own policies; every answer names them. I am independent: not NZSIS and not endorsed "
            "by it, not Police, not a lawyer. I can be wrong."
        ),
        section(
            f"*Who reads this:* questions are not passed on; {passed} Slack owners can sometimes export messages. "
            "Records can be requested under LGOIMA, the official information law for councils."
        ),
        section("*Do not send* classified papers, passwords or intimate pictures."),
        section(f"*Danger:* ring *111*.{direct}\nNo answer here in a minute? Ring."),
    ]
    text = "Kia ora. I am Council Guide. Danger: ring 111. Here is what I do, and who reads this."
    return Card(text=text, blocks=blocks)


def refused(reason: Refused, council: Council) -> Card:
    """Say why somebody is not answered, and where to turn."""
    text = (
        f"I cannot help you here: {_REASONS[reason]} Nothing you wrote was kept. Ask the administrator at "
        f"{council.name} if that is wrong. If anyone is in danger, ring 111 now."
    )
    return Card(text=escape(text), blocks=[section(escape(text).replace("ring 111", "ring *111*"))])


def has_left(case: CaseView, name: str) -> Card:
    """Tell who is no member any more how to go on with their open case (care.md 15)."""
    text = (
        f"You are not on the council's list of members any more. Your case {case.reference} stays open; how may "
        f"{name} reach you? Press Add and write it there. Nothing else that you wrote was kept."
    )
    shown = [section(escape(text)), row(button("Add", actions.ADD, case.id)), context(_DANGER)]
    return Card(text=escape(text), blocks=shown, stub=STUB)


def note(text: str) -> Card:
    """Tell a member what became of the words of a form."""
    return Card(text=escape(text.replace("**", "")), blocks=[section(mrkdwn(text))], stub=STUB)


def correction(why: str) -> Card:
    """Tell a member that the source of an answer above is used no more."""
    text = (
        f"A correction to my answer above: {why}. Please do not rely on what I quoted from it; ask me again."
    )
    return Card(text=escape(text), blocks=[section(escape(text))])


def unreached(told: str, council: Council, danger: str | None) -> Card:
    """Say that whoever should have been told could not be reached, and where else to turn."""
    first = [section(mrkdwn(danger))] if danger else []
    blocks = [*first, section(mrkdwn(told)), *other_routes(council, "You can turn to:").blocks]
    return Card(text=escape(told), blocks=blocks, stub=None if danger else STUB)


def given_back(
    case: CaseView, giver: str, others: dict[str, str], council: Council, *, is_close: bool
) -> Card:
    """Tell a member that a liaison is close to somebody in their case, or gone; `others`: names by row id."""
    close = (
        f"{giver} is close to somebody in {case.reference}, has read what it says so far, and gives it back. What you "
        "add from now on is not shown to them."
        if is_close
        else f"{giver} does not read cases at your council any more, and {case.reference} had no other reader."
    )
    if others and case.reader_id is None:
        text = f"{close} Another of them will take it."
        return Card(text=escape(text), blocks=[section(escape(text))], stub=REPLY_STUB)
    asked = " Who may read it now?" if others else " Nobody else at your council can read it."
    only = [
        button(f"Only {name}", f"{actions.ENTRUST}.{n}", f"{case.id}.{reader_id}")
        for n, (reader_id, name) in enumerate(list(others.items())[:8])
    ]
    routes = other_routes(council, "You can also turn to:").blocks
    blocks = [section(escape(close + asked)), *([row(*only)] if only else []), *routes]
    return Card(text=escape(close + asked), blocks=blocks, stub=REPLY_STUB)


def not_added(case: CaseView, message_id: str, name: str) -> list[Block]:
    """Say that a message in the thread of a case went to nobody, and offer to add it."""
    return [
        context(f"What you write here goes to nobody. To send it to {inline(name)}:"),
        row(button(f"Add to {case.reference}", actions.ADD, f"{case.id}.{message_id}")),
    ]


def marked(marking: str, name: str, below: list[Block]) -> Card:
    """Answer a message with a protective marking; its words were not kept. `below`: the receipt, if there is one."""
    sorts = (
        f"{name} will sort that out and see you in person. I passed on only that you hold something marked {marking}."
        if below
        else "tell the person in charge of security at your council, in person."
    )
    text = f"Slack already holds a copy. Do not forward or delete it; {sorts} I did not read or keep your message."
    return Card(text=escape(text), blocks=[section(mrkdwn(text)), *below], stub=STUB)


def choice(message_id: str, told: str, council: Council, reader_ids: list[str]) -> Card:
    """Ask who may read a story that may involve somebody inside the council."""
    buttons = choice_row(message_id, council, reader_ids)
    return Card(text=escape(told), blocks=[section(mrkdwn(told)), buttons], stub=STUB)


def choice_row(message_id: str, council: Council, reader_ids: list[str]) -> Block:
    """Return the buttons: all of them, only this one, nobody. `reader_ids` stand in the order of the readers."""
    people = readers(council)
    everybody = "No: they may all read it" if len(people) != 2 else "No: both may read it"
    only = [
        button(f"Only {person.name}", f"{actions.CHOOSE_ONE}.{n}", f"{message_id}.{reader_id}")
        for n, (person, reader_id) in enumerate(zip(people, reader_ids, strict=True))
    ]
    # With one reader, "only" and "all" are the same; with many, the first few are enough.
    shown = only[:8] if len(people) > 1 else []
    nobody = button("Nobody: show other routes", actions.CHOOSE_NOBODY, message_id)
    return row(button(everybody, actions.CHOOSE_ALL, message_id), *shown, nobody)


def other_routes(council: Council, opening: str = "Nothing was sent to anybody. You can turn to:") -> Card:
    """Show where to turn without anybody at council: every route, with what is known of its hours."""
    lines = []
    for contact in council.contacts:
        reach = contact.phone or contact.email or contact.url
        what = f"{inline(contact.name)}, for {inline(contact.what_for)}"
        lines.append(f"• *{inline(reach or '')}*: {what} ({_hours(contact.hours)})")
    text = "\n".join([opening, *lines])
    shown = [section(piece) for piece in pieces(text, _LONGEST_ROUTES)]
    return Card(text=cut(text.replace("*", ""), _LONGEST_ROUTES), blocks=shown, stub=STUB)


def _hours(hours: Hours) -> str:
    if hours.always:
        return "any hour"
    return "; ".join(map(_window, hours.windows)) or "hours not known"


def _window(window: Window) -> str:
    days = ", ".join(day.value.capitalize() for day in window.days)
    return f"{days}, {_clock(window.opens)} to {_clock(window.closes)}"


def _clock(minutes: int) -> str:
    if minutes % (24 * 60) == 0:
        return "midnight"
    hour, minute = divmod(minutes, 60)
    return f"{hour % 12 or 12}{f'.{minute:02}' if minute else ''}{'am' if hour < 12 else 'pm'}"


def claimed(case: CaseView, name: str) -> Card:
    text = f"{name} has your message {case.reference} and will write to you here."
    return Card(text=escape(text), blocks=[section(escape(text))], stub=REPLY_STUB)


def relayed(case: CaseView, name: str, reply: str) -> Card:
    """Show the member what a liaison wrote, letter for letter."""
    return Card(
        text=escape(f"{name} answers {case.reference}: {reply}"),
        blocks=[
            section(f"*{inline(name)}* answers *{case.reference}*:"),
            words(reply),
            row(button("Add", actions.ADD, case.id)),
            context(f"A person wrote this. {_DANGER}"),
        ],
        stub=REPLY_STUB,
    )


def resolved(case: CaseView) -> Card:
    text = f"{case.reference} is closed. If something more happens, tell me here."
    return Card(text=text, blocks=[section(text)], stub=REPLY_STUB)


def withdrawn(case: CaseView) -> Card:
    text = f"{case.reference} is taken back. Whoever read it before has read it; nobody will act on it now."
    return Card(text=text, blocks=[section(text)], stub=REPLY_STUB)


def support() -> Card:
    """Tell the wellbeing contact; this and nothing else (care.md 2)."""
    text = "A member may need support now."
    return Card(text=text, blocks=[section(text)])


def history(text: str, called: str = "") -> Card:
    """Show one line of what happened to a case, in the thread of its card; `called`: whom its stub mentions."""
    return Card(text=HISTORY_STUB, blocks=[words(text)], stub=f"{HISTORY_STUB} {called}".strip())
