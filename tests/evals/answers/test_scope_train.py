from __future__ import annotations

from collections import Counter

import numpy as np

from bot.answering.kinds import KINDS, Kind
from bot.answering.scope import ABOUT_US, REASONS
from evals.answers.data import rows
from evals.answers.scope_train import ScopeRow, learn
from evals.dataset import load


def test_every_kind_is_taught_and_fair_questions_most_of_all() -> None:
    taught = Counter(row.kind for row in load("answers", ScopeRow, "scope"))
    assert set(taught) == set(Kind)
    assert min(taught.values()) >= 110
    assert taught.most_common(1)[0][0] is Kind.IN_FIELD
    assert taught[Kind.IN_FIELD] >= 500


def test_nothing_is_taught_twice_nor_taken_from_the_questions_that_measure() -> None:
    texts = [row.text.lower() for row in load("answers", ScopeRow, "scope")]
    assert len(set(texts)) == len(texts)
    assert not set(texts) & {row.text.lower() for row in rows()}


def test_what_is_held_out_is_not_taught() -> None:
    def bare(text: str) -> str:
        return text.lower().strip(" ?.!")

    taught = {bare(row.text) for row in load("answers", ScopeRow, "scope")}
    held_out = load("answers", ScopeRow, "itself_heldout")
    assert not taught & {bare(row.text) for row in held_out}
    # Twenty of each kind that asks about us, and as many that only sound like it.
    counts = Counter(row.kind for row in held_out)
    assert min(counts[kind] for kind, reason in REASONS.items() if reason in ABOUT_US) >= 20
    assert counts[Kind.IN_FIELD] >= 20


def test_what_tells_a_kind_is_learned() -> None:
    random = np.random.default_rng(3)
    kinds = random.integers(0, len(KINDS), 300)
    features = np.eye(len(KINDS), dtype=np.float32)[kinds] + 0.1 * random.normal(size=(300, len(KINDS)))
    chances = learn(features.astype(np.float32), kinds).chances(features.astype(np.float32))
    assert (chances.argmax(axis=1) == kinds).all()
    assert np.allclose(chances.sum(axis=1), 1, atol=1e-5)
