"""What a machine may translate into te reo Māori, and what of it is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest
from pydantic import BaseModel

from bot.answering.render import Rendered
from bot.answering.translate import may_be_translated, translated
from bot.models import Citation, CitationKind
from knowledge.passages import PassageSource
from knowledge.source_list import Tier

Item = TypeVar("Item", bound=BaseModel)

ENGLISH = "A sister city costs about $5,000 a year. [1]\n\nWhat to do now:\n• Ask your team. [2]"
TE_REO = "He $5,000 te utu o te taone tuahine i te tau. [1]\n\nMe aha ināianei:\n• Pātaihia ki te rōpū. [2]"


class Translator:
    """Translates as the test says, and counts how often it was asked."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.asked = 0

    name = "translator"

    def has_room(self, system: str, user: str) -> bool:
        return True

    def fill(self, system: str, user: str, field: str, item: type[Item]) -> Iterator[Item]:
        self.asked += 1
        for line in filter(None, self._text.splitlines()):
            yield item.model_validate({"text": line})


def answer(
    text: str = ENGLISH, tier: Tier = Tier.OFFICIAL, kind: CitationKind = CitationKind.NOTE
) -> Rendered:
    source = PassageSource(
        source_id="S", title="T", publisher="P", url=None, published=None, tier=tier, seen="read"
    )
    cited = tuple(
        Citation(n=n, kind=kind, doc="d", section="s", quote="q", sources=(source,)) for n in (1, 2)
    )
    return Rendered(text, cited)


def test_a_translation_that_keeps_marks_numbers_and_lines_is_said() -> None:
    assert translated(answer(), Translator(TE_REO)) == TE_REO


@pytest.mark.parametrize(
    "changed",
    [
        TE_REO.replace("$5,000", "$500"),
        TE_REO.replace(" [2]", ""),
        TE_REO.replace("[1]", "[2]").replace("rōpū. [2]", "rōpū. [1]"),
        TE_REO.replace("\n\n", " "),
        f"{TE_REO} 111",
        ENGLISH,
        "",
    ],
)
def test_a_translation_that_changes_what_must_stay_is_not_said(changed: str) -> None:
    assert translated(answer(), Translator(changed)) is None


@pytest.mark.parametrize(
    "held",
    [
        answer(tier=Tier.LAW),
        answer(tier=Tier.HOUSE),
        answer(kind=CitationKind.HOUSE),
        answer(f"{ENGLISH} Section 54F says so."),
        answer(f"{ENGLISH} Ring 111."),
        answer(f"{ENGLISH} It is a threat."),
    ],
)
def test_danger_law_and_fixed_texts_reach_no_translator(held: Rendered) -> None:
    translator = Translator(TE_REO)
    assert not may_be_translated(held)
    assert translated(held, translator) is None
    assert translator.asked == 0
