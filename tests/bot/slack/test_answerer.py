"""From a recorded message to an answer: whoever wrote, and whatever fails on the way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.escalation.models import Handed
from bot.models import ModelUsed, Outcome, Question, Reply, Risk
from bot.slack.access import Access
from bot.slack.answerer import Answerer
from bot.slack.pointer import Pointer
from bot.slack.threads import Threads
from bot.store import leases
from bot.store.messages import Errand
from bot.store.notices import NoticeKind
from bot.store.tables import Message
from tests.bot.slack import given
from tests.bot.slack.given import (
    CHANNEL,
    DM,
    ESCALATE,
    JANE,
    MEMBER,
    NONE,
    OTHER_MEMBER,
    TOM,
    TS,
    URGENT,
    Told,
)
from tests.bot.slack.samples import COUNCIL, SettableClock, refusal, reply
from tests.bot.slack.test_access import Directory

OUTSIDER = "U0OUT000000"


class Slack(Directory):
    """The directory, and what is shown in passing."""

    def __init__(self) -> None:
        super().__init__()
        self.users[OTHER_MEMBER] = {"id": OTHER_MEMBER, "team_id": COUNCIL.team_id}
        self.shown: list[tuple[str, str]] = []

    async def assistant_threads_setStatus(self, **what: Any) -> None:  # noqa: N802 - Slack's own name
        self.shown.append(("status", f"{what['channel_id']} {what['thread_ts']}"))

    async def chat_postEphemeral(self, **what: Any) -> None:  # noqa: N802 - Slack's own name
        self.shown.append((f"whisper to {what['user']} in {what['channel']}", what["text"]))


class Conversation:
    """A conversation that hears what the test says, and remembers what it was asked."""

    def __init__(self, setting: given.Setting) -> None:
        self.asked: list[Question] = []
        self.heard: list[str] = []
        self.risk = NONE
        self.failing: Exception | None = None
        self.model: ModelUsed | None = None
        self._setting = setting

    def respond(self, question: Question) -> Reply:
        self.asked.append(question)
        if self.failing:
            raise self.failing
        case = None
        if self.risk is not NONE:
            case, _ = self._setting.handover.open(question, self.risk, None)
        return reply(id=question.id, risk=self.risk, case=case, model=self.model)

    def hear(self, text: str) -> Risk:
        self.heard.append(text)
        if self.failing:
            raise self.failing
        return self.risk


class Setting(given.Setting):
    """An answerer before them."""

    def __init__(self, behind: given.Setting, threads: Threads) -> None:
        super().__init__(behind.database)
        self.slack = Slack()
        self.clock: SettableClock
        self.conversation = Conversation(self)
        client: Any = self.slack
        conversation: Any = self.conversation
        self.answerer = Answerer(
            database=self.database,
            people=self.people,
            records=self.records,
            errands=self.errands,
            conversation=lambda: conversation,
            replies=self.replies,
            access=Access(client, lambda: self.office.council, self.clock),
            pointer=Pointer(client, client),
            clock=self.clock,
            threads=threads,
            owner="serve",
        )

    def work(self, message_id: str) -> None:
        """Answer a message, an hour later."""
        self.clock.pass_by(hours=1)
        asyncio.run(self.answerer.answer(message_id))

    def kinds(self) -> list[NoticeKind]:
        return [told.kind for told in self.told()]

    def reply_to(self, message_id: str) -> Reply | None:
        return self.replies.given(message_id, self.row(message_id).person_id)

    def leave(self, slack: str = MEMBER, **facts: Any) -> None:
        """Take somebody off the council's list."""
        roles = COUNCIL.roles
        members = tuple(one for one in roles.members if one != slack)
        self.office.council = COUNCIL.model_copy(
            update={"roles": roles.model_copy(update={"members": members})}
        )
        self.slack.users[slack] |= facts


