from __future__ import annotations

import pytest

from evals.retrieval.own import COUNCILS, DOCUMENTS, rows


@pytest.mark.parametrize("council", COUNCILS)
def test_every_answering_section_stands_in_its_document(council: str) -> None:
    for row in rows(council):
        assert row.council == council
        for gold in row.gold:
            if not gold.doc.startswith("library/"):
                lines = (DOCUMENTS / council / gold.doc).read_text(encoding="utf-8").splitlines()
                assert gold.section in {line.lstrip("# ").strip() for line in lines if line.startswith("#")}


@pytest.mark.parametrize("council", COUNCILS)
def test_the_kinds_are_what_their_gold_says(council: str) -> None:
    for row in rows(council):
        kinds = {gold.doc.startswith("library/") for gold in row.gold}
        assert kinds == {"own": {False}, "national": {True}, "both": {True, False}}[row.kind]
