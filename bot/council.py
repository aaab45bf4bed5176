"""The council's own settings: one file, one schema; an error names the file, the line and the field."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from bot.clock import Hours, Region, is_open
from bot.errors import GuideError, SettingError
from knowledge.passages import NATIONAL

FILE = "council.yaml"
STALE_AFTER = timedelta(days=90)

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NULL = "tag:yaml.org,2002:null"
_HINT = "Correct that line; the same file in bot/demo shows the form."
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Place = tuple[str | int, ...]
Shape = TypeVar("Shape", bound="Row")


# --- Reading a file of the council's, with its lines --------------------------------------------------


class Row(BaseModel):
    """A part of a file: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def parse(text: str, name: str, shape: type[Shape], error: type[GuideError]) -> Shape:
    """Read a YAML text into a shape.

    Args:
        name: the file, as a message names it.
        error: what to raise: SettingError or LibraryError.

    Raises:
        error: names the file, the line, the field and what is wrong with it.
    """
    lines: dict[Place, int] = {}
    try:
        node = yaml.compose(text, Loader=_LOADER)
        raw = _plain(node, (), lines, set()) if node else {}
        return shape.model_validate(raw)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        at = f", line {mark.line + 1}" if mark else ""
        raise error(f"{name}{at}: {_one_line(fault.problem or 'is not YAML')}.", _HINT) from fault
    except yaml.YAMLError as fault:
        raise error(f"{name}: holds characters that YAML does not allow.", _HINT) from fault
    except RecursionError as fault:
        raise error(f"{name}: is nested too deeply.", _HINT) from fault
    except ValidationError as fault:
        raise error(_first_fault(fault, name, lines), _HINT) from fault


def read(path: Path, shape: type[Shape], error: type[GuideError]) -> Shape:
    """Read a YAML file into a shape; see `parse`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise error(f"{path} cannot be read ({fault.strerror}).", f"Copy bot/demo/{path.name}.") from fault
    except UnicodeDecodeError as fault:
        raise error(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from fault
    return parse(text, str(path), shape, error)


def _plain(node: yaml.Node, path: Place, lines: dict[Place, int], seen: set[int]) -> Any:
    """Return lists, dicts, strings and None; note the line of each.

    Scalars stay strings for the schema to read: YAML itself would turn a phone number into a sum and
    10:30 into seconds.
    """
    if id(node) in seen:
        raise _fault(node, "aliases (*name) are not allowed; write it out")
    seen.add(id(node))
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, n), lines, seen) for n, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _fault(key, "a field's name must be a plain word")
            if key.value in found:
                raise _fault(key, f"the field '{key.value}' stands twice")
            lines[(*path, key.value)] = key.start_mark.line + 1
            found[key.value] = _plain(value, (*path, key.value), lines, seen)
        return found
    return None if node.tag == _NULL else node.value


def _fault(node: yaml.Node, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


def _first_fault(fault: ValidationError, name: str, lines: dict[Place, int]) -> str:
    """Say the first thing that is wrong, in plain words, and how many more there are."""
    faults = fault.errors(include_url=False)
    first, loc = faults[0], faults[0]["loc"]
    path: Place = ()
    for part in loc:
        # The schema has a level or two that the file has not (the windows of hours).
        if (*path, part) in lines:
            path = (*path, part)
    line = lines.get(path, 1)
    if first["type"] == "missing":
        path = (*path, loc[-1])
    field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{name}, line {line}: {_one_line(field or 'the file')}: {_in_words(first)}.{more}"


def _in_words(fault: Any) -> str:
    if fault["type"] == "missing":
        return "is missing"
    if fault["type"] == "extra_forbidden":
        return "is not a known field"
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    if fault["input"] is None:
        return "is empty"
    if fault["type"] in ("enum", "literal_error"):
        return f"must be {fault['ctx']['expected']}"
    return _one_line(str(fault["msg"]).replace("Input should be", "must be"))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]


# --- The schema ---------------------------------------------------------------------------------------


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
    """One council, as its council.yaml describes it."""

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
