"""One thing to tell is told once: whatever call of Slack's fails, and however."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import pytest

from bot.slack.cards.notes import correction
from bot.slack.outbox import METADATA, Outbox
from bot.slack.threads import Threads
from bot.store.database import Database
from bot.store.notices import NoticeKind, tell
from bot.store.outbox_rows import OutboxRows
from bot.store.tables import Notice
from tests.bot.slack import given
from tests.bot.slack.given import DM, JANE, MEMBER, TS
from tests.bot.slack.samples import COUNCIL, SettableClock, refusal

CHANNEL = COUNCIL.liaison_channel
LANE = "liaisons"
SECOND = timedelta(seconds=1)


class Failure(NamedTuple):
    """`arrived`: Slack has done what it was asked, and its answer is lost."""

    error: Exception
    arrived: bool


class Slack:
    """The five methods that the outbox calls; each may be made to fail, next time or for good."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.asked: list[dict[str, Any]] = []
        self.messages: dict[str, dict[str, Any]] = {}
        self._failing: dict[str, list[Failure]] = defaultdict(list)
        self._broken: dict[str, Exception] = {}
        self._ts = count(1)

    def fail(self, method: str, *errors: Exception, arrived: bool = False) -> None:
        """Let the next calls of a method fail, one after the other."""
        self._failing[method] += [Failure(error, arrived) for error in errors]

    def fail_always(self, method: str, error: Exception | None) -> None:
        """Let a method fail until it is mended (None)."""
        if error:
            self._broken[method] = error
        else:
            del self._broken[method]

    def delete(self) -> None:
        """Let somebody delete every message."""
        self.messages.clear()

    def texts(self) -> list[str]:
        """Return what stands there, oldest first."""
        return [message["text"] for message in self.messages.values()]

    async def _do(self, method: str, what: dict[str, Any], do: Any) -> Any:
        self.calls.append(method)
        self.asked.append(what)
        if method in self._broken:
            raise self._broken[method]
        failure = self._failing[method].pop(0) if self._failing[method] else None
        answer = do() if failure is None or failure.arrived else None
        if failure:
            raise failure.error
        return answer


class Poster:
    """What never tries again by itself: it posts and does nothing else."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def chat_postMessage(self, **what: Any) -> Any:  # noqa: N802 - Slack's own name
        def post() -> dict[str, Any]:
            ts = f"{next(self._slack._ts)}.0"
            self._slack.messages[ts] = {**what, "ts": ts}
            return {"channel": what["channel"], "ts": ts}

        return await self._slack._do("post", what, post)


class Client:
    """What may be repeated."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def chat_update(self, **what: Any) -> Any:
        def update() -> dict[str, Any]:
            if what["ts"] not in self._slack.messages:
                raise refusal("message_not_found")
            self._slack.messages[what["ts"]] |= what
            return {"ok": True}

        return await self._slack._do("update", what, update)

    async def conversations_open(self, **what: Any) -> Any:
        return await self._slack._do("open", what, lambda: {"channel": {"id": f"D{what['users']}"}})

    async def conversations_history(self, **what: Any) -> Any:
        return await self._slack._do("history", what, lambda: self._found(what["channel"], None))

    async def conversations_replies(self, **what: Any) -> Any:
        return await self._slack._do("replies", what, lambda: self._found(what["channel"], what["ts"]))

    def _found(self, channel: str, thread_ts: str | None) -> dict[str, Any]:
        there = self._slack.messages.values()
        return {
            "messages": [
                {"ts": "0.5", "text": "Somebody else wrote this."},
                *(one for one in there if (one["channel"], one["thread_ts"]) == (channel, thread_ts)),
            ]
        }


class Connection(NamedTuple):
    """What the outbox takes of a wire."""

    client: Client
    poster: Poster


class Row(NamedTuple):
    """What is noted of a notice, at a glance."""

    done: bool
    failed: str | None
    may_have_arrived: bool
    stands: bool


