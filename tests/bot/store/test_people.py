from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from bot.errors import SealError
from bot.store.database import Database
from bot.store.keys import Keys
from bot.store.people import People
from bot.store.tables import Person
from tests.bot.store.given import ANOTHER_COUNCIL, MEMBER, NOW, SECOND, Given, at_once


def count(database: Database) -> int:
    with database.read() as session:
        return len(list(session.scalars(select(Person))))


def test_the_same_person_has_one_row(given: Given, database: Database) -> None:
    assert given.person() == given.person()
    assert count(database) == 1


def test_two_people_have_two_rows(given: Given) -> None:
    assert given.person("U1") != given.person("U2")


def test_in_another_council_the_same_person_is_somebody_else(given: Given, database: Database) -> None:
    assert given.person(MEMBER) != given.person(MEMBER, ANOTHER_COUNCIL)
    with database.read() as session:
        lookups = set(session.scalars(select(Person.lookup)))
    assert len(lookups) == 2


def test_a_person_written_by_threads_at_once_has_one_row(given: Given, database: Database) -> None:
    def write_at_once(slack_id: str) -> set[str]:
        return set(at_once(4, lambda _: given.person(slack_id)))

    for number in range(10):
        assert len(write_at_once(f"U{number}")) == 1
    assert count(database) == 10


def test_two_writes_in_one_transaction_find_the_same_person(given: Given, people: People) -> None:
    one, two = given.write(lambda session: (people.id_of(session, MEMBER), people.id_of(session, MEMBER)))
    assert one == two


def test_a_person_is_known_only_once_they_have_a_row(
    given: Given, database: Database, people: People
) -> None:
    with database.read() as session:
        assert people.known_id(session, MEMBER) is None
    person_id = given.person()
    with database.read() as session:
        assert people.known_id(session, MEMBER) == person_id
        assert people.known_id(session, MEMBER.lower()) is None
    assert count(database) == 1


def test_the_slack_id_comes_back(given: Given, database: Database, people: People) -> None:
    person_id = given.person("U0ĀĒĪ")
    with database.read() as session:
        assert people.slack_id(session, person_id) == "U0ĀĒĪ"


def test_nobody_has_no_slack_id(database: Database, people: People) -> None:
    with pytest.raises(NoResultFound), database.read() as session:
        people.slack_id(session, "nobody")


def test_a_slack_id_that_was_moved_to_another_row_does_not_open(
    given: Given, database: Database, people: People
) -> None:
    one, two = given.person("U1"), given.person("U2")
    with database.write() as session:
        session.get_one(Person, two).slack_id = session.get_one(Person, one).slack_id
    with pytest.raises(SealError), database.read() as session:
        people.slack_id(session, two)


def test_with_another_key_nobody_is_known(given: Given, database: Database) -> None:
    given.person()
    with database.read() as session:
        assert People(Keys(bytes(32)), "demo").known_id(session, MEMBER) is None


# --- the welcome --------------------------------------------------------------------------------------


def test_a_person_is_welcomed_once(given: Given, database: Database, people: People) -> None:
    person_id = given.person()
    assert given.write(lambda session: people.welcome(session, person_id, NOW))
    assert not given.write(lambda session: people.welcome(session, person_id, NOW + SECOND))
    with database.read() as session:
        assert session.get_one(Person, person_id).welcomed_at == NOW


def test_a_person_is_welcomed_once_in_one_transaction_too(given: Given, people: People) -> None:
    person_id = given.person()
    assert given.write(lambda session: [people.welcome(session, person_id, NOW) for _ in range(2)]) == [
        True,
        False,
    ]


def test_a_welcome_that_was_undone_is_given_again(given: Given, people: People) -> None:
    person_id = given.person()

    def welcome_and_fail(session: Session) -> None:
        people.welcome(session, person_id, NOW)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        given.write(welcome_and_fail)
    assert given.write(lambda session: people.welcome(session, person_id, NOW))


def test_threads_at_once_welcome_a_person_once(given: Given, people: People) -> None:
    person_id = given.person()
    told = at_once(4, lambda _: given.write(lambda session: people.welcome(session, person_id, NOW)))
    assert sorted(told) == [False, False, False, True]


def test_each_person_is_welcomed(given: Given, database: Database, people: People) -> None:
    for person_id in (given.person("U1"), given.person("U2")):
        with database.write() as session:
            assert people.welcome(session, person_id, NOW)
