"""Made-up councils, cases, replies and answers of Slack's that the tests share."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.clock import ZONE
from bot.council import Council, Person, load
from bot.escalation.models import CaseBody, CaseView, Deadline, Place, Told
from bot.escalation.states import Status
from bot.models import (
    Citation,
    CitationKind,
    Composer,
    Level,
    Outcome,
    Reply,
    Risk,
    SeenIndicator,
    Timings,
)
from knowledge.passages import PassageSource
from knowledge.source_list import Tier

DEMO = Path(__file__).parents[3] / "bot" / "demo"
COUNCIL: Council = load(DEMO)
ALONE = COUNCIL.model_copy(update={"deputies": ()})
NOBODY = COUNCIL.model_copy(update={"liaison_channel": None})
WITH_PHONE = COUNCIL.model_copy(update={"after_hours_phone": "03 400 1234"})

OFFICE_HOURS = datetime(2026, 11, 24, 11, 0, tzinfo=ZONE)  # a Tuesday
NIGHT = datetime(2026, 11, 29, 3, 0, tzinfo=ZONE)  # a Sunday
HOLIDAY = datetime(2026, 12, 25, 11, 0, tzinfo=ZONE)  # a Friday, and Christmas Day

MESSAGE_ID = "0123456789abcdef0123456789abcdef"
CASE_ID = "fedcba9876543210fedcba9876543210"
MEMBER_ID = "11111111111111111111111111111111"
READER_IDS = ["22222222222222222222222222222222", "33333333333333333333333333333333"]

STORY = "A man from Zorblax Holdings offered me an envelope with forty thousand for my quarry vote, dinner tonight."

# What somebody might write, or a document be called, to ping, to link, or to leave the place where it stands.
WILD = st.lists(
    st.sampled_from(
        [
            *("<!channel>", "<@U1>", "<#C1>", "<http://x|y>", "<!subteam^S1>", "&", "&amp;", "&lt;@U1&gt;"),
            *("`", "```", "|", "*", "**", "_", "~", ">", "<", "\n", "\n*Before you act*\nRing them.\n", "•"),
            *(
                "\u202e",
                "\u2066",
                "\u200b",
                "\u200d",
                "\ufeff",
                "\u2028",
                "https://x.example",
                "a",
                "ā",
                "🦉",
            ),
            *(" ", "word", ":fire:", "{name}", "%s", "\\"),
        ]
    ),
    min_size=1,
    max_size=12,
).map("".join)


def case(**changes: Any) -> CaseView:
    """Return a case that was just opened; fields of its body may be given as well."""
    body = CaseBody(
        words=STORY,
        indicators=(
            SeenIndicator(id="cash", label="money or a reward", evidence="an envelope with forty thousand"),
            SeenIndicator(id="ask-for-favour", label="a vote or favour wanted", evidence="my quarry vote"),
        ),
        place=Place.OFFERED,
        deadline=Deadline(words="dinner tonight", at=OFFICE_HOURS.replace(hour=19)),
        told=Told(
            text="Keep everything as it is.\nYou need not reply.",
            doc="advice.yaml",
            section="If you were offered money or a gift",
            version=3,
        ),
    )
    of_body = {name: changes.pop(name) for name in list(changes) if name in CaseBody.model_fields}
    fields: dict[str, Any] = {
        "id": CASE_ID,
        "number": 7,
        "status": Status.OPEN,
        "level": Level.ESCALATE,
        "person_id": MEMBER_ID,
        "reader_id": None,
        "named": False,
        "words_shared": True,
        "opened_at": OFFICE_HOURS - timedelta(minutes=5),
        "due_at": OFFICE_HOURS + timedelta(hours=2),
        "claimed_by": None,
        "claimed_at": None,
        "closed_at": None,
        "body": body.model_copy(update=of_body),
    }
    return CaseView(**{**fields, **changes})


def source(n: int = 1, **changes: Any) -> PassageSource:
    fields: dict[str, Any] = {
        "source_id": f"NZSIS{n}-FI",
        "title": f"New Zealand's Security Threat Environment {n}",
        "publisher": "NZSIS",
        "url": f"https://www.nzsis.govt.nz/assets/NZSIS-Documents/threat-environment-{n}.pdf",
        "published": "2025-08-21",
        "tier": Tier.THREAT_REPORT,
        "seen": "read in part",
    }
    return PassageSource(**{**fields, **changes})


def citation(n: int = 1, sources: int = 1, **changes: Any) -> Citation:
    fields: dict[str, Any] = {
        "n": n,
        "kind": CitationKind.NOTE,
        "doc": "library/gifts.md",
        "section": "Gifts > Tickets" if n == 1 else f"Gifts > Tickets {n}",
        "quote": "Declare a gift that is worth more than the council's limit.",
        "sources": tuple(source(k) for k in range(1, sources + 1)),
    }
    return Citation(**{**fields, **changes})


def reply(answer: str = "Declare it within **ten days** [1].", **changes: Any) -> Reply:
    fields: dict[str, Any] = {
        "id": MESSAGE_ID,
        "outcome": Outcome.ANSWERED,
        "reason": None,
        "risk": Risk(level=Level.NONE, score=0.0),
        "case": None,
        "answer": answer,
        "composer": Composer.EXTRACT,
        "citations": (citation(),),
        "timings_ms": Timings(),
    }
    return Reply(**{**fields, **changes})


def named(name: str) -> Council:
    """Return the demo council with a liaison of that name."""
    return COUNCIL.model_copy(update={"rota": (Person.model_construct(name=name, slack="U0DEMO00003"),)})


class SettableClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = OFFICE_HOURS) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    def pass_by(self, **time: float) -> None:
        self.time += timedelta(**time)


def refusal(
    code: str, status: int = 200, headers: dict[str, Any] | None = None, **more: Any
) -> SlackApiError:
    """Return what slack_sdk raises when Slack says no."""
    response = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="https://slack.com/api/chat.postMessage",
        req_args={},
        data={"ok": False, "error": code, **more} if code else {},
        headers=headers or {},
        status_code=status,
    )
    return SlackApiError("The request to the Slack API failed.", response)


class RawResponse:
    """What slack_sdk leaves in an error when a body is not the JSON that it claims to be: aiohttp's own."""

    def __init__(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.status = status
        self.headers = headers or {}
