"""What the commands share: options, the parts that they are built on, and how rows are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import settings

if TYPE_CHECKING:
    from bot.app import App

AsJson = Annotated[bool, typer.Option("--json", help="Print the whole result as JSON.")]
JsonLines = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]
SourceId = Annotated[str, typer.Argument(help="Its id, as `sources list` shows it.")]
IndexDir = Annotated[
    Path | None,
    typer.Option("--index", help="Search this index instead of the library's (see: index build --to)."),
]


def open_app(index: Path | None = None, *, quiet: bool = False) -> App:
    """Build the parts from the settings; they are slow to import, so a command asks for them late."""
    from bot.app import App

    return App(settings.load(), index, quiet=quiet)


def dump(row: object) -> str:
    """Return a row as JSON, on one line."""
    return json.dumps(row, ensure_ascii=False, default=str)


def print_rows(rows: Iterable[object]) -> None:
    """Print one JSON object a line."""
    sys.stdout.write("".join(dump(row) + "\n" for row in rows))