class Setting:
    """An outbox between rows and a Slack that fails as told."""

    def __init__(self, behind: given.Setting, threads: Threads) -> None:
        self.behind = behind
        self.clock: SettableClock = behind.clock
        self.database: Database = behind.database
        self.slack = Slack()
        self.stand_in: str | None = None
        self.rows = OutboxRows(behind.database, behind.clock, "serve")
        wire: Any = Connection(Client(self.slack), Poster(self.slack))
        self.outbox = Outbox(
            self.rows, behind.renderer, behind.places, wire, behind.clock, threads, lambda: self.stand_in
        )
        self._keys = count(1)

    def deliver(self, lane: str = LANE) -> list[str]:
        """Deliver what waits in a lane; return what was asked of Slack for it."""
        before = len(self.slack.calls)
        asyncio.run(self.outbox.deliver(lane))
        return self.slack.calls[before:]

    def try_again(self, lane: str = LANE) -> list[str]:
        """Deliver after the longest pause that there is."""
        self.clock.pass_by(hours=1)
        return self.deliver(lane)

    def waiting(self) -> list[str]:
        return asyncio.run(self.outbox.waiting_lanes())

    def card(self) -> Notice:
        """Write the card of a case: to the channel, a stub first."""
        self.behind.case(f"story {next(self._keys)}")
        with self.database.write() as session:
            # The member's receipt is in the way of nothing here.
            session.query(Notice).filter_by(kind=NoticeKind.RECEIPT).delete()
        return self.behind.notices(NoticeKind.CARD)[-1]

    def note(self, text: str = "Added.") -> Notice:
        """Write a correction: into the thread of a message in the DM, without a stub."""
        return self._tell(NoticeKind.CORRECTION, text, self.behind.message())

    def welcome(self) -> Notice:
        """Write a welcome: to somebody whose DM must be opened first, without a stub."""
        return self._tell(NoticeKind.WELCOME, None, None)

    def nothing(self) -> Notice:
        """Write a notice of a case that is not there."""
        return self._tell(NoticeKind.RESOLVED, None, None)

    def _tell(self, kind: NoticeKind, body: str | None, message_id: str | None) -> Notice:
        key, to = f"notice:{next(self._keys)}", self.behind.person()
        with self.database.write() as session:
            assert tell(
                session,
                "demo",
                kind,
                key=key,
                now=self.clock.now(),
                to=to,
                message_id=message_id,
                body=body,
                sealer=self.database.keys,
            )
        return self.behind.notice(key)

    def now(self, notice: Notice) -> Notice:
        with self.database.read() as session:
            return session.get_one(Notice, notice.seq)

    def noted(self, notice: Notice) -> Row:
        row = self.now(notice)
        return Row(
            row.done_at is not None, row.failed, row.first_tried_at is not None, row.posted is not None
        )


DELIVERED = Row(done=True, failed=None, may_have_arrived=True, stands=True)
NOT_TRIED = Row(done=False, failed=None, may_have_arrived=False, stands=False)
IN_DOUBT = Row(done=False, failed=None, may_have_arrived=True, stands=False)
STUB_ONLY = Row(done=False, failed=None, may_have_arrived=True, stands=True)


@pytest.fixture
def at(tmp_path: Path, threads: Threads) -> Iterator[Setting]:
    with given.setting(tmp_path) as behind:
        yield Setting(behind, threads)


@pytest.fixture
def lane(at: Setting) -> str:
    """The member's lane."""
    return at.behind.person()


# What Slack, or something in between, may say: it is over soon, and nothing tells whether it was done.
IN_BETWEEN = [
    pytest.param(TimeoutError(), id="time-out"),
    pytest.param(aiohttp.ServerDisconnectedError(), id="hung up"),
    pytest.param(refusal("", 503), id="503"),
    pytest.param(refusal("internal_error"), id="internal_error"),
]
# It is over soon, and surely nothing was done.
NOT_NOW = [
    pytest.param(refusal("ratelimited", 429, {"Retry-After": "30"}), id="429"),
    pytest.param(refusal("service_unavailable"), id="service_unavailable"),
    pytest.param(refusal("invalid_auth"), id="invalid_auth"),
]
FOR_GOOD = [
    pytest.param(refusal("channel_not_found"), id="channel_not_found"),
    pytest.param(refusal("something_new"), id="something_new"),
]


# --- nothing fails ------------------------------------------------------------------------------------


