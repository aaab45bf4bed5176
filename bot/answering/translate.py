"""An answer in te reo Māori by machine: never of danger, the law or interim advice, and never unmarked (care.md 8)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

import prompts
from bot.answering.render import Rendered
from bot.answering.telling import speaks_of_law
from bot.llm import LanguageModel
from bot.models import CitationKind
from knowledge.source_list import Tier

# What must be there again, in the same order: marks, and web and email addresses.
_KEPT = re.compile(r"\[\d+\]|https?://\S+|[\w.+-]+@[\w-]+\.[\w.]+")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_DANGER = re.compile(r"\b(?:111|1737|emergency|danger\w*|suicid\w*|threat\w*|violen\w*)\b", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_TE_REO = frozenset("te nga ngā he ko ki i o a ka kua kei ma mā mo mō no nō ia me e ana kia hei".split())
# So many of a translation's words are the little words of te reo, at the least.
_LEAST_TE_REO = 0.2


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str


def may_be_translated(answer: Rendered) -> bool:
    """Return whether a machine may translate an answer: it says nothing of danger, the law or what the house says."""
    tiers = {source.tier for citation in answer.citations for source in citation.sources}
    is_house = any(citation.kind is CitationKind.HOUSE for citation in answer.citations)
    return not (
        is_house
        or tiers & {Tier.LAW, Tier.HOUSE}
        or speaks_of_law(answer.text)
        or _DANGER.search(answer.text)
    )


def translated(answer: Rendered, model: LanguageModel) -> str | None:
    """Return a proved translation; None: it may not be translated, or the translation changes what must stay.

    Raises:
        ModelError: the model failed or answered out of shape.
    """
    if not may_be_translated(answer):
        return None
    user = prompts.render("translate_user", answer=answer.text)
    lines = [
        line.text.strip() for line in model.fill(prompts.render("translate_system"), user, "lines", _Line)
    ]
    made = _in_place_of(answer.text, lines)
    return made if made and _keeps(answer.text, made) else None


def _in_place_of(original: str, lines: Sequence[str]) -> str | None:
    """Return the lines where those of the original stand, with its empty ones; None: there are more or fewer."""
    wanted = original.splitlines()
    if len(lines) != sum(map(bool, wanted)):
        return None
    left = iter(lines)
    return "\n".join(next(left) if line else "" for line in wanted)


def _keeps(original: str, made: str) -> bool:
    """Return whether marks, addresses and numbers are the same, and the words are te reo."""
    words = _WORD.findall(made.lower())
    is_te_reo = sum(word in _TE_REO for word in words) >= _LEAST_TE_REO * (len(words) or 1)
    return (
        is_te_reo
        and _KEPT.findall(made) == _KEPT.findall(original)
        and sorted(_NUMBER.findall(made)) == sorted(_NUMBER.findall(original))
    )
