"""Passages: what is searched and quoted."""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from knowledge.sentences import sentences
from knowledge.source_list import Caution, Tier

NATIONAL = "national"
_SUPERSEDED = ".superseded"
_TIERS = {
    Tier.HOUSE: "approved text",
    Tier.LAW: "law",
    Tier.OFFICIAL: "official",
    Tier.THREAT_REPORT: "threat report",
    Tier.POLICY: "council policy",
    Tier.COMPARISON: "from overseas",
    Tier.PRESS: "news report",
}
# How we know a source, where that is worth a word.
_SEEN = {
    "read in part": "",
    "fixed text": "",
    "read in part, commentary or news": "known through news or commentary",
    "read on a mirror": "read on a copy of the page",
    "title only": "only its title was read",
    "general knowledge, not read in a source": "not read in a source",
}


def superseded(owner: str) -> str:
    """Return the owner of an owner's superseded documents: apart, as they are searched only when named."""
    return f"{owner}{_SUPERSEDED}"


def is_superseded(owner: str) -> bool:
    """Say whether these are superseded documents."""
    return owner.endswith(_SUPERSEDED)


_LETTERS = re.compile(r"[^\W\d_]{3}")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class PassageKind(StrEnum):
    """A note is in our words; an original is its publisher's."""

    NOTE = "note"
    ORIGINAL = "original"


class PassageSource(_Frozen):
    """A public source as a citation shows it; `published` is `YYYY[-MM[-DD]]`."""

    source_id: str
    title: str
    publisher: str
    url: str | None
    published: str | None
    tier: Tier
    seen: str
    reviewed: str | None = None

    @property
    def described(self) -> str:
        """Who published it, when, of which tier, and how we know it where that is worth a word."""
        parts = [self.publisher, self.published or "no date shown", _TIERS[self.tier]]
        parts.append(_SEEN.get(self.seen, self.seen))
        return ", ".join(part for part in parts if part)


class Part(_Frozen):
    """One paragraph of a passage, the ids of its sources and the cautions of its facts."""

    text: str
    sources: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()


class Passage(_Frozen):
    """At most 256 word pieces of one section.

    `owner` is `national` or a council's slug; `doc` is `library/NAME.md` or a path below the folder that
    was indexed; `section` is the path of headings, joined by " > ". `asked`: ways in which people ask for it,
    searched and never shown.
    """

    owner: str
    kind: PassageKind
    doc: str
    title: str
    section: str
    page: int | None = None
    parts: tuple[Part, ...]
    asked: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The passage as shown, paragraphs parted by an empty line."""
        return "\n\n".join(part.text for part in self.parts)

    @property
    def search_text(self) -> str:
        """What is embedded and searched: title and headings first, so that short passages keep their topic."""
        return "\n".join(line for line in (self.title, self.section, self.text) if line)

    @property
    def search_words(self) -> str:
        """What is searched by its words: the same, and how people ask for it."""
        return "\n".join((self.search_text, *self.asked))

    @property
    def heading(self) -> str:
        """The nearest heading that says something: the one of a numbered clause is its number."""
        named = (part for part in reversed(self.section.split(" > ")) if _LETTERS.search(part))
        return next(named, self.title)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The heading, then each sentence: what an answer is picked from."""
        return (self.heading, *(line for part in self.parts for line in sentences(part.text)))

    @property
    def id(self) -> str:
        """A name that changes with the words or the place, and with nothing else."""
        place = "\x1f".join((self.owner, self.doc, self.section, self.text))
        return hashlib.sha256(place.encode()).hexdigest()[:32]
