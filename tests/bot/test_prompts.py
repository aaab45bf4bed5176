from __future__ import annotations

import pytest

import prompts


@pytest.mark.parametrize("name", prompts.names())
def test_every_prompt_renders_when_its_slots_are_filled(name: str) -> None:
    rendered = prompts.render(name, **dict.fromkeys(prompts.slots(name), "VALUE"))
    assert "{{" not in rendered


def test_a_missing_value_is_named() -> None:
    with pytest.raises(prompts.PromptError, match="question"):
        prompts.render("answer_user", passages="x")


def test_a_surplus_value_is_named() -> None:
    with pytest.raises(prompts.PromptError, match="extra"):
        prompts.render("answer_user", passages="x", question="y", extra="z")


def test_a_value_is_never_read_as_a_slot() -> None:
    rendered = prompts.render("answer_user", passages="{{question}}", question="secret")
    assert "{{question}}" in rendered
