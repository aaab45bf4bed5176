"""With a language model: its claims are checked, and its failures cost nothing but its answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.answering.compose import prompts_version
from bot.app import App
from bot.conversation import Conversation
from bot.models import Composer, Level, ModelUsed, Question, Reply
from bot.settings import Settings
from tests.e2e.model_server import Answer, ModelServer, Said, serving
from tests.e2e.process import guide

_QUESTION = "Which gifts must a councillor declare, and over what value?"


@pytest.fixture(scope="module")
def scripted(ready_data: Path) -> Iterator[tuple[ModelServer, Conversation]]:
    """A server whose answer a test sets, and a conversation with it in this process."""
    with serving(lambda body: Said(500)) as server:
        said = {"model": "scripted", "OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "test"}
        app = App(Settings(data_dir=ready_data, model_timeout_s=30, **said))
        yield server, app.conversation()
        app.lending.close()


def _answered(scripted: tuple[ModelServer, Conversation], answer: Answer) -> Reply:
    """Ask while the model answers so."""
    server, conversation = scripted
    server.answer = answer
    server.requests.clear()
    reply = conversation.respond(Question(text=_QUESTION))
    assert server.requests
    return reply


def _ask(text: str, url: str, data_dir: Path) -> dict[str, Any]:
    result = guide(
        "ask",
        text,
        "--json",
        data_dir=data_dir,
        GUIDE_MODEL="scripted",
        OPENAI_BASE_URL=url,
        OPENAI_API_KEY="test",
        GUIDE_MODEL_TIMEOUT_S="30",
    )
    assert result.returncode == 0, result.stderr
    reply: dict[str, Any] = json.loads(result.stdout)
    return reply


def _first_sentence(body: dict[str, Any]) -> str:
    """Return a sentence with a sum from the first passages that the model was given."""
    passages = body["messages"][1]["content"]
    match = re.search(r"[A-Z][^.\n]*\$500[^.\n]*\.", passages)
    assert match
    return match[0]


def _claims(*claims: dict[str, Any]) -> str:
    return json.dumps({"claims": list(claims)})


def _passage_of(body: dict[str, Any], sentence: str) -> int:
    before = body["messages"][1]["content"].split(sentence)[0]
    return int(re.findall(r"^\[(\d+)\]", before, re.M)[-1])


def test_a_proved_claim_is_said_and_an_invented_one_is_not(ready_data: Path) -> None:
    def answer(body: dict[str, Any]) -> tuple[int, str]:
        quote = _first_sentence(body)
        n = _passage_of(body, quote)
        return 200, _claims(
            {"text": quote, "passage": n, "quote": quote},
            {
                "text": "Gifts over $12,345 are banned.",
                "passage": n,
                "quote": "Gifts over $12,345 are banned.",
            },
            {"text": "No such passage.", "passage": 99, "quote": "No such passage."},
        )

    with serving(answer) as server:
        reply = _ask(_QUESTION, server.url, ready_data)
    assert reply["composer"] == "model"
    assert "$500" in reply["answer"]
    assert "12,345" not in reply["answer"]
    assert len(reply["citations"]) == 1


def test_a_claim_that_changes_the_quote_gives_way_to_it(scripted: tuple[ModelServer, Conversation]) -> None:
    def answer(body: dict[str, Any]) -> tuple[int, str]:
        quote = _first_sentence(body)
        return 200, _claims(
            {"text": quote.replace("$500", "$900"), "passage": _passage_of(body, quote), "quote": quote}
        )

    said = _answered(scripted, answer).answer
    assert "$900" not in said
    assert "$500" in said


@pytest.mark.parametrize(
    "said",
    [
        Said(content="not json at all"),
        Said(content=""),
        Said(content=b"<html>proxy</html>"),
        Said(content=_claims()),
        Said(content=_claims({"text": "Invented.", "passage": 1, "quote": "Invented."})),
        Said(content=_claims({"text": "Councillors must.", "passage": 77, "quote": "Councillors must."})),
        Said(content='{"claims": [{"text": "Gifts', cut_at=10),
        Said(content="", refusal="I cannot help with that."),
        Said(401, b'{"error": {"message": "no key"}}'),
        Said(429, b'{"error": {"message": "slow down"}}', {"retry-after-ms": "1"}),
        Said(500, b'{"error": {"message": "oops"}}', {"retry-after-ms": "1"}),
    ],
)
def test_when_the_model_fails_or_invents_the_answer_is_extracted(
    said: Said, scripted: tuple[ModelServer, Conversation]
) -> None:
    reply = _answered(scripted, lambda body: said)
    assert (reply.composer, reply.model) == (Composer.EXTRACT, None)
    assert "$500" in reply.answer


def test_of_a_cut_stream_the_proved_claims_are_said(scripted: tuple[ModelServer, Conversation]) -> None:
    def answer(body: dict[str, Any]) -> Said:
        quote = _first_sentence(body)
        first = {"text": quote, "passage": _passage_of(body, quote), "quote": quote}
        whole = _claims(first, {"text": "Never said.", "passage": 1, "quote": "Never said."})
        return Said(content=whole, cut_at=whole.index("Never"))

    reply = _answered(scripted, answer)
    assert reply.composer is Composer.MODEL
    assert len(reply.citations) == 1


def test_the_model_and_the_version_of_its_prompts_are_kept_and_not_shown(
    scripted: tuple[ModelServer, Conversation],
) -> None:
    def answer(body: dict[str, Any]) -> Said:
        quote = _first_sentence(body)
        return Said(content=_claims({"text": quote, "passage": _passage_of(body, quote), "quote": quote}))

    reply = _answered(scripted, answer)
    assert reply.model == ModelUsed(name="scripted", prompts=prompts_version())
    assert "model" not in reply.model_dump()


def test_a_server_that_is_not_there_costs_only_the_model(ready_data: Path) -> None:
    reply = _ask(_QUESTION, "http://127.0.0.1:9/v1", ready_data)
    assert reply["composer"] == "extract"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        (
            "A man offered me cash if I tell him how the others will vote on the port, and said to keep it secret",
            Level.ESCALATE,
        ),
        ("There is a man with a knife outside my house right now and he says he will kill me", Level.URGENT),
        ("I can't do this any more and I want to kill myself tonight", Level.URGENT),
    ],
)
def test_a_risky_story_goes_to_no_model(
    text: str, level: Level, scripted: tuple[ModelServer, Conversation]
) -> None:
    """And no setting changes that: its advice is a fixed text, so nothing is composed."""
    server, conversation = scripted
    server.requests.clear()
    reply = conversation.respond(Question(text=text))
    assert (reply.risk.level, reply.composer) == (level, Composer.HOUSE)
    # A later question in its thread is sent alone.
    conversation.respond(Question(text=_QUESTION, thread=(text,), passed_on=True))
    for words in text.split(",")[0].split(" and ")[:2]:
        assert words not in json.dumps(server.requests)


def test_names_and_numbers_do_not_leave_the_machine(ready_data: Path) -> None:
    with serving(lambda body: (200, _claims())) as server:
        _ask(
            "May I keep a gift from Wiremu Tāwhai, phone 021 555 0199, wiremu@example.org?",
            server.url,
            ready_data,
        )
    sent = json.dumps(server.requests, ensure_ascii=False)
    assert server.requests
    for canary in ("Wiremu", "Tāwhai", "555 0199", "example.org"):
        assert canary not in sent


def test_a_translation_by_machine_is_marked_and_stands_above_the_english(
    scripted: tuple[ModelServer, Conversation],
) -> None:
    def answer(body: dict[str, Any]) -> tuple[int, str]:
        system, user = (message["content"] for message in body["messages"])
        if not system.startswith("You translate"):
            return 200, _claims()
        english = user.strip().removeprefix("<answer>").removesuffix("</answer>").strip()
        lines = [{"text": re.sub(r"[^\W\d_]+", "te", line)} for line in english.splitlines() if line]
        return 200, json.dumps({"lines": lines})

    server, conversation = scripted
    server.answer = answer
    asked = "What is a sister city?"
    whole = conversation.respond(Question(text=asked))
    reply = conversation.respond(Question(text="ki te reo Māori", thread=(asked,)))
    marked, rest = reply.answer.split("\n\n", 1)
    assert marked.startswith("Kia ora. A machine translated this")
    assert rest.startswith("te te te")
    assert rest.endswith(whole.answer)
    assert (reply.outcome, reply.citations) == (whole.outcome, whole.citations)


def test_the_law_reaches_no_translator(scripted: tuple[ModelServer, Conversation]) -> None:
    server, conversation = scripted
    server.answer = lambda body: (200, _claims())
    server.requests.clear()
    reply = conversation.respond(Question(text="te reo please", thread=(_QUESTION,)))
    assert "wait for a licensed translator" in reply.answer
    assert not any("You translate" in json.dumps(request) for request in server.requests)
