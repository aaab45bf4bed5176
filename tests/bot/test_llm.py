"""The door to a language model, against a scripted server over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from bot.budget import Budget, OwnLedger
from bot.errors import ModelError
from bot.llm import OpenAiModel
from bot.settings import Settings
from bot.spent import Tokens
from tests.e2e.model_server import USAGE, ModelServer, Said, serving

TODAY = "2026-11-25"
USED = Tokens(USAGE["prompt_tokens"], USAGE["completion_tokens"])
AT_ONCE = {"retry-after-ms": "1"}


class Line(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str
    n: int


LINES = [Line(text="Ngā mihi {to} you", n=1), Line(text='He said "no}]"', n=12), Line(text="", n=3)]
ALL = json.dumps({"lines": [line.model_dump() for line in LINES]}, ensure_ascii=False)


class Noon:
    def now(self) -> datetime:
        return datetime(2026, 11, 25, 0, 30, tzinfo=UTC)


class Door:
    """A model on the scripted server, with what it has spent."""

    def __init__(self, server: ModelServer, **settings: Any) -> None:
        self.server = server
        self.ledger = OwnLedger()
        given = {"model": "scripted", "OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "test", **settings}
        self.settings = Settings(**{"model_timeout_s": 30, **given})
        self.model = OpenAiModel(self.settings, Budget(self.settings, self.ledger, Noon()))

    @property
    def spent(self) -> Tokens:
        return self.ledger.spent(TODAY)

    def ask(self) -> list[Line]:
        return list(self.model.fill("system", "user", "lines", Line))

    def ask_until_it_fails(self) -> tuple[list[Line], str]:
        """Return the lines that came, and what failed."""
        came: list[Line] = []
        try:
            for line in self.model.fill("system", "user", "lines", Line):
                came.append(line)
        except ModelError as error:
            return came, str(error)
        raise AssertionError("It did not fail.")


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving(lambda body: Said(content=ALL)) as running:
        yield running


def test_the_items_of_a_streamed_answer_are_those_that_were_sent(server: ModelServer) -> None:
    door = Door(server)
    assert door.ask() == LINES
    assert door.spent == USED


def test_strict_json_and_the_usage_are_asked_for_and_no_tools_are_given(server: ModelServer) -> None:
    Door(server, model_max_tokens_out=700).ask()
    [request] = server.requests
    assert request["stream"] is True
    assert request["stream_options"] == {"include_usage": True}
    assert request["max_tokens"] == 700
    shape = request["response_format"]["json_schema"]
    assert shape["strict"] is True
    assert shape["schema"]["additionalProperties"] is False
    assert shape["schema"]["properties"]["lines"]["items"]["required"] == ["text", "n"]
    assert "tools" not in request
    assert [message["role"] for message in request["messages"]] == ["system", "user"]


def test_an_item_is_given_before_the_next_one_has_come(server: ModelServer) -> None:
    server.answer = lambda body: Said(content=ALL, stalls_at=ALL.index("He said"))
    arriving = Door(server).model.fill("system", "user", "lines", Line)
    assert next(arriving) == LINES[0]
    arriving.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("cut_at", "whole"),
    [(0, 0), (5, 0), (ALL.index("He said"), 1), (ALL.index("no}]") + 4, 1), (ALL.index('"n": 3') - 8, 2)],
)
def test_of_a_cut_stream_the_whole_items_stand(server: ModelServer, cut_at: int, whole: int) -> None:
    server.answer = lambda body: Said(content=ALL, cut_at=cut_at)
    came, why = Door(server).ask_until_it_fails()
    assert came == LINES[:whole]
    assert "failed" in why


def test_an_answer_that_stalls_is_given_up_when_its_time_is_over(server: ModelServer) -> None:
    server.answer = lambda body: Said(content=ALL, stalls_at=ALL.index("He said"))
    door = Door(server, model_timeout_s=2)
    came, why = door.ask_until_it_fails()
    assert came == LINES[:1]
    assert "took too long" in why
    # What it cost is not known: the most it can have cost is counted.
    assert door.spent.written == door.settings.model_max_tokens_out


def test_the_wait_that_a_server_asks_for_does_not_outlast_the_time_of_the_answer(server: ModelServer) -> None:
    server.answer = lambda body: Said(429, b"{}", {"retry-after": "90"})
    came, why = Door(server, model_timeout_s=2).ask_until_it_fails()
    assert (came, len(server.requests)) == ([], 1)
    assert "took too long" in why


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_passing_failure_is_tried_again(server: ModelServer, status: int) -> None:
    def answer(body: dict[str, Any]) -> Said:
        return Said(content=ALL) if len(server.requests) == 3 else Said(status, b"{}", AT_ONCE)

    server.answer = answer
    door = Door(server)
    assert door.ask() == LINES
    assert door.spent == USED


@pytest.mark.parametrize(
    ("status", "hint"),
    [(400, "OPENAI_BASE_URL"), (401, "OPENAI_API_KEY"), (404, "GUIDE_MODEL"), (429, "limit"), (500, "500")],
)
def test_a_lasting_failure_says_what_to_check_and_costs_nothing(
    server: ModelServer, status: int, hint: str
) -> None:
    server.answer = lambda body: Said(status, b'{"error": {"message": "the words of the question"}}', AT_ONCE)
    door = Door(server)
    came, why = door.ask_until_it_fails()
    assert came == []
    assert hint in why
    assert "the words" not in why
    assert door.spent == Tokens()


def test_a_server_that_is_not_there_costs_nothing(server: ModelServer) -> None:
    door = Door(server, OPENAI_BASE_URL="http://127.0.0.1:9/v1")
    assert "APIConnectionError" in door.ask_until_it_fails()[1]
    assert door.spent == Tokens()


@pytest.mark.parametrize(
    "said",
    [
        Said(content="not json at all"),
        Said(content='{"lines": "none"}'),
        Said(content='{"other": []}'),
        Said(content=""),
        Said(content='{"lines": ["text"]}'),
        Said(content='{"lines": [{"text": 5, "n": "x"}]}'),
        Said(content='{"lines": [{"text": "a", "n": 1, "more": 2}]}'),
        Said(content=b"{}"),
        Said(content=b"<html>proxy</html>"),
        Said(content=b'data: {"error": {"message": "overloaded"}}\n\n'),
        Said(content="", refusal="I cannot help with that."),
        Said(content='{"lines": [', finish="length"),
        Said(content='{"lines": []}', finish="content_filter"),
    ],
)
def test_an_answer_out_of_shape_is_a_model_error(server: ModelServer, said: Said) -> None:
    server.answer = lambda body: said
    assert Door(server).ask_until_it_fails()[0] == []


def test_json_in_a_fence_is_read(server: ModelServer) -> None:
    server.answer = lambda body: Said(content=f"Here you are:\n```json\n{ALL}\n```\n")
    assert Door(server).ask() == LINES


def test_a_server_that_does_not_stream_is_asked_without(server: ModelServer) -> None:
    server.streams = False
    door = Door(server)
    assert door.ask() == LINES
    assert door.ask() == LINES
    assert [request.get("stream", False) for request in server.requests] == [True, False, False]
    assert "stream_options" not in server.requests[-1]


@pytest.mark.parametrize(
    ("refused", "message", "instead"),
    [
        ("stream_options", "unknown field: stream_options", None),
        ("response_format", "json_schema is not supported by this model", None),
        ("temperature", "Unsupported value: 'temperature' does not support 0", None),
        (
            "max_tokens",
            "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'.",
            "max_completion_tokens",
        ),
    ],
)
def test_what_a_server_refuses_by_name_is_left_out_from_then_on(
    server: ModelServer, refused: str, message: str, instead: str | None
) -> None:
    def answer(body: dict[str, Any]) -> Said:
        error = json.dumps({"error": {"message": message}}).encode()
        return (
            Said(400, error)
            if refused in body
            else Said(content=ALL, tells_usage=refused != "stream_options")
        )

    server.answer = answer
    door = Door(server)
    assert door.ask() == LINES
    assert door.ask() == LINES
    assert [refused in request for request in server.requests] == [True, False, False]
    assert instead is None or instead in server.requests[-1]
    if refused == "stream_options":
        assert door.spent.written == 2 * door.settings.model_max_tokens_out


def test_when_the_days_ceiling_is_reached_nothing_is_sent(server: ModelServer) -> None:
    door = Door(server, model_tokens_a_day=sum(USED) + 1000)
    assert door.ask() == LINES
    assert "ceiling" in door.ask_until_it_fails()[1]
    assert (len(server.requests), door.spent) == (1, USED)


def test_a_prompt_has_room_up_to_the_tokens_that_may_be_sent(server: ModelServer) -> None:
    model = Door(server, model_max_tokens_in=500).model
    assert model.has_room("s" * 500, "u" * 900)
    assert not model.has_room("s" * 500, "u" * 1100)