@pytest.fixture
def at(tmp_path: Path, threads: Threads) -> Iterator[Setting]:
    with given.setting(tmp_path) as behind:
        yield Setting(behind, threads)


# --- an answer ----------------------------------------------------------------------------------------


def test_a_message_is_answered_once_and_done(at: Setting) -> None:
    message_id = at.message("May I keep a basket?")
    for _ in range(2):
        at.work(message_id)
    assert at.conversation.asked == [Question(id=message_id, text="May I keep a basket?", council="demo")]
    assert at.kinds() == [NoticeKind.WELCOME, NoticeKind.ANSWER]
    assert at.reply_to(message_id) == reply(id=message_id)
    assert at.row(message_id).done_at


def test_the_model_and_its_prompts_are_recorded_with_the_message_and_none_where_none_was_used(
    at: Setting,
) -> None:
    composed, extracted = at.message("May I keep a basket?"), at.message("And a hat?")
    at.conversation.model = ModelUsed(name="a-model", prompts="0123456789ab")
    at.work(composed)
    at.conversation.model = None
    at.work(extracted)
    assert (at.row(composed).model, at.row(composed).prompts) == ("a-model", "0123456789ab")
    assert (at.row(extracted).model, at.row(extracted).prompts) == (None, None)


def test_what_another_has_in_hand_is_left_to_them(at: Setting) -> None:
    message_id = at.message()
    with at.database.write() as session:
        assert leases.take(session, Message, message_id, "another", at.clock.now())
    asyncio.run(at.answerer.answer(message_id))
    assert (at.conversation.asked, at.kinds()) == ([], [])


def test_the_thread_comes_along_and_whether_it_has_become_a_case(at: Setting) -> None:
    at.conversation.risk = ESCALATE
    first = at.message("He gave me cash")
    at.work(first)
    at.conversation.risk = NONE
    second = at.message("What are the rules?", thread_ts=TS)
    at.work(second)
    at.work(elsewhere := at.message("Hello", thread="another"))
    assert at.conversation.asked == [
        Question(id=first, text="He gave me cash"),
        Question(
            id=second,
            text="What are the rules?",
            thread=("He gave me cash",),
            passed_on=True,
            lately=("He gave me cash",),
        ),
        Question(id=elsewhere, text="Hello", lately=("He gave me cash", "What are the rules?")),
    ]


@pytest.mark.parametrize(("text", "follows"), [("And he rang again", True), ("May I keep a ticket?", False)])
def test_in_a_dm_without_threads_words_tell_whether_a_message_goes_on(
    at: Setting, text: str, follows: bool
) -> None:
    at.conversation.risk = ESCALATE
    first, second = at.message("He gave me cash"), at.message(text, thread="another")
    at.work(first)
    at.conversation.risk = NONE
    at.work(second)
    asked = at.conversation.asked[-1]
    assert (asked.thread, asked.passed_on) == (("He gave me cash",) if follows else (), follows)
    assert asked.lately == ("He gave me cash",)


def test_the_words_of_a_form_are_pointed_to_nowhere(at: Setting) -> None:
    at.conversation.risk = ESCALATE
    at.work(at.message("Ring me", errand=Errand(reader_id=at.person(TOM)), channel=CHANNEL, in_dm=False))
    assert (len(at.conversation.asked), at.slack.shown) == (1, [])


def test_in_a_dm_a_status_is_shown_and_nothing_else(at: Setting) -> None:
    at.work(at.message())
    assert at.slack.shown == [("status", f"{DM} {TS}")]


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        (NONE, "I have answered you in a direct message."),
        (ESCALATE, "Others here can read this. Carry on in a DM: I have written to you there."),
        (URGENT, "Others here can read this. Carry on in a DM: I have written to you there."),
    ],
)
def test_who_asked_in_a_channel_alone_is_told_where_the_answer_is(
    at: Setting, heard: Risk, said: str
) -> None:
    at.conversation.risk = heard
    at.work(at.message(channel=CHANNEL, in_dm=False))
    assert at.slack.shown == [(f"whisper to {MEMBER} in {CHANNEL}", said)]


