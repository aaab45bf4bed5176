"""What the commands print about the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.clock import ZONE
from knowledge.passages import NATIONAL, is_superseded, superseded

if TYPE_CHECKING:
    from knowledge.build import Built
    from knowledge.status import Freshness, Holding, Status

# Locks and pointers.
_SMALL = 100_000
_HEADINGS = ("council", "tier", "documents", "passages")


def status(found: Status, embedder: str, *, vectors_elsewhere: bool) -> str:
    """Return what an index holds, as a table, or why it cannot be searched; `embedder`: the one that runs."""
    lines = list(_holding(found.current, embedder, vectors_elsewhere) if found.current else ())
    if found.is_building:
        lines.append(
            "It is being built now" + ("; the one above serves until that is done." if lines else ".")
        )
    elif not lines:
        lines.append(
            "There is no index that this version can use. The first `ask` or `serve` builds it, and so does: "
            "council-guide index build"
        )
    return "\n".join(lines)


def built(done: Built) -> str:
    """Return what a build did, in one line."""
    manifest = done.manifest
    return (
        f"{manifest.documents} documents, {manifest.passages} passages; {manifest.parsed} documents were new or "
        f"changed, {manifest.embedded} texts newly embedded."
    )


def remarks(done: Built) -> str:
    """Return a line for each file that was left out, for each thing to look at, and for notes that changed."""
    lines = [f"left out: {skipped.doc}: {skipped.why}\n" for skipped in done.skipped]
    for doc, found in done.findings.items():
        for finding in found:
            lines.append(f"look at: {doc}: {finding.described}\n")
    if done.upgrade:
        lines.append(f"{done.upgrade.line}\n")
    return "".join(lines)


def _holding(current: Holding, embedder: str, vectors_elsewhere: bool) -> Iterable[str]:
    at = datetime.fromisoformat(current.built_at).astimezone(ZONE)
    where = " without the vectors, which are on the Chroma server" if vectors_elsewhere else ""
    yield f"built      {at:%Y-%m-%d %H:%M} by version {current.version}"
    others = (
        f"; {_mb(current.size_of_others)} of other generations" if current.size_of_others > _SMALL else ""
    )
    yield f"size       {_mb(current.size)}{where}{others}"
    yield f"embedder   {current.embedder}"
    if current.embedder != embedder:
        yield f"           The one that runs is {embedder}: the next `ask` or `serve` builds the index anew."
    left_out = (
        f"; {current.left_out} files were left out: council-guide index build" if current.left_out else ""
    )
    yield f"holds      {current.documents} documents, {current.passages} passages, {current.sources} sources{left_out}"
    yield f"reviewed   {_freshness(current.freshness)}"
    if current.counts:
        rows = [
            (_owner(row.owner), row.tier.value, str(row.documents), str(row.passages))
            for row in current.counts
        ]
        yield ""
        yield from _table([_HEADINGS, *rows])
        yield "A note counts for each tier that it cites."


def _freshness(fresh: Freshness) -> str:
    told = f"{fresh.oldest} to {fresh.newest}" if fresh.oldest else "no dates"
    told += f"; {fresh.past_review} past their review, {fresh.expired} expired"
    if fresh.undated:
        told += f", {fresh.undated} without a date"
    return told + (": council-guide sources check" if fresh.past_review or fresh.expired else "")


def _owner(owner: str) -> str:
    if owner == NATIONAL:
        return "all councils"
    if is_superseded(owner):
        return f"{_owner(owner.removesuffix(superseded('')))}, superseded"
    return owner


def _table(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Yield aligned lines: two columns of words, then numbers."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells)


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
