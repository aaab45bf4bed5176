"""Fetch the originals of registered sources, and keep them beside our notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from knowledge.fetching.fetch import Fetcher
from knowledge.fetching.outcome import Failed, Fetched, Known, Unchanged
from knowledge.holdings.making import Content
from knowledge.holdings.reading import Broken
from knowledge.holdings.record import Entry, FetchMarks, Record
from knowledge.holdings.shelf import Shelf
from knowledge.holdings.standing import unclear
from knowledge.passages import NATIONAL
from knowledge.source_list import Source, Tier

FETCHED_TIERS = (Tier.LAW, Tier.OFFICIAL, Tier.THREAT_REPORT)


class Told(NamedTuple):
    """What came of one source: `line` for the administrator; `changed`: the index must be built again."""

    source_id: str
    line: str
    failed: bool = False
    changed: bool = False


def gather(
    sources: Iterable[Source], shelf: Shelf, fetcher: Fetcher, today: date, *, licence_confirmed: bool
) -> Iterator[Told]:
    """Fetch each source that has an address and whose licence is clear; what is unchanged is not sent again."""
    there = {held.record.id: held.record for held in shelf.listed(NATIONAL) if not isinstance(held, Broken)}
    for source in sources:
        kept = there.get(source.id.lower())
        confirmed = licence_confirmed or bool(kept and kept.licence_confirmed_on)
        if source.url is None:
            yield Told(source.id, "has no address in the source list", failed=True)
        elif unclear(source.licence) and not confirmed:
            yield Told(
                source.id,
                f"licence: {source.licence}. Ask the publisher, then: sources fetch {source.id} --licence-confirmed",
                failed=True,
            )
        else:
            yield _fetch(source, source.url, kept, shelf, fetcher, today)


def _fetch(
    source: Source, url: str, kept: Record | None, shelf: Shelf, fetcher: Fetcher, today: date
) -> Told:
    marks = kept.fetched if kept else None
    known = Known(marks.final_url, marks.etag, marks.last_modified) if marks else None
    outcome = fetcher.fetch(url, known)
    match outcome:
        case Failed(line=line):
            return Told(source.id, line, failed=True)
        case Unchanged():
            return Told(source.id, "unchanged")
        case Fetched():
            if marks and marks.sha256 == outcome.sha256:
                return Told(source.id, "unchanged")
            content = Content(outcome.content, outcome.media_type)
            entry = _entry(source, outcome, kept, today)
            if kept:
                shelf.replace(NATIONAL, kept.id, entry, content)
                return Told(source.id, "changed at its publisher: replaced", changed=True)
            shelf.add(NATIONAL, entry, content, today=today, source_id=source.id.lower())
            return Told(source.id, "fetched", changed=True)


def _entry(source: Source, fetched: Fetched, kept: Record | None, today: date) -> Entry:
    confirmed = kept.licence_confirmed_on if kept else None
    return Entry(
        title=source.title,
        publisher=source.publisher,
        url=source.url,
        tier=source.tier,
        published=source.published,
        reviewed=today,
        licence=source.licence,
        licence_confirmed_on=confirmed or (today if unclear(source.licence) else None),
        fetched=marks_of(fetched),
    )


def marks_of(fetched: Fetched) -> FetchMarks:
    """Return what is kept of a download, to ask for the document again."""
    return FetchMarks(
        final_url=fetched.final_url,
        fetched_at=fetched.fetched_at,
        sha256=fetched.sha256,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
    )
