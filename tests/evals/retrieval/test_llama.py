from __future__ import annotations

import sys

import pytest

from evals.retrieval import llama
from knowledge.embed import MiniLm

_TEXTS = {
    "harbour": "The harbour company belongs to the regional council.",
    "bees": "Bees make honey in the hives.",
    "code": "Form ZX81 is for the treasurer.",
}


def test_each_way_gives_the_ids_of_the_nodes_best_first(embedder: MiniLm) -> None:
    finders = llama.finders(llama.whole(_TEXTS), embedder, 50)
    assert list(finders) == ["dense", "hybrid", "hybrid (k = 50)"]
    for find in finders.values():
        found = find("Which insects produce honey?")
        assert found[0] == "bees"
        assert set(found) == set(_TEXTS)


def test_dense_ranks_by_the_cosines_of_our_embedder(embedder: MiniLm) -> None:
    text = "who owns the port"
    cosines = embedder.embed(list(_TEXTS.values())) @ embedder.embed_query(text)
    ranked = [name for _, name in sorted(zip(-cosines, _TEXTS, strict=True))]
    assert llama.finders(llama.whole(_TEXTS), embedder, 50)["dense"](text) == ranked


def test_ten_are_asked_for_and_the_hybrid_also_deeper(embedder: MiniLm) -> None:
    many = {str(n): f"Minute {n} of the meeting on rates." for n in range(14)}
    finders = llama.finders(llama.whole(many), embedder, 12)
    assert {name: len(find("rates")) for name, find in finders.items()} == {
        "dense": 10,
        "hybrid": 10,
        "hybrid (k = 12)": 12,
    }


def test_without_its_bm25_the_dense_one_is_left(embedder: MiniLm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "llama_index.retrievers.bm25", None)
    assert list(llama.finders(llama.whole(_TEXTS), embedder, 50)) == ["dense"]


def test_a_long_text_is_cut_by_its_splitter_and_found_under_its_own_id(embedder: MiniLm) -> None:
    long = " ".join(f"Rates rise in year {n}." for n in range(400)) + " Bees make honey in the hives."
    nodes = llama.split({"long": long, "short": "The harbour company belongs to the council.", "empty": ""})
    assert {node.ref_doc_id for node in nodes} == {"long", "short"}
    assert len(nodes) > 2
    for find in llama.finders(nodes, embedder, 50).values():
        found = find("Rates in year 7")
        assert found[0] == "long"
        assert set(found) == {"long", "short"}
