"""Nothing is lost and nothing is doubled: killed, cut, flooded and told twice, over real sockets."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.town import LIAISONS, QUESTION, STORY, Town, town

pytestmark = pytest.mark.chaos

_ANSWER = "0800 747 224"
_WELCOME = "I am Council Guide"


@pytest.fixture
def opened(tmp_path: Path, ready_data: Path) -> Iterator[Town]:
    with town(tmp_path) as there:
        there.give_index(ready_data)
        yield there


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, ready_data: Path) -> Iterator[Town]:
    """One town for tests that leave it running, with members who have not written before."""
    with town(tmp_path_factory.mktemp("town")) as there:
        there.give_index(ready_data)
        _newcomers[:] = crowd(there, 24)
        there.serve()
        yield there


@pytest.fixture
def newcomer(shared: Town) -> Any:
    return _newcomers.pop()


_newcomers: list[Any] = []


def crowd(there: Town, number: int) -> list[Any]:
    """Let members in; the bot believes a list of members for a minute, so it is done before it starts."""
    people = [there.slack.person(f"Member {n}", id=f"U0MEMBER{n:02}") for n in range(number)]
    there.slack.group("members", people, id="S0DEMOMEMBERS")
    return people


def answers(there: Town, person: Any) -> list[str]:
    """Return what the bot said to a person but for the welcome, in order."""
    words = [message.words() for message in there.slack.messages(person.dm_channel)]
    return [said for said in words if _WELCOME not in said]


def pass_by(there: Town, member: Any) -> None:
    """Ask something else and claim nothing: what is told to one place goes in order, so all before has come."""
    asked = member.dm(QUESTION)
    member.expect_reply(_ANSWER, thread_ts=asked, timeout=60)
    other = member.dm(f"{STORY} It was a second one.")
    member.expect_reply("Show what was sent", thread_ts=other, timeout=60)
    there.card("It was a second one.")


def cards_about(there: Town, member: Any) -> list[str]:
    """Return the cards in the liaison channel that tell of this member's first story."""
    return [words for message in there.slack.messages(LIAISONS) if member.id in (words := message.words())]


def settle(there: Town) -> None:
    """Stop the bot, which finishes what is in hand; what is still to come would come now."""
    assert there.stop() == 0


def test_an_event_delivered_three_times_is_answered_once(opened: Town) -> None:
    opened.serve()
    asked = opened.anna.dm(QUESTION, deliveries=3)
    opened.anna.expect_reply(_ANSWER, thread_ts=asked)
    settle(opened)
    assert len(answers(opened, opened.anna)) == 1


@pytest.mark.parametrize("private", [True, False])
def test_both_twins_of_a_mention_are_answered_once(opened: Town, private: bool) -> None:
    opened.serve()
    room = opened.slack.channel("room", [opened.anna], is_private=private)
    opened.anna.mention(room, QUESTION, twin=True)
    opened.anna.expect_reply(_ANSWER)
    settle(opened)
    assert len(answers(opened, opened.anna)) == 1


@pytest.mark.parametrize(
    ("method", "after_commit"),
    [
        ("users.info", False),
        ("assistant.threads.setStatus", False),
        ("conversations.open", False),
        ("chat.postMessage", False),
        ("chat.postMessage", True),
        ("chat.update", False),
        ("chat.update", True),
    ],
)
def test_killed_at_any_call_and_started_again_it_tells_everything_once(
    shared: Town, newcomer: Any, method: str, after_commit: bool
) -> None:
    member = newcomer
    with shared.slack.hold(method, after_commit=after_commit) as hold:
        told = member.dm(f"{STORY} His car is a {member.id}.")
        assert told.acknowledged
        hold.expect()
        shared.kill()
    shared.serve()
    member.expect_reply("Show what was sent", thread_ts=told)
    shared.card(member.id)
    pass_by(shared, member)
    welcome, receipt, *_ = shared.slack.messages(member.dm_channel)
    assert _WELCOME in welcome.words()
    assert "Show what was sent" in receipt.words()
    assert len(cards_about(shared, member)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "retry_after": 1},
        {"status": 503},
        {"status": 503, "after_commit": True},
        {"error": "internal_error", "after_commit": True},
        {"abort": "before"},
        {"abort": "after commit"},
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
def test_whatever_slack_does_to_a_call_everything_arrives_once(
    shared: Town, newcomer: Any, method: str, fault: dict[str, Any]
) -> None:
    member = newcomer
    shared.slack.fault(method, times=3, **fault)
    told = member.dm(f"{STORY} His car is a {member.id}.")
    member.expect_reply("Show what was sent", thread_ts=told, timeout=60)
    shared.card(member.id)
    pass_by(shared, member)
    assert len(shared.answers_to(told, member)) == 1
    assert len(cards_about(shared, member)) == 1


def test_a_lookup_that_fails_is_tried_again_and_refuses_nobody(opened: Town) -> None:
    opened.serve()
    # Once more than Slack's library tries by itself.
    opened.slack.fault("users.info", times=5, status=503)
    asked = opened.anna.dm(QUESTION)
    opened.anna.expect_reply(_ANSWER, thread_ts=asked, timeout=60)
    settle(opened)
    assert len(answers(opened, opened.anna)) == 1


