from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge import split
from knowledge.passages import Passage


def _split(text: str) -> list[Passage]:
    return list(
        split.split_text(
            text,
            owner="national",
            doc="a.md",
            title="A",
            source_id="a.md",
            count=lambda words: len(words.split()),
        )
    )


def test_a_section_carries_the_path_of_its_headings() -> None:
    passages = _split("# Gifts\nIntro.\n## Limits\nOver $100.\n# Travel\nAsk first.")
    assert [(passage.section, passage.text) for passage in passages] == [
        ("Gifts", "Intro."),
        ("Gifts > Limits", "Over $100."),
        ("Travel", "Ask first."),
    ]


@given(st.lists(st.integers(1, 400), min_size=1, max_size=8))
def test_a_passage_keeps_to_its_limit_and_nothing_is_lost(lengths: list[int]) -> None:
    paragraphs = [" ".join(f"w{n}x{i}" for i in range(length)) + "." for n, length in enumerate(lengths)]
    passages = _split("\n\n".join(paragraphs))
    assert all(len(passage.text.split()) <= split.PASSAGE_TOKENS for passage in passages)
    assert " ".join(passage.text for passage in passages).split() == " ".join(paragraphs).split()
