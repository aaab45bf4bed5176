from __future__ import annotations

import pytest
from slack_sdk import WebClient

from bot.rehearsal.acting import Actor
from bot.rehearsal.server import Slack
from bot.rehearsal.workspace import SCOPES, Channel

pytestmark = pytest.mark.usefixtures("bolt")


def test_a_dm_is_answered_with_blocks_and_buttons(anna: Actor) -> None:
    said = anna.dm("Which gifts must I declare?")
    reply = anna.expect_reply("answer to which gifts", after=said)
    assert (said.acknowledged, said.attempts) == (True, 1)
    assert [(button.label, button.action_id) for button in reply.buttons()] == [
        ("Helpful", "helpful"),
        ("Comment", "comment"),
        ("Done", "done"),
    ]


def test_a_reply_comes_after_the_acknowledgement(slack: Slack, anna: Actor) -> None:
    said = anna.dm("Hello")
    call = slack.expect_call("chat.postMessage")
    acknowledged = said.deliveries[0].acknowledged_at
    assert acknowledged is not None
    assert acknowledged < call.sequence


def test_a_question_in_a_thread_is_answered_there(anna: Actor) -> None:
    first = anna.dm("Hello")
    anna.dm("And then?", thread_ts=first)
    assert anna.expect_reply("And then?", thread_ts=first).thread_ts == first


def test_files_come_with_a_message(anna: Actor) -> None:
    anna.dm("Look", files=["letter.pdf", "photo.png"])
    anna.expect_reply("Look (2 files)")


def test_a_message_of_a_bot_is_told_with_its_subtype(slack: Slack, anna: Actor) -> None:
    anna.dm("Hello", subtype="bot_message")
    assert slack.deliveries[0].payload["event"]["subtype"] == "bot_message"


def test_three_deliveries_of_one_event_have_one_event_id(slack: Slack, anna: Actor) -> None:
    said = anna.dm("Hello", deliveries=3)
    assert said.acknowledged
    assert len({delivery.payload["event_id"] for delivery in said.deliveries}) == 1
    anna.expect_reply("Hello")
    anna.expect_reply("fence", after=anna.dm("fence"))
    assert len(slack.messages(anna.dm_channel)) == 2


def test_a_mention_in_a_private_channel_has_a_twin(slack: Slack, anna: Actor, staff: Channel) -> None:
    said = anna.mention(staff, "Which gifts?")
    anna.expect_reply("You asked: <@U0GUIDE01> Which gifts?")
    anna.expect_ephemeral(staff, "I answered you in our DM")
    mention, twin = (delivery.payload for delivery in said.deliveries)
    assert [mention["event"]["type"], twin["event"]["type"]] == ["app_mention", "message"]
    assert mention["event"]["ts"] == twin["event"]["ts"] == said
    assert mention["event_id"] != twin["event_id"]
    assert "channel_type" not in mention["event"]
    assert twin["event"]["channel_type"] == "group"


def test_a_mention_in_a_public_channel_has_no_twin_without_the_scope(slack: Slack, anna: Actor) -> None:
    public = slack.channel("general", [anna])
    assert len(anna.mention(public, "Hello").deliveries) == 1
    assert len(anna.mention(public, "Hello", twin=True).deliveries) == 2
    slack.workspace.scopes = (*SCOPES, "channels:history")
    assert len(anna.mention(public, "Hello").deliveries) == 2
    assert len(anna.say(public, "Nothing for the bot").deliveries) == 1


def test_the_bot_hears_nothing_where_it_is_not(slack: Slack, anna: Actor) -> None:
    elsewhere = slack.channel("elsewhere", [anna], bot=False, is_private=True)
    said = anna.mention(elsewhere, "Hello")
    assert said.deliveries == ()
    assert not said.acknowledged


def test_files_are_not_in_a_mention(anna: Actor, staff: Channel) -> None:
    mention, twin = anna.mention(staff, "Look", files=["letter.pdf"]).deliveries
    assert "files" not in mention.payload["event"]
    assert twin.payload["event"]["subtype"] == "file_share"


def test_edits_and_deletions_are_told(slack: Slack, anna: Actor) -> None:
    said = anna.dm("Helo")
    anna.expect_reply("Helo")
    anna.edit(said, "Hello")
    anna.expect_reply("noticed: message_changed")
    anna.delete(said)
    anna.expect_reply("noticed: message_deleted")
    changed, deleted = (delivery.payload["event"] for delivery in slack.deliveries[1:])
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("Helo", "Hello")
    assert changed["message"]["edited"]["user"] == anna.id
    assert deleted["deleted_ts"] == said


