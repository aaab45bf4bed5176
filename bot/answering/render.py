"""Put proved claims into an answer with numbered marks, and list what each mark stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.answering.claims import Claim, Place
from bot.answering.verify import part_with
from bot.house_file import HouseText
from bot.models import Citation, CitationKind
from knowledge.passages import NATIONAL, PassageKind, PassageSource
from knowledge.source_list import Tier

COUNCIL_HEADING = "What your council says:"
NATIONAL_HEADING = "What national guidance says:"
DIFFERS = (
    "Two documents of your council give different figures here. Ask your governance team which one applies."
)
HEADINGS = {
    Place.CHANGE: "What could change this:",
    Place.STEP: "What to do now:",
    Place.MORE: "Also worth knowing:",
}
_KINDS = {PassageKind.NOTE: CitationKind.NOTE, PassageKind.ORIGINAL: CitationKind.ORIGINAL}


class Rendered(NamedTuple):
    text: str
    citations: tuple[Citation, ...]


def render(claims: Sequence[Claim], sources: Mapping[str, PassageSource]) -> Rendered:
    """Return the answer's text and its citations.

    What leads stands first, as one paragraph; below it what could change it, what to do, and what else is worth
    knowing, one to a line. A council's own words stand apart from national guidance.
    """
    citations: list[Citation] = []
    blocks: list[str] = []
    own = [claim for claim in claims if claim.passage.owner != NATIONAL]
    national = [claim for claim in claims if claim.passage.owner == NATIONAL]
    groups = [(COUNCIL_HEADING, own), (NATIONAL_HEADING, national)]
    if claims and claims[0].passage.owner == NATIONAL:
        groups.reverse()
    for heading, group in groups:
        written = _group(group, citations, sources)
        if own and national and written:
            written[0] = f"{heading}\n{written[0]}"
        blocks += written
    return Rendered("\n\n".join(blocks), tuple(citations))


def _group(
    claims: Sequence[Claim], citations: list[Citation], sources: Mapping[str, PassageSource]
) -> list[str]:
    """Return the paragraphs of one owner's words."""
    blocks = []
    if lead := _runs(claim for claim in claims if claim.place is Place.LEAD):
        blocks.append(" ".join(_marked(run, citations, sources) for run in lead))
    if other := _runs(claim for claim in claims if claim.place is Place.DIFFERS):
        blocks += [_listed(other, citations, sources), DIFFERS]
    for place, heading in HEADINGS.items():
        if runs := _runs(claim for claim in claims if claim.place is place):
            blocks.append(f"{heading}\n{_listed(runs, citations, sources)}")
    return blocks


def _listed(
    runs: Sequence[Sequence[Claim]], citations: list[Citation], sources: Mapping[str, PassageSource]
) -> str:
    return "\n".join(f"• {_marked(run, citations, sources)}" for run in runs)


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


def _runs(claims: Iterable[Claim]) -> list[list[Claim]]:
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
