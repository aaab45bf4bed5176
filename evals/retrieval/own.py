"""Does a council's own rule come first where it speaks? `python -m evals.retrieval.own` (kereru is for tuning).

Two made-up councils, each with seven documents and the questions of its members: kereru for development, hinau held
out. `kind`: the council's own clause answers, the national notes do, or both.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Literal

from bot.conversation import searched_text
from evals import report
from evals.dataset import Row, load
from evals.measures import Measure, share
from evals.retrieval.data import GoldSection
from knowledge.build import Shelves, ensure_library
from knowledge.embed import Embedder, MiniLm
from knowledge.index import open_index
from knowledge.passages import Passage
from knowledge.retrieve import Retriever

DOCUMENTS = Path(__file__).parent / "councils"
COUNCILS = ("kereru", "hinau")


class OwnRow(Row):
    """A member's words, and every section that answers them by itself; `section` may head several clauses."""

    text: str
    council: str
    style: Literal["question", "story"]
    kind: Literal["own", "national", "both"]
    gold: tuple[GoldSection, ...]


def rows(council: str) -> tuple[OwnRow, ...]:
    """Return the questions of one council's members."""
    return load("retrieval", OwnRow, council)


def answers(row: OwnRow, passage: Passage) -> bool:
    """Return whether a passage stands in one of the sections that answer."""
    places = {passage.section, *passage.section.split(" > ")}
    return any(gold.doc == passage.doc and gold.section in places for gold in row.gold)


@contextmanager
def searching(council: str, embedder: Embedder) -> Iterator[Retriever]:
    """Index the library and a council's documents for as long as they are searched."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder, "index")
        shelves = Shelves(policies={council: DOCUMENTS / council}, today=date(2026, 11, 24))
        ensure_library(index, embedder, shelves)
        opened = open_index(index, embedder)
        try:
            yield Retriever(opened)
        finally:
            opened.close()


def evaluate(council: str, embedder: Embedder) -> tuple[Measure, ...]:
    """Ask what a council's members asked, over the library and its documents."""
    with searching(council, embedder) as retriever:
        found = [
            (row, [hit.passage for hit in retriever.search(searched_text(row.text, ()), council=council)])
            for row in rows(council)
        ]
    return tuple(
        measure for kind in ("own", "national", "both") for measure in _summary(council, kind, found)
    )


def _summary(council: str, kind: str, found: Sequence[tuple[OwnRow, list[Passage]]]) -> list[Measure]:
    chosen = [(row, passages) for row, passages in found if row.kind == kind]
    name = f"{council}, {kind}"
    return [
        share(f"hit@1, {name}", (any(answers(row, one) for one in passages[:1]) for row, passages in chosen)),
        share(f"hit@5, {name}", (any(answers(row, one) for one in passages[:5]) for row, passages in chosen)),
        share(f"own document first, {name}", (passages[0].owner == council for _, passages in chosen)),
    ]


if __name__ == "__main__":
    for asked in sys.argv[1:] or COUNCILS:
        sys.stdout.write(report.table(asked, evaluate(asked, MiniLm())) + "\n")