def test_a_case_is_posted_as_a_stub_and_then_filled_in(at: Setting) -> None:
    card = at.card()
    assert at.deliver() == ["post", "update"]
    posted, filled = at.slack.asked
    stub = "A case is waiting. Open to read. <!subteam^S0DEMOLIAISONS>"
    assert (posted["channel"], posted["text"], posted["thread_ts"]) == (CHANNEL, stub, None)
    assert posted["metadata"] == {"event_type": METADATA, "event_payload": {"id": card.id}}
    assert "story" not in str(posted)
    assert (filled["channel"], filled["ts"]) == (CHANNEL, "1.0")
    assert "story 1" in str(filled["blocks"])
    assert at.noted(card) == DELIVERED


def test_what_has_no_stub_is_posted_whole_into_its_thread(at: Setting, lane: str) -> None:
    note = at.note("Added to CG-1.")
    assert at.deliver(lane) == ["post"]
    [posted] = at.slack.asked
    assert (posted["channel"], posted["thread_ts"], posted["text"]) == (
        DM,
        TS,
        correction("Added to CG-1.").text,
    )
    assert at.noted(note) == DELIVERED


def test_a_dm_is_opened_before_it_is_written_to(at: Setting, lane: str) -> None:
    welcome = at.welcome()
    assert at.deliver(lane) == ["open", "post"]
    assert [at.slack.asked[0], at.slack.asked[1]["channel"]] == [{"users": MEMBER}, f"D{MEMBER}"]
    assert at.noted(welcome) == DELIVERED


def test_what_changes_a_card_is_shown_in_its_place(at: Setting) -> None:
    at.card()
    at.deliver()
    case = at.behind.cases()[0]
    at.behind.desk.claim(case.id, at.behind.liaison(), at.behind.press())
    assert at.deliver() == ["update"]
    assert len(at.slack.messages) == 1
    assert f"claimed, with <@{JANE}>" in str(at.slack.asked[-1]["blocks"])


def test_what_changes_a_card_that_is_not_posted_yet_waits_for_it(at: Setting) -> None:
    at.stand_in = at.behind.person(JANE)
    at.card()
    at.behind.desk.claim(at.behind.cases()[0].id, at.behind.liaison(), at.behind.press())
    [changed] = at.behind.notices(NoticeKind.CARD_CHANGED)
    at.slack.fail("post", refusal("is_archived"))
    assert at.deliver() == ["post"]
    assert at.now(changed).next_at == at.clock.now() + SECOND
    assert (at.noted(changed), LANE in at.waiting()) == (NOT_TRIED, False)
    at.deliver(at.stand_in)
    at.clock.pass_by(seconds=1)
    assert at.deliver() == ["update"]
    assert at.noted(changed).done


def test_a_lane_is_delivered_in_its_order(at: Setting, lane: str) -> None:
    for number in range(3):
        at.note(f"note {number}")
    at.deliver(lane)
    assert at.slack.texts() == [correction(f"note {n}").text for n in range(3)]
    assert at.waiting() == []


def test_what_tells_of_nothing_is_marked_so_and_makes_way(at: Setting, lane: str) -> None:
    nothing, note = at.nothing(), at.note()
    assert at.deliver(lane) == ["post"]
    assert at.noted(nothing) == Row(True, "nothing_to_tell", False, False)
    assert at.noted(note) == DELIVERED


# --- the first try fails ------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [*IN_BETWEEN, *NOT_NOW])
def test_a_dm_that_cannot_be_opened_now_is_opened_later_and_nothing_was_posted(
    at: Setting, lane: str, error: Exception
) -> None:
    welcome, note = at.welcome(), at.note()
    at.slack.fail("open", error)
    assert at.deliver(lane) == ["open"]
    assert (at.noted(welcome), at.noted(note)) == (NOT_TRIED, NOT_TRIED)
    assert at.waiting() == []
    assert at.try_again(lane) == ["open", "post", "post"]
    assert (at.noted(welcome), at.noted(note)) == (DELIVERED, DELIVERED)


@pytest.mark.parametrize("error", NOT_NOW)
def test_a_post_that_slack_refused_for_now_is_posted_later_without_a_look_up(
    at: Setting, error: Exception
) -> None:
    card = at.card()
    at.slack.fail("post", error)
    assert at.deliver() == ["post"]
    assert at.noted(card) == NOT_TRIED
    assert at.try_again() == ["post", "update"]
    assert at.noted(card) == DELIVERED


