from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.slack.threads import Threads


@pytest.fixture(scope="session")
def threads() -> Iterator[Threads]:
    pools = Threads()
    yield pools
    pools.close()
