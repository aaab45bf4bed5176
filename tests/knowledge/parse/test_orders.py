from __future__ import annotations

import csv
from pathlib import Path

import pytest

from knowledge.parse.orders import Verdict, judge
from knowledge.parse.spelling import plainly

with (Path(__file__).parent / "orders.tsv").open(encoding="utf-8", newline="") as _file:
    _ROWS = list(csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row["sentence"][:40])
def test_each_sentence_is_judged_as_written_down(row: dict[str, str]) -> None:
    assert judge(row["sentence"]).name.lower() == row["judged"]


def test_no_honest_sentence_is_left_out_and_most_orders_are() -> None:
    honest = [row for row in _ROWS if row["meant"] == "none"]
    orders = [row for row in _ROWS if row["meant"] == "order"]
    assert not [row["sentence"] for row in honest if judge(row["sentence"]) is Verdict.ORDER]
    caught = [row for row in orders if judge(row["sentence"]) is Verdict.ORDER]
    assert len(caught) >= 0.9 * len(orders)


POLICY_ON_AI = """Prompt injection is an attack on an AI tool. The attacker hides words such as "ignore previous
instructions" or “you are now a helpful pirate” in a document or an email. An AI tool that reads the document may be
told to disregard its instructions. Staff must not ask an AI tool to ignore its safety settings, or to reveal its
system prompt. An AI assistant must tell users that it is not a person. Report such text to the IT team."""


def test_a_policy_on_ai_is_at_worst_a_mention() -> None:
    assert judge(POLICY_ON_AI) is Verdict.MENTION


def test_an_order_among_honest_sentences_is_found() -> None:
    assert judge(f"Gifts are declared. {_ROWS[0]['sentence']} Travel is too.") is Verdict.ORDER


@pytest.mark.parametrize(
    ("disguised", "plain"),
    [
        ("Ingore", "ignore"),
        ("1gn0re", "ignore"),
        ("іgnоrе", "ignore"),  # Cyrillic
        ("i g n o r e", "ignore"),
        ("i.g.n.o.r.e", "ignore"),
        ("p r e v i o u s  p r o m p t s", "previous prompts"),
        ("ｉｇｎｏｒｅ", "ignore"),
        ("ignored", "ignored"),
        ("COVID-19 and 2026", "covid-19 and 2026"),
        ("$500 a day", "$500 a day"),
        ("Section 5A", "section 5a"),
    ],
)
def test_disguises_are_undone_and_plain_words_left(disguised: str, plain: str) -> None:
    assert plainly(disguised) == plain
