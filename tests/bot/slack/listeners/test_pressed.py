"""What a press or a form does: a form in time or an error in it, a window or an error of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.escalation.models import Handed
from bot.slack.cards import actions
from bot.slack.inbox import Recorded
from bot.slack.listeners import answers, forms, receipts
from bot.slack.listeners.room import Room
from bot.slack.pointer import Pointer
from bot.slack.press import of_button
from bot.slack.threads import Threads
from bot.store.notices import NoticeKind
from tests.bot.slack import given
from tests.bot.slack.given import DM, MEMBER, TS, Setting, Told
from tests.bot.slack.samples import refusal


class App:
    """Takes the listeners as bolt does."""

    def __init__(self) -> None:
        self.heard: dict[Any, Callable[..., Any]] = {}

    def action(self, name: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def take(listener: Callable[..., Any]) -> Callable[..., Any]:
            self.heard[name] = listener
            return listener

        return take

    view = action


class Slack:
    """Opens windows, or not; notes what is whispered and written."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []
        self.failing: Exception | None = None

    async def views_open(self, **what: Any) -> Any:
        if self.failing:
            raise self.failing
        self.shown.append(("window", what["trigger_id"]))
        return {"view": {"id": "V1"}}

    async def views_update(self, **what: Any) -> None:
        if self.failing:
            raise self.failing
        self.shown.append(("filled", what["view_id"]))

    async def chat_postEphemeral(self, **what: Any) -> None:  # noqa: N802 - Slack's own name
        self.shown.append((what["channel"], what["text"]))


class Inbox:
    """Answers what the test says, after a while."""

    def __init__(
        self, recorded: Recorded = Recorded.KEPT, waits_s: float = 0, failing: Exception | None = None
    ) -> None:
        self._recorded = recorded
        self._waits_s = waits_s
        self._failing = failing
        self.chosen: list[str] = []

    async def record_choice(self, press: Any, origin_id: str, label: str) -> Recorded:
        if self._failing:
            raise self._failing
        self.chosen.append(label)
        return self._recorded

    async def record_form(self, *words: Any) -> Recorded:
        await asyncio.sleep(self._waits_s)
        return self._recorded


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Setting]:
    with given.setting(tmp_path) as made:
        yield made


@pytest.fixture
def slack() -> Slack:
    return Slack()


@pytest.fixture
def room(at: Setting, slack: Slack, threads: Threads) -> Room:
    client: Any = slack
    return replace(given.room(at), client=client, pointer=Pointer(client, client), threads=threads)


def pressed(action: str, value: str) -> dict[str, Any]:
    return {
        "user": {"id": MEMBER},
        "channel": {"id": DM},
        "container": {"message_ts": TS, "channel_id": DM},
        "actions": [{"action_id": action, "value": value, "action_ts": "1.1"}],
        "trigger_id": "T1",
    }


