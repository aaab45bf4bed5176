from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.slack.inbox import Inbox, Recorded
from bot.slack.press import Press
from bot.slack.threads import Threads
from bot.slack.wire import Identity
from bot.store import leases, messages
from bot.store.database import Database
from bot.store.keys import Keys
from bot.store.messages import Errand, MessageBody
from bot.store.notices import NoticeKind
from bot.store.people import People
from bot.store.tables import Message, Notice
from tests.bot.slack.samples import COUNCIL, OFFICE_HOURS, SettableClock
from tests.bot.store.ready import open_ready

BOT = Identity(team=COUNCIL.team_id, user="U0BOT000000", bot="B0BOT000000")
MENTION = f"<@{BOT.user}>"
DM = {
    "type": "message",
    "channel_type": "im",
    "channel": "D0DEMO00001",
    "user": "U0DEMO00001",
    "ts": "1700000001.000100",
    "text": "Must I declare a gift?",
}
TWIN = {**DM, "channel_type": "group", "channel": "C0DEMO00001", "text": f"{MENTION} must I declare a gift?"}
APP_MENTION = {name: value for name, value in TWIN.items() if name != "channel_type"} | {
    "type": "app_mention"
}


class Setting:
    """An inbox over a database of its own."""

    def __init__(self, database: Database, threads: Threads) -> None:
        self.database = database
        self.clock = SettableClock()
        self.woken = 0
        self.passed_on = 0
        self.inbox = Inbox(
            database, People(database.keys, "demo"), BOT, self.clock, threads, lambda: self._wake()
        )

    def _wake(self) -> None:
        self.woken += 1

    async def _next(self) -> None:
        self.passed_on += 1

    def hear(self, event: dict[str, Any] | None, team: str = COUNCIL.team_id) -> None:
        body: dict[str, Any] = {"team_id": team, "type": "event_callback", "event": event}
        asyncio.run(self.inbox.record(body, self._next))

    def rows(self) -> list[Message]:
        with self.database.read() as session:
            return list(session.query(Message).order_by(Message.received_at))

    def bodies(self) -> list[MessageBody | None]:
        return [messages.read(self.database.keys, row) for row in self.rows()]


@pytest.fixture
def at(tmp_path: Path, threads: Threads) -> Iterator[Setting]:
    database = open_ready(tmp_path, Keys(b"k" * 32), "demo")
    yield Setting(database, threads)
    database.close()


# --- which events are heard ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "heard"),
    [
        pytest.param(DM, True, id="a DM"),
        pytest.param({**DM, "thread_ts": "1700000000.000100"}, True, id="a DM in a thread"),
        pytest.param({**DM, "text": ""}, True, id="a DM without words"),
        pytest.param(
            {**DM, "subtype": "file_share", "files": [{"name": "a.pdf"}]}, True, id="a file in a DM"
        ),
        pytest.param(APP_MENTION, True, id="a mention"),
        pytest.param(TWIN, True, id="the twin of a mention in a private channel"),
        pytest.param({**TWIN, "text": f"{MENTION[:-1]}|guide> hello"}, True, id="a mention with a label"),
        pytest.param({**TWIN, "subtype": "file_share"}, True, id="a mention with a file"),
        pytest.param({**TWIN, "text": "must I declare it?"}, False, id="a private channel without a mention"),
        pytest.param({**TWIN, "text": "<@U0DEMO00002> must I?"}, False, id="a mention of somebody else"),
        pytest.param({**TWIN, "text": None}, False, id="a private channel without words"),
        pytest.param({**DM, "channel_type": "channel"}, False, id="a public channel without a mention"),
        pytest.param({**DM, "bot_id": "B0OTHER0000"}, False, id="another bot"),
        pytest.param({**APP_MENTION, "bot_id": "B0OTHER0000"}, False, id="a mention by another bot"),
        pytest.param({**DM, "user": BOT.user}, False, id="its own message"),
        pytest.param(
            {**DM, "user": BOT.user, "bot_id": BOT.bot}, False, id="its own message, with its bot id"
        ),
        pytest.param({**DM, "subtype": "bot_message"}, False, id="a bot's message"),
        pytest.param({**DM, "subtype": "message_changed"}, False, id="an edit"),
        pytest.param({**DM, "subtype": "message_deleted"}, False, id="a deletion"),
        pytest.param({**DM, "subtype": "channel_join"}, False, id="somebody came"),
        pytest.param({**DM, "subtype": "me_message"}, True, id="/me"),
        pytest.param({**DM, "subtype": "thread_broadcast"}, True, id="a reply shown in the DM too"),
        pytest.param({**DM, "subtype": "reminder_add"}, False, id="another subtype"),
        pytest.param({**DM, "user": None}, False, id="nobody's message"),
        pytest.param({**DM, "ts": None}, False, id="no time"),
        pytest.param({"type": "app_home_opened", "user": "U0DEMO00001", "channel": "D1"}, False, id="home"),
        pytest.param(
            {"type": "reaction_added", "user": "U0DEMO00001", "event_ts": "1.2"}, False, id="a reaction"
        ),
        pytest.param({**DM, "type": "pin_added"}, False, id="a pin in a DM"),
        pytest.param({}, False, id="no event"),
        pytest.param(None, False, id="a press"),
    ],
)
def test_which_events_are_heard(at: Setting, event: dict[str, Any] | None, heard: bool) -> None:
    at.hear(event)
    assert len(at.rows()) == at.woken == (1 if heard else 0)
    assert at.passed_on == 1


