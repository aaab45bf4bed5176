"""Rules for JSON from which the rules of blocks are built; each yields lines as Slack words them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

# A rule looks at a value and its JSON pointer and yields what is wrong, if anything.
Rule = Callable[[Any, str], Iterator[str]]


def line(words: str, pointer: str) -> str:
    """Return one line of error with the place that it is about."""
    return f"{words} [json-pointer:{pointer}]"


def string(most: int, least: int = 1, *, blank: bool = False) -> Rule:
    """Allow text of `least` to `most` characters; spaces alone are no text unless `blank`."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield line("must provide a string", at)
        elif len(value) < least or (least and not blank and not value.strip()):
            yield line(f"must be more than {least - 1} characters", at)
        elif len(value) > most:
            yield line(f"must be less than {most + 1} characters", at)

    return rule


def boolean(value: Any, at: str) -> Iterator[str]:
    """Allow true and false."""
    if not isinstance(value, bool):
        yield line("must provide a boolean", at)


def integer(least: int, most: int) -> Rule:
    """Allow whole numbers of a range."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            yield line(f"must be an integer from {least} to {most}", at)

    return rule


def number(value: Any, at: str) -> Iterator[str]:
    """Allow any number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield line("must provide a number", at)


def anything(value: Any, at: str) -> Iterator[str]:
    """Allow whatever it is: this stand-in does not look inside."""
    yield from ()


def one_of(*values: str) -> Rule:
    """Allow these words only."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if value not in values:
            yield line("must be a valid enum value", at)

    return rule


def items(rule: Rule, most: int, least: int = 1) -> Rule:
    """Allow a list of `least` to `most` things that each keep a rule."""

    def whole(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield line("must provide an array", at)
            return
        if len(value) < least:
            yield line(f"must provide at least {least} items", at)
        if len(value) > most:
            yield line(f"no more than {most} items allowed", at)
        for index, item in enumerate(value):
            yield from rule(item, f"{at}/{index}")

    return whole


def shape(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """Allow an object with these fields and no others; `type` is looked at by `kinds`."""
    known = {**required, **(optional or {})}

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield line("must provide an object", at)
            return
        for name in required:
            if name not in value:
                yield line(f"missing required field: {name}", at)
        for name, inner in value.items():
            if name in known:
                yield from known[name](inner, f"{at}/{name}")
            elif name != "type":
                yield line(f"invalid additional property: {name}", at)

    return rule


def kinds(table: Mapping[str, Rule]) -> Rule:
    """Allow an object whose `type` is in the table and that keeps the rule found there."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield line("must provide an object", at)
        elif "type" not in value:
            yield line("missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in table:
            yield line(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from table[value["type"]](value, at)

    return rule


def plain(most: int) -> Rule:
    """Allow a plain_text object."""
    return kinds({"plain_text": shape({"text": string(most)}, {"emoji": boolean})})


def text_kinds(most: int) -> dict[str, Rule]:
    """Return the two kinds of text object."""
    return {
        "plain_text": shape({"text": string(most)}, {"emoji": boolean}),
        "mrkdwn": shape({"text": string(most)}, {"verbatim": boolean}),
    }


def text(most: int) -> Rule:
    """Allow a plain_text or a mrkdwn object."""
    return kinds(text_kinds(most))


def both(*rules: Rule) -> Rule:
    """Ask several rules."""

    def rule(value: Any, at: str) -> Iterator[str]:
        for each in rules:
            yield from each(value, at)

    return rule
