"""Build an index: split, embed what is new, write a new generation, then point to it."""

from __future__ import annotations

import json
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from filelock import FileLock

from bot.errors import DocumentError
from knowledge.documents import Skipped
from knowledge.embed import DIMENSIONS, Embedder
from knowledge.index import FORMAT, Manifest, collection_name, current_folder, open_chroma
from knowledge.material import (
    Material,
    folder_fingerprint,
    joined,
    library_fingerprint,
    read_documents,
    read_library,
)
from knowledge.passages import NATIONAL, Passage, PassageKind
from knowledge.vectors import VectorCache
from knowledge.words import tokens

Progress = Callable[[int, int], None]
_KEPT_GENERATIONS = 2
_BATCH = 256


class Built(NamedTuple):
    """The new generation and the files that were left out."""

    manifest: Manifest
    skipped: list[Skipped]


def build_library(
    index: Path, embedder: Embedder, policies: dict[str, Path], progress: Progress | None = None
) -> Built:
    """Index the shipped notes, and each council's policies under its own name."""
    content = library_fingerprint(policies)
    material = read_library(embedder)
    for owner, folder in policies.items():
        if folder.is_dir():
            material = joined(material, read_documents(folder, owner, embedder))
    return _write(index, embedder, material, content, progress)


def build_folder(folder: Path, index: Path, embedder: Embedder, progress: Progress | None = None) -> Built:
    """Index a folder of documents as originals, without the library."""
    material = read_documents(folder, NATIONAL, embedder)
    if not material.passages:
        raise DocumentError(f"Nothing in {folder} could be indexed.", "Put .md or .txt files into it.")
    return _write(index, embedder, material, folder_fingerprint(folder).hex(), progress)


def ensure_library(index: Path, embedder: Embedder, policies: dict[str, Path]) -> Built | None:
    """Build the library's index unless the current one was made from the same texts and embedder."""
    if _is_current(index, embedder, library_fingerprint(policies)):
        return None
    index.mkdir(parents=True, exist_ok=True)
    with FileLock(index / "ensure.lock"):
        if _is_current(index, embedder, library_fingerprint(policies)):
            return None
        return build_library(index, embedder, policies)


def ship_vectors(file: Path, embedder: Embedder) -> int:
    """Write the vectors of the library's passages and sentences beside the notes; return how many."""
    passages = read_library(embedder).passages
    texts = [text for passage in passages for text in (passage.search_text, *passage.spoken)]
    cache = VectorCache(embedder)
    cache.load_shipped()
    cache.embed(texts)
    cache.save(file, texts)
    return len(set(texts))


def _is_current(index: Path, embedder: Embedder, content: str) -> bool:
    folder = current_folder(index)
    if folder is None:
        return False
    manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
    return manifest.content == content and manifest.embedder == embedder.identity


def _write(
    index: Path, embedder: Embedder, material: Material, content: str, progress: Progress | None
) -> Built:
    """Write a generation beside the current one, and point to it only when all of it is there."""
    index.mkdir(parents=True, exist_ok=True)
    with FileLock(index / "build.lock"):
        _drop_unfinished(index)
        previous = current_folder(index)
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
        folder = index / name
        folder.mkdir()
        try:
            manifest = _fill(folder, embedder, material, content, previous, progress)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        pointer = index / f"current.{name}"
        pointer.write_text(name, encoding="utf-8")
        pointer.replace(index / "current")
        _drop_old(index)
    return Built(manifest, material.skipped)


def _fill(
    folder: Path,
    embedder: Embedder,
    material: Material,
    content: str,
    previous: Path | None,
    progress: Progress | None,
) -> Manifest:
    cache = VectorCache(embedder)
    cache.load_shipped()
    if previous and (previous / "vectors.npz").is_file():
        cache.load(previous / "vectors.npz")
    unique = list({passage.id: passage for passage in material.passages}.values())
    spoken = [passage for passage in unique if passage.kind is PassageKind.NOTE]
    lines = [line for passage in spoken for line in passage.spoken]

    _store_vectors(folder / "chroma", unique, cache, progress)
    np.savez(
        folder / "sentences.npz",
        passage_ids=np.array([passage.id for passage in spoken], dtype=np.str_),
        vectors=cache.embed(lines).astype(np.float16).reshape(len(lines), DIMENSIONS),
    )
    cache.save(folder / "vectors.npz", [passage.search_text for passage in unique] + lines)
    _store_words(folder / "words", unique)
    (folder / "passages.jsonl").write_text(
        "".join(passage.model_dump_json() + "\n" for passage in unique), encoding="utf-8"
    )
    rows = [source.model_dump(mode="json") for source in material.sources.values()]
    (folder / "sources.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    manifest = Manifest(
        format=FORMAT,
        embedder=embedder.identity,
        content=content,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        owners=dict(Counter(passage.owner for passage in unique)),
        documents=material.documents,
        passages=len(unique),
        embedded=cache.fresh,
    )
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
    return manifest


def _store_vectors(
    folder: Path, passages: Sequence[Passage], cache: VectorCache, progress: Progress | None
) -> None:
    """Run each owner's passages through llama-index's ingestion into that owner's collection."""
    from knowledge.ingest import ingest

    client = open_chroma(folder)
    done = 0
    for owner in sorted({passage.owner for passage in passages}):
        collection = client.create_collection(
            collection_name(owner), embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        for batch in _batches([passage for passage in passages if passage.owner == owner]):
            ingest(batch, cache, collection)
            done += len(batch)
            if progress:
                progress(done, len(passages))


def _store_words(folder: Path, passages: Iterable[Passage]) -> None:
    import bm25s

    corpus = [tokens(passage.search_text) for passage in passages]
    if corpus:
        scorer = bm25s.BM25(k1=1.5, b=0.75)
        scorer.index(corpus, show_progress=False)
        scorer.save(folder)


def _batches(items: list[Passage]) -> Iterable[list[Passage]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))


def _drop_unfinished(index: Path) -> None:
    """Remove what a killed build left; under the lock nobody else is writing."""
    for path in index.iterdir():
        if path.is_dir() and not (path / "manifest.json").is_file():
            shutil.rmtree(path, ignore_errors=True)


def _drop_old(index: Path) -> None:
    folders = sorted((path for path in index.iterdir() if (path / "manifest.json").is_file()), reverse=True)
    for folder in folders[_KEPT_GENERATIONS:]:
        shutil.rmtree(folder, ignore_errors=True)
