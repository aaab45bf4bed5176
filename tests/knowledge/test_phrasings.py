from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge import phrasings
from knowledge.embed import MiniLm
from knowledge.intent import intents
from knowledge.passages import NATIONAL, Part, Passage, PassageKind
from knowledge.phrasings import Phrasings
from knowledge.vectors import VectorCache


def passage(section: str, *asked: str) -> Passage:
    return Passage(
        owner=NATIONAL,
        kind=PassageKind.NOTE,
        doc="library/gifts.md",
        title="Gifts",
        section=section,
        parts=(Part(text=f"{section} is told here."),),
        asked=asked,
    )


WINE = passage("Wine", "a bottle of red", "the merlot he left", "six pack of pinot", "bubbly at christmas")
TRIP = passage("Trips", "flights paid by them", "they cover the hotel")
SILENT = passage("Nothing")


def made(folder: Path, embedder: MiniLm, *passages: Passage) -> Phrasings:
    phrasings.write(folder / "phrasings.npz", passages, VectorCache(embedder))
    return Phrasings(folder / "phrasings.npz")


def test_a_question_is_near_to_the_passage_that_is_asked_for_so(tmp_path: Path, embedder: MiniLm) -> None:
    near = made(tmp_path, embedder, WINE, TRIP, SILENT).nearness(embedder.embed_query("he left a merlot"))
    assert set(near) == {WINE.id, TRIP.id}
    assert near[WINE.id] > near[TRIP.id] + 0.2


def test_three_phrasings_and_the_middle_speak_and_one_alone_counts_for_little(
    tmp_path: Path, embedder: MiniLm
) -> None:
    query = embedder.embed_query("the merlot he left")
    near = made(tmp_path, embedder, WINE).nearness(query)[WINE.id]
    ways, asked = intents(embedder.embed(WINE.asked)), intents(query)
    cosines = np.sort(ways @ asked)
    middle = ways.mean(axis=0)
    own = float(intents(embedder.embed_query(WINE.search_text)) @ asked)
    assert cosines[-1] > 0.99
    three = 0.85 * cosines[-3:].mean() + 0.15 * own
    assert abs(near - (three + middle @ asked / np.linalg.norm(middle)) / 2) < 0.002


def test_an_index_without_phrasings_has_none(tmp_path: Path, embedder: MiniLm) -> None:
    nothing = made(tmp_path, embedder, SILENT)
    assert (nothing.count, nothing.nearness(embedder.embed_query("wine"))) == (0, {})
