from __future__ import annotations

from collections import Counter

from bot.answering.turns import Kind
from evals.answers.threads import rows
from knowledge.shipped import read_text


def test_the_set_has_two_halves_with_every_kind_of_turn() -> None:
    halves = rows("tune"), rows("held")
    assert all(len(half) >= 40 for half in halves)
    assert all(set(Counter(row.turn for row in half)) == set(Kind) for half in halves)


def test_no_message_stands_in_both_halves() -> None:
    tune, held = ({(row.thread, row.text) for row in rows(half)} for half in ("tune", "held"))
    assert not tune & held


def test_what_should_be_cited_is_in_the_library() -> None:
    from importlib import resources

    folder = resources.files("knowledge").joinpath("library")
    headings = {
        line.removeprefix("## ").strip()
        for entry in folder.iterdir()
        if entry.name.endswith(".md")
        for line in read_text("knowledge.library", entry.name).splitlines()
        if line.startswith("## ")
    }
    assert {
        section for half in ("tune", "held") for row in rows(half) for section in row.sections
    } <= headings