def test_a_marked_message_is_never_read(at: Setting) -> None:
    message_id = at.message("", marking="SECRET", errand=Errand())
    at.work(message_id)
    assert (at.conversation.asked, at.conversation.heard) == ([], [])
    assert at.kinds() == [NoticeKind.CARD, NoticeKind.WELCOME, NoticeKind.MARKED]
    assert at.row(message_id).done_at


# --- forms --------------------------------------------------------------------------------------------


def test_the_words_of_a_form_are_heard_and_not_answered(at: Setting) -> None:
    message_id = at.message("May I ring you?", errand=Errand(reader_id=at.person(TOM)))
    at.work(message_id)
    assert (at.conversation.heard, at.conversation.asked) == (["May I ring you?"], [])
    assert at.told() == [Told(NoticeKind.CARD, TOM), Told(NoticeKind.RECEIPT, MEMBER)]
    assert (at.slack.shown, at.row(message_id).done_at is not None) == ([], True)


def test_a_story_in_a_form_is_answered_as_one_and_goes_to_the_chosen_reader(at: Setting) -> None:
    at.conversation.risk = ESCALATE
    message_id = at.message("Jane gave me cash", errand=Errand(reader_id=at.person(TOM)))
    at.work(message_id)
    (case,) = at.cases()
    assert (case.reader_id, case.level, case.body.asked_for_a_person) == (
        at.person(TOM),
        ESCALATE.level,
        False,
    )
    assert NoticeKind.ANSWER in at.kinds()


def test_an_addition_is_added(at: Setting) -> None:
    case = at.case()
    at.work(at.message("It was blue.", errand=Errand(adds_to=case.id)))
    assert Told(NoticeKind.ALERT, None, "The member adds: It was blue.") in at.told()
    assert at.conversation.asked == []


def test_danger_in_an_addition_is_answered_first(at: Setting) -> None:
    case = at.case()
    at.conversation.risk = URGENT
    message_id = at.message("He is at my door with a gun", errand=Errand(adds_to=case.id))
    at.work(message_id)
    assert at.row(message_id).handed == Handed.OPENED
    assert len(at.cases()) == 2


@pytest.mark.parametrize("text", ["Jane can ring me on 021 555 0199", "Kia ora Jane, tomorrow at 3 is fine."])
def test_an_addition_that_names_who_reads_it_is_added_or_the_member_is_asked_who_may_read_it(
    at: Setting, text: str
) -> None:
    case = at.case()
    message_id = at.message(text, errand=Errand(adds_to=case.id))
    at.work(message_id)
    added = Told(NoticeKind.ALERT, None, f"The member adds: {text}") in at.told()
    assert added or at.row(message_id).handed == Handed.CHOOSE


# --- who is not answered ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, "not a member"),
        ({"is_restricted": True}, "guest"),
        ({"team_id": "T0OTHER0000"}, "stranger"),
        ({"deleted": True}, "deactivated"),
        ({"is_bot": True}, "bot"),
    ],
)
@pytest.mark.parametrize("errand", [None, Errand()])
def test_who_is_not_answered_is_told_why_and_none_of_their_words_is_kept(
    at: Setting, facts: dict[str, Any], reason: str, errand: Errand | None
) -> None:
    at.slack.users[OUTSIDER] |= facts
    message_id = at.message("The quarry goes to Zorblax.", by=OUTSIDER, errand=errand)
    at.work(message_id)
    assert at.told() == [Told(NoticeKind.REFUSED, OUTSIDER, reason)]
    assert (at.conversation.asked, at.conversation.heard, at.slack.shown) == ([], [], [])
    kept = at.said(message_id)
    assert kept
    assert (kept.text, kept.channel, kept.ts) == ("", DM, TS)
    assert at.row(message_id).done_at


