from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge import index as index_module
from knowledge.build import build_folder
from knowledge.embed import MiniLm, Vector
from knowledge.index import open_index


class _Counting:
    """The embedder, and the texts that it was given."""

    def __init__(self, embedder: MiniLm) -> None:
        self._embedder = embedder
        self.identity = embedder.identity
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vector:
        self.texts += texts
        return self._embedder.embed(texts)

    def embed_query(self, text: str) -> Vector:
        return self._embedder.embed_query(text)

    def count_tokens(self, text: str) -> int:
        return self._embedder.count_tokens(text)


def test_a_documents_sentences_are_embedded_once(
    tmp_path: Path, embedder: MiniLm, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.md").write_text("# Gifts\n## 1 Limits\n1.1 Declare it. Tell the clerk.\n", encoding="utf-8")
    (docs / "b.md").write_text("# Trips\nAsk the Mayor first.\n", encoding="utf-8")
    build_folder(docs, tmp_path / "index", embedder)
    counting = _Counting(embedder)
    opened = open_index(tmp_path / "index", counting)
    first, second = opened.passages[0], opened.passages[1]
    vectors = opened.read_aloud(first)
    assert vectors.shape == (len(first.spoken), 384)
    assert counting.texts == list(first.spoken)
    np.testing.assert_array_equal(opened.read_aloud(first), vectors)
    assert counting.texts == list(first.spoken)
    # What is remembered is bounded.
    monkeypatch.setattr(index_module, "_REMEMBERED", 1)
    opened.read_aloud(second)
    opened.read_aloud(first)
    assert counting.texts == [*first.spoken, *second.spoken, *first.spoken]
    opened.close()
