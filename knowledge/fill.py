"""Fill the folder of a new generation: what did not change is copied from the one before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bot.errors import DocumentError
from knowledge import passage_file, phrasings, records, vector_store, word_index
from knowledge.embed import DIMENSIONS, Embedder
from knowledge.generation import PHRASINGS, SENTENCES, read_manifest
from knowledge.material import Item
from knowledge.passage_file import PassageFile
from knowledge.passages import NATIONAL, Passage, PassageKind, is_superseded
from knowledge.records import Record
from knowledge.vector_store import VectorStore
from knowledge.vectors import VectorCache
from knowledge.words import tokens

_BATCH = 256


class Filled(NamedTuple):
    """What was written: the owner of each passage, the documents, and how much of it was new."""

    owners: list[str]
    records: list[Record]
    parsed: int
    embedded: int


class _Before:
    """The generation before, as far as it can be kept: made with the same embedder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records = {(record.owner, record.doc): record for record in records.read(folder)}
        self.passages = PassageFile(folder / "passages")
        saved = json.loads((folder / "sources.json").read_bytes())
        self.sources = {row["source_id"]: row for row in saved}

    def ids_of(self, owner: str) -> list[str]:
        kept = [record for (whose, _), record in self.records.items() if whose == owner]
        return [
            self.passages.id_at(position)
            for record in kept
            for position in range(record.first, record.first + record.count)
        ]

    @property
    def owners(self) -> list[str]:
        return sorted({owner for owner, _ in self.records})


class _Draft:
    """What the new generation will hold."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.ids: list[str] = []
        self.owners: list[str] = []
        self.records: list[Record] = []
        self.sources: dict[str, dict[str, object]] = {}
        self.parsed = 0

    def keep(self, record: Record, before: _Before) -> None:
        """Take a document over as it stands."""
        first = len(self.ids)
        for position in range(record.first, record.first + record.count):
            self._add(before.passages.line(position), before.passages.id_at(position), record.owner)
        self.sources |= {name: before.sources[name] for name in record.sources}
        self.records.append(record.model_copy(update={"first": first}))

    def read(self, item: Item) -> None:
        """Read a document that is new or has changed; what cannot be read is noted with its reason."""
        self.parsed += 1
        record = Record(owner=item.owner, doc=item.doc, digest=item.digest, first=len(self.ids))
        try:
            content = item.read()
        except DocumentError as error:
            self.records.append(record.model_copy(update={"skipped": str(error)}))
            return
        unique = {passage.id: passage for passage in content.passages}
        for passage_id, passage in unique.items():
            self._add(passage.model_dump_json().encode() + b"\n", passage_id, item.owner)
        self.sources |= {source.source_id: source.model_dump(mode="json") for source in content.sources}
        names = tuple(source.source_id for source in content.sources)
        changed = {"count": len(unique), "sources": names, "findings": content.findings}
        self.records.append(record.model_copy(update=changed))

    def positions_of(self, owners: Sequence[str]) -> list[int]:
        return [position for position, owner in enumerate(self.owners) if owner in owners]

    def _add(self, line: bytes, passage_id: str, owner: str) -> None:
        self.lines.append(line)
        self.ids.append(passage_id)
        self.owners.append(owner)


def fill(
    folder: Path,
    embedder: Embedder,
    items: Sequence[Item],
    before: Path | None,
    store: VectorStore,
    progress: Callable[[int, int], None] | None,
) -> Filled:
    """Write everything but the manifest."""
    old = _Before(before) if before and read_manifest(before).embedder == embedder.identity else None
    draft = _Draft()
    for item in items:
        known = old.records.get((item.owner, item.doc)) if old else None
        if old and known and known.digest == item.digest:
            draft.keep(known, old)
        else:
            draft.read(item)
    passage_file.write(folder / "passages", draft.lines, draft.ids)
    passages = PassageFile(folder / "passages")
    cache = VectorCache(embedder)
    cache.load_shipped()
    _fill_vectors(folder, draft, passages, cache, old, store, progress)
    _fill_spoken(folder, draft, passages, cache, old)
    _fill_words(folder, draft, passages, old)
    (folder / "sources.json").write_text(
        json.dumps(list(draft.sources.values()), ensure_ascii=False), encoding="utf-8"
    )
    records.write(folder, draft.records)
    passages.close()
    if old:
        old.passages.close()
    return Filled(draft.owners, draft.records, draft.parsed, cache.fresh)


def _fill_vectors(
    folder: Path,
    draft: _Draft,
    passages: PassageFile,
    cache: VectorCache,
    old: _Before | None,
    store: VectorStore,
    progress: Callable[[int, int], None] | None,
) -> None:
    """Keep the vectors of what is still there; run the rest through llama-index's ingestion."""
    filled = [owner for owner in old.owners if old.ids_of(owner)] if old else []
    if old:
        store.take_over(old.folder, folder, filled)
    vectors = store.open(folder)
    owners = list(dict.fromkeys(draft.owners))
    for gone in set(filled) - set(owners):
        vectors.delete(gone)
    wanted = {owner: [draft.ids[at] for at in draft.positions_of([owner])] for owner in owners}
    there = {owner: set(old.ids_of(owner)) if old else set() for owner in owners}
    total = sum(len(set(wanted[owner]) - there[owner]) for owner in owners)
    done = 0
    for owner in owners:
        collection = vectors.made(owner)
        vector_store.delete(collection, sorted(there[owner] - set(wanted[owner])))
        added = [name for name in wanted[owner] if name not in there[owner]]
        for start in range(0, len(added), _BATCH):
            batch = [passages[passages.positions[name]] for name in added[start : start + _BATCH]]
            _add(collection, batch, cache)
            done += len(batch)
            if progress:
                progress(done, total)
    vectors.close()


