"""The fixed phrases in te reo Māori: said only when a licensed translator's name stands in their file (care.md 8)."""

from __future__ import annotations

from functools import cache

from pydantic import Field, model_validator

from bot.answering.render import COUNCIL_HEADING, HEADINGS, NATIONAL_HEADING
from bot.council import IsoDay, Words
from bot.council_file import Row, parse
from bot.errors import LibraryError
from knowledge.shipped import read_text

PHRASES = "te_reo.yaml"
_HEADINGS = frozenset({COUNCIL_HEADING, NATIONAL_HEADING, *HEADINGS.values()})


class Phrases(Row):
    """What is said around an answer; `english_below` tells that the answer itself is in English."""

    greeting: Words
    closing: Words
    english_below: Words | None


class TeReo(Row):
    """The whole of te_reo.yaml: a draft, or translated by somebody on a day."""

    translated_by: Words | None
    translated_on: IsoDay | None
    phrases: Phrases
    headings: dict[str, Words | None] = Field(min_length=len(_HEADINGS))

    @model_validator(mode="after")
    def _whole(self) -> TeReo:
        if bool(self.translated_by) != bool(self.translated_on):
            raise ValueError("translated_by and translated_on belong together")
        if set(self.headings) != _HEADINGS:
            raise ValueError(f"headings must name each of: {', '.join(sorted(_HEADINGS))}")
        if self.translated_by and not (self.phrases.english_below and all(self.headings.values())):
            raise ValueError("has a translator, so every phrase and heading must be filled in")
        return self

    @property
    def is_draft(self) -> bool:
        """Whether its phrases wait for a licensed translator."""
        return self.translated_by is None

    def dressed(self, answer: str) -> str:
        """Return an answer with its greeting, closing and headings in te reo; its sentences stay as they are.

        Raises:
            ValueError: the phrases are drafts.
        """
        if self.is_draft:
            raise ValueError("The phrases wait for a licensed translator.")
        lines = [self.headings.get(line) or line for line in answer.split("\n")]
        opening = f"{self.phrases.greeting} {self.phrases.english_below}"
        return "\n\n".join([opening, "\n".join(lines), self.phrases.closing])


@cache
def phrases() -> TeReo:
    """Return the shipped phrases.

    Raises:
        LibraryError: names the line and the field, and what to do.
    """
    return parse(read_text("bot", PHRASES), PHRASES, TeReo, LibraryError)