# --- once ---------------------------------------------------------------------------------------------


def test_a_message_delivered_again_is_one_row(at: Setting) -> None:
    at.hear(DM)
    at.clock.pass_by(minutes=1)
    at.hear(DM)
    assert [row.received_at for row in at.rows()] == [OFFICE_HOURS]
    assert at.passed_on == 2


@pytest.mark.parametrize("twins", [(APP_MENTION, TWIN), (TWIN, APP_MENTION)])
def test_both_twins_of_a_mention_meet_in_one_row(at: Setting, twins: tuple[dict[str, Any], ...]) -> None:
    for event in twins:
        at.hear(event)
    assert len(at.rows()) == 1


@pytest.mark.parametrize(
    ("event", "team"),
    [
        ({**DM, "ts": "1700000001.000200"}, COUNCIL.team_id),
        ({**DM, "channel": "D0DEMO00002"}, COUNCIL.team_id),
        (DM, "T0OTHER0000"),
    ],
)
def test_another_moment_channel_or_team_is_another_message(
    at: Setting, event: dict[str, Any], team: str
) -> None:
    at.hear(DM)
    at.hear(event, team)
    assert len(at.rows()) == 2


def test_messages_of_one_thread_share_it_and_others_do_not(at: Setting) -> None:
    at.hear(DM)
    at.hear({**DM, "ts": "1700000002.000100", "thread_ts": DM["ts"]})
    at.hear({**DM, "ts": "1700000003.000100"})
    threads = [row.thread for row in at.rows()]
    assert (len(threads), len(set(threads))) == (3, 2)


# --- what one twin alone tells ------------------------------------------------------------------------

FILES = [{"name": "a.pdf"}, {"name": "b.pdf"}]
MARKED = [{"name": "SECRET quarry.pdf"}]


def hear_twins(at: Setting, *events: dict[str, Any]) -> MessageBody:
    for event in events:
        at.hear(event)
    [body] = at.bodies()
    assert body
    return body


@pytest.mark.parametrize("first", ["mention", "message"])
def test_files_that_one_twin_alone_tells_of_are_counted(at: Setting, first: str) -> None:
    with_files = {**TWIN, "files": FILES}
    twins = (APP_MENTION, with_files) if first == "mention" else (with_files, APP_MENTION)
    body = hear_twins(at, *twins, APP_MENTION)
    assert (body.text, body.files, body.marking) == ("must I declare a gift?", 2, None)


