"""The originals of registered sources, fetched from a real web site and kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.fetching.fetch import Fetcher
from knowledge.gathering import Told, gather
from knowledge.holdings.shelf import Shelf
from knowledge.source_list import Source, Tier
from tests.knowledge.fetching.site import Site, page

TODAY = date(2026, 11, 24)
TEXT = b"Elected members declare gifts. " * 20


def source(site: Site, path: str = "/guide.txt", licence: str = "CC BY 4.0", **changes: object) -> Source:
    fields: dict[str, object] = {
        "id": "NZ-GUIDE",
        "title": "Guide",
        "publisher": "NZSIS",
        "url": site.url(path),
        "published": "2025-08-21",
        "seen_on": "2026-11-01",
        "seen": "read in part",
        "tier": Tier.OFFICIAL,
        "licence": licence,
    }
    return Source.model_validate(fields | changes)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "sources")


def run(
    shelf: Shelf, fetcher: Callable[..., Fetcher], *sources: Source, confirmed: bool = False
) -> list[Told]:
    return list(gather(sources, shelf, fetcher(), TODAY, licence_confirmed=confirmed))


def test_an_original_is_kept_with_what_the_source_list_says_of_it(
    site: Site, shelf: Shelf, fetcher: Callable[..., Fetcher]
) -> None:
    site.pages["/guide.txt"] = page(TEXT, etag='"one"')
    [told] = run(shelf, fetcher, source(site))
    record, data = shelf.content("national", "nz-guide")
    assert told == Told("NZ-GUIDE", "fetched", changed=True)
    assert data == TEXT
    assert (record.title, record.publisher, record.tier, record.reviewed) == (
        "Guide",
        "NZSIS",
        Tier.OFFICIAL,
        TODAY,
    )
    assert record.fetched
    assert record.fetched.etag == '"one"'


def test_what_is_unchanged_is_not_sent_again(
    site: Site, shelf: Shelf, fetcher: Callable[..., Fetcher]
) -> None:
    site.pages["/guide.txt"] = page(TEXT, etag='"one"')
    run(shelf, fetcher, source(site))
    site.pages["/guide.txt"] = page(b"", None, 304)
    assert run(shelf, fetcher, source(site)) == [Told("NZ-GUIDE", "unchanged")]
    assert site.asked[-1][1]["if-none-match"] == '"one"'


def test_the_same_text_with_another_mark_is_unchanged_too(
    site: Site, shelf: Shelf, fetcher: Callable[..., Fetcher]
) -> None:
    site.pages["/guide.txt"] = page(TEXT, etag='"one"')
    run(shelf, fetcher, source(site))
    site.pages["/guide.txt"] = page(TEXT, etag='"two"')
    assert not run(shelf, fetcher, source(site))[0].changed


def test_a_changed_original_takes_the_place_of_the_old_one(
    site: Site, shelf: Shelf, fetcher: Callable[..., Fetcher]
) -> None:
    site.pages["/guide.txt"] = page(TEXT)
    run(shelf, fetcher, source(site))
    site.pages["/guide.txt"] = page(b"Another text. " * 20)
    [told] = run(shelf, fetcher, source(site))
    assert told.changed
    assert shelf.content("national", "nz-guide")[1].startswith(b"Another text.")


@pytest.mark.parametrize("licence", ["unknown", "statute: no copyright; summary ?"])
def test_an_unclear_licence_is_refused_until_somebody_confirms_it(
    site: Site, shelf: Shelf, fetcher: Callable[..., Fetcher], licence: str
) -> None:
    site.pages["/guide.txt"] = page(TEXT)
    [told] = run(shelf, fetcher, source(site, licence=licence))
    assert (told.failed, site.asked) == (True, [])
    assert "--licence-confirmed" in told.line
    [told] = run(shelf, fetcher, source(site, licence=licence), confirmed=True)
    assert told.changed
    # Once confirmed it stays so.
    assert not run(shelf, fetcher, source(site, licence=licence))[0].failed


def test_one_that_fails_is_named_and_the_others_go_on(
    site: Site, shelf: Shelf, fetcher: Callable[..., Fetcher]
) -> None:
    site.pages["/guide.txt"] = page(TEXT)
    gone, none = source(site, "/gone.txt", id="GONE"), source(site, id="NO-URL", url=None)
    told = run(shelf, fetcher, gone, none, source(site))
    assert [(one.source_id, one.failed) for one in told] == [
        ("GONE", True),
        ("NO-URL", True),
        ("NZ-GUIDE", False),
    ]
    assert len(shelf.listed()) == 1
