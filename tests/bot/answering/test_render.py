from __future__ import annotations

from bot.answering.claims import Claim
from bot.answering.render import COUNCIL_HEADING, MORE_HEADING, NATIONAL_HEADING, render
from knowledge.passages import Part, Passage, PassageKind, PassageSource
from knowledge.source_list import Tier


def _passage(owner: str, *paragraphs: str, source: str = "A") -> Passage:
    return Passage(
        owner=owner,
        kind=PassageKind.NOTE if owner == "national" else PassageKind.ORIGINAL,
        doc=f"{owner}.md",
        title="T",
        section="S",
        parts=tuple(
            Part(text=text, sources=(source if n == 0 else "B",)) for n, text in enumerate(paragraphs)
        ),
    )


def _source(source_id: str) -> PassageSource:
    return PassageSource(
        source_id=source_id,
        title=source_id,
        publisher="P",
        url=None,
        published=None,
        tier=Tier.LAW,
        seen="read",
    )


_SOURCES = {"A": _source("A"), "B": _source("B")}


def _claims(passage: Passage, *sentences: str) -> list[Claim]:
    return [Claim(text=text, quote=text, passage=passage) for text in sentences]


def test_sentences_that_follow_each_other_share_a_mark_and_a_quote() -> None:
    passage = _passage("national", "One is so. Two is so. Three is so.")
    rendered = render(_claims(passage, "One is so.", "Two is so."), _SOURCES)
    assert rendered.text == "One is so. [1] Two is so. [1]"
    assert [citation.quote for citation in rendered.citations] == ["One is so. Two is so."]


def test_a_gap_or_another_paragraph_begins_a_new_mark_with_its_own_sources() -> None:
    passage = _passage("national", "One is so. Two is so.", "Three is so.")
    rendered = render(_claims(passage, "One is so.", "Three is so."), _SOURCES)
    assert rendered.text == f"One is so. [1]\n\n{MORE_HEADING}\n• Three is so. [2]"
    assert [[source.source_id for source in citation.sources] for citation in rendered.citations] == [
        ["A"],
        ["B"],
    ]


def test_the_councils_own_words_stand_apart_and_first() -> None:
    national = _claims(_passage("national", "Nationally so."), "Nationally so.")
    own = _claims(_passage("demo", "Here it is so."), "Here it is so.")
    rendered = render([*national, *own], _SOURCES)
    assert rendered.text == f"{COUNCIL_HEADING}\nHere it is so. [1]\n\n{NATIONAL_HEADING}\nNationally so. [2]"
    assert [citation.kind for citation in rendered.citations] == ["original", "note"]
