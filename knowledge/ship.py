"""Write the library's vectors beside the notes: `python -m knowledge.ship`, after a note has changed."""

from __future__ import annotations

import sys
from pathlib import Path

from knowledge.embed import Embedder, MiniLm
from knowledge.material import library_items
from knowledge.passages import Passage
from knowledge.vectors import VectorCache


def ship_vectors(file: Path, embedder: Embedder) -> int:
    """Write the vectors of the library's passages and sentences beside the notes; return how many."""
    passages = [passage for item in library_items(embedder) for passage in item.read().passages]
    texts = [text for passage in passages for text in _texts_of(passage)]
    cache = VectorCache(embedder)
    cache.load_shipped()
    cache.embed(texts)
    cache.save(file, texts)
    return len(set(texts))


def _texts_of(passage: Passage) -> tuple[str, ...]:
    """Return every text of a note's passage that has a vector."""
    return (passage.search_text, *passage.spoken, *passage.asked)


if __name__ == "__main__":
    file = Path(__file__).with_name("library") / "vectors.npz"
    sys.stdout.write(f"{ship_vectors(file, MiniLm())} vectors in {file.name}\n")
