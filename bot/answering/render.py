"""Put proved claims into an answer with numbered marks, and list what each mark stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.answering.claims import Claim
from bot.answering.verify import part_with
from bot.house_file import HouseText
from bot.models import Citation, CitationKind
from knowledge.passages import NATIONAL, PassageKind, PassageSource
from knowledge.source_list import Tier

COUNCIL_HEADING = "What your council says:"
NATIONAL_HEADING = "What national guidance says:"
MORE_HEADING = "Also worth knowing:"
_KINDS = {PassageKind.NOTE: CitationKind.NOTE, PassageKind.ORIGINAL: CitationKind.ORIGINAL}


class Rendered(NamedTuple):
    text: str
    citations: tuple[Citation, ...]


def render(claims: Sequence[Claim], sources: Mapping[str, PassageSource]) -> Rendered:
    """Return the answer's text and its citations.

    The first claims that follow each other in one paragraph are the lead; the others stand below it, one
    to a line. A council's own words stand apart from national guidance.
    """
    citations: list[Citation] = []
    blocks: list[str] = []
    own = [claim for claim in claims if claim.passage.owner != NATIONAL]
    national = [claim for claim in claims if claim.passage.owner == NATIONAL]
    for heading, group in ((COUNCIL_HEADING, own), (NATIONAL_HEADING, national)):
        if not group:
            continue
        runs = _runs(group)
        text = _marked(runs[0], citations, sources)
        blocks.append(f"{heading}\n{text}" if own and national else text)
        if runs[1:]:
            more = "\n".join(f"• {_marked(run, citations, sources)}" for run in runs[1:])
            blocks.append(f"{MORE_HEADING}\n{more}")
    return Rendered("\n\n".join(blocks), tuple(citations))


def render_house(text: HouseText) -> Rendered:
    """Return a fixed text word for word, with its one citation."""
    source = PassageSource(
        source_id=text.id,
        title=text.title,
        publisher="Council Guide, for your council",
        url=None,
        published=None,
        tier=Tier.HOUSE,
        seen="fixed text",
    )
    citation = Citation(
        n=1,
        kind=CitationKind.HOUSE,
        doc=text.doc,
        section=text.section,
        quote=text.text,
        sources=(source,),
    )
    return Rendered(f"{text.text} [1]", (citation,))


def _runs(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Group claims whose quotes follow each other word for word."""
    runs: list[list[Claim]] = []
    for claim in claims:
        last = runs[-1] if runs else None
        if (
            last
            and last[0].passage.id == claim.passage.id
            and part_with(_joined([*last, claim]), claim.passage)
        ):
            last.append(claim)
        else:
            runs.append([claim])
    return runs


def _joined(claims: Sequence[Claim]) -> str:
    return " ".join(claim.quote for claim in claims)


def _marked(run: Sequence[Claim], citations: list[Citation], sources: Mapping[str, PassageSource]) -> str:
    n = len(citations) + 1
    quote = _joined(run)
    passage = run[0].passage
    part = part_with(quote, passage)
    citations.append(
        Citation(
            n=n,
            kind=_KINDS[passage.kind],
            doc=passage.doc,
            section=passage.section,
            page=passage.page,
            quote=quote,
            sources=tuple(sources[source] for source in part.sources) if part else (),
        )
    )
    return " ".join(f"{claim.text} [{n}]" for claim in run)
