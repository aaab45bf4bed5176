"""What a failed call to Slack means: try again, when, and whether a message may have arrived all the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from slack_sdk.errors import SlackApiError

_FIRST_WAIT = timedelta(seconds=1)
_LONGEST_WAIT = timedelta(minutes=1)
# What Slack asks for is waited for, within reason.
_LONGEST_PAUSE = timedelta(hours=1)
_SECONDS = re.compile(r"\d{1,6}", re.ASCII)
# Slack's own trouble, or a token that somebody will put right: never a reason to give a message up.
_PASSING = frozenset(
    """internal_error fatal_error service_unavailable request_timeout ratelimited rate_limited
    team_added_to_org accesslimited invalid_auth not_authed account_inactive token_revoked token_expired
    missing_scope org_login_required""".split()
)
# After these the message may be there all the same.
_SLACKS_OWN = ("internal_error", "fatal_error", "request_timeout")
# Tries, about an hour of them.
_PATIENCE = 60


@dataclass(frozen=True)
class Verdict:
    """`gone_for_good`: Slack's word for why it can never be delivered; else it is tried again after `wait`."""

    wait: timedelta
    gone_for_good: str | None = None


def judge(error: Exception, attempts: int) -> Verdict:
    """Judge a failed call; `attempts` counts from 1."""
    wait = min(_FIRST_WAIT * 2 ** min(attempts - 1, 10), _LONGEST_WAIT)
    response = error.response if isinstance(error, SlackApiError) else None
    status = _status(response)
    if status == 429:
        return Verdict(_retry_after(response) or wait)
    code = code_of(error) if status == 200 else ""
    # One message that Slack cannot digest must not hold up everything behind it for ever. Without Slack's
    # own word something in between has answered in its place: that is never a reason to give a message up.
    is_hopeless = code not in _PASSING or (code in _SLACKS_OWN and attempts >= _PATIENCE)
    return Verdict(wait, gone_for_good=code if code and is_hopeless else None)


def was_refused(error: Exception) -> bool:
    """Return whether Slack has surely not taken what was sent: it said so, or asked to wait."""
    response = error.response if isinstance(error, SlackApiError) else None
    if _status(response) == 429:
        return True
    # After a server error or a broken connection it may have been stored all the same.
    code = code_of(error)
    return _status(response) == 200 and bool(code) and code not in _SLACKS_OWN


def is_soon_over(error: Exception) -> bool:
    """Return whether a failed call is worth repeating soon: nobody has to put anything right for it."""
    return judge(error, attempts=1).gone_for_good is None and code_of(error) != "missing_scope"


def code_of(error: Exception, field: str = "error") -> str:
    """Return Slack's word for what went wrong; empty where the answer was not Slack's.

    `field`: another word of the same answer, such as `needed`.
    """
    response = error.response if isinstance(error, SlackApiError) else None
    said = getattr(response, "data", response)
    return str(said.get(field) or "") if isinstance(said, dict) else ""


def _status(response: object) -> int | None:
    # A body that is no JSON leaves slack_sdk with aiohttp's own response.
    return getattr(response, "status_code", None) or getattr(response, "status", None)


def _retry_after(response: object) -> timedelta | None:
    headers = getattr(response, "headers", None) or {}
    # Slack's library gives the headers in their own case, some of them as lists.
    for name, value in headers.items():
        if str(name).lower() == "retry-after":
            first = str(next(iter(value), "") if isinstance(value, list) else value).strip()
            return min(timedelta(seconds=int(first)), _LONGEST_PAUSE) if _SECONDS.fullmatch(first) else None
    return None
