from __future__ import annotations

from bot.answering import gate
from evals.answers import data
from evals.answers.gate import SilentRow
from evals.dataset import load
from knowledge.shipped import read_yaml

_DEVELOPMENT = load("answers", SilentRow, "silent")
_HELD_OUT = load("answers", SilentRow, "silent_heldout")


def test_a_weight_for_each_signal_is_shipped() -> None:
    assert set(read_yaml("bot.answering", "gate.yaml")) == {"least", "sure", "bias", *gate.SIGNALS}


def test_whoever_is_not_sure_enough_for_silence_may_still_be_doubted() -> None:
    shipped = read_yaml("bot.answering", "gate.yaml")
    assert 0 < shipped["least"] < shipped["sure"] < 1


def test_what_is_held_out_is_not_learned_from() -> None:
    learned = {row.text.casefold() for row in _DEVELOPMENT}
    measured = {row.text.casefold() for row in (*_HELD_OUT, *data.rows())}
    assert len(learned) == len(_DEVELOPMENT)
    assert not learned & measured


def test_both_sets_have_every_kind() -> None:
    assert {row.kind for row in _DEVELOPMENT} >= {"far", "near", "chat"}
    assert {row.kind for row in _HELD_OUT} == {"far", "near", "chat", "reo"}
