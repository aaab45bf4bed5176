from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.delivery import Verdict, code_of, is_soon_over, judge, was_refused
from tests.bot.slack.samples import RawResponse, refusal

SECOND = timedelta(seconds=1)


def fate(error: Exception, attempts: int = 1) -> tuple[str | None, bool, float]:
    """Return what an error means at a glance: gone for good, surely not stored, seconds to wait."""
    verdict = judge(error, attempts)
    return verdict.gone_for_good, was_refused(error), verdict.wait.total_seconds()


# --- rate limits --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "30"}, 30),
        ({"retry-after": "30"}, 30),
        ({"RETRY-AFTER": 30}, 30),
        ({"retry-after": ["30"]}, 30),
        ({"retry-after": [30]}, 30),
        ({"retry-after": ["30", "60"]}, 30),
        ({"Retry-After": " 30 "}, 30),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "-5"}, 1),
        ({"Retry-After": "1.5"}, 1),
        ({"Retry-After": "soon"}, 1),
        ({"Retry-After": "²"}, 1),
        ({"Retry-After": ""}, 1),
        ({"Retry-After": None}, 1),
        ({"retry-after": []}, 1),
        ({"Retry-After": "999999"}, 3600),
        ({"Retry-After": "9" * 40}, 1),
        ({}, 1),
    ],
)
def test_a_rate_limit_is_waited_for_as_slack_asks(headers: dict[str, Any], wait: float) -> None:
    assert fate(refusal("ratelimited", 429, headers)) == (None, True, wait)


def test_a_rate_limit_without_a_readable_body_counts_too() -> None:
    error = SlackApiError("no JSON", RawResponse(429, {"Retry-After": "7"}))
    assert fate(error) == (None, True, 7)


# --- what Slack says ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        *("channel_not_found", "is_archived", "not_in_channel", "user_not_found", "msg_too_long"),
        *("invalid_blocks", "no_text", "restricted_action", "cannot_dm_bot", "something_new"),
    ],
)
def test_what_can_never_be_delivered_is_given_up_with_slacks_word(code: str) -> None:
    assert judge(refusal(code), 1) == Verdict(wait=SECOND, gone_for_good=code)
    assert was_refused(refusal(code))


@pytest.mark.parametrize(
    ("code", "was_not_stored"),
    [
        ("ratelimited", True),
        ("rate_limited", True),
        ("service_unavailable", True),
        ("invalid_auth", True),
        ("not_authed", True),
        ("account_inactive", True),
        ("token_revoked", True),
        ("token_expired", True),
        ("missing_scope", True),
        ("team_added_to_org", True),
        ("accesslimited", True),
        ("org_login_required", True),
        ("internal_error", False),
        ("fatal_error", False),
        ("request_timeout", False),
    ],
)
def test_what_passes_is_tried_again(code: str, was_not_stored: bool) -> None:
    assert fate(refusal(code)) == (None, was_not_stored, 1)


@pytest.mark.parametrize("code", ["internal_error", "fatal_error", "request_timeout"])
@pytest.mark.parametrize(("attempts", "given_up"), [(59, False), (60, True), (1000, True)])
def test_a_message_that_slack_cannot_digest_does_not_hold_up_the_others(
    code: str, attempts: int, given_up: bool
) -> None:
    assert fate(refusal(code), attempts)[0] == (code if given_up else None)


@pytest.mark.parametrize("code", ["ratelimited", "invalid_auth", "missing_scope", "service_unavailable"])
def test_what_somebody_will_put_right_is_tried_for_as_long_as_it_takes(code: str) -> None:
    assert fate(refusal(code), 100_000) == (None, True, 60)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 400, 403, 404])
def test_a_server_error_may_have_been_stored(status: int) -> None:
    assert fate(refusal("", status)) == (None, False, 1)


def test_an_answer_without_slacks_word_is_never_given_up() -> None:
    assert fate(refusal("")) == (None, False, 1)


