from __future__ import annotations

import pytest

from knowledge.passages import NATIONAL, Part, Passage, PassageKind


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("5 Gifts > 5.2 Gifts of $75 or more > 5.2.1", "5.2 Gifts of $75 or more"),
        ("Which gifts must I declare?", "Which gifts must I declare?"),
        ("4 > 4.1", "The title"),
        ("", "The title"),
    ],
)
def test_the_heading_that_says_something(section: str, said: str) -> None:
    passage = Passage(
        owner=NATIONAL,
        kind=PassageKind.NOTE,
        doc="library/a.md",
        title="The title",
        section=section,
        parts=(Part(text="Words."),),
    )
    assert passage.heading == said
    assert passage.spoken == (said, "Words.")