def test_a_lost_socket_is_opened_again(opened: Town) -> None:
    opened.serve()
    with opened.slack.reconnection(timeout=30):
        opened.slack.drop()
    asked = opened.anna.dm(QUESTION)
    opened.anna.expect_reply(_ANSWER, thread_ts=asked)


def test_with_thirty_answers_blocked_a_claim_is_acknowledged_before_any_is_let_go(opened: Town) -> None:
    members = crowd(opened, 30)
    opened.serve()
    told = opened.ben.dm(STORY)
    opened.ben.expect_reply("Show what was sent", thread_ts=told)
    card = opened.card("envelope with two thousand dollars")

    def is_an_answer(args: Any) -> bool:
        return bool(args.get("thread_ts")) and args["channel"] != opened.ben.dm_channel

    with opened.slack.hold("chat.postMessage", only=is_an_answer) as hold:
        asked = [(member, member.dm(QUESTION)) for member in members]
        hold.expect(30, timeout=60)
        assert opened.jane.click(card, "claim").acknowledged
        opened.slack.expect_message(LIAISONS, "claimed, with")
        assert len(hold.held) == 30
    for member, ts in asked:
        member.expect_reply(_ANSWER, thread_ts=ts)


def test_a_stop_finishes_what_is_in_hand(opened: Town) -> None:
    members = crowd(opened, 12)
    opened.serve()
    with opened.slack.hold("users.info") as hold:
        asked = [(member, member.dm(QUESTION)) for member in members]
        hold.expect(8)
        opened.signal_stop()
        # It has begun to stop when it no longer listens.
        opened.slack.wait(lambda: not opened.slack.socket.sockets or None, 20, lambda: "still listening")
    assert opened.wait_for_exit() == 0
    for member, ts in asked:
        assert len([said for said in opened.answers_to(ts, member) if _ANSWER in said.words()]) == 1


def test_what_a_stop_could_not_wait_for_follows_at_the_next_start(opened: Town) -> None:
    opened.serve(GUIDE_DRAIN_S="0")
    with opened.slack.hold("chat.postMessage") as hold:
        asked = opened.anna.dm(QUESTION)
        hold.expect()
        assert opened.stop() == 0
        assert answers(opened, opened.anna) == []
    opened.serve()
    opened.anna.expect_reply(_ANSWER, thread_ts=asked)
    settle(opened)
    assert len(answers(opened, opened.anna)) == 1


def test_no_word_no_name_and_no_id_lies_open_in_the_data_folder_or_the_log(opened: Town) -> None:
    canaries = ["canaryplum", "canarypear", "canaryfig", opened.ben.id, opened.ben.dm_channel, "slipped me"]
    opened.serve()
    told = opened.ben.dm(f"{STORY} His name is canaryplum.")
    opened.ben.expect_reply("Show what was sent", thread_ts=told)
    receipt = opened.ben.expect_reply("Show what was sent", thread_ts=told)
    card = opened.card("canaryplum")
    case = card.words().split(":")[0].strip()
    opened.jane.click(card, "claim")
    claimed = opened.slack.expect_message(LIAISONS, "claimed, with")
    opened.jane.click(claimed, "reply")
    form = opened.jane.expect_view(f"Reply to {case}", "Your reply")
    opened.jane.submit(form, {"text": {"input": "Keep it closed, says canarypear."}})
    with opened.slack.hold("chat.postMessage") as hold:
        opened.jane.submit(opened.jane.expect_view(None, "The member will read exactly this"))
        opened.ben.click(receipt, "add")
        opened.ben.submit(opened.ben.expect_view(f"Add to {case}"), {"text": {"input": "And canaryfig."}})
        hold.expect()
        opened.kill()
        assert_nowhere(opened, canaries)
    opened.serve()
    opened.ben.expect_reply("Keep it closed, says canarypear.")
    opened.slack.expect_message(LIAISONS, "canaryfig")
    assert_nowhere(opened, canaries)
    settle(opened)
    assert_nowhere(opened, canaries)


def assert_nowhere(there: Town, canaries: list[str]) -> None:
    """Look for each word in every file that the bot wrote, the journal of the database included."""
    files = [path for path in there.data.rglob("*") if path.is_file() and "index" not in path.parts]
    assert any(path.name == "guide.db" for path in files)
    found = {
        (path.name, canary)
        for path in (*files, there.log)
        for canary in canaries
        if canary.encode() in path.read_bytes() or canary.encode("utf-16-le") in path.read_bytes()
    }
    assert found == set()


def test_every_row_says_whose_it_is(opened: Town) -> None:
    opened.serve()
    told = opened.ben.dm(STORY)
    opened.ben.expect_reply("Show what was sent", thread_ts=told)
    settle(opened)
    with sqlite3.connect(opened.data / "guide.db") as database:
        tables = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name not in ("alembic_version", "sqlite_sequence")
        ]
        councils = {
            (table, council)
            for table in tables
            for (council,) in database.execute(f"SELECT DISTINCT council FROM {table}")
        }
    database.close()
    assert {council for _, council in councils} == {"demo"}
    assert {"inbox", "outbox", "cases", "case_events", "people", "due"} <= {table for table, _ in councils}
