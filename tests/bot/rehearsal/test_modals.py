from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.rehearsal.acting import Actor
from bot.rehearsal.server import Slack
from bot.rehearsal.wire import Json
from tests.bot.rehearsal.conftest import refused
from tests.bot.rehearsal.sample_bot import COMMENT, notice


def trigger(slack: Slack, anna: Actor, view: str | None = None) -> str:
    return slack.loop.ask(lambda: slack.triggers.give(anna.id, view))


@pytest.fixture
def opened(slack: Slack, anna: Actor, client: WebClient) -> Json:
    """A modal that Anna looks at."""
    view = client.views_open(trigger_id=trigger(slack, anna), view=COMMENT)["view"]
    assert isinstance(view, dict)
    return view


def test_an_opened_view_is_returned_as_slack_keeps_it(anna: Actor, opened: Json) -> None:
    shown = anna.expect_view("Comment")
    assert shown.raw == opened
    assert opened["root_view_id"] == opened["id"]
    assert (opened["callback_id"], opened["private_metadata"]) == ("comment", "case 7")
    assert (opened["previous_view_id"], opened["close"], opened["state"]) == (None, None, {"values": {}})


def test_a_trigger_serves_once_and_not_for_long(slack: Slack, anna: Actor, client: WebClient) -> None:
    used = trigger(slack, anna)
    client.views_open(trigger_id=used, view=COMMENT)
    assert refused(client.views_open, trigger_id=used, view=COMMENT)["error"] == "exchanged_trigger_id"
    assert refused(client.views_open, trigger_id="1.2.x", view=COMMENT)["error"] == "invalid_trigger_id"
    slack.triggers.life = -1
    late = trigger(slack, anna)
    assert refused(client.views_open, trigger_id=late, view=COMMENT)["error"] == "expired_trigger_id"


def test_a_wrong_view_is_refused_and_leaves_the_trigger(slack: Slack, anna: Actor, client: WebClient) -> None:
    fresh = trigger(slack, anna)
    answer = refused(client.views_open, trigger_id=fresh, view=notice("T" * 25, "x"))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    assert refused(client.views_open, trigger_id=fresh, view=home)["error"] == "invalid_arguments"
    client.views_open(trigger_id=fresh, view=COMMENT)


def test_two_views_can_be_pushed_on_one(slack: Slack, anna: Actor, client: WebClient, opened: Json) -> None:
    top = opened["id"]
    for number in range(2):
        pushed = client.views_push(trigger_id=trigger(slack, anna, top), view=notice(f"View {number}", "x"))
        assert pushed["view"]["previous_view_id"] == top
        top = pushed["view"]["id"]
    answer = refused(client.views_push, trigger_id=trigger(slack, anna, top), view=notice("Third", "x"))
    assert answer["error"] == "push_limit_reached"


def test_a_view_is_pushed_only_from_within_a_modal(slack: Slack, anna: Actor, client: WebClient) -> None:
    answer = refused(client.views_push, trigger_id=trigger(slack, anna), view=notice("x", "x"))
    assert answer["error"] == "not_found"


def test_a_view_is_updated_by_id_or_external_id_while_its_hash_fits(
    slack: Slack, anna: Actor, client: WebClient
) -> None:
    loading = {**notice("Loading", "A moment"), "external_id": "case-7"}
    view = client.views_open(trigger_id=trigger(slack, anna), view=loading)["view"]
    stale = str(view["hash"])
    client.views_update(
        view_id=str(view["id"]), hash=stale, view={**notice("One", "x"), "external_id": "case-7"}
    )
    anna.expect_view("One")
    answer = refused(client.views_update, view_id=view["id"], hash=stale, view=notice("Two", "x"))
    assert answer["error"] == "hash_conflict"
    client.views_update(external_id="case-7", view=notice("Three", "x"))
    assert anna.expect_view("Three").id == view["id"]
    assert refused(client.views_update, view_id="V0", view=notice("x", "x"))["error"] == "not_found"


def test_an_external_id_may_be_open_once(slack: Slack, anna: Actor, client: WebClient) -> None:
    view = {**notice("One", "x"), "external_id": "case-7"}
    client.views_open(trigger_id=trigger(slack, anna), view=view)
    answer = refused(client.views_open, trigger_id=trigger(slack, anna), view=view)
    assert answer["error"] == "duplicate_external_id"


def test_a_home_is_published_for_each_person(slack: Slack, anna: Actor, client: WebClient) -> None:
    def home(title: str) -> Json:
        header = {"type": "header", "text": {"type": "plain_text", "text": title}}
        return {"type": "home", "blocks": [header]}

    first = client.views_publish(user_id=anna.id, view=home("One"))["view"]
    client.views_publish(user_id=anna.id, view=home("Two"), hash=str(first["hash"]))
    assert anna.expect_home("Two").id == first["id"]
    stale = refused(client.views_publish, user_id=anna.id, view=home("Three"), hash=str(first["hash"]))
    assert stale["error"] == "hash_conflict"
    assert refused(client.views_publish, user_id="U0", view=home("x"))["error"] == "user_not_found"
    assert slack.person("Ben").id not in slack.workspace.homes


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "dance"},
        {"text": "x"},
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(
    slack: Slack, anna: Actor, opened: Json, answer: dict[str, Any]
) -> None:
    view = slack.workspace.views[opened["id"]]
    with pytest.raises(Exception, match="invalid_arguments"):
        slack.modals.answered(anna.id, view, answer)


def test_only_the_modal_on_top_can_be_submitted(
    slack: Slack, anna: Actor, client: WebClient, opened: Json
) -> None:
    pushed = client.views_push(trigger_id=trigger(slack, anna, opened["id"]), view=notice("On top", "x"))
    with pytest.raises(AssertionError, match="does not look at"):
        anna.submit(opened["id"], {"words": {"text": "Hello"}})
    with pytest.raises(AssertionError, match="cannot be submitted"):
        anna.submit(str(pushed["view"]["id"]))


def test_a_submission_that_nobody_acknowledges_is_an_error(anna: Actor, opened: Json) -> None:
    with pytest.raises(AssertionError, match="did not acknowledge"):
        anna.submit(opened["id"], {"words": {"text": "Hello"}})
    anna.expect_view("Comment")


def test_closing_a_modal_with_clear_on_close_closes_all(
    slack: Slack, anna: Actor, client: WebClient, opened: Json
) -> None:
    last = {**notice("Last", "x"), "clear_on_close": True, "notify_on_close": False}
    client.views_push(trigger_id=trigger(slack, anna, opened["id"]), view=last)
    assert anna.close(anna.expect_view("Last")) is None
    anna.expect_no_view()
