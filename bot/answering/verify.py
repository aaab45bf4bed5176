"""Check every claim against its passage; what is not proved is not said.

A claim passes as it stands when it is the quoted sentence, or says the same by the rules of `restating`. Otherwise the
quoted sentence itself takes its place; a claim without a verbatim quote is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bot.answering import restating
from bot.answering.claims import Claim
from bot.answering.wording import bare, begun
from knowledge.passages import Part, Passage
from knowledge.sentences import sentences
from knowledge.words import fold

# A quote may run over from one sentence into the next, and no further.
_SENTENCES = 2


class Verified(NamedTuple):
    """The claims that may be said, and how many were dropped."""

    claims: tuple[Claim, ...]
    dropped: int


def check(claims: Iterable[Claim], retrieved: Iterable[Passage], question: str) -> Verified:
    """Return the proved claims in their order, each said once."""
    ids = {passage.id for passage in retrieved}
    said: dict[str, Claim] = {}
    dropped = 0
    for claim in claims:
        proved = _prove(claim, question) if claim.passage.id in ids else None
        if proved is None:
            dropped += 1
        else:
            said.setdefault(fold(proved.text), proved)
    return Verified(tuple(said.values()), dropped)


def part_with(quote: str, passage: Passage) -> Part | None:
    """Return the paragraph of the passage in which the words stand, spaces and quote marks aside."""
    return next((part for part in passage.parts if _normal(quote) in _normal(part.text)), None)


def _prove(claim: Claim, question: str) -> Claim | None:
    whole = _whole(claim.quote, claim.passage)
    if whole is None:
        return None
    # Without the number of its clause, and the "Yes," that answers its heading, a sentence says the same.
    for said in (whole, bare(whole, keep_answer=True), bare(whole)):
        if _normal(claim.text) in (_normal(said), _normal(begun(said))):
            return claim.model_copy(update={"quote": said})
    if restating.says_no_more(claim.text, whole, question):
        return claim.model_copy(update={"text": begun(_ended(claim.text)), "quote": whole})
    return claim.model_copy(update={"text": whole, "quote": whole})


def _whole(quote: str, passage: Passage) -> str | None:
    """Return the sentence that a quote comes from: half of it may say the opposite."""
    wanted = _normal(quote)
    if not wanted:
        return None
    for part in passage.parts:
        spoken = sentences(part.text)
        for length in range(1, _SENTENCES + 1):
            for start in range(len(spoken) - length + 1):
                run = " ".join(spoken[start : start + length])
                if wanted in _normal(run):
                    return run
    return None


def _ended(text: str) -> str:
    said = text.rstrip(" ,;:–—-")
    return said if said[-1:] in (".", "!", "?", "”", '"', ")") else f"{said}."


def _normal(text: str) -> str:
    straight = text.translate(str.maketrans("‘’“”", "''\"\""))
    return " ".join(straight.split())
