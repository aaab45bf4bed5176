from __future__ import annotations

import json
import urllib.request
from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient

from bot.rehearsal.acting import Actor
from bot.rehearsal.server import Slack
from bot.rehearsal.wire import Json
from bot.rehearsal.workspace import SCOPES
from tests.bot.rehearsal.conftest import refused


def raw(slack: Slack, method: str, body: bytes, content_type: str) -> Json:
    """Call without any client."""
    headers = {"Content-Type": content_type, "Authorization": f"Bearer {slack.env()['SLACK_BOT_TOKEN']}"}
    request = urllib.request.Request(f"{slack.base}/api/{method}", body, headers)
    with urllib.request.urlopen(request) as reply:
        answer = json.load(reply)
    assert isinstance(answer, dict)
    return answer


def test_auth_test_says_who_the_bot_is_and_which_scopes_it_has(client: WebClient) -> None:
    answer = client.auth_test()
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("U0GUIDE01", "B0GUIDE01", "T0COUNCIL")
    assert answer.headers["x-oauth-scopes"] == ",".join(SCOPES)


@pytest.mark.parametrize(("token", "error"), [(None, "not_authed"), ("xoxb-wrong", "invalid_auth")])
def test_a_wrong_token_is_refused(slack: Slack, token: str | None, error: str) -> None:
    client = WebClient(token=token, base_url=slack.env()["SLACK_API_URL"])
    assert refused(client.auth_test)["error"] == error


def test_a_socket_is_opened_with_the_app_token_only(slack: Slack, client: WebClient) -> None:
    env = slack.env()
    answer = client.apps_connections_open(app_token=env["SLACK_APP_TOKEN"])
    assert str(answer["url"]).startswith("ws://127.0.0.1:")
    wrong = refused(client.apps_connections_open, app_token=env["SLACK_BOT_TOKEN"])
    assert wrong["error"] == "not_allowed_token_type"


def test_an_unknown_method_is_named(client: WebClient) -> None:
    assert refused(client.api_call, "chat.shout") == {
        "ok": False,
        "error": "unknown_method",
        "req_method": "chat.shout",
    }


def test_a_missing_scope_is_named(slack: Slack, anna: Actor, client: WebClient) -> None:
    slack.workspace.scopes = ("im:write",)
    answer = refused(client.chat_postMessage, channel=anna.dm_channel, text="x")
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "chat:write",
        "im:write",
    )


def test_public_history_needs_its_own_scope(slack: Slack, anna: Actor, client: WebClient) -> None:
    public = slack.channel("general", [anna])
    assert refused(client.conversations_history, channel=public.id)["needed"] == "channels:history"


@pytest.mark.parametrize("kind", ["json", "form", "multipart"])
def test_a_body_may_come_in_three_forms(slack: Slack, anna: Actor, kind: str) -> None:
    blocks = [{"type": "section", "block_id": "b", "text": {"type": "mrkdwn", "text": "Hello"}}]
    given = {"channel": anna.dm_channel, "text": "Hello", "blocks": blocks}
    flat = {**given, "blocks": json.dumps(blocks)}
    if kind == "json":
        answer = raw(slack, "chat.postMessage", json.dumps(given).encode(), "application/json")
    elif kind == "form":
        body = urlencode(flat).encode()
        answer = raw(slack, "chat.postMessage", body, "application/x-www-form-urlencoded")
    else:
        parts = "".join(
            f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in flat.items()
        )
        answer = raw(
            slack, "chat.postMessage", f"{parts}--cut--\r\n".encode(), "multipart/form-data; boundary=cut"
        )
    assert answer["message"]["blocks"] == blocks


@pytest.mark.parametrize(
    ("body", "error"), [(b"{", "invalid_json"), (b"[]", "json_not_object"), (b"", "invalid_arguments")]
)
def test_a_broken_body_is_refused(slack: Slack, body: bytes, error: str) -> None:
    assert raw(slack, "chat.postMessage", body, "application/json")["error"] == error
