from __future__ import annotations

from pathlib import Path

import pytest

from bot.council import Council, load

DEMO = Path(__file__).parents[3] / "bot" / "demo"


@pytest.fixture(scope="session")
def council() -> Council:
    return load(DEMO)
