"""The files of fixed texts: their schema, and what each text says."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from bot.council import Contact, Id, IsoDay, Words
from bot.council_file import Row
from bot.models import Danger, Outcome

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
    UNCLEAR_AGAIN = "unclear_again"
    GO_ON = "go_on"
    ALL_RIGHT = "all_right"
    NOTHING_FOUND = "nothing_found"
    COUNCIL_POLICY_NOT_HELD = "council_policy_not_held"
    OFF_TOPIC = "off_topic"
    ABOUT_A_PERSON = "about_a_person"
    PRIVATE_DETAILS = "private_details"
    CLASSIFIED = "classified"
    POLITICAL_VIEW = "political_view"
    INSTRUCTIONS = "instructions"
    NOT_FOR_US = "not_for_us"
    INTERNAL = "internal"
    COURTESY = "courtesy"
    WHO_READS = "who_reads"
    WHAT_THIS_IS = "what_this_is"
    WHAT_IS_KEPT = "what_is_kept"
    WHERE_IT_GOES = "where_it_goes"
    WHAT_IS_SEEN = "what_is_seen"
    WHAT_TO_ASK = "what_to_ask"
    A_PERSON = "a_person"
    ORIGIN_ONLY = "origin_only"
    KOHA = "koha"
    NEAREST = "nearest"
    SUPPORT = "support"
    PLAINER = "plainer"
    QUOTED = "quoted"
    TE_REO_BY_MACHINE = "te_reo_by_machine"
    TE_REO_WAITS = "te_reo_waits"
    NOT_LEGAL_ADVICE = "not_legal_advice"
    DRY_ADVISE = "dry_advise"
    DRY_ESCALATE = "dry_escalate"
    DRY_URGENT = "dry_urgent"
    DRY_SELF_HARM = "dry_self_harm"
    TOLD_ASKED = "told_asked"
    TOLD_OPENED = "told_opened"
    TOLD_URGENT = "told_urgent"
    TOLD_NAMED = "told_named"
    TOLD_WITHDRAWN = "told_withdrawn"
    TOLD_RESOLVED = "told_resolved"
    TOLD_CHOOSE = "told_choose"
    TOLD_SUPPORT = "told_support"
    TOLD_ALL_INVOLVED = "told_all_involved"
    TOLD_UNREACHED = "told_unreached"
    TOLD_NOT_REACHABLE = "told_not_reachable"
    TOLD_NOBODY = "told_nobody"


class HouseText(BaseModel):
    """A fixed text as it is said, and where it stands: the file and the text's title in it."""

    model_config = ConfigDict(frozen=True)
    id: str
    version: int
    title: str
    text: str
    doc: str
    section: str


class Fixed(Row):
    """A text with its approval: a draft, or approved by somebody from one day until another."""

    title: Words
    version: int = Field(ge=1)
    status: Literal["draft", "approved"]
    approved_by: Words | None
    approved_on: IsoDay | None
    expires: IsoDay | None

    @model_validator(mode="after")
    def _approval_whole(self) -> Fixed:
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


class Kind(Fixed):
    """Interim advice for one kind of story; which indicators select it."""

    id: Id
    indicators: tuple[Id, ...]
    all_of: tuple[Id, ...] = ()
    lines: tuple[Line, ...] = Field(min_length=1, max_length=MAX_LINES)

    def fits(self, indicators: frozenset[str]) -> bool:
        """Return whether what was heard selects this kind."""
        return bool(indicators & set(self.indicators)) or (
            bool(self.all_of) and indicators.issuperset(self.all_of)
        )

    def as_said(self) -> HouseText:
        """Return the advice as it is said."""
        return as_house_text(f"interim/{self.id}", self, "\n".join(self.lines))


class DangerLine(Row):
    """A line, said with a contact's phone while it answers; otherwise `without`, or nothing."""

    text: Line
    contact: Id | None = None
    without: Line | None = None

    @model_validator(mode="after")
    def _slots_right(self) -> DangerLine:
        if slot_names(self.text) != (["phone"] if self.contact else []) or slot_names(self.without or ""):
            raise ValueError("has {phone} once where it names a contact, and no other slot")
        return self

    def as_said(self, contact: Contact | None) -> str | None:
        """Return the line, given the contact that answers now, if any."""
        if not self.contact:
            return self.text
        return self.text.format(phone=contact.phone) if contact and contact.phone else self.without


def _line(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class DangerText(Fixed):
    """What is said before anything else."""

    id: Danger
    lines: tuple[Annotated[DangerLine, BeforeValidator(_line)], ...] = Field(
        min_length=1, max_length=MAX_LINES
    )

    @model_validator(mode="after")
    def _number_first(self) -> DangerText:
        needed = "local emergency number" if self.id is Danger.OVERSEAS else "**111**"
        if self.lines[0].contact or needed not in self.lines[0].text:
            raise ValueError(f"must name {needed} in its first line")
        return self


class Advice(Row):
    """The whole of advice.yaml."""

    order: tuple[Id, ...]
    kinds: tuple[Kind, ...]
    danger: tuple[DangerText, ...]

    @model_validator(mode="after")
    def _complete(self) -> Advice:
        if sorted(self.order) != sorted(kind.id for kind in self.kinds) or self.order[-1:] != (OTHER,):
            raise ValueError(f"order must name each of the kinds once, and '{OTHER}' last")
        if sorted(text.id for text in self.danger) != sorted(Danger):
            raise ValueError("danger must hold each of here, overseas and self-harm once")
        return self


class Canned(Row):
    """One canned message, and the outcome that it goes with."""

    outcome: Outcome | None
    text: Words

    @model_validator(mode="after")
    def _slots_named(self) -> Canned:
        slot_names(self.text)
        return self


class CannedFile(Row):
    """The whole of canned.yaml."""

    version: int = Field(ge=1)
    texts: dict[Reason, Canned]

    @model_validator(mode="after")
    def _complete(self) -> CannedFile:
        missing = [reason.value for reason in Reason if reason not in self.texts]
        if missing:
            raise ValueError(f"texts lack {', '.join(missing)}")
        return self


def slot_names(text: str) -> list[str]:
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


def as_house_text(text_id: str, fixed: Fixed, text: str) -> HouseText:
    """Return a text of advice.yaml as it is said."""
    return HouseText(
        id=text_id, version=fixed.version, title=fixed.title, text=text, doc=ADVICE, section=fixed.title
    )