# --- without an answer --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientOSError(104, "reset"),
        aiohttp.ClientPayloadError(),
        SlackApiError("no JSON", RawResponse(200)),
        SlackApiError("no JSON", RawResponse(503)),
        SlackApiError("nothing at all", None),
    ],
)
def test_a_broken_connection_may_have_been_stored(error: Exception) -> None:
    assert fate(error) == (None, False, 1)


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [(0, 0.5), (1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (8, 60), (1000, 60), (10**9, 60)],
)
def test_each_try_waits_twice_as_long_up_to_a_minute(attempts: int, wait: float) -> None:
    assert fate(TimeoutError(), attempts) == (None, False, wait)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (refusal("channel_not_found"), "channel_not_found"),
        (refusal(""), ""),
        (SlackApiError("x", {"ok": False, "error": "is_archived"}), "is_archived"),
        (SlackApiError("x", RawResponse(200)), ""),
        (SlackApiError("x", None), ""),
        (TimeoutError(), ""),
    ],
)
def test_slacks_word_is_read_from_whatever_the_library_raises(error: Exception, code: str) -> None:
    assert code_of(error) == code


def test_another_word_of_slacks_answer_is_read_too() -> None:
    assert code_of(refusal("missing_scope", needed="channels:read"), "needed") == "channels:read"
    assert code_of(refusal("missing_scope"), "needed") == ""
    assert code_of(SlackApiError("x", RawResponse(200)), "needed") == ""


@pytest.mark.parametrize(
    ("error", "soon"),
    [
        (TimeoutError(), True),
        (aiohttp.ServerDisconnectedError(), True),
        (refusal("ratelimited", 429), True),
        (refusal("", 503), True),
        (refusal("", 200), True),
        (refusal("internal_error"), True),
        (refusal("service_unavailable"), True),
        (refusal("invalid_auth"), True),
        (SlackApiError("no JSON", RawResponse(200)), True),
        # Somebody has to put these right first.
        (refusal("missing_scope"), False),
        (refusal("user_not_found"), False),
        (refusal("something_new"), False),
    ],
)
def test_whether_a_failed_call_is_worth_repeating_soon(error: Exception, soon: bool) -> None:
    assert is_soon_over(error) is soon


# --- over a real wire: what slack_sdk makes of it -----------------------------------------------------


async def _raised(answer: web.Response | None) -> Exception:
    """Return what the client raises when a server answers so; None: it hangs up."""

    async def handle(request: web.Request) -> web.Response:
        if answer is None:
            assert request.transport
            request.transport.abort()
            return web.Response()
        return answer

    app = web.Application()
    app.router.add_post("/api/chat.postMessage", handle)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token="xoxb-x", base_url=str(server.make_url("/api/")), session=session, retry_handlers=[]
        )
        try:
            await client.chat_postMessage(channel="C1", text="x")
        except Exception as error:
            return error
    raise AssertionError("The client took this for a yes.")


@pytest.mark.parametrize(
    ("answer", "judged"),
    [
        pytest.param(
            lambda: web.json_response({"ok": False, "error": "is_archived"}), ("is_archived", True, 1)
        ),
        pytest.param(
            lambda: web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "9"}
            ),
            (None, True, 9),
        ),
        pytest.param(
            lambda: web.Response(
                status=429, headers={"Retry-After": "9"}, text="slow", content_type="text/html"
            ),
            (None, True, 9),
        ),
        pytest.param(
            lambda: web.Response(status=500, text="<html>oops</html>", content_type="text/html"),
            (None, False, 1),
        ),
        pytest.param(
            lambda: web.Response(status=503, text="<html>later</html>", content_type="text/html"),
            (None, False, 1),
        ),
        pytest.param(lambda: web.Response(status=503, text="upstream"), (None, False, 1)),
        pytest.param(
            lambda: web.Response(status=200, text="<html>log in</html>", content_type="text/html"),
            (None, False, 1),
        ),
        pytest.param(
            lambda: web.Response(status=200, text='{"ok": tr', content_type="application/json"),
            (None, False, 1),
        ),
        pytest.param(
            lambda: web.Response(status=502, text="<html>", content_type="application/json"), (None, False, 1)
        ),
        pytest.param(lambda: None, (None, False, 1)),
    ],
    ids=[
        *("no", "429", "429 in HTML", "500 in HTML", "503 in HTML", "503 in text"),
        *("200 in HTML", "broken JSON", "502 that claims to be JSON", "hung up"),
    ],
)
def test_what_the_wire_brings_is_judged(answer: Any, judged: tuple[str | None, bool, float]) -> None:
    async def made() -> Exception:
        return await _raised(answer())

    error = asyncio.run(made())
    assert isinstance(error, (SlackApiError, aiohttp.ClientError))
    assert fate(error) == judged
