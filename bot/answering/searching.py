"""Search for what a message asks in its conversation."""

from __future__ import annotations

from bot.answering import gate, relevance
from bot.answering.calm import asks_for_states
from bot.answering.relevance import Read
from bot.answering.turns import Turn
from bot.triage.mask import mask
from knowledge.retrieve import Retriever

_FOUND = 10


def find(turn: Turn, council: str, retriever: Retriever) -> tuple[str, list[Read]]:
    """Return what was searched, and what was found.

    A question that finds nothing by itself may go on from the one before, where that surely answers it.
    """
    searched, found = _search(turn.searched, council, retriever)
    if turn.searched_on and not gate.may_answer(searched, found, retriever.index):
        further, more = _search(turn.searched_on, council, retriever)
        if gate.surely_answers(further, more, retriever.index):
            return further, more
    return searched, found


def masked(asked: str) -> str:
    """Leave origins out, so that a swap of the country finds the same; a question about a state itself keeps them."""
    return asked if asks_for_states(asked) else mask(asked)


def _search(asked: str, council: str, retriever: Retriever) -> tuple[str, list[Read]]:
    searched = retriever.mended(masked(asked), council)
    hits = retriever.search(searched, council=council, k=_FOUND)
    return searched, relevance.read(searched, hits, retriever.index)
