"""What the commands print for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.cited import OPENINGS, Listed, listed
from bot.clock import ZONE
from bot.models import Reply, Risk
from knowledge.passages import PassageSource

if TYPE_CHECKING:
    from bot.doctor import Check
    from bot.escalation.listing import CaseReading
    from knowledge.retrieve import Hit


def reply(reply: Reply) -> str:
    """Return the answer, then its sources."""
    if not reply.citations:
        return reply.answer
    return "\n".join([reply.answer, "", "Sources", *map(_listed, listed(reply.citations))])


def _listed(one: Listed) -> str:
    citation = one.citation
    page = f", page {citation.page}" if citation.page else ""
    lines = [f"{one.marks} {OPENINGS[citation.kind]} {citation.doc}, “{citation.section}”{page}"]
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
