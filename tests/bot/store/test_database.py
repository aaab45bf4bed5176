from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, Table, create_engine, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from bot.errors import SealError, StoreError
from bot.store import messages
from bot.store.database import Database, sqlite_url, upgrade
from bot.store.inserts import insert_once
from bot.store.keys import Keys
from bot.store.messages import MessageBody
from bot.store.notices import NoticeKind, tell
from bot.store.outbox_rows import OutboxRows
from bot.store.tables import Base, Due, KeyCheck, Message, Notice, Person, Press, Thread
from tests.bot.store.given import ANOTHER_COUNCIL, COUNCIL, DAY, MEMBER, NOW, Given, SetClock, at_once

CANARY = "Kererū-7741-canary"
TABLES = [table for table in Base.metadata.sorted_tables if isinstance(table, Table)]
NAMES = {table.name for table in TABLES}


@contextmanager
def engine_of(data_dir: Path) -> Iterator[Engine]:
    engine = create_engine(sqlite_url(data_dir))
    try:
        yield engine
    finally:
        engine.dispose()


def tables_of(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def differences(engine: Engine) -> list[object]:
    """Return what differs between the tables that are there and the models."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))


def downgrade(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(resources.files("bot.store").joinpath("migrations")))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


# --- the tables and their migrations ------------------------------------------------------------------


def test_the_migrated_tables_are_those_of_the_models(keys: Keys, data_dir: Path) -> None:
    Database(sqlite_url(data_dir), keys, COUNCIL).close()
    with engine_of(data_dir) as engine:
        assert differences(engine) == []
        assert tables_of(engine) == NAMES | {"alembic_version"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_carries_the_council(table: Table) -> None:
    assert "council" in table.columns
    assert not table.columns["council"].nullable


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_what_is_unique_is_unique_within_a_council(table: Table) -> None:
    """An id made at random needs no council; what comes from outside does."""
    for constraint in table.constraints:
        columns = {column.name for column in getattr(constraint, "columns", [])}
        is_unique = type(constraint).__name__ in ("UniqueConstraint", "PrimaryKeyConstraint")
        if is_unique and not columns <= {"id", "seq"}:
            assert "council" in columns, constraint.name


def test_opening_again_changes_nothing(given: Given, keys: Keys, data_dir: Path) -> None:
    message_id = given.message()
    for _ in range(2):
        again = Database(sqlite_url(data_dir), keys, COUNCIL)
        with again.read() as session:
            message = session.get_one(Message, message_id)
            assert messages.read(keys, message)
            assert len(list(session.scalars(select(KeyCheck)))) == 1
        again.close()


def test_upgrading_twice_is_harmless(data_dir: Path) -> None:
    data_dir.mkdir()
    with engine_of(data_dir) as engine:
        upgrade(engine)
        upgrade(engine)
        assert differences(engine) == []


def test_downgrading_takes_away_all_tables_even_with_rows_in_them(given: Given, data_dir: Path) -> None:
    case_id = given.case()
    given.notice("card:1", case_id=case_id, message_id=given.message())
    with engine_of(data_dir) as engine:
        downgrade(engine, "base")
        assert tables_of(engine) == {"alembic_version"}
        upgrade(engine)
        assert differences(engine) == []


# What is due of a case stands in both versions; what is due of a message in the newer one alone.
DUE = "SELECT council, case_id, kind, due_at, done_at FROM due ORDER BY id"


def what_is_due(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(DUE))]


def make_due(given: Given) -> tuple[str, str]:
    """Make a case and a message due; return their ids."""
    case_id, message_id = given.case(), given.message()
    with given.database.write() as session:
        session.add(Due(council=COUNCIL, case_id=case_id, kind="claim", due_at=NOW, done_at=NOW))
        session.add(Due(council=COUNCIL, case_id=case_id, kind="claim", due_at=NOW + DAY))
        session.add(Due(council=COUNCIL, message_id=message_id, kind="choice", due_at=NOW))
    return case_id, message_id


def test_what_is_due_of_a_case_outlives_the_way_back_and_forth(given: Given, data_dir: Path) -> None:
    case_id, _ = make_due(given)
    with engine_of(data_dir) as engine:
        before = what_is_due(engine)
        assert [row[1] for row in before] == [case_id, case_id, None]
        downgrade(engine, "0001")
        assert "message_id" not in {column["name"] for column in inspect(engine).get_columns("due")}
        # The older version knows no choice that waits: it could not remind of one.
        assert what_is_due(engine) == before[:2]
        upgrade(engine)
        assert what_is_due(engine) == before[:2]
        assert differences(engine) == []


def test_the_older_version_takes_nothing_due_without_its_case(given: Given, data_dir: Path) -> None:
    make_due(given)
    row = "INSERT INTO due (council, case_id, kind, due_at) VALUES ('demo', NULL, 'claim', '2026-11-24')"
    with engine_of(data_dir) as engine:
        downgrade(engine, "0001")
        with pytest.raises(IntegrityError, match="NOT NULL"), engine.begin() as connection:
            connection.execute(text(row))
        upgrade(engine)
        with engine.begin() as connection:
            connection.execute(text(row))


@pytest.mark.parametrize("of", [{"case_id": "nothing"}, {"message_id": "nothing"}])
def test_nothing_is_due_of_a_case_or_a_message_that_is_not_there(
    given: Given, data_dir: Path, of: dict[str, str]
) -> None:
    make_due(given)
    with engine_of(data_dir) as engine:
        downgrade(engine, "0001")
        upgrade(engine)
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), given.database.write() as session:
        session.add(Due(council=COUNCIL, kind="claim", due_at=NOW, **of))


def test_the_same_is_due_once_at_a_time(given: Given, data_dir: Path) -> None:
    case_id, _ = make_due(given)
    with engine_of(data_dir) as engine:
        downgrade(engine, "0001")
        upgrade(engine)
    with pytest.raises(IntegrityError, match="UNIQUE"), given.database.write() as session:
        session.add(Due(council=COUNCIL, case_id=case_id, kind="claim", due_at=NOW))


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(
    given: Given, keys: Keys, data_dir: Path
) -> None:
    message_id = given.message()
    with engine_of(data_dir) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError) as caught:
        Database(sqlite_url(data_dir), keys, COUNCIL)
    assert caught.value.message == "The database was written by a newer version of Council Guide."
    assert caught.value.hint == "Install that version again, or restore a backup."
    assert given.message_row(message_id).id == message_id


# --- opening ------------------------------------------------------------------------------------------


def test_the_data_folder_is_made_for_its_owner_alone(keys: Keys, data_dir: Path) -> None:
    Database(sqlite_url(data_dir), keys, COUNCIL).close()
    assert data_dir.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["with spaces", "Rātā", "100%", "a%20b", "what?", "what?timeout=1", "a#b"])
def test_the_database_lies_in_the_data_folder_whatever_its_name(
    keys: Keys, tmp_path: Path, name: str
) -> None:
    Database(sqlite_url(tmp_path / name), keys, COUNCIL).close()
    assert (tmp_path / name / "guide.db").is_file()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://guide:hunter2@db.example/guide",
        "postgresql+psycopg://guide:hunter2@db.example/guide",
        "postgres://guide:hunter2@db.example/guide",
    ],
)
def test_a_postgresql_address_is_refused_without_its_password(keys: Keys, url: str) -> None:
    with pytest.raises(StoreError, match=r"is not supported yet\. Unset GUIDE_DATABASE_URL") as caught:
        Database(url, keys, COUNCIL)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("url", ["", "guide.db", "/var/lib/guide.db", "sqlite+nonsense:///guide.db"])
def test_what_is_no_address_is_refused(keys: Keys, url: str) -> None:
    with pytest.raises(StoreError, match="GUIDE_DATABASE_URL"):
        Database(url, keys, COUNCIL)


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(keys: Keys, data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "guide.db").write_bytes(b"The minutes of the meeting. " * 100)
    with pytest.raises(StoreError, match=r"cannot be opened.*GUIDE_DATA_DIR"):
        Database(sqlite_url(data_dir), keys, COUNCIL)
    assert (data_dir / "guide.db").read_bytes() == b"The minutes of the meeting. " * 100


def test_a_folder_in_the_place_of_the_database_is_refused(keys: Keys, data_dir: Path) -> None:
    (data_dir / "guide.db").mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be opened"):
        Database(sqlite_url(data_dir), keys, COUNCIL)


def test_a_file_in_the_place_of_the_data_folder_is_refused(keys: Keys, data_dir: Path) -> None:
    data_dir.write_text("in the way")
    with pytest.raises(StoreError, match="data folder cannot be made"):
        Database(sqlite_url(data_dir), keys, COUNCIL)


def test_another_key_file_is_refused_at_the_start(given: Given, keys: Keys, data_dir: Path) -> None:
    message_id = given.message("May I?")
    with pytest.raises(SealError) as caught:
        Database(sqlite_url(data_dir), Keys(bytes(32)), COUNCIL)
    assert caught.value.message == "The database was written with another key file."
    assert caught.value.hint == "Set GUIDE_KEY_FILE to the key file that belongs to this data folder."
    body = messages.read(keys, given.message_row(message_id))
    assert body
    assert body.text == "May I?"


def test_sqlite_keeps_what_was_committed_and_checks_what_rows_refer_to(database: Database) -> None:
    # Two at once, so that the second is a connection of its own.
    with database.read() as one, database.read() as two:
        for session in (one, two):
            assert session.scalar(text("PRAGMA journal_mode")) == "wal"
            assert session.scalar(text("PRAGMA synchronous")) == 2
            assert session.scalar(text("PRAGMA foreign_keys")) == 1


def test_a_row_must_not_refer_to_nobody(database: Database) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), database.write() as session:
        tell(session, COUNCIL, NoticeKind.WELCOME, key="welcome:1", now=NOW, to="nobody")


# --- transactions -------------------------------------------------------------------------------------


def test_an_error_undoes_the_whole_transaction(given: Given, database: Database) -> None:
    message_id = given.message()

    def change_and_fail(session: Session) -> None:
        session.get_one(Message, message_id).feedback = "helpful"
        tell(session, COUNCIL, NoticeKind.CARD, key="card:1", now=NOW, to=None)
        session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        given.write(change_and_fail)
    assert given.message_row(message_id).feedback is None
    with database.read() as session:
        assert session.scalar(select(Notice)) is None


def test_a_reader_waits_for_no_writer_and_sees_what_was_committed(given: Given, database: Database) -> None:
    message_id = given.message()
    with database.write() as session:
        session.get_one(Message, message_id).feedback = "helpful"
        session.flush()
        assert given.message_row(message_id).feedback is None
    assert given.message_row(message_id).feedback == "helpful"


def test_writers_at_once_lose_none_of_each_others_changes(given: Given, database: Database) -> None:
    message_id = given.message()

    def count_up(_: int) -> None:
        for _ in range(5):
            with database.write() as session:
                message = session.get_one(Message, message_id)
                message.attempts = message.attempts + 1

    at_once(4, count_up)
    assert given.message_row(message_id).attempts == 20


def test_a_row_is_inserted_once(database: Database) -> None:
    def insert_press() -> bool:
        with database.write() as session:
            return insert_once(session, Press, council=COUNCIL, key=b"press", at=NOW)

    assert [insert_press(), insert_press()] == [True, False]


def test_a_row_of_another_council_is_another_row(database: Database) -> None:
    with database.write() as session:
        assert insert_once(session, Thread, council=COUNCIL, thread=b"thread", asked_at=NOW)
        assert insert_once(session, Thread, council=ANOTHER_COUNCIL, thread=b"thread", asked_at=NOW)


def test_a_row_inserted_by_threads_at_once_is_inserted_by_one(database: Database) -> None:
    def insert_press(_: int) -> bool:
        with database.write() as session:
            return insert_once(session, Press, council=COUNCIL, key=b"press", at=NOW)

    assert sorted(at_once(6, insert_press)) == [False] * 5 + [True]


def test_a_moment_comes_back_with_its_zone(given: Given) -> None:
    received_at = given.message_row(given.message()).received_at
    assert (received_at, received_at.tzinfo) == (NOW, UTC)


def test_a_moment_without_its_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 11, 24, 11)  # noqa: DTZ001 - the point of the test
    with pytest.raises(StatementError, match="needs its zone"), database.write() as session:
        insert_once(session, Press, council=COUNCIL, key=b"press", at=naive)


# --- nobody's words in errors and files ---------------------------------------------------------------


def provoke_a_second_key(session: Session) -> None:
    for _ in range(2):
        values = {"key": CANARY, "kind": "card", "lane": CANARY, "created_at": NOW, "next_at": NOW}
        session.execute(insert(Notice).values(id=CANARY, council=COUNCIL, attempts=0, **values))


def provoke_an_unknown_person(session: Session) -> None:
    session.execute(insert(Person).values(id=CANARY, council=COUNCIL, lookup=b"", slack_id=None))


def provoke_a_value_of_another_type(session: Session) -> None:
    session.execute(insert(Press).values(council=CANARY, key=CANARY.encode(), at=datetime(2026, 11, 24)))  # noqa: DTZ001


@pytest.mark.parametrize(
    "provoke", [provoke_a_second_key, provoke_an_unknown_person, provoke_a_value_of_another_type]
)
def test_an_error_of_the_database_carries_no_parameters(
    database: Database, provoke: Callable[[Session], None]
) -> None:
    with pytest.raises(StatementError) as caught, database.write() as session:
        provoke(session)
    assert CANARY not in f"{caught.value} {caught.value!r} {caught.value.orig!r}"


def test_a_message_of_the_wrong_form_is_an_error_without_its_words() -> None:
    with pytest.raises(ValueError, match="channel") as caught:
        MessageBody.model_validate({"text": CANARY, "ts": CANARY})
    assert CANARY not in str(caught.value)


def write_a_person(given: Given) -> None:
    given.person(CANARY)


def write_a_message(given: Given) -> None:
    given.message(CANARY, by=f"U-{CANARY}", thread=f"thread-{CANARY}")


def write_a_message_with_its_place(given: Given) -> None:
    keys, message_id = given.database.keys, given.message()
    body = MessageBody(text="", channel=CANARY, ts=f"1-{CANARY}", thread_ts=CANARY, marking=CANARY)
    with given.database.write() as session:
        session.get_one(Message, message_id).body = messages.seal(keys, message_id, body)


def write_a_notice(given: Given) -> None:
    keys, to = given.database.keys, given.person()
    with given.database.write() as session:
        tell(session, COUNCIL, NoticeKind.ANSWER, key="1", now=NOW, to=to, body=CANARY, sealer=keys)


def write_a_notice_of_a_case(given: Given) -> None:
    keys, case_id = given.database.keys, given.case()
    sealer = keys.case_sealer(keys.new_case_key(case_id), case_id)
    with given.database.write() as session:
        tell(session, COUNCIL, NoticeKind.CARD, key="1", now=NOW, to=None, body=CANARY, sealer=sealer)


def write_where_a_notice_was_posted(given: Given) -> None:
    notice_id = given.notice("card:1")
    sealed = given.database.keys.seal(f"{CANARY} 1.0", f"outbox:{notice_id}:posted")
    OutboxRows(given.database, SetClock(), "serve").posted(notice_id, sealed)


@pytest.mark.parametrize(
    "write",
    [
        write_a_person,
        write_a_message,
        write_a_message_with_its_place,
        write_a_notice,
        write_a_notice_of_a_case,
        write_where_a_notice_was_posted,
    ],
)
def test_what_people_wrote_stands_in_no_file_of_the_data_folder(
    given: Given, data_dir: Path, write: Callable[[Given], None]
) -> None:
    write(given)
    assert {file.name for file in data_dir.iterdir()} >= {"guide.db", "guide.db-wal"}
    assert everything_in(data_dir).count(COUNCIL.encode())  # the rows are in what is searched
    assert no_trace_of(CANARY, data_dir)
    given.database.close()  # the log is written into the database file
    assert no_trace_of(CANARY, data_dir)


def test_a_slack_id_stands_in_no_file_of_the_data_folder(given: Given, data_dir: Path) -> None:
    given.message(by=MEMBER)
    assert no_trace_of(MEMBER, data_dir)


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def no_trace_of(words: str, folder: Path) -> bool:
    written = everything_in(folder).lower()
    forms = (
        words.encode(),
        words.encode("utf-16-le"),
        ascii(words)[1:-1].encode(),
        words.encode().hex().encode(),
    )
    return not any(form.lower() in written for form in forms)
