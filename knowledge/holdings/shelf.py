"""The folder of added documents: `<owner>/<id>/source.yaml`, and the document beside it.

`source.yaml` names the document's file, and each content has a file of its own. So one rename of
`source.yaml` changes both at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import GuideError, HoldingError
from knowledge.holdings import disk, making, naming, record
from knowledge.holdings.making import Content
from knowledge.holdings.reading import Reader, names, not_there
from knowledge.holdings.record import Entry, Record

_LOCK = ".lock"


class Shelf(Reader):
    """All added documents below one folder; an owner is `national` or the id of a council."""

    def __init__(self, root: Path, wait_s: float = 10.0) -> None:
        super().__init__(root)
        self._wait_s = wait_s

    def add(
        self, owner: str, entry: Entry, content: Content, *, today: date, source_id: str | None = None
    ) -> Record:
        """Keep a new document; its id is made from the title unless it is given.

        Raises:
            HoldingError: the id is taken or no name, or the content is not what its kind says.
        """
        making.check(content)
        with self._writing(owner) as shelf:
            name = source_id or naming.from_title(entry.title, lambda name: (shelf / name).exists())
            folder = shelf / naming.check(name, "id")
            if folder.exists():
                raise HoldingError(f"{owner}/{name} is there already.", "Replace it, or give another id.")
            kept = making.of(entry, name, today, making.file_name(name, content))
            _check_heir(shelf, kept)
            draft = disk.fresh(shelf, disk.DRAFT)
            draft.mkdir(mode=0o700)
            disk.write_new(draft / kept.file, content.data)
            disk.write_new(draft / record.FILE, record.write(kept).encode())
            disk.sync_folder(draft)
            os.rename(draft, folder)
            disk.sync_folder(shelf)
        return kept

    def replace(self, owner: str, source_id: str, entry: Entry, content: Content | None = None) -> Record:
        """Change what is said of a document and, where content is given, the document; the id stays.

        Raises:
            HoldingError: there is no such document, or the content is not what its kind says.
        """
        return self._change(owner, source_id, entry, content)

    def withdraw(self, owner: str, source_id: str, on: date, reason: str) -> Record:
        """Keep the document, and say from which day and why it must not be used.

        Raises:
            HoldingError: there is no such document, or the reason is no line of text.
        """
        return self._change(owner, source_id, None, None, withdrawn_on=on, withdrawn_reason=reason)

    def remove(self, owner: str, source_id: str) -> None:
        """Take a document away for good.

        Raises:
            HoldingError: there is no such document.
        """
        with self._writing(owner) as shelf:
            folder = self._folder(owner, source_id)
            if not folder.is_dir():
                raise not_there(owner, source_id)
            gone = disk.fresh(shelf, disk.GONE)
            os.rename(folder, gone)
            disk.sync_folder(shelf)
            disk.sweep(shelf)

    def sweep(self) -> None:
        """Remove what writes left behind that a crash cut short; each write does so too."""
        with self._locked():
            for owner in names(self._root):
                self._sweep(self._root / owner)

    def _change(
        self, owner: str, source_id: str, entry: Entry | None, content: Content | None, **said: object
    ) -> Record:
        if content:
            making.check(content)
        with self._writing(owner) as shelf:
            folder, old = self._folder(owner, source_id), self.get(owner, source_id)
            file = making.file_name(source_id, content) if content else old.file
            kept = making.of(entry or old, source_id, old.added_on, file, **said)
            if kept.superseded_by != old.superseded_by:
                _check_heir(shelf, kept)
            if content:
                disk.write_file(folder / file, content.data)
            disk.write_file(folder / record.FILE, record.write(kept).encode())
            if old.file != file:
                (folder / old.file).unlink(missing_ok=True)
        return kept

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            with FileLock(self._root / _LOCK, timeout=self._wait_s):
                yield
        except Timeout as error:
            raise HoldingError("Another command is changing the documents.", "Try again shortly.") from error
        except OSError as error:
            raise HoldingError(
                f"The folder of documents cannot be changed ({error.strerror or type(error).__name__}).",
                "Check the rights to it and the space on the disk.",
            ) from error

    @contextmanager
    def _writing(self, owner: str) -> Iterator[Path]:
        shelf = self._root / naming.check(owner, "owner")
        if shelf.is_symlink():
            raise HoldingError(f"The folder of {owner} is a link.", "Put a real folder in its place.")
        with self._locked():
            if not shelf.is_dir():
                shelf.mkdir(mode=0o700)
                disk.sync_folder(self._root)
            self._sweep(shelf)
            yield shelf

    def _sweep(self, shelf: Path) -> None:
        if shelf.is_symlink():
            return
        disk.sweep(shelf)
        for name in names(shelf):
            folder = shelf / name
            if folder.is_symlink():
                continue
            disk.sweep(folder)
            try:
                kept = self.get(shelf.name, name)
            except GuideError:
                continue  # nobody can say what belongs to it
            for path in folder.iterdir():
                if path.name != kept.file and making.is_name_of(name, path.name):
                    path.unlink()


def _check_heir(shelf: Path, kept: Record) -> None:
    if kept.superseded_by and not (shelf / kept.superseded_by / record.FILE).is_file():
        raise HoldingError(
            f"superseded_by: there is no document {shelf.name}/{kept.superseded_by}.", "Add that one first."
        )
