from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.embed import DIMENSIONS, MODEL_FILE, MiniLm, check_model_file
from knowledge.quicken import package_file, quicken


def test_the_installed_model_is_the_one_whose_vectors_ship() -> None:
    assert check_model_file()


def test_the_shipped_model_is_made_from_the_package_byte_for_byte(tmp_path: Path) -> None:
    quicken(package_file(), tmp_path / "made.onnx")
    assert (tmp_path / "made.onnx").read_bytes() == MODEL_FILE.read_bytes()


def test_both_forms_of_the_model_mean_the_same(embedder: MiniLm) -> None:
    """A rounding apart, and far nearer to each other than two questions are."""
    slow = MiniLm(package_file())
    texts = ["Which gifts must I declare?", "who pays for flights to a sister city"]
    same = [float(slow.embed_query(text) @ embedder.embed_query(text)) for text in texts]
    other = float(slow.embed_query(texts[0]) @ embedder.embed_query(texts[1]))
    assert min(same) > 0.95 > other + 0.4


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
