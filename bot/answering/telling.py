"""Which claims are told, and with which words before them, in the manner that is wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence

import prompts
from bot.answering.calm import Calm
from bot.answering.claims import Claim, Place
from bot.answering.manners import Manner
from bot.answering.render import Rendered
from knowledge.passages import PassageKind
from knowledge.sentences import sentences

_LEADING = (Place.LEAD, Place.DIFFERS)
# The law's own words: its names, its numbers, its Latin.
_OF_THE_LAW = re.compile(
    r"\b(?i:sections?|clauses?|subsections?|schedules?|sub-?parts?) \d|\bs ?\d+[A-Z]*\b|\b[A-Z]\w+ Act\b|\bAct \d{4}\b|"
    r"\b(?:pursuant|notwithstanding|pecuniary|hereby|thereof|therein|inter alia|prima facie)\b"
)


def speaks_of_law(text: str) -> bool:
    """Return whether a text uses the law's own words: an Act, a section, its Latin."""
    return bool(_OF_THE_LAW.search(text))


def question_for_model(asked: str, manner: Manner) -> str:
    """Return what a language model is asked: the question, and the manner of the answer."""
    return f"{asked}\n\n{prompts.render('in_plain_words')}" if manner is Manner.PLAIN else asked


def told(claims: Sequence[Claim], manner: Manner, calm: Calm) -> list[Claim]:
    """Return the claims that are told in a manner; all of them still have to be proved."""
    if manner is Manner.SHORT:
        return _short(claims)
    if manner is Manner.PLAIN:
        return _plain(claims)
    if manner is Manner.MORE and claims:
        rest = [claim for claim in claims if claim.passage.id != claims[0].passage.id]
        return [*_whole_section(claims[0], calm), *rest]
    return list(claims)


def quoted(rendered: Rendered) -> str:
    """Return the words behind an answer, one quote for each mark, each with the heading above it."""
    return "\n".join(
        f"• {citation.section.split(' > ')[-1]}\n“{citation.quote}” [{citation.n}]"
        for citation in rendered.citations
    )


def _short(claims: Sequence[Claim]) -> list[Claim]:
    """Keep the lead; of an answer that is nothing else, the first sentence of each owner."""
    leading = [claim for claim in claims if claim.place in _LEADING]
    if len(leading) < len(claims):
        return leading
    firsts = {claim.passage.owner: claim for claim in reversed(leading)}
    return [claim for claim in leading if claim is firsts[claim.passage.owner]]


def _plain(claims: Sequence[Claim]) -> list[Claim]:
    """Keep what leads and what to do, in our own words; the law's only where nothing else is there."""
    useful = [claim for claim in claims if claim.place in (*_LEADING, Place.STEP)]
    own = [claim for claim in useful if claim.passage.kind is PassageKind.NOTE]
    plain = [claim for claim in own if not speaks_of_law(claim.text)]
    return plain or own or useful


def _whole_section(first: Claim, calm: Calm) -> list[Claim]:
    """Say all of the passage that leads, sentence by sentence, but what was not asked."""
    passage = first.passage
    lines = [line for part in passage.parts for line in sentences(part.text)]
    return [Claim(text=line, quote=line, passage=passage) for line in lines if calm.allows(line)]
