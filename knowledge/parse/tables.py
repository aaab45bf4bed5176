"""Table rows as text that makes sense alone."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.parse.document import Block, BlockKind


def row_block(header: Sequence[str], cells: Sequence[str], page: int | None = None) -> Block | None:
    """Return "Header: cell; Header: cell" as a block, or None for an empty row."""
    parts = []
    for n, cell in enumerate(cells):
        value = " ".join(cell.split())
        name = " ".join(header[n].split()).rstrip(":") if n < len(header) else ""
        if value:
            parts.append(f"{name}: {value}" if name and name != value else value)
    if not parts:
        return None
    return Block(kind=BlockKind.TABLE_ROW, text="; ".join(parts), cells=tuple(parts), page=page)


def row_blocks(rows: Sequence[Sequence[str]], *, has_header: bool, page: int | None = None) -> list[Block]:
    """Return the blocks of a table. A table that is nothing but its header keeps it as a row."""
    header, body = (rows[0], rows[1:]) if has_header and len(rows) > 1 else ((), rows)
    return [block for cells in body if (block := row_block(header, cells, page))]


def looks_headed(rows: Sequence[Sequence[str]], *, marked: bool) -> bool:
    """Say whether the first row names the columns: it is marked so, or is short words over longer rows.

    Two columns without a mark are left alone: "Gift | An item of value" is a row like the others.
    """
    if len(rows) < 2 or marked:
        return len(rows) >= 2
    first = [cell.strip() for cell in rows[0]]
    return (
        len(first) >= 3
        and len(rows) >= 3
        and len(set(first)) == len(first)
        and all(
            cell and len(cell) <= 60 and not cell[0].isdigit() and not cell.endswith(".") for cell in first
        )
    )
