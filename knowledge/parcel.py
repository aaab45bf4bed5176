"""The files of a generation on their way to another host: zipped, in pieces, in a collection of their own."""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from bot.errors import IndexMissingError

# In base64 still well below what a Chroma server takes in one request (40 MB).
_PIECE = 2 << 20


def send(folder: Path, collection: Any) -> str:
    """Put the files of a generation into an empty collection; return the SHA-256 of the parcel."""
    digest = hashlib.sha256()
    with TemporaryFile() as file:
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as zipped:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                zipped.write(path, path.relative_to(folder))
        file.seek(0)
        number = 0
        while piece := file.read(_PIECE):
            digest.update(piece)
            # In the metadata, as Chroma would index the words of a document; the vector is a formality.
            collection.add(
                ids=[_id(number)], embeddings=[[1.0]], metadatas=[{"piece": b64encode(piece).decode()}]
            )
            number += 1
    return digest.hexdigest()


def fetch(collection: Any, digest: str, folder: Path) -> None:
    """Unpack a parcel into a new folder, once all of it is here and is what was sent.

    Raises:
        IndexMissingError: it is not what was sent.
    """
    found = hashlib.sha256()
    with TemporaryFile() as file:
        for number in range(collection.count()):
            for row in collection.get(ids=[_id(number)], include=["metadatas"])["metadatas"]:
                piece = b64decode(row["piece"])
                found.update(piece)
                file.write(piece)
        if found.hexdigest() != digest:
            raise IndexMissingError(
                "What the Chroma server holds of the index is not what was published.",
                "Run: council-guide index build",
            )
        with ZipFile(file) as zipped:
            zipped.extractall(folder)


def _id(number: int) -> str:
    return f"piece-{number}"
