"""A database whose tables are there already: the migrations run once for all tests that only need rows."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine

from bot.store.database import Database, sqlite_path, sqlite_url, upgrade
from bot.store.keys import Keys


def open_ready(data_dir: Path, keys: Keys, council: str) -> Database:
    """Open the database of a data folder that has none yet."""
    data_dir.mkdir(parents=True, exist_ok=True)
    sqlite_path(data_dir).write_bytes(_empty())
    return Database(sqlite_url(data_dir), keys, council)


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        engine = create_engine(sqlite_url(Path(folder)))
        with engine.connect() as connection:
            # As the bot opens it; the file remembers.
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        upgrade(engine)
        engine.dispose()
        return sqlite_path(Path(folder)).read_bytes()
