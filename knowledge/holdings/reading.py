"""Read the added documents, without a lock: what a reader finds under a name is always whole."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bot.errors import GuideError, HoldingError, LibraryError
from knowledge.holdings import disk, naming, record
from knowledge.holdings.record import Record


class Held(NamedTuple):
    """A record and whose it is."""

    owner: str
    record: Record


class Broken(NamedTuple):
    """A folder whose record cannot be read, and why in one line."""

    place: str
    why: str


class Reader:
    """All added documents below one folder; an owner is `national` or the id of a council."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def get(self, owner: str, source_id: str) -> Record:
        """Return a record.

        Raises:
            HoldingError: there is no such document.
            LibraryError: its record is broken; the message names the file and the field.
        """
        path = self._folder(owner, source_id) / record.FILE
        try:
            text = disk.read_file(path).decode("utf-8-sig")
        except (FileNotFoundError, NotADirectoryError) as error:
            raise not_there(owner, source_id) from error
        except (OSError, UnicodeDecodeError) as error:
            raise LibraryError(f"{path}: cannot be read as text.", "Add the document again.") from error
        kept = record.parse(text, str(path))
        if kept.id != source_id:
            raise LibraryError(f"{path}: id: must be {source_id}, as its folder.", "Correct that line.")
        return kept

    def content(self, owner: str, source_id: str) -> tuple[Record, bytes]:
        """Return a record and its document, which belong together.

        Raises:
            HoldingError: there is no such document.
            LibraryError: its record is broken, or the file that it names is not there.
        """
        while True:
            kept = self.get(owner, source_id)
            path = self._folder(owner, source_id) / kept.file
            try:
                return kept, disk.read_file(path)
            except OSError as error:
                # Without a lock, so that a reader needs no right to write: a change in between shows here.
                if self.get(owner, source_id) == kept:
                    raise LibraryError(f"{path}: cannot be read.", "Add the document again.") from error

    def listed(self, owner: str | None = None) -> list[Held | Broken]:
        """Return every record of one owner or of all, in order of owner and id; a broken one hides no other."""
        owners = [naming.check(owner, "owner")] if owner else names(self._root)
        found: list[Held | Broken] = []
        for each in owners:
            for name in names(self._root / each):
                try:
                    found.append(Held(each, self.get(each, name)))
                except GuideError as error:
                    if (self._root / each / name).exists():  # or it was removed just now
                        found.append(Broken(ascii(f"{each}/{name}")[1:-1], str(error)))
        return found

    def _folder(self, owner: str, source_id: str) -> Path:
        folder = self._root / naming.check(owner, "owner") / naming.check(source_id, "id")
        if folder.is_symlink() or folder.parent.is_symlink():
            raise HoldingError(f"{owner}/{source_id} is a link.", "Put a real folder in its place.")
        return folder


def names(folder: Path) -> list[str]:
    """Return the folders in a folder, but not the hidden ones."""
    try:
        return sorted(
            path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")
        )
    except (FileNotFoundError, NotADirectoryError):
        return []


def not_there(owner: str, source_id: str) -> HoldingError:
    """Return the error for a document that is not there."""
    return HoldingError(f"There is no document {owner}/{source_id}.", "List the documents to see their ids.")
