from __future__ import annotations

from pathlib import Path

import pytest

from evals.dataset import DatasetError
from evals.retrieval import public
from evals.retrieval.data import Collection
from evals.retrieval.result import score
from knowledge.embed import MiniLm

_TEXTS = Collection(
    docs={"a#1": "The harbour company belongs to the regional council.", "b#1": "Bees make honey.", "c": ""},
    queries={"q1": "who owns the harbour", "q2": "what do bees make"},
    qrels={"q1": {"a#1": 1, "b#1": 0}, "q2": {"b#1": 1}},
)


def test_a_collection_is_indexed_searched_in_each_way_and_scored(embedder: MiniLm) -> None:
    results = public.search_all("tiny", _TEXTS, embedder)
    ways = (
        "hybrid",
        "BM25 alone",
        "dense alone",
        "llama-index dense",
        "llama-index hybrid",
        "llama-index hybrid (k = 50)",
        "llama-index dense, own nodes",
        "llama-index hybrid, own nodes",
        "llama-index hybrid (k = 50), own nodes",
    )
    found = {
        (result.collection, result.search, result.id): (result.ndcg10, result.found[0]) for result in results
    }
    assert found == {
        ("tiny", way, query): (1.0, doc) for way in ways for query, doc in (("q1", "a#1"), ("q2", "b#1"))
    }


def test_the_share_of_the_relevant_and_any_of_them_are_two_figures() -> None:
    results = [
        score(["a"], {"a", "b"}, collection="tiny", id="q", search=way) for way in ("hybrid", "BM25 alone")
    ]
    half = {"nDCG@10": 0.6131471927654584, "recall@5": 0.5, "hit@1": 1.0, "hit@5": 1.0}
    assert {measure.name: (measure.value, measure.n) for measure in public.summary(results, "tiny")} == {
        f"{name}, tiny, {way}": (value, 1) for way in ("hybrid", "BM25 alone") for name, value in half.items()
    } | {"tiny, hybrid better than BM25 alone": (0.0, 0)}


def test_without_a_folder_it_says_where_the_collections_belong(embedder: MiniLm) -> None:
    assert public.evaluate(None, embedder) == (
        (),
        (),
        (
            "Public collections left out: put cranfield.json and xquad-en.json into a folder "
            "and let GUIDE_EVAL_DATA name it.",
        ),
    )


def test_a_collection_that_is_not_in_the_folder_is_left_out_by_name(tmp_path: Path, embedder: MiniLm) -> None:
    (tmp_path / "xquad-en.json").write_text(_TEXTS.model_dump_json(), encoding="utf-8")
    measures, rows, remarks = public.evaluate(tmp_path, embedder)
    assert remarks == (
        f"cranfield left out: {tmp_path / 'cranfield.json'} is not there; GUIDE_EVAL_DATA names its folder.",
    )
    assert all("xquad-en" in measure.name for measure in measures)
    assert {row.id for row in rows} == {"q1", "q2"}


def test_a_broken_collection_is_one_clear_error(tmp_path: Path, embedder: MiniLm) -> None:
    (tmp_path / "cranfield.json").write_text("{broken", encoding="utf-8")
    with pytest.raises(DatasetError, match="cranfield"):
        public.evaluate(tmp_path, embedder)
