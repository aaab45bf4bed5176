from __future__ import annotations

import numpy as np

from knowledge.adapter import adapted
from knowledge.embed import DIMENSIONS, MiniLm


def test_a_question_stays_a_unit_vector() -> None:
    query = np.ones(DIMENSIONS, dtype=np.float32) / np.sqrt(DIMENSIONS)
    assert np.isclose(np.linalg.norm(adapted(query)), 1, atol=1e-5)
    assert not adapted(np.zeros(DIMENSIONS, dtype=np.float32)).any()


def test_a_question_comes_nearer_to_the_clause_that_answers_it(embedder: MiniLm) -> None:
    clause, other = embedder.embed(
        [
            "Perishable items of modest value may be shared with staff and need not be entered in the register.",
            "Aerial topdressing near a dwelling requires seven days' notice to the occupier.",
        ]
    )
    query = embedder.embed_query("someone left a tray of scones on my desk, is that a big deal")
    assert adapted(query) @ clause - adapted(query) @ other > query @ clause - query @ other
