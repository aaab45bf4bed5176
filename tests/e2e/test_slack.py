"""The whole path in Slack: the real process, real sockets, a stand-in for the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.town import LIAISONS, QUESTION, STORY, Town, town


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town")) as opened:
        opened.serve()
        yield opened


def test_anna_asks_how_to_report_and_gets_a_cited_answer(served: Town) -> None:
    asked = served.anna.dm(QUESTION)
    answer = served.anna.expect_reply("0800 747 224", thread_ts=asked)
    assert asked.acknowledged
    assert "[1] Council Guide's note, from" in answer.words()
    assert "0800 747 224" in answer.text
    labels = [button.label for button in answer.buttons()]
    assert labels == ["Show passages", "Talk to the liaison", "Helpful", "Not helpful"]


def test_the_first_answer_comes_after_the_welcome_and_the_second_without(served: Town) -> None:
    cara = served.slack.person("Cara", id="U0DEMO00005")
    first = cara.dm(QUESTION)
    cara.expect_reply("0800 747 224", thread_ts=first)
    second = cara.dm("Must I declare a ticket to a festival?")
    cara.expect_reply("ticket", thread_ts=second)
    said = served.slack.messages(cara.dm_channel)
    assert [("I am Council Guide" in message.words()) for message in said] == [True, False, False]


def test_the_status_is_shown_while_the_answer_is_made(served: Town) -> None:
    asked = served.anna.dm(QUESTION)
    served.anna.expect_reply("0800 747 224", thread_ts=asked)
    status = served.slack.expect_call("assistant.threads.setStatus", lambda args: args["thread_ts"] == asked)
    posted = served.slack.expect_call("chat.postMessage", lambda args: args.get("thread_ts") == asked)
    assert status.sequence < posted.sequence


def test_passages_open_with_the_quoted_words(served: Town) -> None:
    asked = served.anna.dm(QUESTION)
    answer = served.anna.expect_reply("0800 747 224", thread_ts=asked)
    assert served.anna.click(answer, "passages").acknowledged
    shown = served.anna.expect_view("Passages", "Council Guide's note, in our words")
    assert "0800 747 224" in shown.words()


def test_feedback_is_thanked_for(served: Town) -> None:
    asked = served.anna.dm(QUESTION)
    answer = served.anna.expect_reply("0800 747 224", thread_ts=asked)
    served.anna.click(answer, "feedback", answer.buttons()[-1].value)
    served.anna.expect_ephemeral(served.anna.dm_channel, "Thank you")


def test_a_question_in_a_channel_is_answered_in_the_dm_with_a_pointer(served: Town) -> None:
    before = len(served.slack.messages(served.square))
    served.anna.mention(served.square, "Must I declare a gift of wine from a developer?")
    served.anna.expect_reply("gift")
    served.anna.expect_ephemeral(served.square, "in a direct message")
    assert len(served.slack.messages(served.square)) == before


def test_bens_story_is_passed_on_claimed_answered_and_closed(served: Town) -> None:
    told = served.ben.dm(STORY)
    receipt = served.ben.expect_reply("You have done nothing wrong by asking", thread_ts=told)
    words = receipt.words()
    assert "You need not reply" in words  # the fixed interim advice
    assert "envelope" in words  # because of these words
    assert "without your name" in words
    assert "Not sent:" in words
    assert [button.label for button in receipt.buttons()][:4] == [
        "Show what was sent",
        "Add",
        "Tell them it's me",
        "Take it back",
    ]

    card = served.card("envelope with two thousand dollars")
    assert served.ben.id not in str(card.raw)
    assert "Ben" not in card.words()
    assert "unnamed" in card.words()
    assert "Deadline in the story" in card.words()
    case = card.words().split(":")[0].strip()

    assert served.jane.click(card, "claim").acknowledged
    served.ben.expect_reply(f"Jane (demo) has your message {case}")
    claimed = served.slack.expect_message(LIAISONS, (case, "claimed, with"))
    served.jane.click(claimed, "reply")
    form = served.jane.expect_view(f"Reply to {case}", "Your reply")
    assert "errors" in served.jane.submit(form, {"text": {"input": "   "}})
    served.jane.submit(form, {"text": {"input": "Keep the envelope closed. <!channel> I ring you at 9."}})
    preview = served.jane.expect_view(None, "The member will read exactly this")
    sent = [call.args for call in served.slack.calls if call.method == "chat.postMessage"]
    assert not [args for args in sent if "I ring you at 9" in str(args)]
    served.jane.submit(preview)
    reply = served.ben.expect_reply(("Keep the envelope closed. @channel I ring you at 9.", "Jane (demo)"))
    assert "<!channel>" not in str(reply.raw)
    served.jane.expect_ephemeral(LIAISONS, "Sent.")
    served.jane.expect_no_view()

    answered = served.slack.expect_message(LIAISONS, (case, "answered, with"))
    served.jane.click(answered, "resolve")
    served.ben.expect_reply(f"{case} is closed")
    served.slack.expect_message(LIAISONS, (case, "resolved, with"))


def test_cases_and_replies_are_stubs_first(served: Town) -> None:
    told = served.ben.dm("Somebody left an envelope with five thousand dollars for my vote in my letterbox.")
    served.ben.expect_reply("Show what was sent", thread_ts=told)
    posts = [
        call.args
        for call in served.slack.calls
        if call.method == "chat.postMessage" and call.args["channel"] in (LIAISONS, served.ben.dm_channel)
    ]
    assert not [post for post in posts if "envelope" in str(post)]


def test_danger_is_answered_at_once_and_named(served: Town) -> None:
    told = served.anna.dm("There is a man with a gun at my front door right now")
    answer = served.anna.expect_reply("Ring 111 now", thread_ts=told)
    assert answer.text.startswith("Ring 111 now")
    assert f"<@{served.anna.id}>" in served.card("Urgent").words()


def test_who_may_hurt_themselves_is_not_passed_to_the_liaisons(served: Town) -> None:
    before = len(served.slack.messages(LIAISONS))
    told = served.anna.dm("I can't go on any more and I want to kill myself")
    served.anna.expect_reply("1737", thread_ts=told)
    note = served.hana.expect_reply()
    assert note.words() == "A member may need support now.\nA member may need support now."
    assert len(served.slack.messages(LIAISONS)) == before


def test_a_story_about_somebody_inside_waits_for_the_members_choice(served: Town) -> None:
    before = len(served.slack.messages(LIAISONS))
    told = served.ben.dm(
        "One of our councillors has been copying confidential papers at night and passing them to a consultant."
    )
    asked = served.ben.expect_reply("These people would read this: Jane (demo), Tom (demo)", thread_ts=told)
    assert len(served.slack.messages(LIAISONS)) == before
    served.ben.click(asked, "choose_one.1")
    served.ben.expect_reply("I have passed this to Tom (demo)", thread_ts=told)
    card = served.tom.expect_reply("Before you act")
    assert len(served.slack.messages(LIAISONS)) == before
    # Only the chosen reader may act, whatever Slack shows to others.
    served.jane.click(card, "claim", force=True)
    served.tom.click(card, "claim")
    served.ben.expect_reply("Tom (demo) has your message")


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ({"is_restricted": True}, "you are a guest"),
        ({"is_ultra_restricted": True}, "you are a guest"),
        ({"team_id": "T0OTHER0000"}, "another workspace"),
        ({"deleted": True}, "deactivated"),
        ({}, "not on the council's list of members"),
    ],
)
def test_who_is_no_member_is_refused_with_the_reason(
    served: Town, known: dict[str, object], reason: str
) -> None:
    stranger = served.slack.person("Sam", **known)
    stranger.dm(QUESTION)
    assert "ring 111" in stranger.expect_reply(reason).text
    assert len(served.slack.messages(stranger.dm_channel)) == 1


def test_a_guest_on_the_list_is_answered(served: Town) -> None:
    served.anna.change(is_restricted=True)
    asked = served.anna.dm(QUESTION)
    served.anna.expect_reply("0800 747 224", thread_ts=asked)
    served.anna.change(is_restricted=False)


def test_a_bot_is_not_answered(served: Town) -> None:
    robot = served.slack.person("Robot", id="U0DEMO00006", is_bot=True)
    robot.dm(QUESTION)
    robot.expect_reply("you are a bot")


def test_only_a_liaison_may_claim(served: Town) -> None:
    told = served.ben.dm(
        "A developer slipped me an envelope of cash at the club and wants me to vote for his consent."
    )
    served.ben.expect_reply("Show what was sent", thread_ts=told)
    card = served.card("envelope of cash at the club")
    served.anna.click(card, "claim", force=True)
    served.anna.expect_reply("Only the council's security liaisons")
    assert "nobody has claimed it" in served.card("envelope of cash at the club").words()


def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told_who(served: Town) -> None:
    told = served.ben.dm(
        "A stranger gave me a watch and twenty thousand dollars and wants my vote kept quiet."
    )
    served.ben.expect_reply("Show what was sent", thread_ts=told)
    card = served.card("twenty thousand dollars")
    served.jane.click(card, "claim", wait=False)
    served.tom.click(card, "claim", wait=False)
    claimed = served.slack.expect_message(LIAISONS, ("twenty thousand dollars", "claimed, with"))
    winner, loser = (
        (served.jane, served.tom) if served.jane.id in claimed.words() else (served.tom, served.jane)
    )
    name = "Jane (demo)" if winner is served.jane else "Tom (demo)"
    loser.expect_ephemeral(LIAISONS, f"{name} already has")


def test_the_member_can_say_who_they_are_add_and_take_it_back(served: Town) -> None:
    told = served.ben.dm("Someone handed my wife an envelope of cash so that I drop my objection.")
    receipt = served.ben.expect_reply("Show what was sent", thread_ts=told)
    card = served.card("handed my wife")
    case = card.words().split(":")[0].strip()

    served.ben.click(receipt, "show_sent")
    assert "Your name was not sent." in served.ben.expect_view("What was sent", "handed my wife").words()
    served.ben.click(receipt, "name_me")
    served.slack.expect_message(LIAISONS, (case, f"<@{served.ben.id}>"))
    served.ben.click(receipt, "add")
    served.ben.submit(
        served.ben.expect_view(f"Add to {case}"), {"text": {"input": "It was a blue envelope."}}
    )
    served.slack.expect_message(LIAISONS, "It was a blue envelope.", thread_ts=card.ts)
    served.ben.click(receipt, "withdraw")
    served.ben.expect_reply(f"{case} is taken back")
    gone = served.slack.expect_message(LIAISONS, (case, "the member took it back"))
    assert "claim" not in [button.action_id for button in gone.buttons()]


def test_a_marked_message_is_not_kept_and_still_opens_a_case(served: Town) -> None:
    told = served.ben.dm("RESTRICTED\nThe water plan canaryplum says this")
    answer = served.ben.expect_reply("Slack already holds a copy", thread_ts=told)
    assert "Jane (demo)" in answer.text
    card = served.card("something marked RESTRICTED")
    assert "canaryplum" not in str(card.raw)
    assert "that a member holds something marked RESTRICTED" in answer.words()
    assert "Take it back" in [button.label for button in answer.buttons()]


def test_an_unsure_message_is_asked_about_once(served: Town) -> None:
    asked = served.anna.dm("A supplier gave me two rugby tickets, is that ok?")
    answer = served.anna.expect_reply("Has something like this happened?", thread_ts=asked)
    served.anna.click(answer, "just_asking")
    served.anna.expect_ephemeral(served.anna.dm_channel, "I will not ask again here")
    again = served.anna.dm("The supplier also gave me a bottle of wine, is that ok?", thread_ts=asked)
    second = served.anna.expect_reply(thread_ts=asked, after=again)
    assert "Has something like this happened?" not in second.words()


def test_the_member_may_pass_an_unsure_message_on(served: Town) -> None:
    asked = served.anna.dm("A supplier gave me two cricket tickets, is that ok?")
    answer = served.anna.expect_reply("Has something like this happened?", thread_ts=asked)
    served.anna.click(answer, "pass_on")
    served.anna.expect_reply("I have passed this to Jane (demo)", thread_ts=asked)
    served.card("cricket tickets")


def test_a_press_tells_what_an_unclear_message_is_about_and_the_thread_goes_on(served: Town) -> None:
    asked = served.anna.dm("Can I take it?")
    question = served.anna.expect_reply("Is it about a gift", thread_ts=asked)
    labels = [button.label for button in question.buttons()]
    assert labels == ["A gift", "A ticket", "A meal", "A trip", "Talk to the liaison"]
    assert served.anna.click(question, "clarify.1").acknowledged
    answer = served.anna.expect_reply("Council Guide's note, from", thread_ts=asked, after=question)
    assert "Show passages" in [button.label for button in answer.buttons()]
    # The choice stands where its buttons were.
    shown = served.anna.expect_reply("You chose: *A ticket*", thread_ts=asked)
    assert (shown.ts, [button.label for button in shown.buttons()]) == (question.ts, ["Talk to the liaison"])

    source = served.anna.dm("where does that come from?", thread_ts=asked)
    quoted = served.anna.expect_reply("My answer rests on these words", thread_ts=asked, after=source)
    assert "Can I accept free tickets?" in quoted.words()
    again = served.anna.dm("and if it is from a developer?", thread_ts=asked)
    assert "Show passages" in [
        button.label for button in served.anna.expect_reply(thread_ts=asked, after=again).buttons()
    ]


def test_anybody_can_ask_for_a_person(served: Town) -> None:
    asked = served.anna.dm(QUESTION)
    answer = served.anna.expect_reply("0800 747 224", thread_ts=asked)
    served.anna.click(answer, "talk_to_liaison")
    form = served.anna.expect_view("Talk to the liaison", "What should they know?")
    filled = {"text": {"input": "May I ring you about the visit?"}, "reader": {"input": "all"}}
    served.anna.submit(form, filled)
    served.anna.expect_reply("I have passed this to Jane (demo)", thread_ts=asked)
    card = served.card("May I ring you about the visit?")
    assert "The member asked for a person" in card.words()
    # Of the question itself nothing was sent.
    assert QUESTION not in card.words()


def test_nothing_reached_slack_that_slack_would_refuse(served: Town) -> None:
    """Runs last: everything above went through the stand-in's rules for blocks."""
    assert "refuses the form" not in served.logged()
    assert "ERROR" not in served.logged()


def test_two_processes_do_not_serve_one_folder(served: Town, tmp_path: Path) -> None:
    refused = served.guide("serve")
    assert refused.returncode == 2