def test_a_deleted_message_with_replies_leaves_a_tombstone(slack: Slack, anna: Actor) -> None:
    said = anna.dm("Hello")
    anna.dm("More", thread_ts=said)
    event = anna.delete(said).deliveries[0].payload["event"]
    assert (event["subtype"], event["message"]["subtype"]) == ("message_changed", "tombstone")


def test_the_home_and_the_messages_tab_are_opened(slack: Slack, anna: Actor) -> None:
    anna.open_home()
    home = anna.expect_home("Council Guide")
    assert [button.action_id for button in home.buttons()] == ["helpful", "comment", "done"]
    anna.open_home("messages")
    slack.expect_call("assistant.threads.setSuggestedPrompts")
    assert slack.workspace.prompts[anna.dm_channel]["prompts"][0]["title"] == "Gifts"


def test_a_click_replaces_the_message_through_its_response_url(anna: Actor) -> None:
    anna.dm("Hello")
    reply = anna.expect_reply("Answer to Hello")
    assert anna.click(reply, "helpful").acknowledged
    changed = anna.expect_reply("Thank you!")
    assert (changed.ts, changed.buttons()) == (reply.ts, ())


def test_a_click_tells_which_button_of_which_message(slack: Slack, anna: Actor) -> None:
    anna.dm("Hello")
    reply = anna.expect_reply()
    anna.click(reply, "done")
    assert anna.expect_reply("Done.", after=reply).ts == reply.ts
    payload = slack.deliveries[-1].payload
    assert payload["container"] == {
        "type": "message",
        "message_ts": reply.ts,
        "channel_id": anna.dm_channel,
        "is_ephemeral": False,
    }
    assert payload["actions"][0]["value"] == "value-done"
    assert payload["message"]["text"] == reply.text
    assert payload["user"]["id"] == anna.id


def test_a_choice_in_a_menu_is_told_with_the_state(slack: Slack, anna: Actor, client: WebClient) -> None:
    options = [
        {"text": {"type": "plain_text", "text": word}, "value": word.lower()} for word in ("One", "Two")
    ]
    menu = {"type": "static_select", "action_id": "helpful", "options": options}
    block = {"type": "actions", "block_id": "menu", "elements": [menu]}
    client.chat_postMessage(channel=anna.id, text="Choose", blocks=[block])
    assert anna.click(anna.expect_reply("Choose"), "helpful", "two").acknowledged
    payload = slack.deliveries[-1].payload
    assert payload["actions"][0]["selected_option"] == options[1]
    chosen = {"type": "static_select", "selected_option": options[1]}
    assert payload["state"] == {"values": {"menu": {"helpful": chosen}}}


def test_what_is_not_there_cannot_be_pressed(slack: Slack, anna: Actor) -> None:
    anna.dm("Hello")
    reply = anna.expect_reply()
    with pytest.raises(AssertionError, match=r"no 'gone' .* there is: \['helpful', 'comment', 'done'\]"):
        anna.click(reply, "gone")
    with pytest.raises(AssertionError, match="no 'done' with value 'other'"):
        anna.click(reply, "done", "other")
    with pytest.raises(AssertionError, match="ben is not in"):
        slack.person("Ben").click(reply, "done")


def test_a_button_that_is_gone_can_be_pressed_by_force(anna: Actor) -> None:
    anna.dm("Hello")
    reply = anna.expect_reply()
    anna.click(reply, "done")
    anna.expect_reply("Done.")
    with pytest.raises(AssertionError, match="no 'done'"):
        anna.click(reply, "done")
    assert anna.click(reply, "done", force=True).acknowledged


def test_a_modal_shows_errors_and_then_goes(anna: Actor) -> None:
    anna.dm("Hello")
    anna.click(anna.expect_reply(), "comment")
    view = anna.expect_view("Comment", "How shall we answer?")
    assert view.inputs() == (("words", "text"), ("how", "way"))
    answer = anna.submit(view, {"words": {"text": "ok"}})
    assert answer == {"response_action": "errors", "errors": {"words": "Too short"}}
    assert anna.expect_view("Comment").errors == {"words": "Too short"}
    assert anna.submit(view, {"words": {"text": "Well done"}, "how": {"way": "phone"}}) == {}
    anna.expect_no_view()
    anna.expect_reply("Comment: Well done (phone)")


