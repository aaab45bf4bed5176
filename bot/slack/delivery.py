"""What a failed call to Slack means for a message: try again, when, and whether it may have arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from slack_sdk.errors import SlackApiError

_FIRST_WAIT = timedelta(seconds=1)
_LONGEST_WAIT = timedelta(minutes=1)
# Slack's own trouble, or a token that somebody will put right: never a reason to give a message up.
_PASSING = frozenset(
    """internal_error fatal_error service_unavailable request_timeout ratelimited rate_limited
    team_added_to_org accesslimited invalid_auth not_authed account_inactive token_revoked token_expired
    missing_scope org_login_required""".split()
)


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
    response = getattr(error, "response", None) if isinstance(error, SlackApiError) else None
    status = getattr(response, "status_code", None)
    if status == 429:
        return Verdict(wait=_retry_after(response) or wait, was_not_stored=True)
    if status != 200:
        # A server error or a broken connection: it may have been stored all the same.
        return Verdict(wait=wait, was_not_stored=False)
    code = str(response.get("error") or "unknown_error") if response is not None else "unknown_error"
    if code in _PASSING:
        return Verdict(
            wait=wait, was_not_stored=code not in ("internal_error", "fatal_error", "request_timeout")
        )
    return Verdict(wait=wait, was_not_stored=True, gone_for_good=code)


def _retry_after(response: object) -> timedelta | None:
    headers = getattr(response, "headers", None) or {}
    # Slack's library gives the headers in their own case, some of them as lists.
    for name, value in headers.items():
        if str(name).lower() == "retry-after":
            first = value[0] if isinstance(value, list) else value
            return timedelta(seconds=int(first)) if str(first).isdigit() else None
    return None
