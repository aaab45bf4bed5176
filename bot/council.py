"""The council's own settings: one file, one schema; an error names the file, the line and the field."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from bot.clock import Hours, Region, is_open
from bot.council_file import Row, read
from bot.errors import SettingError
from knowledge.passages import NATIONAL

FILE = "council.yaml"
STALE_AFTER = timedelta(days=90)

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _iso_day(value: object) -> object:
    if isinstance(value, str) and not _ISO_DAY.fullmatch(value):
        raise ValueError("must be a day such as 2026-11-24")
    return value


def _none_said(value: object) -> object:
    """Take the word `none`; an empty field may be forgotten rather than meant."""
    if value is None:
        raise ValueError("is empty; fill it in, or write none")
    return None if value == "none" else value


def _once(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(value)) < len(value):
        raise ValueError("names the same one twice")
    return value


def _pattern(pattern: str, what: str) -> AfterValidator:
    compiled = re.compile(pattern, re.ASCII)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise ValueError(f"must be {what}")
        return value

    return AfterValidator(check)


IsoDay = Annotated[date, BeforeValidator(_iso_day)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Id = Annotated[str, _pattern(r"[a-z0-9][a-z0-9-]{0,62}", "lower-case letters, digits and hyphens")]
TeamId = Annotated[str, _pattern(r"[TE][A-Z0-9]{5,20}", "a Slack team id such as T0DEMO00000")]
UserId = Annotated[str, _pattern(r"[UW][A-Z0-9]{5,20}", "a Slack member id such as U0DEMO00000")]
RoleId = Annotated[str, _pattern(r"[UWS][A-Z0-9]{5,20}", "a Slack member id (U...) or user group id (S...)")]
Phone = Annotated[str, _pattern(r"\+?\d(?: ?\d){2,17}", "digits and single spaces, with + for overseas")]
Email = Annotated[str, _pattern(r"[^@\s]{1,64}@[\w-]+(?:\.[\w-]+)+", "an email address")]
Url = Annotated[str, _pattern(r"https?://[^\s<>\"]{3,400}", "a web address with https://")]
SourceId = Annotated[str, _pattern(r"[A-Z0-9][A-Z0-9.-]{0,40}", "the id of a source")]
ChannelId = Annotated[str, _pattern(r"[CG][A-Z0-9]{5,20}", "a Slack channel id such as C0DEMO00000")]
RoleIds = Annotated[tuple[RoleId, ...], AfterValidator(_once)]


class Person(Row):
    """Somebody of the council whom the assistant may name or write to."""

    name: Words
    slack: UserId


class Roles(Row):
    """Who may do what, as Slack ids of members or of user groups."""

    members: RoleIds
    liaisons: RoleIds
    presenters: RoleIds
    administrators: RoleIds


class Contact(Row):
    """Somewhere to turn: what it is for, how to reach it, when it answers and when that was checked.

    `checked_on` is empty when nobody has checked. `sources` carry the number.
    """

    id: Id
    name: Words
    what_for: Words = Field(alias="for")
    phone: Phone | None = None
    url: Url | None = None
    email: Email | None = None
    hours: Hours
    checked_on: IsoDay | None
    critical: bool
    sources: tuple[SourceId, ...] = ()
    note: Words | None = None

    @model_validator(mode="after")
    def _reachable(self) -> Contact:
        if not (self.phone or self.url or self.email):
            raise ValueError("needs a phone, a url or an email")
        return self


class CaseRetention(Row):
    """What the council has decided on keeping cases: the class, the period and the authority for it."""

    record_class: Words = Field(alias="class")
    years: int = Field(ge=1, le=200)
    authority: Words


class Retention(Row):
    """How long words are kept; without a decision on cases, no case is ever purged (care.md 18)."""

    questions_days: int = Field(ge=1, le=3660)
    cases: Annotated[CaseRetention | None, BeforeValidator(_none_said)]


class Council(Row):
    """One council, as its council.yaml describes it.

    Without a `liaison_channel`, or with nobody on the rota, the assistant answers and passes nothing on.
    """

    name: Words
    slug: Id
    team_id: TeamId
    region: Region
    office_hours: Hours
    roles: Roles
    rota: tuple[Person, ...]
    deputies: tuple[Person, ...]
    after_hours_phone: Annotated[Phone | None, BeforeValidator(_none_said)]
    wellbeing_contact: Person
    liaison_channel: Annotated[ChannelId | None, BeforeValidator(_none_said)] = None
    contacts: tuple[Contact, ...] = Field(min_length=1)
    retention: Retention

    @field_validator("slug")
    @classmethod
    def _own_slug(cls, slug: str) -> str:
        if slug == NATIONAL:
            raise ValueError("is the name of the national library; choose another")
        return slug

    @field_validator("office_hours")
    @classmethod
    def _hours_known(cls, hours: Hours) -> Hours:
        if not (hours.always or hours.windows):
            raise ValueError("must be known: always, or a list of days with from and to")
        return hours

    @field_validator("rota", "deputies")
    @classmethod
    def _each_once(cls, people: tuple[Person, ...]) -> tuple[Person, ...]:
        _once(tuple(person.slack for person in people))
        return people

    @field_validator("contacts")
    @classmethod
    def _own_ids(cls, contacts: tuple[Contact, ...]) -> tuple[Contact, ...]:
        _once(tuple(contact.id for contact in contacts))
        return contacts

    def contact(self, contact_id: str) -> Contact | None:
        """Return the contact with this id, if there is one."""
        return next((contact for contact in self.contacts if contact.id == contact_id), None)

    def open_contacts(self, now: datetime) -> list[Contact]:
        """Return those that are known to answer at that moment, in the file's order.

        Raises:
            ValueError: `now` has no zone.
        """
        return [contact for contact in self.contacts if is_open(contact.hours, now, self.region)]

    def stale_contacts(self, today: date) -> list[Contact]:
        """Return the critical ones that nobody has checked for 90 days; a day to come is no check."""
        return [contact for contact in self.contacts if contact.critical and _is_stale(contact, today)]


def _is_stale(contact: Contact, today: date) -> bool:
    checked = contact.checked_on
    return checked is None or not timedelta(0) <= today - checked < STALE_AFTER


def load(folder: Path) -> Council:
    """Read a council's folder.

    Raises:
        SettingError: names the file, the line and the field, and what to do.
    """
    return read(folder / FILE, Council, SettingError)
