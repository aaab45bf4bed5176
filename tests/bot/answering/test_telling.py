"""Which claims are told in each manner."""

from __future__ import annotations

import pytest

from bot.answering.calm import Calm
from bot.answering.claims import Claim, Place
from bot.answering.manners import Manner
from bot.answering.render import Rendered
from bot.answering.telling import question_for_model, quoted, told
from bot.models import Citation, CitationKind, Level
from knowledge.passages import NATIONAL, Part, Passage, PassageKind

CALM = Calm("Which gifts must I declare?", Level.NONE)


def passage(*lines: str, kind: PassageKind = PassageKind.NOTE, owner: str = NATIONAL) -> Passage:
    return Passage(
        owner=owner,
        kind=kind,
        doc="library/gifts.md",
        title="Gifts",
        section="Gifts > Which gifts?",
        parts=(Part(text=" ".join(lines), sources=("S",)),),
    )


NOTE = passage("Declare it soon.", "Section 54F says so.", "It must be named.", "Spies may report it.")
LEAD, LAW, STEP, MORE = (
    Claim(text=text, quote=text, passage=NOTE, place=place)
    for text, place in (
        ("Declare it soon.", Place.LEAD),
        ("Section 54F says so.", Place.LEAD),
        ("Ask your team.", Place.STEP),
        ("There is a form.", Place.MORE),
    )
)
ORIGINAL = LEAD.model_copy(update={"passage": passage("Declare it soon.", kind=PassageKind.ORIGINAL)})
OWN = LEAD.model_copy(update={"passage": passage("Declare it soon.", owner="demo")})


@pytest.mark.parametrize(
    ("manner", "claims", "kept"),
    [
        (Manner.WHOLE, [LEAD, LAW, STEP, MORE], [LEAD, LAW, STEP, MORE]),
        (Manner.SHORT, [LEAD, LAW, STEP, MORE], [LEAD, LAW]),
        (Manner.SHORT, [LEAD, LAW], [LEAD]),
        (Manner.SHORT, [OWN, LEAD, LAW], [OWN, LEAD]),
        (Manner.PLAIN, [LEAD, LAW, STEP, MORE], [LEAD, STEP]),
        (Manner.PLAIN, [LAW], [LAW]),
        (Manner.PLAIN, [ORIGINAL, STEP], [STEP]),
        (Manner.PLAIN, [ORIGINAL], [ORIGINAL]),
        (Manner.MORE, [], []),
    ],
)
def test_what_is_told_in_a_manner(manner: Manner, claims: list[Claim], kept: list[Claim]) -> None:
    assert told(claims, manner, CALM) == kept


def test_more_is_all_of_the_section_but_what_was_not_asked_and_then_the_rest() -> None:
    texts = [claim.text for claim in told([LEAD, STEP, OWN], Manner.MORE, CALM)]
    assert texts == ["Declare it soon.", "Section 54F says so.", "It must be named.", "Declare it soon."]


def test_the_quotes_stand_under_their_headings_with_their_marks() -> None:
    cited = Citation(
        n=1, kind=CitationKind.NOTE, doc="d", section="Gifts > Which gifts?", quote="Declare it soon."
    )
    assert quoted(Rendered("Declare it soon. [1]", (cited,))) == "• Which gifts?\n“Declare it soon.” [1]"


def test_a_model_is_asked_for_plain_words_only_where_they_are_wanted() -> None:
    assert question_for_model("Why?", Manner.WHOLE) == "Why?"
    assert question_for_model("Why?", Manner.PLAIN).startswith("Why?\n\nSay it in plain words")