@pytest.mark.parametrize("first", ["mention", "message"])
def test_a_marking_that_one_twin_alone_tells_of_drops_the_words(at: Setting, first: str) -> None:
    marked = {**TWIN, "files": MARKED}
    twins = (APP_MENTION, marked) if first == "mention" else (marked, APP_MENTION)
    body = hear_twins(at, *twins)
    assert (body.text, body.files, body.marking) == ("", 1, "SECRET")
    assert (body.channel, body.ts) == (TWIN["channel"], TWIN["ts"])


def test_an_answer_in_hand_is_told_of_a_twins_files_too(at: Setting) -> None:
    at.hear(APP_MENTION)
    with at.database.write() as session:
        leases.take(session, Message, at.rows()[0].id, "serve", at.clock.now())
    assert hear_twins(at, {**TWIN, "files": MARKED}).marking == "SECRET"


def test_what_is_done_is_changed_by_no_twin(at: Setting) -> None:
    at.hear(APP_MENTION)
    with at.database.write() as session:
        leases.finish(session, Message, at.rows()[0].id, at.clock.now())
    before = at.rows()[0].body
    hear_twins(at, {**TWIN, "files": MARKED})
    assert at.rows()[0].body == before


def test_words_that_are_no_longer_kept_do_not_come_back_with_a_twin(at: Setting) -> None:
    at.hear(APP_MENTION)
    with at.database.write() as session:
        session.get_one(Message, at.rows()[0].id).body = None
    at.hear({**TWIN, "files": FILES})
    assert at.bodies() == [None]


def test_a_twin_that_tells_nothing_new_changes_nothing(at: Setting) -> None:
    at.hear(TWIN)
    before = at.rows()[0].body
    at.hear(APP_MENTION)
    assert at.rows()[0].body == before


# --- the words of a form ------------------------------------------------------------------------------


def press_of(at: Setting, user: str = DM["user"], window: str = "V1") -> Press:
    key = at.database.keys.hash("form", window, user)
    return Press(key=key, user=user, value="", channel=None, thread_ts=None, trigger_id="")


def send(
    at: Setting, text: str, origin_id: str, errand: Errand | None = None, press: Press | None = None
) -> Recorded:
    work = at.inbox.record_form(press or press_of(at), text, origin_id, errand or Errand())
    return asyncio.run(work)


def origin(at: Setting, **changes: Any) -> str:
    at.hear({**DM, **changes})
    return at.rows()[0].id


def test_the_words_of_a_form_are_a_message_in_the_place_of_the_one_they_belong_to(at: Setting) -> None:
    origin_id = origin(at, files=FILES, thread_ts="1.2")
    at.clock.pass_by(seconds=1)
    errand = Errand(reader_id="a person")
    assert send(at, "Ring me.", origin_id, errand) is Recorded.KEPT
    assert at.bodies()[1] == MessageBody(
        text="Ring me.", channel=DM["channel"], ts=DM["ts"], thread_ts="1.2", errand=errand
    )
    first, form = at.rows()
    assert (form.thread, form.person_id, form.key) == (first.thread, first.person_id, press_of(at).key)
    assert (form.received_at, form.next_at, form.done_at) == (at.clock.now(), at.clock.now(), None)
    assert at.woken == 2


def test_a_form_sent_twice_is_one_message(at: Setting) -> None:
    origin_id = origin(at)
    at.clock.pass_by(seconds=1)
    assert [send(at, text, origin_id) for text in ("one", "one")] == [Recorded.KEPT] * 2
    assert [body.text for body in at.bodies() if body] == [DM["text"], "one"]
    assert send(at, "three", origin_id, press=press_of(at, window="V2")) is Recorded.KEPT
    assert len(at.rows()) == 3


def test_a_form_sent_again_with_other_words_replaces_the_first(at: Setting) -> None:
    origin_id = origin(at)
    at.clock.pass_by(seconds=1)
    assert send(at, "one", origin_id, Errand(reader_id="a person")) is Recorded.KEPT
    assert send(at, "two", origin_id, Errand(reader_id="another")) is Recorded.KEPT
    [_, body] = at.bodies()
    assert body
    assert (body.text, body.errand) == ("two", Errand(reader_id="another"))


