"""What the commands print for people."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from bot.clock import ZONE
from bot.models import Citation, CitationKind, Reply, Risk
from knowledge.passages import PassageSource

if TYPE_CHECKING:
    from bot.doctor import Check
    from bot.escalation.listing import CaseReading
    from bot.sources import Checked
    from knowledge.build import Built
    from knowledge.index import Index
    from knowledge.retrieve import Hit
    from knowledge.source_list import Source

_OPENINGS = {
    CitationKind.NOTE: "Council Guide's note, from:",
    CitationKind.ORIGINAL: "Original:",
    CitationKind.HOUSE: "Fixed text:",
    CitationKind.REVIEWED: "Reviewed answer, from:",
}
_BAR_AFTER_SECONDS = 2.0


def reply(reply: Reply) -> str:
    """Return the answer, then its sources."""
    if not reply.citations:
        return reply.answer
    return "\n".join([reply.answer, "", "Sources", *map(_citation, reply.citations)])


def _citation(citation: Citation) -> str:
    lines = [f"[{citation.n}] {_OPENINGS[citation.kind]} {citation.doc}, “{citation.section}”"]
    lines += [f"    {_source(source)}" for source in citation.sources]
    if citation.caution:
        lines.append(f"    {citation.caution}")
    return "\n".join(lines)


def _source(source: PassageSource) -> str:
    shown = f"{source.title}, {source.described}"
    return f"{shown}\n    {source.url}" if source.url else shown


def risk(risk: Risk) -> str:
    """Return the level and the words that showed each indicator."""
    lines = [f"{risk.level} (score {risk.score:.2f})"]
    lines += [f"- {seen.label}: “{seen.evidence}”" for seen in risk.indicators]
    return "\n".join(lines)


def hits(found: Sequence[Hit]) -> str:
    """Return the passages, each with its place and score."""
    if not found:
        return "Nothing found."
    return "\n\n".join(
        f"{n}. {hit.passage.doc} > {hit.passage.section} ({hit.score:.2f})\n{hit.passage.text}"
        for n, hit in enumerate(found, 1)
    )


def index_status(index: Index) -> str:
    """Return counts by council and tier, age and size of an index."""
    manifest = index.manifest
    tiers = Counter(
        index.sources[source].tier.value
        for passage in index.passages
        for source in {source for part in passage.parts for source in part.sources}
    )
    size = sum(path.stat().st_size for path in index.folder.rglob("*") if path.is_file())
    lines = [
        f"built {manifest.built_at}, {size / 1e6:.1f} MB, embedder {manifest.embedder}",
        f"{manifest.documents} documents, {manifest.passages} passages, {len(index.sources)} sources",
        *(f"  {owner}: {count} passages" for owner, count in sorted(manifest.owners.items())),
        *(f"  tier {tier}: cited by {count} passages" for tier, count in sorted(tiers.items())),
    ]
    return "\n".join(lines)


def built(done: Built) -> str:
    """Return what a build did, in one line."""
    manifest = done.manifest
    return (
        f"{manifest.documents} documents, {manifest.passages} passages; {manifest.parsed} documents were new or "
        f"changed, {manifest.embedded} texts newly embedded."
    )


def remarks(done: Built) -> str:
    """Return one line for each file that was left out, and for each thing that a person should look at."""
    lines = [f"left out: {skipped.doc}: {skipped.why}\n" for skipped in done.skipped]
    for doc, found in done.findings.items():
        for finding in found:
            lines.append(f"look at: {doc}: {finding.described}\n")
    return "".join(lines)


def held(rows: Sequence[dict[str, Any]]) -> str:
    """Return one line for each added document, or nothing when there is none."""
    if not rows:
        return ""
    lines = ["added documents:"]
    for row in rows:
        told = f" ({row['why']})" if row["why"] else ""
        name = row["id"] if row["standing"] == "broken" else f"{row['council']}/{row['id']}: {row['title']}"
        lines.append(f"  {name}. {row['standing']}{told}")
    return "\n".join(lines) + "\n"


def fields(known: dict[str, Any]) -> str:
    """Return what is known of one thing, a line each."""
    return "\n".join(
        f"{name.replace('_', ' ')}: {value}" for name, value in known.items() if value not in (None, [], ())
    )


def checked(rows: Sequence[Checked]) -> str:
    """Return one line for each document that needs a person."""
    if not rows:
        return "Every added document is current."
    return "\n".join(
        f"{row.source}: {row.why}" + (f"; {row.cited_by} kept answers cite it" if row.cited_by else "")
        for row in rows
    )


def sources(rows: Sequence[Source]) -> str:
    """Return one line for each source, grouped by tier."""
    lines: list[str] = []
    for tier in dict.fromkeys(row.tier for row in rows):
        group = sorted((row for row in rows if row.tier is tier), key=lambda row: row.id)
        lines.append(f"{tier} ({len(group)})")
        lines += [
            f"  {row.id}: {row.title}. {row.publisher}, {row.published or 'no date'}. "
            f"{len(row.facts)} facts; {row.seen}; licence {row.licence}"
            for row in group
        ]
    return "\n".join(lines)


def cases(rows: Sequence[dict[str, Any]]) -> str:
    """Return one line for each case."""
    if not rows:
        return "No cases."
    lines = [
        f"{row['case']:8} {row['status']:10} {row['level']:9} opened {_time(row['opened_at'])}, "
        f"claim by {_time(row['due_at'])}"
        for row in rows
    ]
    return "\n".join(lines)


def case(read: CaseReading) -> str:
    """Return a case with its words and its history."""
    lines = [
        f"{read.case}: {read.status}, {read.level}, opened {_time(read.opened_at)}",
        "As told by a member, not checked. Nobody described here has been found to do anything.",
        "",
        _words(read),
        "",
        *(f"- {label}" for label in read.labels),
        "",
        "What the member was told:",
        read.told or "(nothing but the receipt)",
        "",
        "History:",
        *(
            f"  {_time(event.at)} {event.kind}" + (f": {event.detail}" if event.detail else "")
            for event in read.history
        ),
    ]
    return "\n".join(lines)


def _words(read: CaseReading) -> str:
    if read.marking:
        return f"(The words were not kept: marked {read.marking}.)"
    return read.words or "(The member has not shared their words, or has taken them back.)"


def _time(moment: datetime | str) -> str:
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"


def checks(results: Sequence[Check]) -> str:
    """Return one line for each check, what is wrong and what to do."""
    marks = {"green": "ok  ", "amber": "note", "red": "FIX "}
    return "\n".join(f"{marks[result.state]} {result.name}: {result.message}" for result in results)


class Bar:
    """Progress on standard error, for work that lasts over two seconds."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._started = time.monotonic()
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\n")

    def show(self, done: int, total: int) -> None:
        """Show how much is done, once two seconds have passed."""
        elapsed = time.monotonic() - self._started
        if elapsed >= _BAR_AFTER_SECONDS:
            self._shown = True
            left = elapsed / done * (total - done) if done else 0.0
            sys.stderr.write(f"\r{self._what}: {done} of {total}, about {left:.0f} s left ")
            sys.stderr.flush()