def _add(collection: Any, passages: list[Passage], cache: VectorCache) -> None:
    texts = [passage.search_text for passage in passages]
    if cache.knows(texts):
        # The first start has nothing to embed: it need not wait a second for llama-index to load.
        vector_store.add(collection, [passage.id for passage in passages], cache.embed(texts), texts)
        return
    from knowledge.ingest import ingest

    ingest(passages, cache, collection)


def _fill_spoken(
    folder: Path, draft: _Draft, passages: PassageFile, cache: VectorCache, old: _Before | None
) -> None:
    """Write the vectors of what notes say, sentence by sentence, and of how people ask for it."""
    if old and _same(draft, old, [NATIONAL]):
        for name in (SENTENCES, PHRASINGS):
            shutil.copy2(old.folder / name, folder / name)
        return
    national = (passages[position] for position in draft.positions_of([NATIONAL]))
    spoken = [passage for passage in national if passage.kind is PassageKind.NOTE]
    lines = [line for passage in spoken for line in passage.spoken]
    np.savez(
        folder / SENTENCES,
        passage_ids=np.array([passage.id for passage in spoken], dtype=np.str_),
        counts=np.array([len(passage.spoken) for passage in spoken], dtype=np.int64),
        vectors=cache.embed(lines).astype(np.float16).reshape(len(lines), DIMENSIONS),
    )
    phrasings.write(folder / PHRASINGS, spoken, cache)


def _fill_words(folder: Path, draft: _Draft, passages: PassageFile, old: _Before | None) -> None:
    """Write one word index for each view; a view in which nothing changed is copied."""
    (folder / "words").mkdir()
    known: dict[int, list[str]] = {}
    for owner in dict.fromkeys(draft.owners):
        if is_superseded(owner):
            continue
        seen = [NATIONAL, owner]
        positions = draft.positions_of(seen)
        if old and _same(draft, old, seen):
            shutil.copytree(old.folder / "words" / owner, folder / "words" / owner)
            word_index.write_positions(folder / "words" / owner, positions)
            continue
        for position in positions:
            if position not in known:
                known[position] = tokens(passages[position].search_words)
        word_index.write(folder / "words" / owner, [known[one] for one in positions], positions)


def _same(draft: _Draft, old: _Before, owners: Sequence[str]) -> bool:
    """Return whether these owners have the same documents as before, in the same order."""

    def documents(records: Iterable[Record]) -> list[tuple[str, str]]:
        return [(record.doc, record.digest) for record in records if record.owner in owners]

    return documents(draft.records) == documents(old.records.values())
