"""A folder of documents, read one by one; a file that cannot be read is named and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.errors import DocumentError
from knowledge.parse.document import Document
from knowledge.parse.reader import Reader

# Called with (doc, pages done, pages in all).
FolderProgress = Callable[[str, int, int], None]


class Skipped(BaseModel):
    """A file that was left out, and why, in one line for the administrator."""

    model_config = ConfigDict(frozen=True)
    doc: str
    why: str


def read_folder(folder: Path, progress: FolderProgress | None = None) -> Iterator[Document | Skipped]:
    """Yield each file below a folder, in order of its path; hidden files and folders are passed over.

    Raises:
        DocumentError: the folder does not exist or is no folder.
    """
    if not folder.is_dir():
        raise DocumentError(f"There is no folder {folder}.", "Name a folder of documents.")
    with Reader() as reader:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            doc = path.relative_to(folder).as_posix()
            if any(part.startswith(".") for part in Path(doc).parts):
                continue
            try:
                yield reader.read(path, doc, _for_doc(doc, progress))
            except DocumentError as error:
                yield Skipped(doc=doc, why=str(error))


def _for_doc(doc: str, progress: FolderProgress | None) -> Callable[[int, int], None] | None:
    return (lambda done, total: progress(doc, done, total)) if progress else None
