from __future__ import annotations

import pytest

from bot.models import Citation, CitationKind, Level, Outcome, Reply, Risk, Timings
from evals.answers.score import alarms, cites_one_of, fold, missing_facts, stray_numbers, unproved
from knowledge.passages import PassageSource
from knowledge.source_list import Tier

_SOURCE = PassageSource(
    source_id="PLL-54F", title="", publisher="", url=None, published=None, tier=Tier.LAW, seen=""
)
_TEXTS = {("library/gifts.md", "What?"): ["A gift over $500  counts.\n\nA meal counts too."]}


def _citation(quote: str, kind: CitationKind = CitationKind.NOTE, section: str = "What?") -> Citation:
    return Citation(n=1, kind=kind, doc="library/gifts.md", section=section, quote=quote, sources=(_SOURCE,))


def _reply(
    answer: str, *quotes: str, outcome: Outcome = Outcome.ANSWERED, level: Level = Level.NONE
) -> Reply:
    return Reply(
        id=None,
        outcome=outcome,
        reason=None,
        risk=Risk(level=level, score=0),
        case=None,
        answer=answer,
        composer=None,
        citations=tuple(_citation(quote) for quote in quotes),
        timings_ms=Timings(),
    )


def test_folding_takes_away_case_macrons_quote_marks_and_spaces() -> None:
    assert fold("Te  Whanganui-ā-Tara’s\nKAUMĀTUA “ʻie tōga”") == 'te whanganui-a-tara\'s kaumatua "ʻie toga"'


@pytest.mark.parametrize(
    ("answer", "facts", "missing"),
    [
        ("Tell the kaumātua. It is over $500.", [["KAUMATUA"], ["$500"]], []),
        ("It is $1,500.", [["$500"]], ["$500"]),
        ("It is $1,500.", [["500"]], ["500"]),
        ("It is $1,500.", [["1,500"]], []),
        ("It is $1,500.50.", [["1,500"]], ["1,500"]),
        ("Ring 1737 any time.", [["737"]], ["737"]),
        ("Up to 14 years.", [["fourteen", "14 years"], ["10"]], ["10"]),
        ("", [["a"]], ["a"]),
    ],
)
def test_a_fact_is_there_when_one_of_its_alternatives_is(
    answer: str, facts: list[list[str]], missing: list[str]
) -> None:
    assert missing_facts(answer, facts) == missing


@pytest.mark.parametrize(("sources", "cited"), [(["LGA-54C", "PLL-54F"], True), (["LGA-54C"], False)])
def test_one_accepted_source_is_enough(sources: list[str], cited: bool) -> None:
    assert cites_one_of(_reply("x [1]", "x"), sources) is cited


@pytest.mark.parametrize(
    ("citation", "proved"),
    [
        (_citation("A gift over $500 counts."), True),
        (_citation("A gift over $5,000 counts."), False),
        (_citation("a gift over $500 counts."), False),
        (_citation(" "), False),
        (_citation("A meal counts too.", section="Who?"), False),
        (_citation("Ring **111** now.", CitationKind.HOUSE), True),
        (_citation("Ring 112 now.", CitationKind.HOUSE), False),
    ],
)
def test_a_quote_must_stand_word_for_word_where_the_citation_says(citation: Citation, proved: bool) -> None:
    wrong = unproved([citation], _TEXTS, lambda text: text == "Ring **111** now.")
    assert wrong == ([] if proved else [citation.quote])


@pytest.mark.parametrize(
    ("answer", "quote", "stray"),
    [
        ("Over $500 [1]. By 28 February [12].", "Over $500. By 28 February", []),
        ("Over $5,000 [1].", "Over $500", ["5,000"]),
        ("Ring 0800 747 224 [1].", "Ring 0800 747 225", ["224"]),
        ("Version 2.1 [1].", "Version 2", ["2.1"]),
    ],
)
def test_a_number_must_stand_in_a_quote(answer: str, quote: str, stray: list[str]) -> None:
    assert stray_numbers(_reply(answer, quote)) == stray


def test_a_canned_message_may_name_a_number() -> None:
    assert stray_numbers(_reply("Ring 111.", outcome=Outcome.NO_SOURCE)) == []


@pytest.mark.parametrize(
    ("answer", "level", "words"),
    [
        ("Yes, you may go. Open contact is ordinary.", Level.NONE, []),
        ("There is a risk of Interference; report it to NZSIS.", Level.NONE, 4),
        ("There is a risk.", Level.ADVISE, []),
        ("RNZ reported a yearly return.", Level.NONE, []),
        ("A report that a council holds can be asked for.", Level.NONE, []),
        ("Please report that to your liaison.", Level.NONE, ["report that"]),
    ],
)
def test_words_of_danger_are_counted_at_level_none(answer: str, level: Level, words: int | list[str]) -> None:
    found = alarms(_reply(answer, level=level))
    assert len(found) == words if isinstance(words, int) else found == words
