"""Compose claims with a language model from the passages that were found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict

import prompts
from bot.answering.claims import Claim, Place
from bot.answering.wording import place_of
from bot.errors import ModelError
from bot.llm import LanguageModel
from bot.privacy.redact import Redacted, Redactor
from knowledge.passages import NATIONAL, Passage

_PASSAGES = 6
_CLAIMS = 5
_SYSTEM, _USER = "answer_system", "answer_user"


class _ModelClaim(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str
    passage: int
    quote: str


def compose(
    question: str, passages: Sequence[Passage], model: LanguageModel, redactor: Redactor
) -> Iterator[Claim]:
    """Yield the model's claims as they arrive, not yet verified. A claim on no passage of ours is left out.

    Personal details leave neither the question nor a council's own passages; they are put back in the claims.

    Raises:
        ModelError: the model failed, or what follows is out of shape; the claims before it stand.
    """
    hidden = Redacted(redactor)
    system = prompts.render(_SYSTEM)
    asked = hidden.hide(question)
    given = list(passages[:_PASSAGES])
    user = _shown(asked, given, hidden)
    while not model.has_room(system, user):
        if len(given) <= 1:
            raise ModelError("The question and one passage are too long for GUIDE_MODEL_MAX_TOKENS_IN.")
        given.pop()
        user = _shown(asked, given, hidden)
    said = 0
    for claim in model.fill(system, user, "claims", _ModelClaim):
        if not 1 <= claim.passage <= len(given):
            continue
        text = hidden.put_back(claim.text).strip()
        yield Claim(
            text=text,
            quote=hidden.put_back(claim.quote).strip(),
            passage=given[claim.passage - 1],
            place=place_of(text) if said else Place.LEAD,
        )
        said += 1
        if said == _CLAIMS:
            return


def prompts_version() -> str:
    """Return the version of the prompts that claims are composed with."""
    return prompts.version(_SYSTEM, _USER)


def _shown(question: str, given: Sequence[Passage], hidden: Redacted) -> str:
    blocks = []
    for n, passage in enumerate(given, 1):
        block = f"{passage.title}: {passage.section}\n{passage.text}"
        # The national notes are public, and the phone numbers in them are answers.
        blocks.append(f"[{n}] {block if passage.owner == NATIONAL else hidden.hide(block)}")
    return prompts.render(_USER, passages="\n\n".join(blocks), question=question)
