from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.fetching.fetch import Fetcher
from knowledge.fetching.outcome import Failed, Fetched, Reason
from tests.knowledge.fetching.site import Site, moved, page

Make = Callable[..., Fetcher]
_STAY_OUT = b"\xef\xbb\xbfUser-agent: *\nDisallow: /private\n\nUser-agent: CouncilGuide\nDisallow: /a\n"


def test_a_page_that_robots_txt_closes_is_not_asked_for(site: Site, fetcher: Make) -> None:
    site.pages |= {"/robots.txt": page(_STAY_OUT), "/a": page(), "/b": page()}
    run = fetcher()

    refused = run.fetch(site.url("/a"))
    assert isinstance(refused, Failed)
    assert refused.reason is Reason.ROBOTS
    assert isinstance(run.fetch(site.url("/b")), Fetched)
    assert site.paths() == ["/robots.txt", "/b"], "asked once in a run, and never for the closed page"


def test_a_redirect_into_a_closed_page_is_refused(site: Site, fetcher: Make) -> None:
    site.pages |= {"/robots.txt": page(_STAY_OUT), "/b": moved("/a"), "/a": page()}
    refused = fetcher().fetch(site.url("/b"))
    assert isinstance(refused, Failed)
    assert refused.reason is Reason.ROBOTS


def test_each_host_has_its_own_rules(site: Site, fetcher: Make) -> None:
    site.pages |= {"/b": moved(site.url("/c", "other.test")), "/c": page()}
    assert isinstance(fetcher().fetch(site.url("/b")), Fetched)
    hosts = [sent["host"].partition(":")[0] for path, sent in site.asked if path == "/robots.txt"]
    assert hosts == ["docs.test", "other.test"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [(401, Reason.ROBOTS), (403, Reason.ROBOTS), (429, Reason.TRY_LATER), (503, Reason.TRY_LATER)],
)
def test_no_entry_where_robots_txt_is_closed_or_out_of_order(
    site: Site, fetcher: Make, status: int, reason: Reason
) -> None:
    site.pages |= {"/robots.txt": page(b"", status=status), "/a": page()}
    refused = fetcher().fetch(site.url("/a"))
    assert isinstance(refused, Failed)
    assert refused.reason is reason
    assert site.paths() == ["/robots.txt"]


def test_a_host_that_was_out_of_order_is_asked_again(site: Site, fetcher: Make) -> None:
    site.pages |= {"/robots.txt": page(b"", status=503), "/a": page()}
    run = fetcher()
    assert isinstance(run.fetch(site.url("/a")), Failed)
    site.pages["/robots.txt"] = page(b"User-agent: *\nDisallow:\n")
    assert isinstance(run.fetch(site.url("/a")), Fetched)


def test_robots_txt_may_lie_elsewhere_but_only_on_a_listed_host(site: Site, fetcher: Make) -> None:
    site.pages |= {"/robots.txt": moved("/real.txt"), "/real.txt": page(_STAY_OUT), "/a": page()}
    refused = fetcher().fetch(site.url("/a"))
    assert isinstance(refused, Failed)
    assert refused.reason is Reason.ROBOTS
    site.pages["/robots.txt"] = moved("http://evil.test/robots.txt")
    refused = fetcher().fetch(site.url("/a"))
    assert isinstance(refused, Failed)
    assert refused.reason is Reason.HOST


@pytest.mark.parametrize(
    ("path", "may"),
    [("/guide.pdf", False), ("/guide.pdf.txt", True), ("/private/a", False), ("/private/b", True)],
)
def test_wildcards_count_and_the_longest_rule_wins(site: Site, fetcher: Make, path: str, may: bool) -> None:
    rules = b"User-agent: *\nAllow: /\nDisallow: /*.pdf$\nDisallow: /private\nAllow: /private/b\n"
    site.pages |= {"/robots.txt": page(rules), path: page()}
    assert isinstance(fetcher().fetch(site.url(path)), Fetched) is may