def test_what_is_not_answered_is_not_read_for_a_marking_either(at: Setting) -> None:
    at.work(at.message("", by=OUTSIDER, marking="SECRET"))
    assert (at.kinds(), at.cases()) == ([NoticeKind.REFUSED], [])


# --- who has left with a case open --------------------------------------------------------------------


@pytest.mark.parametrize("facts", [{}, {"is_restricted": True}])
def test_what_a_leaver_adds_to_their_own_case_is_taken(at: Setting, facts: dict[str, Any]) -> None:
    case = at.case()
    at.leave(**facts)
    message_id = at.message("Ring me on 021 555 0199.", errand=Errand(adds_to=case.id))
    at.work(message_id)
    assert Told(NoticeKind.ALERT, None, "The member adds: Ring me on 021 555 0199.") in at.told()
    assert NoticeKind.REFUSED not in at.kinds()
    assert at.row(message_id).done_at


@pytest.mark.parametrize("facts", [{"deleted": True}, {"team_id": "T0OTHER0000"}, {"is_bot": True}])
def test_who_is_no_person_of_the_workspace_adds_nothing(at: Setting, facts: dict[str, Any]) -> None:
    case = at.case()
    at.leave(**facts)
    at.work(at.message("It was blue.", errand=Errand(adds_to=case.id)))
    assert at.kinds()[-1] is NoticeKind.REFUSED
    assert at.notices(NoticeKind.REFUSED)[0].case_id is None
    assert NoticeKind.ALERT not in at.kinds()


def test_whatever_else_a_leaver_writes_is_refused_with_the_way_to_their_case(at: Setting) -> None:
    case = at.case()
    at.leave()
    for errand in (None, Errand()):
        message_id = at.message("The quarry goes to Zorblax.", errand=errand)
        at.work(message_id)
        notice = at.notice(f"refused:{message_id}")
        assert notice.case_id == case.id
        kept = at.said(message_id)
        assert kept
        assert kept.text == ""
    assert (at.conversation.asked, len(at.cases())) == ([], 1)


def test_a_leaver_adds_nothing_to_a_case_of_somebody_else(at: Setting) -> None:
    theirs = at.case(by=OTHER_MEMBER)
    at.leave()
    at.work(at.message("It was blue.", errand=Errand(adds_to=theirs.id)))
    assert at.kinds()[-1] is NoticeKind.REFUSED
    assert NoticeKind.ALERT not in at.kinds()


def test_a_leaver_adds_nothing_to_a_closed_case(at: Setting) -> None:
    case = at.case()
    at.desk.withdraw(case.id, at.member(), at.press())
    at.leave()
    before = len(at.told())
    at.work(at.message("It was blue.", errand=Errand(adds_to=case.id)))
    assert at.told()[before:] == [Told(NoticeKind.REFUSED, MEMBER, "not a member")]


def test_a_leaver_adds_to_each_of_their_open_cases(at: Setting) -> None:
    older = at.case("the first")
    at.case("the second")
    at.leave()
    at.work(at.message("It was blue.", errand=Errand(adds_to=older.id)))
    assert Told(NoticeKind.ALERT, None, "The member adds: It was blue.") in at.told()


# --- what fails ---------------------------------------------------------------------------------------

SOON_OVER = [
    pytest.param(refusal("ratelimited", 429), id="429"),
    pytest.param(refusal("internal_error"), id="internal_error"),
    pytest.param(refusal("", 503), id="503"),
    pytest.param(refusal("invalid_auth"), id="invalid_auth"),
    pytest.param(TimeoutError(), id="time-out"),
    pytest.param(aiohttp.ClientOSError(104, "reset"), id="reset"),
]
FOR_GOOD = [
    pytest.param(refusal("missing_scope"), id="missing_scope"),
    pytest.param(refusal("something_new"), id="something_new"),
]


def fail_to_look_up(at: Setting, error: Exception) -> None:
    at.slack.failing[MEMBER] = error


