"""Compose claims with a language model from the passages that were found."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

import prompts
from bot.answering.claims import Claim, Place
from bot.answering.wording import place_of
from bot.llm import LanguageModel
from bot.privacy.redact import Redactor
from knowledge.passages import Passage

_PASSAGES = 6


class _ModelClaim(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str
    passage: int
    quote: str


class _ModelAnswer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    claims: list[_ModelClaim]


def compose(
    question: str, passages: Sequence[Passage], model: LanguageModel, redactor: Redactor
) -> list[Claim]:
    """Return the model's claims, not yet verified. A claim on no passage of ours is left out.

    Raises:
        ModelError: the model failed or answered out of shape.
    """
    given = passages[:_PASSAGES]
    shown = "\n\n".join(
        f"[{n}] {passage.title}: {passage.section}\n{passage.text}" for n, passage in enumerate(given, 1)
    )
    user = prompts.render("answer_user", passages=shown, question=redactor.redact(question))
    answer = model.fill(prompts.render("answer_system"), user, _ModelAnswer)
    known = (claim for claim in answer.claims if 1 <= claim.passage <= len(given))
    return [
        Claim(
            text=claim.text.strip(),
            quote=claim.quote.strip(),
            passage=given[claim.passage - 1],
            place=place_of(claim.text.strip()) if n else Place.LEAD,
        )
        for n, claim in enumerate(known)
    ]