def listen(register: Any, room: Room, name: Any, body: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    """Let a listener hear something; return how it was acknowledged."""
    app, acknowledged = App(), []

    async def ack(**how: Any) -> None:
        acknowledged.append(how)

    register(app, room)
    asyncio.run(app.heard[name](ack=ack, body=body, **more))
    return acknowledged


# --- forms --------------------------------------------------------------------------------------------


def send(room: Room, inbox: Any, text: str = "Ring me.") -> dict[str, Any]:
    view = {
        "id": "V1",
        "callback_id": actions.ADD_FORM,
        "private_metadata": f"{'c' * 32}.{'e' * 32}",
        "state": {"values": {actions.TEXT_BLOCK: {actions.TEXT_INPUT: {"value": text}}}},
    }
    body = {"user": {"id": MEMBER}, "view": view}
    [how] = listen(forms.register, replace(room, inbox=inbox), actions.ADD_FORM, body)
    return how


def test_a_form_that_was_recorded_is_closed(room: Room) -> None:
    assert send(room, Inbox()) == {"response_action": "clear"}


@pytest.mark.parametrize(
    ("recorded", "problem"),
    [
        (Recorded.GONE, "That message is no longer kept. Write to me in the DM instead."),
        (
            Recorded.SENT_BEFORE,
            "Your first version was sent already. Close this, and use Add on its receipt.",
        ),
    ],
)
def test_what_was_not_recorded_stands_in_the_form(room: Room, recorded: Recorded, problem: str) -> None:
    assert send(room, Inbox(recorded)) == {
        "response_action": "errors",
        "errors": {actions.TEXT_BLOCK: problem},
    }


def test_a_form_that_takes_too_long_says_so_before_slack_gives_up(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert forms._ACK_WITHIN_S <= 2
    monkeypatch.setattr(forms, "_ACK_WITHIN_S", 0.01)
    told = send(room, Inbox(waits_s=30))
    assert told["errors"][actions.TEXT_BLOCK].startswith("That took too long. Press the button again")


def test_words_that_may_not_be_sent_are_recorded_nowhere(room: Room) -> None:
    assert send(room, None, "TOP SECRET\n\nquarry")["response_action"] == "errors"


# --- windows ------------------------------------------------------------------------------------------


def test_a_window_that_cannot_be_opened_or_filled_is_an_error(room: Room, slack: Slack) -> None:
    slack.failing = refusal("expired_trigger_id")
    press = of_button(pressed("x", "y"), room.database.keys)
    with pytest.raises(SlackApiError):
        asyncio.run(room.open_window(press, "Add"))
    with pytest.raises(SlackApiError):
        asyncio.run(room.fill_window("V1", {}))


def test_where_no_window_opens_nothing_else_is_done(at: Setting, room: Room, slack: Slack) -> None:
    slack.failing = refusal("expired_trigger_id")
    case = at.case()
    with pytest.raises(SlackApiError):
        listen(receipts.register, room, actions.SHOW_SENT, pressed(actions.SHOW_SENT, case.id))
    assert slack.shown == []


def test_who_pressed_is_told_that_it_failed(room: Room, slack: Slack) -> None:
    asyncio.run(room.say_it_failed(pressed("x", "y")))
    [(channel, text)] = slack.shown
    assert channel == DM
    assert text.startswith("That did not work, and nothing was done.")


def test_a_member_sees_what_was_sent_in_a_window(at: Setting, room: Room, slack: Slack) -> None:
    listen(receipts.register, room, actions.SHOW_SENT, pressed(actions.SHOW_SENT, at.case().id))
    assert slack.shown == [("window", "T1"), ("filled", "V1")]


# --- what an unclear message is about -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "recorded", "whispered"),
    [
        ("gift", Recorded.KEPT, 0),
        ("gift", Recorded.SENT_BEFORE, 0),
        ("gift", Recorded.GONE, 1),
        ("?", None, 1),
    ],
)
def test_a_choice_is_recorded_before_it_is_acknowledged(
    room: Room, slack: Slack, chosen: str, recorded: Recorded | None, whispered: int
) -> None:
    inbox: Any = Inbox(recorded or Recorded.KEPT)
    acknowledged = listen(
        answers.register,
        replace(room, inbox=inbox),
        actions.CLARIFY_ID,
        pressed("clarify.0", f"{'0' * 32}.{chosen}"),
    )
    assert acknowledged == [{}]
    assert inbox.chosen == (["A gift"] if recorded else [])
    assert len(slack.shown) == whispered


def test_a_choice_that_could_not_be_recorded_is_not_acknowledged(room: Room) -> None:
    inbox: Any = Inbox(failing=TimeoutError())
    with pytest.raises(TimeoutError):
        listen(
            answers.register,
            replace(room, inbox=inbox),
            actions.CLARIFY_ID,
            pressed("clarify.0", f"{'0' * 32}.gift"),
        )


# --- nobody may read it -------------------------------------------------------------------------------


def test_the_routes_outside_are_written_and_not_whispered(at: Setting, room: Room, slack: Slack) -> None:
    message_id = at.message()
    listen(answers.register, room, actions.CHOOSE_NOBODY, pressed(actions.CHOOSE_NOBODY, message_id))
    assert at.told() == [Told(NoticeKind.ROUTES, MEMBER)]
    assert (at.row(message_id).handed, at.cases(), slack.shown) == (Handed.KEPT, [], [])


def test_what_has_gone_already_is_said_to_who_chooses_nobody(at: Setting, room: Room, slack: Slack) -> None:
    case = at.case()
    message_id = at.notices(NoticeKind.RECEIPT)[0].message_id or ""
    listen(answers.register, room, actions.CHOOSE_NOBODY, pressed(actions.CHOOSE_NOBODY, message_id))
    [(channel, text)] = slack.shown
    assert channel == DM
    assert text.startswith(f"This has gone to Jane (demo) and Tom (demo) already, as {case.reference}.")
    assert at.notices(NoticeKind.ROUTES) == []
