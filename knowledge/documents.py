"""Read a folder of documents. Markdown and plain text for now; other kinds are named, not guessed at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.errors import DocumentError

READABLE = (".md", ".markdown", ".txt", ".text")
MAX_BYTES = 20_000_000


class Document(BaseModel):
    """One readable document; `doc` is its path below the folder, with forward slashes."""

    model_config = ConfigDict(frozen=True)
    doc: str
    title: str
    text: str


class Skipped(BaseModel):
    """A file that was left out, and why, in one line for the administrator."""

    model_config = ConfigDict(frozen=True)
    doc: str
    why: str


def read_folder(folder: Path) -> Iterator[Document | Skipped]:
    """Yield each file below a folder, in order of its path.

    Raises:
        DocumentError: the folder does not exist or is no folder.
    """
    if not folder.is_dir():
        raise DocumentError(f"There is no folder {folder}.", "Name a folder of .md or .txt files.")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        doc = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in Path(doc).parts):
            continue
        try:
            yield _read(path, doc)
        except DocumentError as error:
            yield Skipped(doc=doc, why=str(error))


def _read(path: Path, doc: str) -> Document:
    if path.suffix.lower() not in READABLE:
        raise DocumentError(f"{path.suffix or 'This kind of file'} is not read yet: save it as .md or .txt.")
    if path.stat().st_size > MAX_BYTES:
        raise DocumentError("larger than 20 MB: cut it into parts.")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError("not UTF-8 text: save it as UTF-8.") from error
    if "\x00" in text:
        raise DocumentError("holds binary data: is it really a text file?")
    if not text.strip():
        raise DocumentError("empty.")
    heading = re.search(r"^# +(.*\S)", text, re.M)
    title = heading[1].strip("# ") if heading else path.stem.replace("-", " ").replace("_", " ")
    return Document(doc=doc, title=title, text=text)