@pytest.mark.parametrize("state", ["in hand", "done", "words gone"])
def test_a_form_that_is_worked_on_already_is_not_replaced(at: Setting, state: str) -> None:
    origin_id = origin(at)
    at.clock.pass_by(seconds=1)
    send(at, "one", origin_id)
    form_id = at.rows()[1].id
    with at.database.write() as session:
        if state == "in hand":
            leases.take(session, Message, form_id, "serve", at.clock.now())
        elif state == "done":
            leases.finish(session, Message, form_id, at.clock.now())
        else:
            session.get_one(Message, form_id).body = None
    before = at.bodies()
    assert send(at, "two", origin_id) is Recorded.SENT_BEFORE
    assert at.bodies() == before


def test_the_words_of_a_form_may_be_the_story_below_a_marked_message(at: Setting) -> None:
    """Markings in the form itself are refused before it is recorded."""
    origin_id = origin(at, files=MARKED)
    at.clock.pass_by(seconds=1)
    assert send(at, "Ring me.", origin_id) is Recorded.KEPT
    assert [(body.text, body.marking) for body in at.bodies() if body] == [("", "SECRET"), ("Ring me.", None)]


def test_a_form_below_a_message_of_somebody_else_is_not_taken(at: Setting) -> None:
    origin_id = origin(at)
    assert send(at, "Ring me.", origin_id, press=press_of(at, "U0DEMO00002")) is Recorded.GONE
    assert len(at.rows()) == 1


def test_a_form_below_a_message_that_is_gone_is_not_taken(at: Setting) -> None:
    assert send(at, "Ring me.", "f" * 32) is Recorded.GONE
    origin_id = origin(at)
    with at.database.write() as session:
        session.get_one(Message, origin_id).body = None
    assert send(at, "Ring me.", origin_id) is Recorded.GONE
    assert len(at.rows()) == 1


# --- a choice -----------------------------------------------------------------------------------------


def choose(at: Setting, origin_id: str, label: str = "A gift", user: str = DM["user"]) -> Recorded:
    return asyncio.run(at.inbox.record_choice(press_of(at, user), origin_id, label))


def test_a_choice_is_the_members_next_message_in_the_thread_of_the_answer(at: Setting) -> None:
    origin_id = origin(at)
    at.clock.pass_by(seconds=1)
    woken = at.woken
    assert choose(at, origin_id) is Recorded.KEPT
    before, chosen = at.rows()
    assert (chosen.thread, chosen.person_id) == (before.thread, before.person_id)
    assert at.woken == woken + 1
    body = at.bodies()[1]
    assert body == MessageBody(text="A gift", channel=DM["channel"], ts=DM["ts"], thread_ts=DM["ts"])
    with at.database.read() as session:
        assert messages.said_before(session, at.database.keys, chosen) == (DM["text"],)
        [notice] = session.query(Notice)
        assert (notice.kind, notice.message_id) == (NoticeKind.CHOSEN, origin_id)


def test_only_the_first_choice_counts(at: Setting) -> None:
    origin_id = origin(at)
    choose(at, origin_id)
    assert choose(at, origin_id, "A trip") is Recorded.SENT_BEFORE
    assert [body.text for body in at.bodies() if body] == [DM["text"], "A gift"]


def test_a_choice_below_a_message_of_somebody_else_or_one_that_is_gone_is_not_taken(at: Setting) -> None:
    assert choose(at, origin(at), user="U0DEMO00002") is Recorded.GONE
    assert choose(at, "0" * 32) is Recorded.GONE
    assert len(at.rows()) == 1


# --- what is kept -------------------------------------------------------------------------------------


def test_what_was_said_and_where_is_kept_without_slacks_marks(at: Setting) -> None:
    at.hear({**TWIN, "text": f"{MENTION} is 5 &lt; 6 &amp; <https://a.nz|a.nz> ok?", "thread_ts": "1.2"})
    assert at.bodies() == [
        MessageBody(
            text="is 5 < 6 & a.nz ok?",
            channel="C0DEMO00001",
            ts="1700000001.000100",
            thread_ts="1.2",
            in_dm=False,
            files=0,
            marking=None,
        )
    ]


