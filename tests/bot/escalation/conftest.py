from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.council import Council, load
from bot.house import House
from tests.bot.escalation.given import Room as Room

DEMO = Path(__file__).parents[3] / "bot" / "demo"


@pytest.fixture(scope="session")
def council() -> Council:
    return load(DEMO)


@pytest.fixture(scope="session")
def house() -> House:
    return House.load(DEMO)


@pytest.fixture
def room(tmp_path: Path, council: Council, house: House) -> Iterator[Room]:
    room = Room(tmp_path, council, house)
    yield room
    room.close()
