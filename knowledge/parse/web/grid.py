"""A table of a web page as rows of cells, spans filled in."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import Tag

from knowledge.parse.document import Block
from knowledge.parse.tables import looks_headed, row_blocks

# A span of a million columns is an attack, not a table.
_MAX_SPAN = 50
_MAX_COLUMNS = 100


def is_layout(table: Tag) -> bool:
    """Say whether a table only arranges a page: it holds tables or headings, or has one column."""
    if table.get("role") == "presentation" or table.find(["table", "h1", "h2", "h3"]):
        return True
    return all(len(row.find_all(["td", "th"])) <= 1 for row in table.find_all("tr"))


def table_blocks(table: Tag) -> list[Block]:
    """Return one block a row, each cell with the name of its column."""
    lines = table.find_all("tr")
    rows = list(_rows(lines))
    marked = bool(lines) and (_is_head(lines[0]) or _is_bold(lines[0]))
    return row_blocks(rows, has_header=looks_headed(rows, marked=marked))


def _rows(lines: list[Tag]) -> Iterator[list[str]]:
    carried: dict[int, tuple[int, str]] = {}  # column: (rows still to fill, text)
    for line in lines:
        row: list[str] = []
        cells = iter(line.find_all(["td", "th"], recursive=False))
        while len(row) < _MAX_COLUMNS:
            if len(row) in carried:
                left, text = carried.pop(len(row))
                if left > 1:
                    carried[len(row)] = (left - 1, text)
                row.append(text)
                continue
            cell = next(cells, None)
            if cell is None:
                break
            text = " ".join(cell.get_text(" ").split())
            for n in range(_span(cell, "colspan")):
                if (down := _span(cell, "rowspan")) > 1:
                    carried[len(row)] = (down - 1, text)
                # A cell over several columns is said once.
                row.append(text if n == 0 else "")
        yield row


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return max(1, min(int(value), _MAX_SPAN)) if value.isascii() and value.isdigit() and len(value) < 9 else 1


def _is_head(line: Tag) -> bool:
    cells = line.find_all(["td", "th"], recursive=False)
    return bool(cells) and (line.find_parent("thead") is not None or all(cell.name == "th" for cell in cells))


def _is_bold(line: Tag) -> bool:
    cells = [cell for cell in line.find_all("td", recursive=False) if cell.get_text(strip=True)]
    return bool(cells) and all(
        "".join(bold.get_text() for bold in cell.find_all(["strong", "b"])).split() == cell.get_text().split()
        for cell in cells
    )
