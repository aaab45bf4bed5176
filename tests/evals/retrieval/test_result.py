from __future__ import annotations

import pytest

from evals.measures import Measure, share
from evals.retrieval.result import RetrievalResult, paired, score


def _result(id: str, search: str, ranking: str) -> RetrievalResult:
    return score(list(ranking), {"a"}, collection="tiny", id=id, search=search)


def test_a_ranking_is_scored_and_its_first_five_are_kept() -> None:
    result = score(list("xxabcdef"), {"a", "f"}, collection="tiny", id="q", search="hybrid")
    assert result.model_dump() == {
        "collection": "tiny",
        "id": "q",
        "style": None,
        "search": "hybrid",
        "ndcg10": pytest.approx(0.5912, abs=1e-4),  # (1/log2(3) + 1/log2(8)) / (1 + 1/log2(3))
        "recall5": 0.5,
        "first": False,
        "among_five": True,
        "reciprocal_rank": 0.5,
        "rank": 2,
        "found": tuple("xabcd"),
    }


def test_ours_is_compared_with_each_peer_where_they_differ() -> None:
    rankings = {
        "hybrid": ("a", "xa", "a", "a"),
        "better here, worse there": ("xa", "a", "xxa", "a"),
        "always the same": ("a", "xa", "a", "a"),
    }
    results = [
        _result(f"q{n}", search, ranking)
        for search, found in rankings.items()
        for n, ranking in enumerate(found)
    ]
    assert paired(results, "tiny, ") == [
        share("tiny, hybrid better than better here, worse there", [True, False, True]),
        Measure(name="tiny, hybrid better than always the same", value=0.0, n=0, hits=0, low=0.0, high=1.0),
    ]
