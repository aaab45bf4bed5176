from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.slack.inbox import Inbox
from bot.slack.threads import Threads
from bot.slack.wire import Identity
from bot.store import messages
from bot.store.database import Database
from bot.store.keys import Keys
from bot.store.messages import MessageBody
from bot.store.people import People
from bot.store.tables import Message
from tests.bot.slack.samples import COUNCIL, OFFICE_HOURS, SettableClock

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


@pytest.fixture(scope="module")
def threads() -> Iterator[Threads]:
    pools = Threads()
    yield pools
    pools.close()


@pytest.fixture
def at(tmp_path: Path, threads: Threads) -> Iterator[Setting]:
    database = Database(f"sqlite:///{tmp_path / 'guide.db'}", Keys(b"k" * 32), "demo")
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
        pytest.param({**DM, "subtype": "me_message"}, False, id="another subtype"),
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
