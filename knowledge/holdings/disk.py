"""Write so that a crash leaves the old or the new, never half."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

# A name that begins with one of these belongs to a write that never came to its end.
DRAFT = ".draft-"
GONE = ".gone-"


def fresh(folder: Path, mark: str) -> Path:
    """Return an unused name in a folder."""
    return folder / f"{mark}{secrets.token_hex(8)}"


def write_file(path: Path, content: bytes) -> None:
    """Put a whole file under a name; the name holds the old one until then."""
    draft = fresh(path.parent, DRAFT)
    write_new(draft, content)
    os.replace(draft, path)
    sync_folder(path.parent)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that was not there, down to the disk."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read_file(path: Path) -> bytes:
    """Return a file's content; a link is not followed, for it could lead anywhere."""
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
        return file.read()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what unfinished writes left in a folder."""
    for path in folder.iterdir():
        if path.name.startswith((DRAFT, GONE)):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
