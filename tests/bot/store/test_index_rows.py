from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import IndexRaceError, StoreError
from bot.store.database import Database, sqlite_url
from bot.store.index_rows import IndexRows
from bot.store.keys import Keys
from tests.bot.store.given import ANOTHER_COUNCIL, NOW, at_once


@pytest.fixture
def rows(database: Database) -> IndexRows:
    return IndexRows(database)


def publish(rows: IndexRows, name: str, after: str | None) -> list[str]:
    at = NOW + timedelta(seconds=1)
    return list(rows.publish(name, built_at=at, embedder="minilm", digest=f"sha of {name}", after=after))


def test_at_first_nothing_is_kept(rows: IndexRows) -> None:
    assert rows.kept() == []
    assert rows.digest("one") is None


def test_the_current_one_and_the_one_before_are_kept_and_the_rest_may_go(rows: IndexRows) -> None:
    assert publish(rows, "one", None) == []
    assert publish(rows, "two", "one") == []
    assert publish(rows, "three", "two") == ["one"]
    assert rows.kept() == ["three", "two"]
    assert rows.digest("two") == "sha of two"


def test_what_is_not_forgotten_may_go_at_the_next_publishing(rows: IndexRows) -> None:
    """Whoever died after publishing, and before it dropped the old one, has lost nothing of it."""
    for name, after in (("one", None), ("two", "one"), ("three", "two")):
        publish(rows, name, after)
    assert publish(rows, "four", "three") == ["two", "one"]
    rows.forget(["two", "one"])
    assert publish(rows, "five", "four") == ["three"]


@pytest.mark.parametrize("after", [None, "one", "never there"])
def test_who_began_with_an_older_one_has_lost(rows: IndexRows, after: str | None) -> None:
    publish(rows, "one", None)
    publish(rows, "two", "one")
    with pytest.raises(IndexRaceError, match="Another host published"):
        publish(rows, "three", after)
    assert rows.kept() == ["two", "one"]


def test_of_two_who_publish_at_once_one_wins(rows: IndexRows, keys: Keys, data_dir: Path) -> None:
    others = [Database(sqlite_url(data_dir), keys, "demo") for _ in range(4)]

    def try_it(number: int) -> str:
        try:
            publish(IndexRows(others[number]), f"index {number}", None)
        except IndexRaceError:
            return "lost"
        return f"index {number}"

    ended = at_once(4, try_it)
    for other in others:
        other.close()
    assert sorted(ended)[1:] == ["lost"] * 3
    assert rows.kept() == [sorted(ended)[0]]


def test_councils_have_pointers_of_their_own(rows: IndexRows, keys: Keys, data_dir: Path) -> None:
    publish(rows, "one", None)
    another = Database(sqlite_url(data_dir), keys, ANOTHER_COUNCIL)
    theirs = IndexRows(another)
    assert theirs.kept() == []
    assert theirs.digest("one") is None
    publish(theirs, "theirs", None)
    theirs.forget(["one"])
    another.close()
    assert rows.kept() == ["one"]


def test_a_database_that_fails_is_named(rows: IndexRows, data_dir: Path) -> None:
    rows.kept()
    rows._database.close()
    (data_dir / "guide.db").write_bytes(b"The minutes of the meeting. " * 100)
    with pytest.raises(StoreError, match="cannot be used"):
        rows.kept()
