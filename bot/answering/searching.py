"""Search for what a message asks in its conversation."""

from __future__ import annotations

from typing import NamedTuple

from bot.answering import gate, relevance
from bot.answering.calm import asks_for_states
from bot.answering.gate import Verdict
from bot.answering.relevance import Read
from bot.answering.turns import Turn
from bot.triage.mask import mask
from knowledge.retrieve import Retriever

_FOUND = 10


class Found(NamedTuple):
    """The text that was searched, the passages best first, and whether they answer."""

    searched: str
    passages: list[Read]
    verdict: Verdict


def find(turn: Turn, council: str, retriever: Retriever) -> Found:
    """Search for what a message asks.

    A question that finds nothing by itself may go on from the one before, where that surely answers it.
    """
    found = _search(turn.searched, council, retriever)
    if turn.searched_on and found.verdict is Verdict.NOTHING:
        further = _search(turn.searched_on, council, retriever)
        if further.verdict is Verdict.ANSWERS:
            return further
    return found


def masked(asked: str) -> str:
    """Leave origins out, so that a swap of the country finds the same; a question about a state itself keeps them."""
    return asked if asks_for_states(asked) else mask(asked)


def _search(asked: str, council: str, retriever: Retriever) -> Found:
    searched = retriever.mended(masked(asked), council)
    hits = retriever.search(searched, council=council, k=_FOUND)
    read = relevance.read(searched, hits, retriever.index)
    return Found(searched, read, gate.judge(searched, read, retriever.index))
