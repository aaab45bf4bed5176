from __future__ import annotations

import numpy as np

from bot.triage import lexical

_EQUAL = np.ones(lexical.BUCKETS, dtype=np.float32)


def test_words_and_pieces_are_halves_of_length_one() -> None:
    buckets, values = lexical.row("he asked for cash", _EQUAL)
    words, _ = lexical.count("he asked for cash")
    assert len(buckets) == len(values)
    assert np.isclose(np.linalg.norm(values[: len(words)]), 1)
    assert np.isclose(np.linalg.norm(values[len(words) :]), 1)


def test_a_rarer_bucket_weighs_more() -> None:
    words, _ = lexical.count("cash lunch")
    rarity = _EQUAL.copy()
    first = next(iter(words))
    rarity[first] = 3
    buckets, values = lexical.row("cash lunch", rarity)
    assert values[list(buckets).index(first)] == max(values[: len(words)])


def test_an_empty_text_gives_an_empty_row() -> None:
    buckets, values = lexical.row("", _EQUAL)
    assert (len(buckets), len(values)) == (0, 0)
