"""What the commands print about sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from bot.clock import ZONE

if TYPE_CHECKING:
    from bot.sources_check import Checked
    from knowledge.source_list import Source


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
    """Return one line for each document or note that needs a person."""
    if not rows:
        return "Every added document and every note is current."
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


def changes(rows: Sequence[dict[str, Any]]) -> str:
    """Return the notes that changed, a line each, below the day and the versions of each upgrade."""
    if not rows:
        return "No change of the shipped notes is known. Changes are noted when an upgrade builds the index anew."
    lines: list[str] = []
    for at, group in groupby(rows, key=lambda row: row["at"]):
        notes = list(group)
        day = f"{datetime.fromisoformat(at).astimezone(ZONE):%Y-%m-%d}"
        lines.append(f"{day}, version {notes[0]['before']} to {notes[0]['after']}")
        lines += map(_changed, notes)
    return "\n".join(lines)


def _changed(row: dict[str, Any]) -> str:
    line = f"  {row['how']}: {row['title']} ({row['doc']})"
    if row["sections"]:
        line += ": " + "; ".join(row["sections"])
    if row["cited_by"]:
        line += f". {row['cited_by']} kept answers cited it"
    return line
