"""The source list: each public source with its facts in our words."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import LibraryError
from knowledge.shipped import read_yaml

# Lies beside the lists, and is none: knowledge/fetching/hosts.py reads it.
HOSTS_FILE = "hosts.yaml"


class Tier(StrEnum):
    """Who speaks, from our own approved words down to the press."""

    HOUSE = "house"
    LAW = "law"
    OFFICIAL = "official"
    THREAT_REPORT = "threat-report"
    POLICY = "policy"
    COMPARISON = "comparison"
    PRESS = "press"


class Caution(StrEnum):
    """Why a fact must be used with a visible caution (knowledge/sources/README.md)."""

    PRESS = "press"
    SECONDARY = "secondary"
    UNCERTAIN = "uncertain"
    LEGACY = "legacy"
    TITLE = "title"


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(_Row):
    """One checked fact in our words; `id` is `SOURCE.n`."""

    id: str
    text: str
    about: str = ""
    also: tuple[str, ...] = ()
    caution: tuple[Caution, ...] = ()


class Source(_Row):
    """One public source; dates are `YYYY[-MM[-DD]]`."""

    id: str
    title: str
    publisher: str
    url: str | None = None
    published: str | None = None
    published_note: str | None = None
    seen_on: str
    seen: str
    tier: Tier
    licence: str
    aliases: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


class SourceList(_Row):
    """All sources and facts, by id."""

    sources: dict[str, Source]
    facts: dict[str, Fact]

    def source_ids(self, fact: Fact) -> tuple[str, ...]:
        """Return the ids of the sources that carry a fact, the first one leading."""
        return (fact.id.rsplit(".", 1)[0], *fact.also)


@cache
def load() -> SourceList:
    """Return the shipped source list.

    Raises:
        LibraryError: a file breaks the format, an id stands twice, or `also` names no source.
    """
    sources: dict[str, Source] = {}
    facts: dict[str, Fact] = {}
    for entry in sorted(resources.files("knowledge").joinpath("sources").iterdir(), key=lambda e: e.name):
        if not entry.name.endswith(".yaml") or entry.name == HOSTS_FILE:
            continue
        for row in read_yaml("knowledge", f"sources/{entry.name}"):
            try:
                source = Source.model_validate(row)
            except ValidationError as error:
                raise LibraryError(f"sources/{entry.name}: {row.get('id')}: {error}") from error
            if source.id in sources:
                raise LibraryError(f"sources/{entry.name}: the id {source.id} stands twice.")
            sources[source.id] = source
            facts |= {fact.id: fact for fact in source.facts}
    for fact in facts.values():
        for other in fact.also:
            if other not in sources:
                raise LibraryError(f"sources: {fact.id} names the unknown source {other}.")
    return SourceList(sources=sources, facts=facts)
