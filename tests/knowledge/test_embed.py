from __future__ import annotations

import numpy as np
import pytest

from knowledge.embed import DIMENSIONS, MiniLm, check_model_file


def test_the_installed_model_is_the_one_whose_vectors_ship() -> None:
    assert check_model_file()


def test_vectors_have_length_one(embedder: MiniLm) -> None:
    vectors = embedder.embed(["a gift", "a sister city", ""])
    assert vectors.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_to_embed_gives_an_empty_array(embedder: MiniLm) -> None:
    assert embedder.embed([]).shape == (0, DIMENSIONS)


def test_near_meanings_are_nearer_than_far_ones(embedder: MiniLm) -> None:
    gift, present, port = embedder.embed(["a gift from a visitor", "a present from a guest", "port fees"])
    assert gift @ present > gift @ port


@pytest.mark.parametrize("text", ["word " * 5000, "\U0001f600" * 50, "\u202egnirts"])
def test_any_text_can_be_embedded(embedder: MiniLm, text: str) -> None:
    assert np.isfinite(embedder.embed_query(text)).all()


def test_the_same_question_is_embedded_once(embedder: MiniLm) -> None:
    assert embedder.embed_query("who owns the port?") is embedder.embed_query("who owns the port?")
