"""Passages to search in: real sentences, and where thousands are needed sentences put together anew."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from knowledge import build, notes, source_list
from knowledge.embed import DIMENSIONS, Embedder, MiniLm, Vector
from knowledge.index import Index, open_index
from knowledge.material import Content, Item
from knowledge.passages import NATIONAL, Part, Passage, PassageKind, PassageSource
from knowledge.sentences import sentences
from knowledge.source_list import Tier
from knowledge.vector_store import VectorStore

_OF_DOCUMENT = 100


class MadeVectors(MiniLm):
    """Vectors made by chance, one for each text; questions are read by the model, as they always are."""

    def embed(self, texts: Sequence[str]) -> Vector:
        made = [np.random.default_rng(list(text.encode()[:64])).standard_normal(DIMENSIONS) for text in texts]
        return np.stack([vector / np.linalg.norm(vector) for vector in made]).astype(np.float32)


@cache
def real_sentences() -> tuple[str, ...]:
    """Return every sentence of the notes and of the source list."""
    said = [
        sentence
        for note in notes.load()
        for section in note.sections
        for paragraph in section.paragraphs
        for sentence in sentences(paragraph.text)
    ]
    facts = [fact.text for fact in source_list.load().facts.values()]
    return tuple(dict.fromkeys(said + facts))


def items(count: int, owner: str = NATIONAL) -> Iterator[Item]:
    """Yield documents of a hundred passages each."""
    for number in range(0, count, _OF_DOCUMENT):
        yield _document(number, min(_OF_DOCUMENT, count - number), owner)


def opened(folder: Path, documents: Sequence[Item], embedder: Embedder) -> Index:
    """Build an index of these documents and open it, warm."""
    build.build_items(folder, embedder, list(documents), VectorStore())
    index = open_index(folder, embedder)
    index.warm("demo")
    return index


def _document(number: int, count: int, owner: str) -> Item:
    doc = f"{owner}-{number:06}.txt"

    def read() -> Content:
        chance = random.Random(doc)
        source = PassageSource(
            source_id=doc, title=doc, publisher="", url=None, published=None, tier=Tier.POLICY, seen="made"
        )
        return Content([_passage(doc, n, chance, owner) for n in range(count)], [source])

    return Item(owner=owner, doc=doc, digest=doc, read=read)


def _passage(doc: str, n: int, chance: random.Random, owner: str) -> Passage:
    text = " ".join(chance.choices(real_sentences(), k=4))
    return Passage(
        owner=owner,
        kind=PassageKind.ORIGINAL,
        doc=doc,
        title=f"Document {doc}",
        section=f"Section {n}",
        parts=(Part(text=text, sources=(doc,)),),
    )
