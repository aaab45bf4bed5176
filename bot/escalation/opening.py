"""Opening a case: who would read it, whether the member must choose among them, and the row itself."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.council import Council, Person
from bot.escalation import inside, story
from bot.escalation.models import CaseBody, CaseView, Story, Told
from bot.escalation.records import Records, source_of
from bot.house_file import HouseText
from bot.models import Level, Risk
from bot.store.people import People
from bot.store.tables import Case, Message

# The first card of such a case carries the label only: the words follow the member's yes (care.md 9).
_WORDS_HELD_BACK = frozenset({"family", "repression", "romance", "leverage", "images"})
_NOBODY_IN_PARTICULAR = "the liaison"


class Opening:
    """Opens cases of one council. Every method that takes a session works inside its transaction."""

    def __init__(
        self, records: Records, people: People, council: Callable[[], Council], clock: Clock
    ) -> None:
        self._records = records
        self._people = people
        self._council = council
        self._clock = clock

    def readers(self) -> list[Person]:
        """Return who reads cases, the first of the rota first."""
        return inside.readers(self._council())

    def reader_ids(self, session: Session) -> list[str]:
        """Return the row ids of who reads cases, in the same order; empty for whom no row is known."""
        return [self._people.known_id(session, person.slack) or "" for person in self.readers()]

    def has_somebody(self) -> bool:
        """Return whether the council has anybody to pass a story to."""
        return bool(self._council().liaison_channel and self.readers())

    def may_read(self, session: Session, reader_id: str | None) -> bool:
        """Return whether a case would be read: by anybody (None), or by this one person."""
        # What a button holds may be forged, and the rota may have changed since it was shown.
        return self.has_somebody() and (reader_id is None or reader_id in self._known_ids(session))

    def is_read(self, session: Session, case: Case) -> bool:
        """Return whether what is added to a case reaches somebody who may read it."""
        left = self.readers_left(session, case)
        return case.reader_id in left if case.reader_id else bool(left)

    def readers_left(self, session: Session, case: Case) -> list[str]:
        """Return the row ids of who could read a case and has not said that they are close to it."""
        close = self._records.conflicted(session, case)
        return [reader for reader in self._known_ids(session) if reader not in close]

    def who_reads(self, session: Session, case: Case | CaseView | None) -> str:
        """Return the names of all who read a case now: its one reader, or everybody in the liaison channel."""
        if case and case.reader_id:
            return self.name_of(session, case.reader_id) or _NOBODY_IN_PARTICULAR
        close = self._records.conflicted(session, case) if case else set()
        names = [
            person.name
            for person in self.readers()
            if self._people.known_id(session, person.slack) not in close
        ]
        return " and ".join((", ".join(names[:-1]), names[-1]) if len(names) > 1 else names) or (
            _NOBODY_IN_PARTICULAR
        )

    def who_has(self, session: Session, case: Case | CaseView) -> str:
        """Return the name of who has claimed a case, or else of all who read it."""
        return self.name_of(session, case.claimed_by) or self.who_reads(session, case)

    def name_of(self, session: Session, person_id: str | None) -> str | None:
        """Return the name by which the council's file knows somebody of the desk."""
        names = {self._people.known_id(session, person.slack): person.name for person in self.readers()}
        return names.get(person_id) if person_id else None

    def needs_choice(self, text: str, risk: Risk) -> bool:
        """Return whether the member must pick who may read this before anything is sent."""
        return inside.involves_insider(text, risk, self._council())

    def accused(self, text: str) -> list[Person]:
        """Return the readers whom a story speaks of, by name or by their post."""
        return inside.accused(text, self._council())

    def named(self, text: str) -> list[Person]:
        """Return the readers whose name stands in a text, and not only in a greeting."""
        return inside.named(inside.without_greetings(text, self.readers()), self.readers())

    def accused_beside_greetings(self, text: str) -> list[Person]:
        """Return the same, where a reader is not only greeted, thanked or asked to ring."""
        return inside.accused(inside.without_greetings(text, self.readers()), self._council())

    def open(
        self,
        session: Session,
        message: Message,
        words: str,
        risk: Risk,
        said: HouseText | None,
        reader_id: str | None,
        *,
        marking: str | None = None,
        asked_for_a_person: bool = False,
    ) -> Case:
        """Open the case of a message, or return the one that is there."""
        held_back = any(indicator.id in _WORDS_HELD_BACK for indicator in risk.indicators)
        urgent = risk.level is Level.URGENT
        return self._records.open(
            session,
            Story(
                source=source_of(message.id),
                person_id=message.person_id,
                level=risk.level,
                named=urgent,
                # Who asks for a person has written the words for that person.
                words_shared=urgent or asked_for_a_person or not held_back,
                reader_id=reader_id,
                body=CaseBody(
                    words=words,
                    marking=marking,
                    indicators=risk.indicators,
                    place=story.place_of(words),
                    deadline=story.deadline_of(words, self._clock.now()),
                    told=_told(said),
                    asked_for_a_person=asked_for_a_person,
                ),
            ),
        )

    def _known_ids(self, session: Session) -> list[str]:
        found = (self._people.known_id(session, person.slack) for person in self.readers())
        return [person_id for person_id in found if person_id]


def _told(said: HouseText | None) -> Told | None:
    return Told(text=said.text, doc=said.doc, section=said.section, version=said.version) if said else None
