"""Generations of an index: one folder for each, never written to again, and a pointer that names the current one.

INDEX/current, before            names of the folder in use and of the one before, unless a database row says it
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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict

from knowledge.pointer import FilePointer, Pointer
from knowledge.vector_store import VectorStore

FORMAT = 5
_FETCHING = "fetching"
_MANIFEST = "manifest.json"
_UNFINISHED = "manifest.new"
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


def named_folder(index: Path, pointer: Pointer | None = None) -> Path | None:
    """Return the folder of the current generation, in whatever format and there or not; None: there is none."""
    kept = (pointer or FilePointer(index)).kept()
    return index / kept[0] if kept else None


def current_folder(index: Path, pointer: Pointer | None = None) -> Path | None:
    """Return the folder of the current generation, or None when there is no usable one on this disk."""
    folder = named_folder(index, pointer)
    return folder if folder and is_usable(folder) else None


def is_usable(folder: Path) -> bool:
    """Say whether a generation is there, in the format of this version."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False
    return bool(manifest.get("format") == FORMAT)


def read_manifest(folder: Path) -> Manifest:
    """Return what a generation holds."""
    return Manifest.model_validate_json((folder / _MANIFEST).read_bytes())


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Hold the lock of an index on this disk: one process at a time builds or fetches."""
    index.mkdir(parents=True, exist_ok=True)
    with FileLock(index / _LOCK):
        yield


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
def building(index: Path, store: VectorStore) -> Iterator[None]:
    """Hold the lock of an index; what killed builds left is swept first."""
    with locked(index):
        _drop(_folders(index, finished=False), store)
        yield


@contextmanager
def new_folder(index: Path, store: VectorStore, pointer: Pointer) -> Iterator[Path]:
    """Make the folder of a new generation; unless it is published in the end, nothing of it stays."""
    # Chroma remembers clients by path: a name must never come again. Two may be made within one second.
    folder = index / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
    folder.mkdir()
    try:
        yield folder
    except BaseException:
        if folder.name not in pointer.kept():
            _drop([folder], store)
        raise


def publish(
    folder: Path, manifest: Manifest, store: VectorStore, pointer: Pointer, after: str | None
) -> Sequence[str]:
    """Finish a generation and point to it; `after`: the one that was current when it was begun.

    Readers see the old one or the new one, nothing between. Returns the names of those that are on the server
    and that nobody may search any more.

    Raises:
        IndexRaceError: another host has published meanwhile.
    """
    (folder / _UNFINISHED).write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
    digest = store.send_parcel(folder) if pointer.is_shared else ""
    # From here on a build that is killed cannot be told from one that was published.
    (folder / _UNFINISHED).rename(folder / _MANIFEST)
    built_at = datetime.fromisoformat(manifest.built_at)
    return pointer.publish(
        folder.name, built_at=built_at, embedder=manifest.embedder, digest=digest, after=after
    )


def drop_old(index: Path, store: VectorStore, pointer: Pointer, gone: Sequence[str] = ()) -> None:
    """Drop those that are `gone` from the server, and what nobody may search any more from this disk.

    The lock is held. What this pointer does not know stays on the server: other hosts may read it by another one.
    """
    store.drop(gone)
    pointer.forget(gone)
    kept = pointer.kept()
    for path in _folders(index, finished=True):
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


def fetch(index: Path, store: VectorStore, pointer: Pointer) -> Path | None:
    """Return the folder of the current generation, brought to this disk if it is not there. The lock is held.

    Raises:
        IndexMissingError: it cannot be fetched, or is not what was published.
    """
    # While one is fetched, another may be published.
    while (kept := pointer.kept()) and not (index / kept[0]).exists():
        if not (digest := pointer.digest(kept[0])):
            return None
        part = index / _FETCHING
        shutil.rmtree(part, ignore_errors=True)
        store.fetch_parcel(kept[0], digest, part)
        (part / _UNFINISHED).rename(part / _MANIFEST)
        # It has its name only when all of it is there.
        part.rename(index / kept[0])
        drop_old(index, store, pointer)
    return index / kept[0] if kept and is_usable(index / kept[0]) else None


def bring(index: Path, store: VectorStore, pointer: Pointer) -> Path | None:
    """Take the lock and `fetch`."""
    with locked(index):
        return fetch(index, store, pointer)


def _drop(folders: Sequence[Path], store: VectorStore) -> None:
    # What lies on the server is known by the folder's name, so the folder goes last.
    store.drop([path.name for path in folders])
    for path in folders:
        shutil.rmtree(path, ignore_errors=True)


def _folders(index: Path, *, finished: bool) -> list[Path]:
    return [
        path
        for path in index.iterdir()
        if path.is_dir() and path.name != _FETCHING and (path / _MANIFEST).is_file() is finished
    ]
