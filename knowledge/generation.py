"""Generations of an index: one folder for each, never written to again, and a file that names the current one.

INDEX/current                    name of the folder in use
INDEX/<generation>/manifest.json what was indexed, with which embedder
                   passages/     the passages, one JSON line each, and where each begins
                   documents.json, sources.json
                   notes.json    what the shipped notes said, and how they changed (of a library's index)
                   sentences.npz the vectors of what notes say, sentence by sentence
                   phrasings.npz the vectors of how people ask for it
                   words/<view>/ BM25 over what one asker may see, and its words
                   chroma/       one collection for each owner
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict

FORMAT = 5
_MANIFEST = "manifest.json"
_LOCK = "build.lock"
SENTENCES = "sentences.npz"
PHRASINGS = "phrasings.npz"


class Manifest(BaseModel):
    """What an index holds.

    `version` is that of the package which built it; `content` is a hash of everything that was read; `embedded`
    counts the texts that the model had to read for this generation, `parsed` the documents that were new or
    changed, of `documents` in all.
    """

    model_config = ConfigDict(frozen=True)
    format: int
    version: str
    embedder: str
    content: str
    built_at: str
    owners: dict[str, int]
    documents: int
    passages: int
    parsed: int
    embedded: int


def named_folder(index: Path) -> Path | None:
    """Return the folder that the pointer names, in whatever format, or None when there is none."""
    try:
        return index / (index / "current").read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return None


def current_folder(index: Path) -> Path | None:
    """Return the folder of the current generation, or None when there is no usable one."""
    folder = named_folder(index)
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes()) if folder else {}
    except (OSError, ValueError):
        return None
    return folder if manifest.get("format") == FORMAT else None


def read_manifest(folder: Path) -> Manifest:
    """Return what a generation holds."""
    return Manifest.model_validate_json((folder / _MANIFEST).read_bytes())


@contextmanager
def building(index: Path) -> Iterator[list[str]]:
    """Hold the lock of an index: one build at a time. What killed builds left is swept first, and named."""
    index.mkdir(parents=True, exist_ok=True)
    with FileLock(index / _LOCK):
        left = _folders(index, finished=False)
        for path in left:
            shutil.rmtree(path, ignore_errors=True)
        yield [path.name for path in left]


def is_building(index: Path) -> bool:
    """Return whether somebody holds the lock of an index."""
    if not (index / _LOCK).is_file():
        return False
    try:
        with FileLock(index / _LOCK, timeout=0):
            return False
    except Timeout:
        return True


@contextmanager
def new_folder(index: Path) -> Iterator[Path]:
    """Make the folder of a new generation; when filling it fails, nothing of it stays."""
    # Chroma remembers clients by path: a name must never come again. Two may be made within one second.
    folder = index / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
    folder.mkdir()
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def publish(folder: Path, manifest: Manifest) -> list[str]:
    """Finish a generation and point to it; return the names of the old ones that were dropped.

    Readers see the old one or the new one, nothing between.
    """
    (folder / _MANIFEST).write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
    index = folder.parent
    before = current_folder(index)
    pointer = index / f"current.{folder.name}"
    pointer.write_text(folder.name, encoding="utf-8")
    pointer.replace(index / "current")
    # A reader may still search the one before.
    old = [path for path in _folders(index, finished=True) if path not in (folder, before)]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return [path.name for path in old]


def _folders(index: Path, *, finished: bool) -> list[Path]:
    return [path for path in index.iterdir() if path.is_dir() and (path / _MANIFEST).is_file() is finished]