@pytest.mark.parametrize("arrived", [True, False])
@pytest.mark.parametrize("error", IN_BETWEEN)
def test_a_post_that_may_have_arrived_is_looked_up_and_posted_again_only_if_it_has_not(
    at: Setting, error: Exception, arrived: bool
) -> None:
    card = at.card()
    at.slack.fail("post", error, arrived=arrived)
    assert at.deliver() == ["post"]
    assert at.noted(card) == IN_DOUBT
    assert at.try_again() == (["history", "update"] if arrived else ["history", "post", "update"])
    assert at.noted(card) == DELIVERED
    assert len(at.slack.messages) == 1


@pytest.mark.parametrize("arrived", [True, False])
def test_in_a_thread_the_replies_are_looked_through(at: Setting, lane: str, arrived: bool) -> None:
    note = at.note()
    at.slack.fail("post", TimeoutError(), arrived=arrived)
    at.deliver(lane)
    assert at.try_again(lane) == (["replies"] if arrived else ["replies", "post"])
    assert at.noted(note) == DELIVERED
    assert len(at.slack.messages) == 1


def test_a_look_up_asks_for_metadata_from_a_little_before_the_first_try_on(at: Setting) -> None:
    at.card()
    tried_at = at.clock.now()
    at.slack.fail("post", TimeoutError())
    at.deliver()
    at.try_again()
    assert at.slack.asked[1] == {
        "channel": CHANNEL,
        "oldest": str((tried_at - timedelta(minutes=5)).timestamp()),
        "limit": 200,
        "include_all_metadata": True,
    }


def test_another_notice_in_the_same_place_is_not_taken_for_this_one(at: Setting) -> None:
    first, second = at.card(), at.card()
    at.slack.fail("post", TimeoutError(), arrived=True)
    at.deliver()
    at.slack.fail("post", *[TimeoutError()] * 2)
    # The first is found; the second is not, and the first is not shown in its place.
    assert at.try_again() == ["history", "update", "post"]
    assert at.try_again() == ["history", "post"]
    assert at.try_again() == ["history", "post", "update"]
    assert (at.noted(first), at.noted(second)) == (DELIVERED, DELIVERED)
    assert [message["metadata"]["event_payload"]["id"] for message in at.slack.messages.values()] == [
        first.id,
        second.id,
    ]


# --- it may have arrived, and then something else fails -----------------------------------------------


@pytest.mark.parametrize("error", [*IN_BETWEEN, *NOT_NOW])
@pytest.mark.parametrize("method", ["history", "replies", "open"])
def test_what_may_have_arrived_is_not_posted_twice_because_of_a_look_up_or_an_open(
    at: Setting, lane: str, method: str, error: Exception
) -> None:
    where = LANE if method == "history" else lane
    notice = {"history": at.card, "replies": at.note, "open": at.welcome}[method]()
    at.slack.fail("post", TimeoutError(), arrived=True)
    at.deliver(where)
    at.slack.fail(method, *[error] * 3)
    for _ in range(3):
        assert at.try_again(where) == [method]
        assert at.noted(notice) == IN_DOUBT
    assert "post" not in at.try_again(where)
    assert at.noted(notice) == DELIVERED
    assert len(at.slack.messages) == 1


@pytest.mark.parametrize("error", [*NOT_NOW, *IN_BETWEEN])
def test_a_second_post_that_fails_too_is_tried_again(at: Setting, error: Exception) -> None:
    card = at.card()
    at.slack.fail("post", TimeoutError())
    at.deliver()
    at.slack.fail("post", error)
    assert at.try_again() == ["history", "post"]
    assert at.try_again()[-2:] == ["post", "update"]
    assert at.noted(card) == DELIVERED


@pytest.mark.parametrize("error", FOR_GOOD)
@pytest.mark.parametrize("method", ["history", "replies"])
def test_where_nothing_can_be_looked_up_the_post_tells_what_is_possible(
    at: Setting, lane: str, method: str, error: Exception
) -> None:
    where = LANE if method == "history" else lane
    notice = at.card() if method == "history" else at.note()
    at.slack.fail("post", TimeoutError())
    at.deliver(where)
    at.slack.fail_always(method, error)
    assert at.try_again(where)[:2] == [method, "post"]
    assert at.noted(notice) == DELIVERED
    assert len(at.slack.messages) == 1


