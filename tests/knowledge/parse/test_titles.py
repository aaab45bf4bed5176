from __future__ import annotations

import pytest

from knowledge.parse import titles
from knowledge.parse.document import Block, BlockKind

HEADING = Block(kind=BlockKind.HEADING, text="Gifts policy", level=1)


@pytest.mark.parametrize(
    "made_up",
    [
        "Microsoft Word - draft3.doc",
        "Microsoft Word - Gifts policy FINAL v2.docx",
        "untitled",
        "Untitled-1",
        "Document1",
        "(anonymous)",
        "gifts_policy_v3.indd",
        "PowerPoint Presentation.pptx",
        "",
        " 3 ",
        "Draft",
    ],
)
def test_a_title_that_a_program_made_up_gives_way_to_the_first_heading(made_up: str) -> None:
    assert titles.choose([made_up], [HEADING], "a.pdf") == "Gifts policy"


def test_an_authors_title_goes_before_the_heading() -> None:
    assert titles.choose(["Code of  conduct"], [HEADING], "a.pdf") == "Code of conduct"


def test_without_a_title_or_heading_the_files_name_is_the_title() -> None:
    assert titles.choose(["untitled"], [], "policies/gifts-and_travel.pdf") == "gifts and travel"


def test_a_contents_heading_is_no_title() -> None:
    contents = Block(kind=BlockKind.HEADING, text="Contents", level=1)
    assert titles.choose([], [contents, HEADING], "a.pdf") == "Gifts policy"
