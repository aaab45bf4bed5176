"""People: one row each, found by a keyed hash of their Slack id."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.store.inserts import insert_once
from bot.store.keys import Keys
from bot.store.tables import Person


class People:
    """The people of one council."""

    def __init__(self, keys: Keys, council: str) -> None:
        self._keys = keys
        self._council = council

    def id_of(self, session: Session, slack_id: str) -> str:
        """Return the row id of a person, made when they are new."""
        if known := self.known_id(session, slack_id):
            return known
        person_id = uuid.uuid4().hex
        insert_once(
            session,
            Person,
            id=person_id,
            council=self._council,
            lookup=self._lookup(slack_id),
            slack_id=self._keys.seal(slack_id, _name(person_id)),
        )
        return self.known_id(session, slack_id) or person_id

    def known_id(self, session: Session, slack_id: str) -> str | None:
        """Return the row id of a person, if there is a row."""
        found = select(Person.id).where(
            Person.council == self._council, Person.lookup == self._lookup(slack_id)
        )
        return session.scalar(found)

    def slack_id(self, session: Session, person_id: str) -> str:
        """Return a person's Slack id."""
        return self._keys.open(session.get_one(Person, person_id).slack_id, _name(person_id))

    def welcome(self, session: Session, person_id: str, now: datetime) -> bool:
        """Note that a person is being welcomed; False when they have been."""
        row = session.get_one(Person, person_id)
        if row.welcomed_at is not None:
            return False
        session.execute(update(Person).where(Person.id == person_id).values(welcomed_at=now))
        return True

    def _lookup(self, slack_id: str) -> bytes:
        return self._keys.hash("person", self._council, slack_id)


def _name(person_id: str) -> str:
    return f"people:{person_id}:slack_id"
