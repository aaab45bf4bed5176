"""A folder of documents, file by file; one that cannot be read is named and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bot.errors import DocumentError


class Skipped(NamedTuple):
    """A file that was left out, and why, in one line for the administrator."""

    doc: str
    why: str


def documents(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file below a folder and its path within it, in order; hidden files and folders are passed over.

    Raises:
        DocumentError: the folder does not exist or is no folder.
    """
    if not folder.is_dir():
        raise DocumentError(f"There is no folder {folder}.", "Name a folder of documents.")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        doc = path.relative_to(folder).as_posix()
        if not any(part.startswith(".") for part in Path(doc).parts):
            yield path, doc
