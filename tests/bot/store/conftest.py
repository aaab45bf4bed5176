"""A database of its own for each test, with its key beside the data folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import keys as key_files
from bot.store.database import Database
from bot.store.keys import Keys
from bot.store.people import People
from tests.bot.store.given import COUNCIL, Given, SetClock
from tests.bot.store.ready import open_ready


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def keys(tmp_path: Path, data_dir: Path) -> Keys:
    return key_files.load(tmp_path / "keys" / "master.key", data_dir)


@pytest.fixture
def database(keys: Keys, data_dir: Path) -> Iterator[Database]:
    database = open_ready(data_dir, keys, COUNCIL)
    yield database
    database.close()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def people(keys: Keys) -> People:
    return People(keys, COUNCIL)


@pytest.fixture
def given(database: Database, clock: SetClock) -> Given:
    return Given(database, clock)
