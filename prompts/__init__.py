"""Prompts are files; a slot is `{{name}}`."""

from __future__ import annotations

import re
from importlib import resources

from bot.errors import GuideError

_SLOT = re.compile(r"\{\{(\w+)\}\}")


class PromptError(GuideError):
    """A prompt and its values do not fit together."""

    code = "prompt"


def names() -> list[str]:
    """Return the names of the prompts, without `.md`."""
    return sorted(
        entry.name.removesuffix(".md")
        for entry in resources.files("prompts").iterdir()
        if entry.name.endswith(".md")
    )


def slots(name: str) -> set[str]:
    """Return the slots of a prompt."""
    return set(_SLOT.findall(_text(name)))


def render(name: str, **values: str) -> str:
    """Fill a prompt.

    Raises:
        PromptError: a slot has no value, or a value has no slot; the message names it.
    """
    wanted = slots(name)
    if missing := sorted(wanted - values.keys()):
        raise PromptError(f"The prompt '{name}' lacks a value for {missing[0]}.")
    if surplus := sorted(values.keys() - wanted):
        raise PromptError(f"The prompt '{name}' has no slot {surplus[0]}.")
    return _SLOT.sub(lambda match: values[match[1]], _text(name))


def _text(name: str) -> str:
    return resources.files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