def tries(at: Setting, message_id: str, times: int) -> list[list[NoticeKind]]:
    """Try so many times; return what was told after each."""
    told = []
    for _ in range(times):
        at.work(message_id)
        told.append(at.kinds())
    return told


@pytest.mark.parametrize("error", SOON_OVER)
def test_while_slack_is_out_of_reach_nobody_is_told_that_it_failed(at: Setting, error: Exception) -> None:
    message_id = at.message()
    fail_to_look_up(at, error)
    assert tries(at, message_id, 10) == [[]] * 10
    at.slack.failing.clear()
    at.work(message_id)
    assert at.kinds() == [NoticeKind.WELCOME, NoticeKind.ANSWER]
    assert at.reply_to(message_id) == reply(id=message_id)


@pytest.mark.parametrize("error", FOR_GOOD)
def test_a_look_up_that_slack_refuses_for_good_is_apologised_for_after_three_tries(
    at: Setting, error: Exception
) -> None:
    message_id = at.message()
    fail_to_look_up(at, error)
    apology = [NoticeKind.WELCOME, NoticeKind.ANSWER]
    assert tries(at, message_id, 4) == [[], [], apology, apology]
    given = at.reply_to(message_id)
    assert given
    assert (given.outcome, given.reason, given.answer) == (
        Outcome.FAILED,
        "internal",
        at.office.house.canned("internal"),
    )
    assert at.row(message_id).done_at
    assert at.conversation.asked == []


@pytest.mark.parametrize("errand", [None, Errand()])
def test_an_error_of_our_own_is_apologised_for_after_three_tries(
    at: Setting, errand: Errand | None, caplog: pytest.LogCaptureFixture
) -> None:
    message_id = at.message("The quarry goes to Zorblax.", errand=errand)
    at.conversation.failing = ValueError("The quarry goes to Zorblax.")
    with caplog.at_level(logging.DEBUG, "bot"):
        told = tries(at, message_id, 3)
    assert told == [[], [], [NoticeKind.WELCOME, NoticeKind.ANSWER]]
    # What failed and where, and nothing of what was written.
    assert "Answering failed: ValueError at test_answerer.py:" in caplog.text
    assert "quarry" not in caplog.text


def test_each_try_waits_longer_than_the_one_before_up_to_a_minute(at: Setting) -> None:
    message_id = at.message()
    fail_to_look_up(at, TimeoutError())
    waits = []
    for _ in range(8):
        at.work(message_id)
        waits.append((at.row(message_id).next_at - at.clock.now()).total_seconds())
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]


def test_before_its_time_nothing_is_tried(at: Setting) -> None:
    message_id = at.message()
    fail_to_look_up(at, TimeoutError())
    at.work(message_id)
    at.slack.failing.clear()
    at.clock.pass_by(seconds=1)
    asyncio.run(at.answerer.answer(message_id))
    assert at.kinds() == []
    at.clock.pass_by(seconds=1)
    asyncio.run(at.answerer.answer(message_id))
    assert NoticeKind.ANSWER in at.kinds()


def test_what_is_shown_in_passing_may_fail(at: Setting) -> None:
    async def fail(**_: Any) -> None:
        raise refusal("not_allowed_token_type")

    at.slack.assistant_threads_setStatus = fail  # type: ignore[method-assign]
    message_id = at.message()
    at.work(message_id)
    assert at.reply_to(message_id)


def test_an_answer_is_its_askers_alone(at: Setting) -> None:
    message_id = at.message()
    at.work(message_id)
    assert at.replies.given(message_id, at.person(MEMBER)) == reply(id=message_id)
    assert at.replies.given(message_id, at.person(JANE)) is None
    assert at.replies.given("f" * 32, at.person(MEMBER)) is None
    with at.database.write() as session:
        session.query(given.Notice).filter_by(key=f"answer:{message_id}").update({"body": None})
    assert at.replies.given(message_id, at.person(MEMBER)) is None
