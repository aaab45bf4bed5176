from __future__ import annotations

import pytest

from evals.retrieval.score import distinct, found, ndcg, recall, reciprocal_rank


@pytest.mark.parametrize(
    ("ranking", "relevant", "value"),
    [
        ("abc", "a", 1.0),
        ("bac", "a", 0.6309),  # 1 / log2(3)
        ("bca", "a", 0.5),  # 1 / log2(4)
        ("axb", "ab", 0.9197),  # (1 + 1/2) / (1 + 1/log2(3))
        ("xyz", "a", 0.0),
        ("", "a", 0.0),
        ("abc", "", 0.0),
        ("xxxxxxxxxxa", "a", 0.0),  # the eleventh place is beyond ten
    ],
)
def test_ndcg_gives_the_value_worked_out_by_hand(ranking: str, relevant: str, value: float) -> None:
    assert ndcg(list(ranking), set(relevant)) == pytest.approx(value, abs=1e-4)


def test_ndcg_is_perfect_when_more_is_relevant_than_is_looked_at() -> None:
    assert ndcg(list("abc"), set("abcdef"), k=3) == 1.0


@pytest.mark.parametrize(
    ("ranking", "k", "any_found", "share", "reciprocal"),
    [
        ("abxy", 1, True, 0.5, 1.0),
        ("xabz", 1, False, 0.0, 0.5),
        ("xabz", 2, True, 0.5, 0.5),
        ("xabz", 5, True, 1.0, 0.5),
        ("xyz", 5, False, 0.0, 0.0),
    ],
)
def test_recall_and_reciprocal_rank(
    ranking: str, k: int, any_found: bool, share: float, reciprocal: float
) -> None:
    relevant = {"a", "b"}
    assert found(list(ranking), relevant, k) is any_found
    assert recall(list(ranking), relevant, k) == share
    assert reciprocal_rank(list(ranking), relevant) == reciprocal


def test_a_ranking_names_each_thing_once() -> None:
    assert distinct("abacb") == ["a", "b", "c"]
