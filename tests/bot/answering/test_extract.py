"""Which sentences of a real index answer, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.answering.calm import Calm
from bot.answering.claims import Claim, Place
from bot.answering.extract import extract
from bot.answering.relevance import read
from bot.answering.verify import check
from bot.models import Level
from knowledge.build import Shelves, ensure_library
from knowledge.embed import MiniLm
from knowledge.index import open_index
from knowledge.retrieve import Retriever

_POLICY = """# Drones and Aerial Filming Policy

## 4 Filming

### 4.1 Consent to film from the air

4.1.1 A Member who films council land from a drone asks the Parks Manager for consent 5 working days before the flight.

4.1.2 Consent is not needed where the flight is part of a training day.

## 5 Batteries

5.1 Batteries are charged in the depot and stay there overnight.
"""
_CODE = """# Code of Conduct

## F. Drones

1. We fly with care.
2. Before a Member films council land from a drone, consent is asked of the Parks Manager 10 working days ahead.
"""


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory, embedder: MiniLm) -> Iterator[Retriever]:
    folder = tmp_path_factory.mktemp("policies")
    (folder / "drones.md").write_text(_POLICY, encoding="utf-8")
    (folder / "code.md").write_text(_CODE, encoding="utf-8")
    index = tmp_path_factory.mktemp("index")
    ensure_library(index, embedder, Shelves(policies={"demo": folder}))
    opened = open_index(index, embedder)
    yield Retriever(opened)
    opened.close()


def answer(retriever: Retriever, question: str) -> list[Claim]:
    hits = retriever.search(question, council="demo")
    found = read(question, hits, retriever.index)
    claims = extract(question, found, Calm(question, Level.NONE))
    # Whatever is picked can be proved.
    verified = check(claims, [hit.passage for hit in hits], question)
    assert verified.dropped == 0
    return list(verified.claims)


def test_a_clause_is_said_without_its_number_and_cited_with_it(retriever: Retriever) -> None:
    first = answer(retriever, "How long before the flight must I ask for consent to film from a drone?")[0]
    assert first.text[0].isupper()
    assert not first.text[0].isdigit()
    assert first.passage.owner == "demo"


def test_two_documents_of_one_council_that_differ_are_both_said(retriever: Retriever) -> None:
    claims = answer(
        retriever, "How many days ahead do I ask the Parks Manager for consent to film from a drone?"
    )
    lead = claims[0]
    [other] = [claim for claim in claims if claim.place is Place.DIFFERS]
    assert {lead.passage.doc, other.passage.doc} == {"drones.md", "code.md"}
    assert ("5 working days" in lead.text) != ("5 working days" in other.text)
    assert ("10 working days" in lead.text) != ("10 working days" in other.text)


def test_where_nothing_differs_nothing_is_said_to_differ(retriever: Retriever) -> None:
    claims = answer(retriever, "Where are the batteries of the drone charged?")
    assert claims[0].text.startswith("Batteries are charged in the depot")
    assert all(claim.place is not Place.DIFFERS for claim in claims)


def test_a_yes_leads_only_where_its_heading_was_asked(retriever: Retriever) -> None:
    asked = answer(retriever, "Do small gifts from the same person add up?")
    assert asked[0].text.startswith("Yes, small gifts from one donor add up")
    other = answer(retriever, "What is the total of small gifts from one donor at which I describe them?")
    assert not any(claim.text.startswith(("Yes", "No,")) for claim in other)


def test_what_leads_comes_from_the_passage_most_likely_to_answer(retriever: Retriever) -> None:
    question = "Which gifts must I declare in the yearly return?"
    hits = retriever.search(question, council="demo")
    found = read(question, hits, retriever.index)
    best = max(found, key=lambda one: one.chance)
    assert all(0 < one.chance < 1 for one in found)
    assert answer(retriever, question)[0].passage.id == best.passage.id
