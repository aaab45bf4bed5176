"""Fixed texts of the house: interim advice, danger, canned messages. Said word for word, never composed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import product
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from bot.clock import is_open
from bot.council import Contact, Council, Id, IsoDay, Words
from bot.council_file import Row, parse, read
from bot.errors import LibraryError
from bot.models import Danger, Outcome
from knowledge.shipped import read_text

ADVICE = "advice.yaml"
CANNED = "canned.yaml"
OTHER = "other"
MAX_LINES = 6
MAX_LINE_CHARACTERS = 160


def _single(value: str) -> str:
    if len(value.splitlines()) > 1:
        raise ValueError("must be one line")
    return value


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_LINE_CHARACTERS),
    AfterValidator(_single),
]


class Reason(StrEnum):
    """Why a canned message is said; each has one text in canned.yaml."""

    EMPTY = "empty"
    ONLY_SYMBOLS = "only_symbols"
    TOO_LONG = "too_long"
    OTHER_LANGUAGE = "other_language"
    UNCLEAR = "unclear"
    NOTHING_FOUND = "nothing_found"
    COUNCIL_POLICY_NOT_HELD = "council_policy_not_held"
    OFF_TOPIC = "off_topic"
    ABOUT_A_PERSON = "about_a_person"
    PRIVATE_DETAILS = "private_details"
    CLASSIFIED = "classified"
    POLITICAL_VIEW = "political_view"
    INSTRUCTIONS = "instructions"
    INTERNAL = "internal"
    ORIGIN_ONLY = "origin_only"
    KOHA = "koha"
    NOT_LEGAL_ADVICE = "not_legal_advice"
    DRY_ADVISE = "dry_advise"
    DRY_ESCALATE = "dry_escalate"
    DRY_URGENT = "dry_urgent"
    DRY_SELF_HARM = "dry_self_harm"


class HouseText(BaseModel):
    """A fixed text as it is said, and where it stands: the file and the text's title in it."""

    model_config = ConfigDict(frozen=True)
    id: str
    version: int
    title: str
    text: str
    doc: str
    section: str


class Pending(NamedTuple):
    """A text that the council has still to approve, and why."""

    id: str
    why: Literal["draft", "not approved yet", "expired"]


class _Fixed(Row):
    """A text with its approval: a draft, or approved by somebody from one day until another."""

    title: Words
    version: int = Field(ge=1)
    status: Literal["draft", "approved"]
    approved_by: Words | None
    approved_on: IsoDay | None
    expires: IsoDay | None

    @model_validator(mode="after")
    def _approval_whole(self) -> _Fixed:
        filled = [self.approved_by, self.approved_on, self.expires]
        if self.status == "draft":
            if any(filled):
                raise ValueError("has an approval but its status is draft; set status: approved")
        elif not (self.approved_by and self.approved_on and self.expires):
            raise ValueError("is approved, so approved_by, approved_on and expires must be filled in")
        elif self.expires <= self.approved_on:
            raise ValueError("expires before it was approved")
        return self

    def pending(self, today: date) -> Literal["draft", "not approved yet", "expired"] | None:
        """Return why the text waits for approval on that day, or None."""
        if not (self.approved_on and self.expires):
            return "draft"
        if today < self.approved_on:
            return "not approved yet"
        return "expired" if today >= self.expires else None


class _Kind(_Fixed):
    """Interim advice for one kind of story; which indicators select it."""

    id: Id
    indicators: tuple[Id, ...]
    all_of: tuple[Id, ...] = ()
    lines: tuple[Line, ...] = Field(min_length=1, max_length=MAX_LINES)

    def fits(self, indicators: frozenset[str]) -> bool:
        return bool(indicators & set(self.indicators)) or (
            bool(self.all_of) and indicators.issuperset(self.all_of)
        )

    def as_said(self) -> HouseText:
        return _said(f"interim/{self.id}", self, "\n".join(self.lines))


class _DangerLine(Row):
    """A line, said with a contact's phone while it answers; otherwise `without`, or nothing."""

    text: Line
    contact: Id | None = None
    without: Line | None = None

    @model_validator(mode="after")
    def _slots_right(self) -> _DangerLine:
        if _slots(self.text) != (["phone"] if self.contact else []) or _slots(self.without or ""):
            raise ValueError("has {phone} once where it names a contact, and no other slot")
        return self

    def as_said(self, contact: Contact | None) -> str | None:
        if not self.contact:
            return self.text
        return self.text.format(phone=contact.phone) if contact and contact.phone else self.without


