"""The answer: what was asked for, its sources, and the way to a person."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cited import OPENINGS, Listed, listed
from bot.models import Citation, CitationKind, Reply
from bot.slack.cards import actions
from bot.slack.cards.blocks import Block, Card, button, context, feedback, section
from bot.slack.cards.blocks import actions as row
from bot.slack.text import cut, escape, inline, link, mrkdwn, pieces
from knowledge.passages import PassageSource
from knowledge.source_list import Tier

# Of the 10,000 characters that a message may safely hold: what is left is for buttons and a receipt.
_LONGEST_ANSWER = 5000
_PARAGRAPH = 2900
_LONGEST_SOURCES = 2600
_LEAST_OF_SOURCE = 30
_LONGEST_PLACE = 120


def answer_card(
    reply: Reply,
    message_id: str,
    *,
    below: Sequence[Block] = (),
    stub: str | None = None,
    unread_files: int = 0,
    asks: bool = False,
    chosen: str | None = None,
) -> Card:
    """Show a reply, and `below` its words what became of a story.

    `asks`: it ends with "Has something like this happened?", answered by two taps. `chosen`: what the member picked
    of its choices; it stands in the place of their buttons.
    """
    blocks = [*answer_blocks(reply.answer), *_choices(reply, message_id, chosen), *below]
    if asks:
        blocks.append(
            row(
                button("It has: pass it on", actions.PASS_ON, message_id),
                button("Just asking", actions.JUST_ASKING, message_id),
            )
        )
    if unread_files:
        blocks.append(context("I have not read what was attached. A person can: *Talk to the liaison*."))
    blocks += source_blocks(reply.citations)
    blocks.append(row(*_buttons(reply, message_id)))
    if reply.citations:
        blocks.append(feedback(actions.FEEDBACK, message_id))
    return Card(text=cut(escape(reply.answer.replace("**", "")), _PARAGRAPH), blocks=blocks, stub=stub)


def answer_blocks(answer: str) -> list[Block]:
    """Return an answer's paragraphs, joined as far as a block holds them."""
    # Escaped before it is measured: each & takes five characters.
    return [section(piece) for piece in pieces(cut(mrkdwn(answer), _LONGEST_ANSWER), _PARAGRAPH)]


def source_blocks(citations: Sequence[Citation]) -> list[Block]:
    """Return the sources as small print, ten to a block, none left out."""
    # A long list keeps every mark; what is cut is what stands behind one mark. "Show passages" has it all.
    places = listed(citations)
    share = _LONGEST_SOURCES // max(1, len(places))
    lines = [_listed(one, share) for one in places]
    return [context(*lines[at : at + 10]) for at in range(0, len(lines), 10)]


def named_sources(sources: Sequence[PassageSource], longest: int) -> str:
    """Return sources in one line: as many as it holds, the first one in any case, and how many more."""
    shown = [_source(source) for source in sources]
    for count in range(len(shown), 0, -1):
        line = "; ".join(shown[:count]) + _more(len(shown) - count)
        if len(line) <= longest:
            return line
    more = _more(len(shown) - 1)
    room = max(_LEAST_OF_SOURCE, longest - len(more))
    return cut(_source(sources[0], linked=False), room) + more


def _listed(one: Listed, longest: int) -> str:
    citation = one.citation
    opening = f"{one.marks} {OPENINGS[citation.kind]} "
    if not citation.sources:
        return opening + cut(inline(one.place), max(_LEAST_OF_SOURCE, longest - len(opening)))
    # A note's heading says nothing of where in its sources the words stand.
    place = f", {inline(one.place)}" if citation.kind is CitationKind.ORIGINAL and one.place else ""
    place = cut(place, _LONGEST_PLACE) if place else ""
    caution = f" _{citation.caution}_" if citation.caution else ""
    return (
        opening + named_sources(citation.sources, longest - len(opening + place + caution)) + place + caution
    )


def _more(count: int) -> str:
    return f"; and {count} more" if count else ""


def _source(source: PassageSource, linked: bool = True) -> str:
    title = link(source.url, source.title) if linked and source.url else inline(source.title)
    if source.tier is Tier.HOUSE:
        return f"{title}, {inline(source.publisher)}"
    return f"{title}, {inline(source.described)}"


def _choices(reply: Reply, message_id: str, chosen: str | None) -> list[Block]:
    if chosen:
        return [context(f"You chose: *{inline(chosen)}*")]
    buttons = [
        button(choice.label, f"{actions.CLARIFY}.{n}", f"{message_id}.{choice.id}")
        for n, choice in enumerate(reply.choices)
    ]
    return [row(*buttons)] if buttons else []


def _buttons(reply: Reply, message_id: str) -> list[Block]:
    shown = [button("Show passages", actions.PASSAGES, message_id)] if reply.citations else []
    return [*shown, button("Talk to the liaison", actions.TALK, message_id)]
