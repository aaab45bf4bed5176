from __future__ import annotations

import random
from pathlib import Path

import pytest

from knowledge import word_index
from knowledge.word_index import WordIndex


@pytest.mark.parametrize("count", [3, 64, 500, 5000])
@pytest.mark.parametrize("longest", [3, 60])
def test_the_best_are_the_highest_of_all_in_order(tmp_path: Path, count: int, longest: int) -> None:
    """However many passages there are, and however many of them score the same: those come by position."""
    chance = random.Random(count)
    corpus = [chance.choices(("gift", "trip", "visit"), k=chance.randint(2, longest)) for _ in range(count)]
    word_index.write(tmp_path, corpus, range(count))
    words = WordIndex(tmp_path)
    everything = words.best("gift trip", count)
    assert set(everything) == {at for at, said in enumerate(corpus) if {"gift", "trip"} & set(said)}
    ordered = sorted(everything.items(), key=lambda pair: (-pair[1], pair[0]))
    assert list(words.best("gift trip", 50).items()) == ordered[:50]


def test_the_best_are_found_where_they_stand_together(tmp_path: Path) -> None:
    corpus = [["gift", *["other"] * at] for at in range(60)] + [["other"]] * 5000
    word_index.write(tmp_path, corpus, range(len(corpus)))
    assert list(WordIndex(tmp_path).best("gift", 50)) == list(range(50))


def test_scores_belong_to_places_in_the_passage_file(tmp_path: Path) -> None:
    word_index.write(tmp_path, [["gift"], ["trip"]], [7, 9])
    words = WordIndex(tmp_path)
    assert list(words.best("trip", 1)) == [9]
    assert words.best("embassy", 1) == {}
