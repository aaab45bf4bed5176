"""The answer: what was asked for, its sources, and the way to a person."""

from __future__ import annotations

from collections.abc import Sequence

from bot.models import Citation, CitationKind, Reply
from bot.slack.cards import actions
from bot.slack.cards.blocks import Block, Card, button, context, feedback, section
from bot.slack.cards.blocks import actions as row
from bot.slack.text import cut, escape, link, mrkdwn
from knowledge.passages import PassageSource

# Of the 10,000 characters that a message may safely hold, these are kept for sources and buttons.
_LONGEST_ANSWER = 6000
_PARAGRAPH = 2900
_LONGEST_SOURCES = 2800
_OPENINGS = {
    CitationKind.NOTE: "Council Guide's note, from",
    CitationKind.ORIGINAL: "Original:",
    CitationKind.HOUSE: "Fixed text:",
    CitationKind.REVIEWED: "Reviewed answer, from",
}


def answer_card(reply: Reply, message_id: str, *, unread_files: int = 0, asks: bool = False) -> Card:
    """Show a reply. `asks`: it ends with "Has something like this happened?", answered by two taps."""
    blocks = answer_blocks(reply.answer)
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
    return Card(text=cut(reply.answer.replace("**", ""), _PARAGRAPH), blocks=blocks)


def answer_blocks(answer: str) -> list[Block]:
    """Return an answer's paragraphs, joined as far as a block holds them."""
    pieces: list[str] = []
    for paragraph in cut(answer, _LONGEST_ANSWER).split("\n\n"):
        shown = mrkdwn(paragraph)
        if pieces and len(pieces[-1]) + len(shown) < _PARAGRAPH:
            pieces[-1] += f"\n\n{shown}"
        else:
            pieces.append(shown)
    return [section(piece) for piece in pieces]


def source_blocks(citations: Sequence[Citation]) -> list[Block]:
    """Return the sources as small print, ten to a block, none left out."""
    # A long list keeps every mark; what is cut is the number of sources behind one mark.
    share = _LONGEST_SOURCES // max(1, len(citations))
    lines = [_citation(citation, share) for citation in citations]
    return [context(*lines[at : at + 10]) for at in range(0, len(lines), 10)]


def _citation(citation: Citation, longest: int) -> str:
    line = f"[{citation.n}] {_OPENINGS[citation.kind]}"
    if not citation.sources:
        return f"{line} {escape(citation.section)}"
    for n, source in enumerate(citation.sources):
        shown = f"{';' if n else ''} {_source(source)}"
        if n and len(line) + len(shown) > longest:
            return f"{line}; and {len(citation.sources) - n} more"
        line += shown
    return line


def _source(source: PassageSource) -> str:
    title = link(source.url, source.title) if source.url else escape(source.title)
    parts = [title, escape(source.publisher), source.published or "no date shown", source.tier.value]
    if source.seen not in ("read in part", "fixed text"):
        parts.append(escape(source.seen))
    return ", ".join(part for part in parts if part)


def _buttons(reply: Reply, message_id: str) -> list[Block]:
    shown = [button("Show passages", actions.PASSAGES, message_id)] if reply.citations else []
    return [*shown, button("Talk to the liaison", actions.TALK, message_id)]
