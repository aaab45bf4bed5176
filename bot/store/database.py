"""The one door to the database: open it, bring its tables up to date, read and write in transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.errors import SealError, StoreError
from bot.store.keys import Keys
from bot.store.tables import KeyCheck

_BUSY_SECONDS = 30
_KNOWN_TEXT = "This key file belongs to this database."


class Database:
    """The rows of one council. Safe to use from several threads."""

    def __init__(self, url: str, keys: Keys, council: str) -> None:
        """Open the database and bring its tables up to date.

        Raises:
            StoreError: it cannot be opened, or is newer than this version.
            SealError: it was written with another key file.
        """
        self.keys = keys
        self.council = council
        self._engine = _engine(url)
        try:
            upgrade(self._engine)
            self._check_key()
        except SQLAlchemyError as error:
            self.close()
            raise StoreError(
                f"The database cannot be opened ({type(error).__name__}).",
                "Check GUIDE_DATABASE_URL and GUIDE_DATA_DIR.",
            ) from error
        except Exception:
            self.close()
            raise

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that writes; committed at the end, undone on an error."""
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that only reads, and waits for nobody."""
        engine = self._engine.execution_options(reads_only=True)
        with Session(engine, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        self._engine.dispose()

    def _check_key(self) -> None:
        name = f"key_checks:{self.council}:sealed"
        with self.write() as session:
            row = session.get(KeyCheck, self.council)
            if row is None:
                session.add(KeyCheck(council=self.council, sealed=self.keys.seal(_KNOWN_TEXT, name)))
                return
            try:
                self.keys.open(row.sealed, name)
            except SealError as error:
                raise SealError(
                    "The database was written with another key file.",
                    "Set GUIDE_KEY_FILE to the key file that belongs to this data folder.",
                ) from error


def sqlite_url(data_dir: Path) -> str:
    """Return the address of the database file in the data folder."""
    # The folder's name may hold what has a meaning in an address, such as "?" or "%20".
    return URL.create("sqlite", database=str(sqlite_path(data_dir))).render_as_string()


def sqlite_path(data_dir: Path) -> Path:
    """Return the database file of a data folder."""
    return data_dir / "guide.db"


def upgrade(engine: Engine) -> None:
    """Run the migrations that this database has not seen."""
    config = Config()
    config.set_main_option(
        "script_location", str(resources.files("bot.store").joinpath("migrations")).replace("%", "%%")
    )
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreError(
                "The database was written by a newer version of Council Guide.",
                "Install that version again, or restore a backup.",
            ) from error


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("GUIDE_DATABASE_URL is no database address.", "See .env.example.") from error
    if parsed.get_backend_name() != "sqlite":
        raise StoreError(
            f"This version keeps its rows in SQLite; {parsed.get_backend_name()} is not supported yet.",
            "Unset GUIDE_DATABASE_URL.",
        )
    if parsed.database:
        try:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreError(f"The data folder cannot be made ({error.strerror}).") from error
    # hide_parameters: an error must not carry what people wrote into a log.
    try:
        engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": _BUSY_SECONDS})
    except (ArgumentError, ImportError) as error:
        raise StoreError(
            "GUIDE_DATABASE_URL names a driver that is not here.", "Write it as sqlite:///PATH."
        ) from error
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _: object) -> None:
    # Transactions are begun below, and not by the driver, which would begin them too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    # A writer takes its lock at once: two that read first and write later would trip over each other.
    reads_only = connection.get_execution_options().get("reads_only")
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
