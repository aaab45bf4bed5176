from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

import pytest

from knowledge.fetching.address import Policy
from knowledge.fetching.fetch import Fetcher, Limits
from knowledge.fetching.visit import trust
from tests.knowledge.fetching.site import Site, serving

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAMES = {"docs.test": ["127.0.0.1"], "other.test": ["127.0.0.1"], "inside.test": ["10.0.0.5"]}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def resolve(host: str, _port: int) -> Sequence[str]:
    return NAMES[host]


@pytest.fixture(scope="session")
def fetcher() -> Callable[..., Fetcher]:
    tls = trust()

    def make(**changes: object) -> Fetcher:
        given = {
            "limits": Limits(max_bytes=100_000, connect_s=5, read_s=5, total_s=30),
            "resolve": resolve,
            "tls": tls,
            "now": lambda: NOW,
        }
        return Fetcher(Policy(tuple(NAMES), plain_on_loopback=True), **{**given, **changes})  # type: ignore[arg-type]

    return make
