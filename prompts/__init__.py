"""Prompts are files; a slot is `{{name}}`."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib import resources

from bot.errors import GuideError

_SLOT = re.compile(r"\{\{(\w+)\}\}")
_TAG = re.compile(r"</?(\w+)>")


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


def version(*names: str) -> str:
    """Return what changes whenever one of these prompts does: twelve digits of a hash of their text.

    >>> len(version("answer_system"))
    12
    """
    whole = hashlib.sha256()
    for name in names:
        whole.update(f"{name}\0{_text(name)}\0".encode())
    return whole.hexdigest()[:12]


def render(name: str, **values: str) -> str:
    """Fill a prompt. What looks in a value like one of the prompt's own marks is no mark: it closes no slot.

    Raises:
        PromptError: a slot has no value, or a value has no slot; the message names it.
    """
    wanted = slots(name)
    if missing := sorted(wanted - values.keys()):
        raise PromptError(f"The prompt '{name}' lacks a value for {missing[0]}.")
    if surplus := sorted(values.keys() - wanted):
        raise PromptError(f"The prompt '{name}' has no slot {surplus[0]}.")
    tags = "|".join(sorted(set(_TAG.findall(_text(name)))))
    mark = re.compile(rf"<(?=[\s/]*(?:{tags})\b)" if tags else r"(?!)", re.I)
    return _SLOT.sub(lambda match: mark.sub("‹", values[match[1]]), _text(name))


@cache
def _text(name: str) -> str:
    return resources.files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
