"""The rules that protect people (who reads what, who is told, who is reached), in the real process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.surfaces import Message
from tests.e2e.town import LIAISONS, QUESTION, STORY, Town, town

_INSIDE = (
    "One of our councillors has been copying confidential papers at night and passing them to a consultant."
)
_ROUTES = "You can turn to:"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, ready_data: Path) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town")) as opened:
        opened.give_index(ready_data)
        opened.serve()
        yield opened


@pytest.fixture
def opened(tmp_path: Path, ready_data: Path) -> Iterator[Town]:
    with town(tmp_path) as there:
        there.give_index(ready_data)
        yield there


def talk(served: Town, person: Any, text: str, reader: str = "all") -> str:
    """Ask for a person on a new question; return the place of the question. `reader`: "all", "Jane" or "Tom"."""
    asked = str(person.dm(QUESTION))
    answer = person.expect_reply("0800 747 224", thread_ts=asked)
    person.click(answer, "talk_to_liaison")
    form = person.expect_view("Talk to the liaison", "What should they know?")
    options = {option["text"]["text"]: option["value"] for option in radio(form)["options"]}
    chosen = next(value for label, value in options.items() if reader in label or reader == value)
    person.submit(form, {"text": {"input": text}, "reader": {"input": chosen}})
    return asked


def radio(form: Any) -> dict[str, Any]:
    """Return the question who may read it."""
    return next(block["element"] for block in form.raw["blocks"] if block.get("block_id") == "reader")


def cases(served: Town) -> int:
    """Return how many cards stand in the liaison channel."""
    return len([one for one in served.slack.messages(LIAISONS) if one.thread_ts is None])


def case_number(card: Message) -> str:
    return card.words().split(":")[0].strip()


# --- asking for a person ------------------------------------------------------------------------------


def test_who_may_read_a_request_is_chosen_by_nobody_but_the_member(served: Town) -> None:
    asked = served.anna.dm("Must I declare a gift of wine from a developer?")
    answer = served.anna.expect_reply("gift", thread_ts=asked)
    served.anna.click(answer, "talk_to_liaison")
    form = served.anna.expect_view("Talk to the liaison", "could read it: *Jane (demo), Tom (demo)*")
    assert "initial_option" not in radio(form)
    assert "Must I declare a gift of wine" in str(form.raw)  # to begin with; only what is sent is sent
    served.anna.close(form)


def test_a_request_to_one_person_goes_to_their_dm_alone(served: Town) -> None:
    before = cases(served)
    asked = talk(served, served.anna, "May I see you about canaryfig?", reader="Tom")
    served.anna.expect_reply("I have passed this to Tom (demo)", thread_ts=asked)
    card = served.tom.expect_reply("canaryfig")
    assert "The member asked for a person" in card.words()
    assert cases(served) == before


def test_a_story_in_a_request_gets_its_advice_at_once(served: Town) -> None:
    asked = talk(served, served.ben, f"{STORY} He drives a canarykiwi.")
    receipt = served.ben.expect_reply("You need not reply", thread_ts=asked)
    assert "Show what was sent" in [button.label for button in receipt.buttons()]
    assert "Deadline in the story" in served.card("canarykiwi").words()


def test_danger_in_a_request_is_answered_as_danger(served: Town) -> None:
    asked = talk(served, served.anna, "There is a man with a gun at my front door right now", reader="Tom")
    assert served.anna.expect_reply("Ring 111 now", thread_ts=asked).text.startswith("Ring 111 now")
    assert served.anna.id in served.tom.expect_reply("Urgent").words()


def test_who_may_hurt_themselves_and_asks_for_a_person_reaches_no_liaison(served: Town) -> None:
    before = cases(served)
    asked = talk(served, served.anna, "I can't go on any more and I want to kill myself")
    served.anna.expect_reply("1737", thread_ts=asked)
    served.hana.expect_reply("A member may need support now")
    assert cases(served) == before


def test_a_marked_text_stays_in_the_form(served: Town) -> None:
    asked = served.anna.dm(QUESTION)
    served.anna.click(served.anna.expect_reply("0800 747 224", thread_ts=asked), "talk_to_liaison")
    form = served.anna.expect_view("Talk to the liaison", "What should they know?")
    filled = {"text": {"input": "RESTRICTED\nThe water plan canarypear"}, "reader": {"input": "all"}}
    assert "carries the marking RESTRICTED" in str(served.anna.submit(form, filled)["errors"])
    served.anna.close(form)


# --- somebody inside ----------------------------------------------------------------------------------


def test_somebody_inside_who_was_named_earlier_in_the_thread_is_not_told(served: Town) -> None:
    before = cases(served)
    cara = served.slack.person("Cara", id="U0DEMO00005")
    first = cara.dm("Jane and a bidder had dinner again, is that a problem?")
    cara.expect_reply(thread_ts=first)
    second = cara.dm("Now she slipped me an envelope with two thousand dollars for my vote.", thread_ts=first)
    cara.expect_reply("These people would read this", thread_ts=first, after=second)
    # On a phone there are no threads: the next message is one of its own.
    third = cara.dm("A woman has given me an envelope with three thousand dollars for my vote.")
    cara.expect_reply("These people would read this", thread_ts=third)
    assert cases(served) == before


def test_danger_from_the_liaison_is_told_to_nobody_at_council(served: Town) -> None:
    before = cases(served)
    told = served.anna.dm("The liaison is outside my house with a knife and says he will kill me")
    answer = served.anna.expect_reply("I have told nobody at your council", thread_ts=told)
    assert answer.text.startswith("Ring 111 now")
    assert _ROUTES in answer.words()
    assert cases(served) == before


def test_who_chose_nobody_is_shown_the_other_routes(served: Town) -> None:
    told = served.ben.dm(_INSIDE)
    asked = served.ben.expect_reply("These people would read this", thread_ts=told)
    before = cases(served)
    served.ben.click(asked, "choose_nobody")
    served.ben.expect_reply(_ROUTES, thread_ts=told)
    # A second choice is answered truthfully, and does nothing.
    served.ben.click(asked, "choose_nobody")
    assert cases(served) == before
    assert cases(served) == before


def test_what_is_added_after_a_conflict_does_not_reach_who_is_close_to_it(served: Town) -> None:
    told = served.ben.dm(f"{_INSIDE} It is about a canarycrab.")
    asked = served.ben.expect_reply("These people would read this", thread_ts=told)
    served.ben.click(asked, "choose_one.1")
    receipt = served.ben.expect_reply("Tell them it's me", thread_ts=told)
    card = served.tom.expect_reply("canarycrab")
    served.tom.click(card, "conflict")
    served.ben.expect_reply("Who may read it now?", thread_ts=told)
    served.ben.click(receipt, "add")
    served.ben.submit(
        served.ben.expect_view(None, "What should be added?"), {"text": {"input": "And a canarystoat."}}
    )
    served.ben.expect_reply("Nothing was added: nobody at your council can read", thread_ts=told)
    served.ben.click(receipt, "name_me")
    served.ben.expect_ephemeral(served.ben.dm_channel, "nobody at your council can read")
    said = [message.words() for message in served.slack.messages(served.tom.dm_channel)]
    assert not [words for words in said if "canarystoat" in words or served.ben.id in words]


def test_a_reader_who_is_close_to_it_gives_it_back_and_the_member_names_another(served: Town) -> None:
    told = served.ben.dm(f"{_INSIDE} It is about a canarylime.")
    asked = served.ben.expect_reply("These people would read this", thread_ts=told)
    served.ben.click(asked, "choose_one.1")
    card = served.tom.expect_reply("canarylime")
    served.tom.click(card, "conflict")
    back = served.ben.expect_reply("Tom (demo) is close to somebody", thread_ts=told)
    assert [button.label for button in back.buttons()] == ["Only Jane (demo)"]
    served.ben.click(back, "entrust.0")
    handed = served.jane.expect_reply("canarylime")
    served.tom.click(card, "claim", force=True)
    served.jane.click(handed, "claim")
    served.ben.expect_reply(f"Jane (demo) has your message {case_number(handed)}")


# --- the thread of a case -----------------------------------------------------------------------------


def test_thanks_in_the_thread_of_a_case_open_no_other_case(served: Town) -> None:
    told = served.ben.dm(f"{STORY} He drives a canaryplum.")
    served.ben.expect_reply("Show what was sent", thread_ts=told)
    served.card("canaryplum")
    before = cases(served)
    thanked = served.ben.dm("Thanks, will do", thread_ts=told)
    served.ben.expect_reply("You are welcome", thread_ts=told, after=thanked)
    assert cases(served) == before


def test_what_is_said_in_the_thread_of_a_case_goes_nowhere_until_the_member_adds_it(served: Town) -> None:
    told = served.ben.dm(f"{STORY} He drives a canarypeach.")
    served.ben.expect_reply("Show what was sent", thread_ts=told)
    card = served.card("canarypeach")
    case = case_number(card)
    said = served.ben.dm("It was a blue canarysnake envelope with a stamp on it", thread_ts=told)
    answer = served.ben.expect_reply("To send it to Jane (demo) and Tom (demo):", thread_ts=told, after=said)
    served.ben.click(answer, "add")
    form = served.ben.expect_view(f"Add to {case}", "What should be added?")
    assert "canarysnake" in str(form.raw)
    served.ben.submit(form, {"text": {"input": "It was a blue canarysnake envelope."}})
    served.slack.expect_message(LIAISONS, "canarysnake", thread_ts=card.ts)
    served.ben.expect_reply(f"Added to {case}: Jane (demo) and Tom (demo) can read it", thread_ts=told)


def test_the_receipt_shows_what_the_member_has_changed(served: Town) -> None:
    told = served.ben.dm(f"{STORY} He drives a canarygoat.")
    receipt = served.ben.expect_reply("Not sent:", thread_ts=told)
    served.ben.click(receipt, "name_me")
    named = served.ben.expect_reply("and your name", thread_ts=told)
    assert "Tell them it's me" not in [button.label for button in named.buttons()]


def test_a_card_and_an_addition_call_those_who_read_them_and_say_nothing(served: Town) -> None:
    told = served.ben.dm(f"{STORY} He drives a canarymoth.")
    receipt = served.ben.expect_reply("Show what was sent", thread_ts=told)
    card = served.card("canarymoth")
    served.jane.click(card, "claim")
    served.ben.expect_reply("Jane (demo) has your message")
    served.ben.click(receipt, "add")
    served.ben.submit(
        served.ben.expect_view(None, "What should be added?"), {"text": {"input": "And a canaryhare."}}
    )
    served.slack.expect_message(LIAISONS, "canaryhare", thread_ts=card.ts)
    posted = [call.args for call in served.slack.calls if call.method == "chat.postMessage"]
    here = [args["text"] for args in posted if args["channel"] == LIAISONS]
    assert "A case is waiting. Open to read. <!subteam^S0DEMOLIAISONS>" in here
    assert f"Something new in a case. Open to read. <@{served.jane.id}>" in here
    assert not [text for text in here if "canary" in text]


# --- whoever cannot be reached ------------------------------------------------------------------------


def test_the_member_is_told_when_their_one_reader_cannot_be_reached(served: Town) -> None:
    told = served.ben.dm(f"{_INSIDE} It is about a canarywren.")
    asked = served.ben.expect_reply("These people would read this", thread_ts=told)
    served.slack.fault("conversations.open", error="user_disabled")
    served.ben.click(asked, "choose_one.1")
    told_so = served.ben.expect_reply("I could not reach Tom (demo)", thread_ts=told)
    assert "Nobody at your council has read this yet" in told_so.words()
    assert _ROUTES in told_so.words()


def test_who_needs_support_is_told_when_the_contact_cannot_be_reached(served: Town) -> None:
    served.slack.fault("conversations.open", error="user_disabled")
    told = served.ben.dm("I can't go on any more and I want to kill myself")
    told_so = served.ben.expect_reply("I could not reach Hana (demo)", thread_ts=told)
    assert "1737" in told_so.words()


def test_who_is_not_in_the_user_group_is_offered_to_nobody(opened: Town) -> None:
    opened.slack.group("liaisons", [opened.jane], id="S0DEMOLIAISONS")
    opened.serve()
    told = opened.ben.dm(_INSIDE)
    asked = opened.ben.expect_reply("These people would read this: Jane (demo).", thread_ts=told)
    assert "Only Tom (demo)" not in [button.label for button in asked.buttons()]


def test_who_left_the_council_is_told_how_to_go_on_with_their_case(opened: Town) -> None:
    member = opened.slack.person("Mere", id="U0LEAVER001")
    opened.slack.group("members", [member], id="S0DEMOMEMBERS")
    opened.serve()
    told = member.dm(f"{STORY} He drives a canaryowl.")
    member.expect_reply("Show what was sent", thread_ts=told)
    card = opened.card("canaryowl")
    assert opened.stop() == 0
    opened.slack.group("members", [], id="S0DEMOMEMBERS")
    opened.serve()
    asked = member.dm(QUESTION)
    told_so = member.expect_reply(
        "stays open; how may Jane (demo) and Tom (demo) reach you?", thread_ts=asked
    )
    member.click(told_so, "add")
    member.submit(
        member.expect_view(None, "What should be added?"), {"text": {"input": "Ring me on canaryquail."}}
    )
    opened.slack.expect_message(LIAISONS, "canaryquail", thread_ts=card.ts)


# --- presses ------------------------------------------------------------------------------------------


def test_a_press_in_hand_is_finished_before_the_end(opened: Town) -> None:
    opened.serve()
    told = opened.ben.dm(STORY)
    opened.ben.expect_reply("Show what was sent", thread_ts=told)
    card = opened.card("envelope with two thousand dollars")
    with opened.slack.hold("views.open") as hold:
        opened.jane.click(card, "whole_text", wait=False)
        hold.expect()
        opened.signal_stop()
        opened.slack.wait(lambda: not opened.slack.socket.sockets or None, 20, lambda: "still listening")
    assert opened.wait_for_exit() == 0
    opened.jane.expect_view(None, "That you opened this is noted")
