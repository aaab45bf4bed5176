"""The typed objects of the desk: a story, a case as it stands, who acts, and what came of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.escalation.states import Status
from bot.models import Level, SeenIndicator


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Handed(StrEnum):
    """What became of the risk in a message."""

    OPENED = "opened"
    """A case; the liaisons have a card."""
    CHOOSE = "choose"
    """Nothing yet: somebody inside may be involved, so the member picks who reads it."""
    KEPT = "kept"
    """Nothing: the member picked nobody."""
    ASKED = "asked"
    """Nothing yet: it may be a story, and the member was asked."""
    LEFT = "left"
    """Nothing: the member was asked before in this thread."""
    SUPPORT = "support"
    """The wellbeing contact was told that a member may need support, and nothing else."""
    NOBODY = "nobody"
    """Nothing: the council has no security contact here."""
    ALL_INVOLVED = "all involved"
    """Nothing: it is about everybody who would read it."""


class Place(StrEnum):
    """The member's place in the story, as far as their words tell it."""

    TARGET = "it was done to them"
    OFFERED = "they were offered something"
    ASKED = "they were asked for something"
    SAW = "they saw it"
    HEARD = "they heard of it from somebody"
    UNSAID = "not said"


class Deadline(_Frozen):
    """A deadline in the story: its words, and when that is, where the clock can tell."""

    words: str
    at: datetime | None


class Told(_Frozen):
    """What the member was told at once: the fixed text and its version."""

    text: str
    doc: str
    section: str
    version: int


class CaseBody(_Frozen):
    """The words of a case; sealed with the case's own key.

    `words` is empty when the message carried a protective marking (`marking`).
    """

    words: str
    marking: str | None = None
    indicators: tuple[SeenIndicator, ...] = ()
    place: Place = Place.UNSAID
    deadline: Deadline | None = None
    told: Told | None = None
    asked_for_a_person: bool = False


class Story(_Frozen):
    """What a case is opened for. `source` is the same for a second try, such as `message:ID`."""

    source: str
    person_id: str
    level: Level
    body: CaseBody
    named: bool = False
    words_shared: bool = True
    reader_id: str | None = None


class CaseView(_Frozen):
    """A case as it stands, decrypted. Times carry their zone."""

    id: str
    number: int
    status: Status
    level: Level
    person_id: str
    reader_id: str | None
    named: bool
    words_shared: bool
    body: CaseBody
    opened_at: datetime
    due_at: datetime
    claimed_by: str | None
    claimed_at: datetime | None
    closed_at: datetime | None

    @property
    def words_open(self) -> bool:
        """Whether a liaison may read the words: the member shared them, and has not taken them back."""
        return self.words_shared and self.status is not Status.WITHDRAWN

    @property
    def reference(self) -> str:
        """The number as people say it."""
        return reference(self.number)


class CaseEventView(_Frozen):
    """One thing that happened to a case, decrypted."""

    at: datetime
    actor_id: str | None
    kind: str
    detail: str | None


class Actor(_Frozen):
    """Who acts: a person, and whether they are a liaison now (on the rota and in the user group)."""

    person_id: str
    is_liaison: bool = False


class Refusal(StrEnum):
    """Why nothing was done."""

    NOT_A_LIAISON = "not a liaison"
    NOT_THE_READER = "not the reader"
    NOT_THEIR_CASE = "not their case"
    CLAIMED_BY_ANOTHER = "claimed by another"
    WRONG_STATE = "wrong state"
    NO_SUCH_CASE = "no such case"
    WORDS_CLOSED = "words closed"
    WORDS_GONE = "words gone"
    NOBODY_READS = "nobody reads"
    HAS_CONFLICT = "has conflict"
    NOBODY_LEFT = "nobody left"
    ALREADY_SENT = "already sent"


class Done(_Frozen):
    """What came of an action. `refusal` is empty when it was done; `again` marks a repeated press.

    `additions`: what the member added later, where the whole text was asked for.
    """

    case: CaseView | None
    refusal: Refusal | None = None
    again: bool = False
    additions: tuple[str, ...] = ()


def reference(number: int) -> str:
    """Return a case's number as people say it: CG-7."""
    return f"CG-{number}"