def _line(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class _DangerText(_Fixed):
    """What is said before anything else."""

    id: Danger
    lines: tuple[Annotated[_DangerLine, BeforeValidator(_line)], ...] = Field(
        min_length=1, max_length=MAX_LINES
    )

    @model_validator(mode="after")
    def _number_first(self) -> _DangerText:
        needed = "local emergency number" if self.id is Danger.OVERSEAS else "**111**"
        if self.lines[0].contact or needed not in self.lines[0].text:
            raise ValueError(f"must name {needed} in its first line")
        return self


class _Advice(Row):
    order: tuple[Id, ...]
    kinds: tuple[_Kind, ...]
    danger: tuple[_DangerText, ...]

    @model_validator(mode="after")
    def _complete(self) -> _Advice:
        if sorted(self.order) != sorted(kind.id for kind in self.kinds) or self.order[-1:] != (OTHER,):
            raise ValueError(f"order must name each of the kinds once, and '{OTHER}' last")
        if sorted(text.id for text in self.danger) != sorted(Danger):
            raise ValueError("danger must hold each of here, overseas and self-harm once")
        return self


class _Canned(Row):
    outcome: Outcome | None
    text: Words

    @model_validator(mode="after")
    def _slots_named(self) -> _Canned:
        _slots(self.text)
        return self


class _CannedFile(Row):
    version: int = Field(ge=1)
    texts: dict[Reason, _Canned]

    @model_validator(mode="after")
    def _complete(self) -> _CannedFile:
        missing = [reason.value for reason in Reason if reason not in self.texts]
        if missing:
            raise ValueError(f"texts lack {', '.join(missing)}")
        return self


def _slots(text: str) -> list[str]:
    """Return the names of the slots in a text.

    Raises:
        ValueError: a brace is not part of a plain slot such as {phone}.
    """
    found = []
    for _, name, spec, conversion in Formatter().parse(text):
        if name is not None:
            if not name.isidentifier() or spec or conversion:
                raise ValueError("has a brace that is no slot; a slot is a plain word such as {phone}")
            found.append(name)
    return found


def _said(text_id: str, fixed: _Fixed, text: str, doc: str = ADVICE) -> HouseText:
    return HouseText(
        id=text_id, version=fixed.version, title=fixed.title, text=text, doc=doc, section=fixed.title
    )


class House:
    """The fixed texts of one council and of Council Guide itself."""

    def __init__(self, advice: _Advice, canned: _CannedFile) -> None:
        kinds = {kind.id: kind for kind in advice.kinds}
        self._kinds = [kinds[kind_id] for kind_id in advice.order]
        self._danger: Mapping[Danger, _DangerText] = {text.id: text for text in advice.danger}
        self._canned = canned

    @classmethod
    def load(cls, folder: Path) -> House:
        """Read the council's advice.yaml and the shipped canned.yaml.

        Raises:
            LibraryError: names the file, the line and the field, and what to do.
        """
        return cls(
            advice=read(folder / ADVICE, _Advice, LibraryError),
            canned=parse(read_text("bot", CANNED), CANNED, _CannedFile, LibraryError),
        )

    def interim(self, indicators: Iterable[str]) -> HouseText:
        """Return what to do until a person answers: of the first kind that fits, or the last one."""
        seen = frozenset(indicators)
        kind = next((kind for kind in self._kinds if kind.fits(seen)), self._kinds[-1])
        return kind.as_said()

    def danger(self, danger: Danger, council: Council, now: datetime) -> HouseText:
        """Return what is said before anything else, with the contacts that answer at that moment.

        Raises:
            ValueError: `now` has no zone.
        """
        text = self._danger[danger]
        lines = (line.as_said(_open(line.contact, council, now)) for line in text.lines)
        return _said(f"danger/{danger}", text, _joined(lines))

    def canned(self, reason: str, **slots: str) -> str:
        """Return the message for a reason, its slots filled.

        Raises:
            LibraryError: there is no such reason, or a slot is missing or one too many; named.
        """
        if reason not in set(Reason):
            raise LibraryError(f"{CANNED} has no text '{reason}'.")
        text = self._canned.texts[Reason(reason)].text
        wanted, given = set(_slots(text)), set(slots)
        for name in sorted(wanted - given):
            raise LibraryError(f"{CANNED}: '{reason}' needs the slot '{name}'.")
        for name in sorted(given - wanted):
            raise LibraryError(f"{CANNED}: '{reason}' has no slot '{name}'.")
        return text.format(**slots)

    def fixed(self, reason: str) -> HouseText:
        """Return a canned message without slots as a text to cite."""
        title = reason.replace("_", " ").capitalize()
        return HouseText(
            id=f"canned/{reason}",
            version=self._canned.version,
            title=title,
            text=self.canned(reason),
            doc=CANNED,
            section=reason,
        )

    def drafts(self, today: date) -> list[Pending]:
        """Return the council's texts that are drafts, or whose approval does not cover that day."""
        texts: list[tuple[str, _Fixed]] = [(f"interim/{kind.id}", kind) for kind in self._kinds]
        texts += [(f"danger/{danger}", text) for danger, text in self._danger.items()]
        return [Pending(text_id, why) for text_id, text in texts if (why := text.pending(today))]

    def is_house_text(self, text: str, council: Council) -> bool:
        """Return whether a text is, character for character, one that the files let the house say."""
        return text in self._sayable(council)

    def _sayable(self, council: Council) -> set[str]:
        said = {kind.as_said().text for kind in self._kinds}
        said |= {canned.text for canned in self._canned.texts.values() if not _slots(canned.text)}
        for danger in self._danger.values():
            # With and without each contact: which of the two was said depends on the hour.
            ways: Sequence[tuple[Any, ...]] = [
                (line.as_said(council.contact(line.contact or "")), line.as_said(None))
                for line in danger.lines
            ]
            said |= {_joined(lines) for lines in product(*ways)}
        return said


def _open(contact_id: str | None, council: Council, now: datetime) -> Contact | None:
    contact = council.contact(contact_id) if contact_id else None
    return contact if contact and is_open(contact.hours, now, council.region) else None


def _joined(lines: Iterable[str | None]) -> str:
    return "\n".join(line for line in lines if line)
