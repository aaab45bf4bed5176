from __future__ import annotations

from bot.answering.claims import Claim, Place
from bot.answering.render import COUNCIL_HEADING, DIFFERS, NATIONAL_HEADING, render
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


def _claims(passage: Passage, *sentences: str, place: Place = Place.LEAD) -> list[Claim]:
    return [Claim(text=text, quote=text, passage=passage, place=place) for text in sentences]


def test_sentences_that_follow_each_other_share_a_mark_and_a_quote() -> None:
    passage = _passage("national", "One is so. Two is so. Three is so.")
    rendered = render(_claims(passage, "One is so.", "Two is so."), _SOURCES)
    assert rendered.text == "One is so. [1] Two is so. [1]"
    assert [citation.quote for citation in rendered.citations] == ["One is so. Two is so."]


def test_a_gap_or_another_paragraph_begins_a_new_mark_with_its_own_sources() -> None:
    passage = _passage("national", "One is so. Two is so.", "Three is so.")
    rendered = render(_claims(passage, "One is so.", "Three is so."), _SOURCES)
    assert rendered.text == "One is so. [1] Three is so. [2]"
    assert [[source.source_id for source in citation.sources] for citation in rendered.citations] == [
        ["A"],
        ["B"],
    ]


def test_the_councils_own_words_stand_apart_and_first_where_they_answer() -> None:
    national = _claims(_passage("national", "Nationally so."), "Nationally so.")
    own = _claims(_passage("demo", "Here it is so."), "Here it is so.")
    rendered = render([*own, *national], _SOURCES)
    assert rendered.text == f"{COUNCIL_HEADING}\nHere it is so. [1]\n\n{NATIONAL_HEADING}\nNationally so. [2]"
    assert [citation.kind for citation in rendered.citations] == ["original", "note"]


def test_national_guidance_stands_first_where_it_answers_best() -> None:
    national = _claims(_passage("national", "Nationally so."), "Nationally so.")
    own = _claims(_passage("demo", "Here it is so."), "Here it is so.")
    rendered = render([*national, *own], _SOURCES)
    assert rendered.text.startswith(f"{NATIONAL_HEADING}\nNationally so. [1]")


def test_what_changes_the_answer_and_what_to_do_stand_below_it_whatever_their_order() -> None:
    passage = _passage("national", "Lead. Ask them. But not here. By the way.")
    claims = [
        *_claims(passage, "Ask them.", place=Place.STEP),
        *_claims(passage, "Lead."),
        *_claims(passage, "By the way.", place=Place.MORE),
        *_claims(passage, "But not here.", place=Place.CHANGE),
    ]
    assert render(claims, _SOURCES).text == (
        "Lead. [1]\n\nWhat could change this:\n• But not here. [2]\n\nWhat to do now:\n• Ask them. [3]\n\n"
        "Also worth knowing:\n• By the way. [4]"
    )


def test_two_documents_that_differ_are_shown_side_by_side() -> None:
    one = _claims(_passage("demo", "Over $100."), "Over $100.")
    other = _claims(_passage("demo", "Over $150.", source="B"), "Over $150.", place=Place.DIFFERS)
    rendered = render([*one, *other], _SOURCES)
    assert rendered.text == f"Over $100. [1]\n\n• Over $150. [2]\n\n{DIFFERS}"
    assert [citation.sources[0].source_id for citation in rendered.citations] == ["A", "B"]
