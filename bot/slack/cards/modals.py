"""The forms and windows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.council import Person
from bot.escalation.models import CaseView
from bot.models import Citation, CitationKind
from bot.slack.cards import actions
from bot.slack.cards.answer import named_sources
from bot.slack.cards.blocks import Block, context, divider, plain_text, section, words
from bot.slack.text import cut, escape, inline

View = dict[str, Any]

# Room for the words in what travels with the preview (3,000 characters with what stands around them).
LONGEST_REPLY = 2000
_LONGEST_FORM = 3000
EVERYBODY = "all"
# Three blocks each, of the hundred that a window holds.
_MOST_PASSAGES = 33
_MOST_BLOCKS = 99
_LONGEST_SOURCES = 2900


def loading(title: str) -> View:
    """Shown at once, while what is asked for is read."""
    return _modal(title, [section("One moment …")])


def message(title: str, text: str) -> View:
    """One short text."""
    return _modal(title, [section(escape(text))])


def passages(citations: Sequence[Citation]) -> View:
    """The words behind each mark, as they stand in the index."""
    blocks: list[Block] = []
    for citation in citations[:_MOST_PASSAGES]:
        place = f"{citation.doc}, {citation.section}" + (f", page {citation.page}" if citation.page else "")
        whose = {
            CitationKind.NOTE: "Council Guide's note, in our words",
            CitationKind.ORIGINAL: "The publisher's words",
            CitationKind.HOUSE: "Fixed text",
            CitationKind.REVIEWED: "Reviewed answer",
        }[citation.kind]
        sources = [named_sources(citation.sources, _LONGEST_SOURCES)] if citation.sources else []
        blocks += [
            section(f"*[{citation.n}]* {whose}"),
            words(citation.quote),
            context(inline(place), *sources),
        ]
    if len(citations) > _MOST_PASSAGES:
        blocks.append(context(f"And {len(citations) - _MOST_PASSAGES} more."))
    return _modal("Passages", blocks or [section("This answer is no longer kept.")])


def whole_text(case: CaseView, additions: Sequence[str], member: str | None) -> View:
    """Everything that the member told, and what they added later; `member`: their mention, where they are named."""
    first = [context(f"Told by {member}.")] if member else []
    blocks = [*first, *map(words, _pieces(case.body.words))]
    for addition in additions:
        blocks += [section("*Added later:*"), *map(words, _pieces(addition))]
    noted = context("That you opened this is noted.")
    # The newest additions stand in the thread of the card as well.
    return _modal(case.reference, [*blocks[:_MOST_BLOCKS], noted])


def sent(case: CaseView, additions: Sequence[str]) -> View:
    """What the liaison sees of a case, for the member whose case it is."""
    shown: list[Block] = []
    if case.body.marking:
        shown.append(section(f"That a member holds something marked {inline(case.body.marking)}."))
    elif case.words_shared:
        shown += [section("*Your words:*"), *map(words, _pieces(case.body.words))]
    else:
        shown.append(section("*Not your words yet*, only what it is about:"))
    labels = dict.fromkeys(one.label for one in case.body.indicators)
    if labels:
        shown.append(section("*Why it was passed on:* " + inline(", ".join(labels))))
    for addition in additions:
        shown += [section("*Added by you:*"), *map(words, _pieces(addition))]
    if not case.body.marking and case.words_open:
        due = ", and that there is a deadline" if case.body.deadline else ""
        shown.append(section(f"*Also sent:* your place in it ({case.body.place}){due}."))
    named = "Your name was sent." if case.named else "Your name was not sent."
    return _modal(
        "What was sent", [*shown[:_MOST_BLOCKS], context(f"{named} Your words may still show who you are.")]
    )


def talk_form(message_id: str, people: Sequence[Person], reader_ids: Sequence[str], asked: str) -> View:
    """Ask what a person should know, and which of them may read it.

    `asked`: the member's question, to begin with; only what stands in the form is sent.
    """
    options: list[Block] = [
        {"text": plain_text(cut(f"Only {person.name}", 75)), "value": reader_id}
        for person, reader_id in zip(people[:9], reader_ids, strict=False)
    ]
    if len(people) > 1:
        options.insert(0, {"text": plain_text("All of them"), "value": EVERYBODY})
    names = ", ".join(person.name for person in people)
    blocks: list[Block] = [
        section(
            f"These people could read it: *{cut(inline(names), 2000)}*. If it is about one of them, or somebody close "
            "to one, choose another. Only what stands below is sent, without your name; your words may still show "
            "who you are."
        ),
        _input(
            "What should they know?", _LONGEST_FORM, "What happened, or what you would like to ask", asked
        ),
        {
            "type": "input",
            "block_id": actions.READER_BLOCK,
            "label": plain_text("Who may read it?"),
            "element": {
                "type": "radio_buttons",
                "action_id": actions.TEXT_INPUT,
                # None is chosen beforehand: who reads it is the member's own decision (care.md 10).
                "options": options,
            },
        },
    ]
    return _modal("Talk to the liaison", blocks, submit="Send", callback=actions.TALK_FORM, data=message_id)


def add_form(case: CaseView, origin_id: str, name: str, begun: str) -> View:
    """Ask the member what to add to their case; `begun`: what they wrote already, if anything.

    `origin_id`: the message in whose thread they are told what came of it. `name`: who reads it.
    """
    blocks = [
        context(f"{inline(name)} reads exactly what stands below."),
        _input("What should be added?", _LONGEST_FORM, "Anything new, or that you left out", begun),
    ]
    return _modal(
        f"Add to {case.reference}",
        blocks,
        submit="Add",
        callback=actions.ADD_FORM,
        data=f"{case.id}.{origin_id}",
    )


def reply_form(case: CaseView, channel: str) -> View:
    """Ask a liaison for their reply; it is shown before it is sent. `channel`: where they are told of it."""
    blocks = [
        context("The member reads this in their DM. Nothing is sent before you have seen it."),
        _input("Your reply", LONGEST_REPLY, "What should the member do, or know?"),
    ]
    return _modal(
        f"Reply to {case.reference}",
        blocks,
        submit="Preview",
        callback=actions.REPLY_FORM,
        data=f"{case.id} {channel}",
    )


def reply_preview(title: str, data: str, text: str, problem: str = "") -> View:
    """Show a reply as the member will read it; submitting sends it. The text travels with the form.

    `problem`: why it was not sent just now.
    """
    first = [section(f"*{escape(problem)}*")] if problem else []
    blocks = [*first, context("The member will read exactly this:"), divider(), words(text)]
    return _modal(title, blocks, submit="Send", callback=actions.REPLY_PREVIEW, data=f"{data}\n{text}")


def _input(label: str, longest: int, placeholder: str, begun: str = "") -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": actions.TEXT_INPUT,
        "multiline": True,
        "max_length": longest,
        "placeholder": plain_text(placeholder),
    }
    if begun:
        element["initial_value"] = cut(begun, longest)
    return {"type": "input", "block_id": actions.TEXT_BLOCK, "label": plain_text(label), "element": element}


def _pieces(text: str) -> list[str]:
    return [text[at : at + 2900] for at in range(0, len(text), 2900)] or ["(no words)"]


def _modal(title: str, blocks: list[Block], *, submit: str = "", callback: str = "", data: str = "") -> View:
    view: View = {
        "type": "modal",
        "title": plain_text(title[:24]),
        "close": plain_text("Close"),
        "blocks": blocks[:100],
    }
    if submit:
        view |= {"submit": plain_text(submit), "callback_id": callback, "private_metadata": data}
    return view