def test_a_look_up_that_is_impossible_is_not_the_failure_of_the_notice(at: Setting) -> None:
    card = at.card()
    at.slack.fail("post", TimeoutError(), refusal("is_archived"))
    at.deliver()
    at.slack.fail("history", refusal("thread_not_found"))
    at.try_again()
    assert at.noted(card).failed == "is_archived"


# --- the stub is there, and cannot be filled in -------------------------------------------------------


@pytest.mark.parametrize("error", [*IN_BETWEEN, *NOT_NOW])
def test_a_stub_that_stands_is_filled_in_later_and_not_posted_again(at: Setting, error: Exception) -> None:
    card = at.card()
    at.slack.fail("update", error)
    assert at.deliver() == ["post", "update"]
    assert at.noted(card) == STUB_ONLY
    assert at.try_again() == ["update"]
    assert at.noted(card) == DELIVERED
    assert len(at.slack.messages) == 1


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message", "edit_window_closed"])
def test_a_stub_that_was_deleted_is_posted_again_and_filled_in(at: Setting, code: str) -> None:
    card = at.card()
    at.slack.fail("update", TimeoutError(), refusal(code))
    at.deliver()
    at.slack.delete()
    assert at.try_again() == ["update", "post", "update"]
    assert at.noted(card) == DELIVERED
    [text] = at.slack.texts()
    assert text.startswith("CG-1")
    channel, ts = at.database.keys.open(at.now(card).posted or b"", f"outbox:{card.id}:posted").split()
    assert (channel, ts) == (CHANNEL, "2.0")


def test_a_deleted_stub_that_may_have_been_posted_again_is_looked_up(at: Setting) -> None:
    at.card()
    at.slack.fail("update", TimeoutError())
    at.deliver()
    at.slack.delete()
    at.slack.fail("post", TimeoutError(), arrived=True)
    assert at.try_again() == ["update", "post"]
    at.try_again()
    assert len(at.slack.messages) == 1


# --- blocks that Slack refuses ------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"])
def test_a_card_whose_form_is_refused_is_sent_as_words_with_its_buttons(at: Setting, code: str) -> None:
    card = at.card()
    at.slack.fail("update", refusal(code))
    assert at.deliver() == ["post", "update", "update"]
    words, *buttons = at.slack.asked[-1]["blocks"]
    assert words["text"]["text"].startswith("CG-1")
    assert [row["type"] for row in buttons] == ["actions"]
    assert "Claim" in str(buttons)
    assert at.noted(card) == DELIVERED


def test_words_with_buttons_that_are_refused_too_are_sent_as_words_alone(at: Setting, lane: str) -> None:
    note = at.note("Added.")
    at.slack.fail("post", *[refusal("invalid_blocks")] * 2)
    assert at.deliver(lane) == ["post"] * 3
    assert "blocks" not in at.slack.asked[-1]
    assert at.slack.texts() == [correction("Added.").text]
    assert at.noted(note) == DELIVERED


def test_a_simpler_form_that_may_have_arrived_is_looked_up_like_any_other(at: Setting, lane: str) -> None:
    note = at.note()
    at.slack.fail("post", refusal("invalid_blocks"))
    at.slack.fail("post", TimeoutError(), arrived=True)
    assert at.deliver(lane) == ["post", "post"]
    assert at.noted(note) == IN_DOUBT
    assert at.try_again(lane) == ["replies"]
    assert len(at.slack.messages) == 1


def test_what_is_refused_in_every_form_is_given_up(at: Setting, lane: str) -> None:
    note = at.note()
    at.slack.fail_always("post", refusal("invalid_blocks"))
    assert at.deliver(lane) == ["post"] * 3
    assert at.noted(note) == Row(True, "invalid_blocks", False, False)


# --- what can never be delivered ----------------------------------------------------------------------


@pytest.mark.parametrize("method", ["open", "post"])
@pytest.mark.parametrize("error", FOR_GOOD)
def test_what_can_never_be_delivered_is_given_up_and_makes_way(
    at: Setting, lane: str, method: str, error: Exception
) -> None:
    welcome, note = at.welcome(), at.note()
    at.slack.fail(method, error)
    at.deliver(lane)
    failed = at.noted(welcome)
    assert failed == Row(True, error.response["error"], False, False)  # type: ignore[attr-defined]
    assert at.noted(note) == DELIVERED


