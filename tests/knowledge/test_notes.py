from __future__ import annotations

import pytest

from bot.errors import LibraryError
from knowledge import notes

_HEAD = "---\ntitle: Gifts\nsummary: What to do with gifts.\nreviewed: 2026-11-24\n---\n"


def test_a_paragraph_names_its_facts_and_does_not_show_them() -> None:
    note = notes.parse(
        "library/gifts.md", f"{_HEAD}## Must I declare?\nYes, over $500. [PLL-54F.2, LGA-54C.1]\n"
    )
    paragraph = note.sections[0].paragraphs[0]
    assert (paragraph.text, paragraph.facts) == ("Yes, over $500.", ("PLL-54F.2", "LGA-54C.1"))


def test_brackets_inside_a_paragraph_are_text() -> None:
    note = notes.parse("library/gifts.md", f"{_HEAD}## A?\nSee [the Act] first. [PLL-54F.2]\n")
    assert note.sections[0].paragraphs[0].text == "See [the Act] first."


@pytest.mark.parametrize(
    "text",
    [
        "## No front matter\nText. [A.1]",
        f"{_HEAD}Text before a section.\n\n## A?\nText. [A.1]",
        f"{_HEAD}## Empty section\n",
        "---\ntitle: Only a title\n---\n## A?\nText.",
        "---\ntitle: [unclosed\n---\n## A?\nText.",
    ],
)
def test_a_broken_note_is_refused_by_name(text: str) -> None:
    with pytest.raises(LibraryError, match=r"library/x\.md"):
        notes.parse("library/x.md", text)
