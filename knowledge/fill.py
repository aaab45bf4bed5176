"""Fill the folder of a new generation: what did not change is copied from the one before."""

from __future__ import annotations

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from knowledge import passage_file, phrasings, records, spelling, vector_store, word_index
from knowledge.draft import Before, Draft
from knowledge.embed import DIMENSIONS, Embedder
from knowledge.generation import PHRASINGS, SENTENCES, read_manifest
from knowledge.material import Item
from knowledge.passage_file import PassageFile
from knowledge.passages import NATIONAL, Passage, PassageKind, is_superseded
from knowledge.progress import Progress
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


def fill(
    folder: Path,
    embedder: Embedder,
    items: Sequence[Item],
    before: Path | None,
    store: VectorStore,
    progress: Progress,
) -> Filled:
    """Write everything but the manifest."""
    old = Before(before) if before and read_manifest(before).embedder == embedder.identity else None
    draft = Draft()
    for done, item in enumerate(items):
        progress("Reading documents", done, len(items))
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
    _fill_spoken(folder, draft, passages, cache, old, progress)
    _fill_words(folder, draft, passages, old, progress)
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
    draft: Draft,
    passages: PassageFile,
    cache: VectorCache,
    old: Before | None,
    store: VectorStore,
    progress: Progress,
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
            progress("Embedding passages", done, total)
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
    folder: Path,
    draft: Draft,
    passages: PassageFile,
    cache: VectorCache,
    old: Before | None,
    progress: Progress,
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
        vectors=cache.embed(lines, progress).astype(np.float16).reshape(len(lines), DIMENSIONS),
    )
    phrasings.write(folder / PHRASINGS, spoken, cache, progress)


def _fill_words(
    folder: Path, draft: Draft, passages: PassageFile, old: Before | None, progress: Progress
) -> None:
    """Write one word index for each view; a view in which nothing changed is copied."""
    (folder / "words").mkdir()
    known: dict[int, list[str]] = {}
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for owner in dict.fromkeys(draft.owners):
        if is_superseded(owner):
            continue
        seen = [NATIONAL, owner]
        positions = draft.positions_of(seen)
        if old and _same(draft, old, seen):
            shutil.copytree(old.folder / "words" / owner, folder / "words" / owner)
            word_index.write_positions(folder / "words" / owner, positions)
            continue
        for done, position in enumerate(positions):
            progress("Indexing words", done, len(positions))
            if position not in known:
                text = passages[position].search_words
                known[position] = tokens(text)
                counts[draft.owners[position]].update(spelling.words_of(text))
        view = folder / "words" / owner
        word_index.write(view, [known[one] for one in positions], positions)
        spelling.write(view, sum((counts[one] for one in dict.fromkeys(seen)), Counter()))


def _same(draft: Draft, old: Before, owners: Sequence[str]) -> bool:
    """Return whether these owners have the same documents as before, in the same order."""

    def documents(records: Iterable[Record]) -> list[tuple[str, str]]:
        return [(record.doc, record.digest) for record in records if record.owner in owners]

    return documents(draft.records) == documents(old.records.values())