def test_a_card_that_the_channel_refuses_goes_to_the_dm_of_a_liaison(at: Setting) -> None:
    at.stand_in = at.behind.person(JANE)
    card = at.card()
    at.slack.fail("post", refusal("is_archived"))
    assert at.deliver() == ["post"]
    assert at.noted(card) == NOT_TRIED
    assert at.deliver(at.stand_in) == ["open", "post", "update"]
    assert at.slack.asked[-2]["channel"] == f"D{JANE}"
    assert at.noted(card) == DELIVERED
    assert at.behind.notices(NoticeKind.UNREACHED) == []


def test_a_card_that_the_dm_refuses_as_well_is_told_to_the_member(at: Setting) -> None:
    at.stand_in = at.behind.person(JANE)
    card = at.card()
    at.slack.fail("post", refusal("is_archived"), refusal("cannot_dm_bot"))
    at.deliver()
    at.deliver(at.stand_in)
    assert at.noted(card).failed == "cannot_dm_bot"
    [unreached] = at.behind.notices(NoticeKind.UNREACHED)
    assert (unreached.to_id, unreached.case_id) == (at.behind.person(), card.case_id)


def test_without_anybody_to_stand_in_the_member_is_told_at_once(at: Setting, lane: str) -> None:
    card = at.card()
    at.slack.fail("post", refusal("is_archived"))
    at.deliver()
    assert at.noted(card).failed == "is_archived"
    assert at.deliver(lane) == ["post", "update"]
    assert at.slack.texts() == [
        "I could not reach Jane (demo) and Tom (demo). Nobody at your council has read this yet."
    ]


def test_a_card_whose_stub_stands_in_a_channel_that_then_refuses_it_goes_to_the_dm(at: Setting) -> None:
    at.stand_in = at.behind.person(JANE)
    card = at.card()
    at.slack.fail("update", refusal("is_archived"))
    at.deliver()
    assert at.deliver(at.stand_in) == ["open", "post", "update"]
    assert at.noted(card) == DELIVERED


def test_a_server_that_never_answers_holds_its_lane_and_no_other(at: Setting, lane: str) -> None:
    first, second, note = at.card(), at.card(), at.note()
    at.slack.fail("post", TimeoutError())
    at.deliver()
    assert (at.noted(first), at.noted(second)) == (IN_DOUBT, NOT_TRIED)
    assert at.waiting() == [lane]
    at.deliver(lane)
    assert at.noted(note) == DELIVERED


def test_a_rate_limit_is_waited_for_as_long_as_slack_asks(at: Setting) -> None:
    card = at.card()
    now = at.clock.now()
    at.slack.fail("post", refusal("ratelimited", 429, {"Retry-After": "30"}))
    at.deliver()
    row = at.now(card)
    assert (row.next_at, row.lease_owner) == (now + 30 * SECOND, None)
    at.clock.pass_by(seconds=29)
    assert (at.waiting(), at.deliver()) == ([], [])
    at.clock.pass_by(seconds=1)
    assert (at.waiting(), at.deliver()) == ([LANE], ["post", "update"])


def test_one_broken_notice_holds_up_no_other_and_its_words_are_in_no_log(
    at: Setting, lane: str, caplog: pytest.LogCaptureFixture
) -> None:
    broken, note = at.note("quarry"), at.note()
    at.slack.fail("post", ValueError("quarry"))
    with caplog.at_level(logging.DEBUG, "bot"):
        at.deliver(lane)
    assert at.noted(broken).failed == "error ValueError"
    assert at.noted(note) == DELIVERED
    assert "ValueError" in caplog.text
    assert "quarry" not in caplog.text


def test_no_failure_logs_a_word_of_what_was_told(at: Setting, caplog: pytest.LogCaptureFixture) -> None:
    at.card()
    at.slack.fail("post", TimeoutError("story"), refusal("ratelimited", 429, needed="story"))
    at.slack.fail("history", refusal("thread_not_found", needed="story"))
    at.slack.fail("update", refusal("invalid_blocks", needed="story"), refusal("message_not_found"))
    at.slack.fail("update", refusal("is_archived", needed="story"))
    with caplog.at_level(logging.DEBUG, "bot"):
        for _ in range(5):
            at.try_again()
    assert len(caplog.records) >= 6
    assert "story" not in caplog.text
