"""An entry and a document, with what a test changes of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from knowledge.holdings import making
from knowledge.holdings.making import Content
from knowledge.holdings.record import Entry, Record
from knowledge.media import MediaType

TODAY = date(2026, 11, 24)
POLICY = Content(b"# Gift policy\nDeclare gifts over $300.\n", MediaType.MARKDOWN)


def entry(**changes: Any) -> Entry:
    given = {
        "title": "Gift policy",
        "publisher": "Demo District Council",
        "tier": "policy",
        "licence": "CC BY 4.0",
    }
    return Entry.model_validate(given | changes)


def kept(added_on: date = TODAY, **changes: Any) -> Record:
    return making.of(entry(**changes), "gift-policy", added_on, "gift-policy-0123456789abcdef.md")
