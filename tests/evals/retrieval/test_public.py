from __future__ import annotations

from pathlib import Path

import pytest

from evals.dataset import DatasetError
from evals.retrieval import public
from evals.retrieval.data import Collection
from knowledge.embed import MiniLm

_TEXTS = Collection(
    docs={"a#1": "The harbour company belongs to the regional council.", "b#1": "Bees make honey.", "c": ""},
    queries={"q1": "who owns the harbour", "q2": "what do bees make"},
    qrels={"q1": {"a#1": 1, "b#1": 0}, "q2": {"b#1": 1}},
)


def test_a_collection_is_indexed_searched_in_each_way_and_scored(embedder: MiniLm) -> None:
    figures = {
        measure.name: (measure.value, measure.n) for measure in public.measure("tiny", _TEXTS, embedder)
    }
    assert figures == {
        f"{score}, tiny, {way}": (1.0, 2)
        for way in ("hybrid", "BM25 alone", "dense alone")
        for score in ("nDCG@10", "recall@5")
    }


def test_without_a_folder_it_says_what_was_left_out(embedder: MiniLm) -> None:
    measures, (remark,) = public.evaluate(None, embedder)
    assert measures == ()
    assert "GUIDE_EVAL_DATA" in remark


def test_a_folder_without_the_collections_is_one_clear_error(tmp_path: Path, embedder: MiniLm) -> None:
    with pytest.raises(DatasetError, match="cranfield"):
        public.evaluate(tmp_path, embedder)