def test_a_mention_is_no_dm(at: Setting) -> None:
    at.hear(APP_MENTION)
    [body] = at.bodies()
    assert body
    assert not body.in_dm


def test_attachments_are_counted_and_nothing_of_them_is_kept(at: Setting) -> None:
    at.hear({**DM, "files": [{"name": "quarry.pdf", "url_private": "https://x"}, {"title": "photo"}]})
    [body] = at.bodies()
    assert body
    assert body.files == 2
    assert "quarry" not in body.model_dump_json()


@pytest.mark.parametrize(
    ("text", "files", "marking"),
    [
        ("IN-CONFIDENCE\nThe quarry goes to Zorblax.", [], "IN CONFIDENCE"),
        ("TOP SECRET\n\nThe quarry goes to Zorblax.", [], "TOP SECRET"),
        (f"{MENTION}\nTOP SECRET\nThe quarry goes to Zorblax.", [], "TOP SECRET"),
        ("The quarry goes to Zorblax.", ["Quarry [SECRET].pdf"], "SECRET"),
        ("The quarry goes to Zorblax.", ["notes.pdf", "RESTRICTED quarry.docx"], "RESTRICTED"),
    ],
)
def test_of_a_marked_message_not_a_word_is_kept(
    at: Setting, text: str, files: list[str], marking: str
) -> None:
    at.hear({**DM, "text": text, "files": [{"name": name, "title": name} for name in files]})
    [body] = at.bodies()
    assert body == MessageBody(
        text="", channel="D0DEMO00001", ts="1700000001.000100", in_dm=True, files=len(files), marking=marking
    )
    kept = body.model_dump_json()
    assert not any(word in kept for word in ("quarry", "Quarry", "Zorblax", "goes"))


@pytest.mark.parametrize(
    "file",
    [{"name": "SECRET quarry.pdf"}, {"title": "SECRET quarry"}, {"name": None, "title": "SECRET quarry"}],
)
def test_a_file_is_known_by_its_name_or_its_title(at: Setting, file: dict[str, Any]) -> None:
    at.hear({**DM, "files": [{"id": "F1"}, file]})
    [body] = at.bodies()
    assert body
    assert (body.marking, body.text) == ("SECRET", "")


def test_the_word_in_a_sentence_is_no_marking(at: Setting) -> None:
    at.hear({**DM, "text": "Is it a secret? He asked me to keep it confidential."})
    [body] = at.bodies()
    assert body
    assert (body.marking, body.text) == (None, "Is it a secret? He asked me to keep it confidential.")


def test_nothing_of_a_message_stands_readable_in_the_file(at: Setting, tmp_path: Path) -> None:
    at.hear({**DM, "text": "Zorblax quarry", "user": "U0PRIVATE01", "channel": "D0PRIVATE01"})
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for secret in (b"Zorblax", b"quarry", b"U0PRIVATE01", b"D0PRIVATE01", b"1700000001"):
        assert secret not in written


def test_who_wrote_is_known_by_a_row_of_their_own(at: Setting) -> None:
    at.hear(DM)
    at.hear({**DM, "ts": "1700000002.000100"})
    at.hear({**DM, "ts": "1700000003.000100", "user": "U0DEMO00002"})
    assert len({row.person_id for row in at.rows()}) == 2


# --- a failure ----------------------------------------------------------------------------------------


class _Full(Threads):
    """A disk that is full."""

    async def store(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        raise OSError("No space left on device")


def test_a_message_that_could_not_be_kept_is_not_acknowledged(at: Setting) -> None:
    full = _Full()
    acknowledged = 0

    async def acknowledge() -> None:
        nonlocal acknowledged
        acknowledged += 1

    inbox = Inbox(at.database, People(at.database.keys, "demo"), BOT, at.clock, full, lambda: at._wake())
    following: Callable[[], Awaitable[None]] = acknowledge
    with pytest.raises(OSError, match="No space"):
        asyncio.run(inbox.record({"team_id": COUNCIL.team_id, "event": DM}, following))
    full.close()
    assert (acknowledged, at.woken) == (0, 0)