def opened(anna: Actor) -> str:
    """Open the comment modal and return its id."""
    anna.open_home()
    anna.click(anna.expect_home(), "comment")
    return anna.expect_view("Comment").id


def test_an_answer_can_update_the_modal(anna: Actor) -> None:
    view = opened(anna)
    anna.submit(view, {"words": {"text": "update"}})
    assert anna.expect_view("Updated", "It changed.").id == view


def test_an_answer_can_push_a_modal_and_closing_it_leads_back(anna: Actor) -> None:
    view = opened(anna)
    anna.submit(view, {"words": {"text": "push"}})
    pushed = anna.expect_view("Pushed")
    assert (pushed.raw["previous_view_id"], pushed.raw["root_view_id"]) == (view, view)
    told = anna.close(pushed)
    assert told is not None
    assert told.acknowledged
    anna.expect_reply("You closed it.")
    assert anna.expect_view("Comment").id == view
    assert anna.close(view) is None
    anna.expect_no_view()


def test_an_answer_can_clear_all_modals(anna: Actor) -> None:
    anna.submit(opened(anna), {"words": {"text": "clear"}})
    anna.expect_no_view()


def test_an_answer_that_slack_cannot_show_is_an_error(anna: Actor) -> None:
    with pytest.raises(AssertionError, match="must be less than 25 characters"):
        anna.submit(opened(anna), {"words": {"text": "broken"}})


@pytest.mark.parametrize(
    ("filled", "error"),
    [
        ({}, "'Your words' is empty"),
        ({"words": {"text": "x" * 3001}}, "must have 0 to 3000 characters"),
        ({"words": {"other": "x"}}, "nothing to fill in at words/other"),
        (
            {"words": {"text": "Hello"}, "how": {"way": "letter"}},
            r"no option 'letter'; there is: \['phone', 'slack'\]",
        ),
    ],
)
def test_slack_does_not_let_a_wrong_form_go(
    anna: Actor, filled: dict[str, dict[str, str]], error: str
) -> None:
    with pytest.raises(AssertionError, match=error):
        anna.submit(opened(anna), filled)


def test_a_slash_command_is_answered_at_once_and_later(anna: Actor, staff: Channel, slack: Slack) -> None:
    delivery = anna.slash("/ask", "gifts", channel=staff)
    assert delivery.answer == {"text": "Looking up gifts"}
    anna.expect_ephemeral(staff, "Looking up gifts")
    slack.expect_message(staff, "Found it.")


def test_shortcuts_open_a_modal(anna: Actor) -> None:
    anna.shortcut("about")
    anna.expect_view("About", "nothing")
    anna.dm("Hello")
    anna.shortcut("about", anna.expect_reply())
    anna.expect_view("About", "Answer to Hello")


def test_any_event_can_be_told(slack: Slack, anna: Actor) -> None:
    slack.socket.ack_timeout = 0.01
    delivery = slack.send_event({"type": "member_left_channel", "user": anna.id, "channel": "C1"})
    # The sample bot has no listener for it: bolt does not acknowledge, so Slack tells it again.
    assert (delivery.acknowledged, delivery.given_up, delivery.attempts) == (False, True, 4)


def test_what_does_not_come_is_reported_with_what_is_there(anna: Actor) -> None:
    anna.dm("Hello")
    anna.expect_reply()
    with pytest.raises(AssertionError) as raised:
        anna.expect_reply("Goodbye", timeout=0.01)
    message = str(raised.value)
    assert "no message with 'Goodbye' in D0001ANNA within 0.01 s; there is:" in message
    assert "Answer to Hello (0 files)" in message
    assert "[Helpful: helpful]" in message
    with pytest.raises(AssertionError, match=r"no modal 'Comment' .* there is: none"):
        anna.expect_view("Comment", timeout=0.01)
    with pytest.raises(AssertionError, match="no home"):
        anna.expect_home(timeout=0.01)


def test_the_bot_is_a_real_bolt_app(slack: Slack, anna: Actor) -> None:
    anna.dm("Hello")
    anna.expect_reply()
    methods = [call.method for call in slack.calls]
    assert methods == ["apps.connections.open", "auth.test", "chat.postMessage"]
