"""What a failed call to Slack means for a message: try again, when, and whether it may have arrived."""

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
    """`gone_for_good`: Slack's word for why it can never be delivered; else it is tried again after `wait`.

    `was_not_stored`: Slack has surely not taken it.
    """

    wait: timedelta
    was_not_stored: bool
    gone_for_good: str | None = None


def judge(error: Exception, attempts: int) -> Verdict:
    """Judge a failed call; `attempts` counts from 1."""
    wait = min(_FIRST_WAIT * 2 ** min(attempts - 1, 10), _LONGEST_WAIT)
    response = error.response if isinstance(error, SlackApiError) else None
    # A body that is no JSON leaves slack_sdk with aiohttp's own response.
    status = getattr(response, "status_code", None) or getattr(response, "status", None)
    if status == 429:
        return Verdict(wait=_retry_after(response) or wait, was_not_stored=True)
    if status != 200:
        # A server error or a broken connection: it may have been stored all the same.
        return Verdict(wait=wait, was_not_stored=False)
    code = code_of(error)
    if not code:
        # Not Slack's words: something in between has answered in its place.
        return Verdict(wait=wait, was_not_stored=False)
    if code in _SLACKS_OWN and attempts >= _PATIENCE:
        # One message that Slack cannot digest must not hold up everything behind it for ever.
        return Verdict(wait=wait, was_not_stored=True, gone_for_good=code)
    if code in _PASSING:
        return Verdict(wait=wait, was_not_stored=code not in _SLACKS_OWN)
    return Verdict(wait=wait, was_not_stored=True, gone_for_good=code)


def code_of(error: Exception, field: str = "error") -> str:
    """Return Slack's word for what went wrong; empty where the answer was not Slack's.

    `field`: another word of the same answer, such as `needed`.
    """
    response = error.response if isinstance(error, SlackApiError) else None
    said = getattr(response, "data", response)
    return str(said.get(field) or "") if isinstance(said, dict) else ""


def _retry_after(response: object) -> timedelta | None:
    headers = getattr(response, "headers", None) or {}
    # Slack's library gives the headers in their own case, some of them as lists.
    for name, value in headers.items():
        if str(name).lower() == "retry-after":
            first = str(next(iter(value), "") if isinstance(value, list) else value).strip()
            return min(timedelta(seconds=int(first)), _LONGEST_PAUSE) if _SECONDS.fullmatch(first) else None
    return None
