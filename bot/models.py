"""The typed objects that pass between the steps of an answer."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from knowledge.passages import PassageSource
from knowledge.source_list import Tier


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Level(StrEnum):
    """What became of the risk in a message."""

    NONE = "none"
    ADVISE = "advise"
    ESCALATE = "escalate"
    URGENT = "urgent"


class Danger(StrEnum):
    """Which danger text comes first (care.md 2)."""

    HERE = "here"
    OVERSEAS = "overseas"
    SELF_HARM = "self-harm"


class SeenIndicator(_Frozen):
    """An indicator, and the words of the original message that showed it."""

    id: str
    label: str
    evidence: str


class Risk(_Frozen):
    """What triage heard.

    `score` is the estimated probability (0 to 1) that the level is escalate or urgent.
    `danger` is set when the level is urgent. `origin_only` marks a message whose only content is where
    somebody comes from.
    """

    level: Level
    score: float = Field(ge=0, le=1)
    indicators: tuple[SeenIndicator, ...] = ()
    danger: Danger | None = None
    origin_only: bool = False


class Question(_Frozen):
    """One message to answer; `thread` holds the earlier messages, oldest first.

    `passed_on`: what was said earlier has become a case, so that only the message itself is judged. `lately`:
    what the same person said elsewhere in the last hours: it tells only whom a story is about.
    """

    text: str
    id: str | None = None
    thread: tuple[str, ...] = ()
    council: str = "demo"
    passed_on: bool = False
    lately: tuple[str, ...] = ()


class Outcome(StrEnum):
    """What became of the question."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    NO_SOURCE = "no_source"
    OUT_OF_SCOPE = "out_of_scope"
    DECLINED = "declined"
    UNREADABLE = "unreadable"
    FAILED = "failed"


class Composer(StrEnum):
    EXTRACT = "extract"
    MODEL = "model"
    HOUSE = "house"


class CitationKind(StrEnum):
    NOTE = "note"
    ORIGINAL = "original"
    HOUSE = "house"
    REVIEWED = "reviewed"


_CAUTIONS = {
    Tier.PRESS: "Known only from news reports.",
    Tier.COMPARISON: "From overseas: not a rule in New Zealand.",
}


class Citation(_Frozen):
    """Marker `n` of the answer: the words in the index that prove the sentence."""

    n: int
    kind: CitationKind
    doc: str
    section: str
    page: int | None = None
    quote: str
    sources: tuple[PassageSource, ...] = ()

    @property
    def caution(self) -> str | None:
        """What to know before relying on it, where all of its sources are of a weaker kind."""
        tiers = {source.tier for source in self.sources}
        return _CAUTIONS.get(tiers.pop()) if len(tiers) == 1 else None


class Choice(_Frozen):
    """What an unclear message may be about: a button in Slack, a few words elsewhere."""

    id: str
    label: str


class Timings(_Frozen):
    """Milliseconds of each step."""

    triage: float = 0.0
    retrieve: float = 0.0
    compose: float = 0.0
    verify: float = 0.0
    total: float = 0.0


class ModelUsed(_Frozen):
    """The language model that composed an answer, and the version of the prompts it was given."""

    name: str
    prompts: str


class Reply(_Frozen):
    """The result of `respond()`; its JSON is the contract of `council-guide ask`.

    `choices`: what an unclear message may be about, at most five, where one question is asked back.
    `model` is recorded with the message, and stands in no JSON.
    """

    id: str | None
    outcome: Outcome
    reason: str | None
    risk: Risk
    case: str | None
    answer: str
    composer: Composer | None
    citations: tuple[Citation, ...]
    choices: tuple[Choice, ...] = ()
    timings_ms: Timings
    model: ModelUsed | None = Field(default=None, exclude=True)
