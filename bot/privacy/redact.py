"""Take personal details out of a text before it leaves this machine, and put them back in what returns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from bot.privacy.names import names
from bot.privacy.recognisers import Found, details

_PLACEHOLDER = re.compile(r"\[[A-Za-z]+(?: [a-z]+)? \d+\]")
_FIGURES = re.compile(r"[\d\W_]+")


class Redactor:
    """Finds personal details. `is_known`: whether a word is one of the public library's own."""

    def __init__(self, is_known: Callable[[str], bool]) -> None:
        self._is_known = is_known

    def find(self, text: str) -> list[Found]:
        """Return what must not leave, in order and without overlap."""
        found = [Found(*match.span(), "text") for match in _PLACEHOLDER.finditer(text)]
        for group in (details(text), [Found(*span, "name") for span in names(text, self._is_known)]):
            found += [one for one in group if not any(_meet(one, other) for other in found)]
        return sorted(found)


class Redacted:
    """One exchange with a model: the same detail has the same placeholder in all of its texts."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._placeholders: dict[tuple[str | None, str], str] = {}
        self._originals: dict[str, str] = {}
        self._numbered: Counter[str | None] = Counter()

    def hide(self, text: str) -> str:
        """Return the text with numbered placeholders, such as [name 1], in place of personal details."""
        parts: list[str] = []
        done = 0
        for one in self._redactor.find(text):
            parts += [text[done : one.start], self._placeholder(one.kind, text[one.start : one.end])]
            done = one.end
        return "".join([*parts, text[done:]])

    def put_back(self, text: str) -> str:
        """Return the text with each placeholder that was given out replaced by what it stands for."""
        return _PLACEHOLDER.sub(lambda match: self._originals.get(match.group().lower(), match.group()), text)

    def _placeholder(self, kind: str | None, detail: str) -> str:
        key = kind, _same(detail)
        if key not in self._placeholders:
            self._numbered[kind] += 1
            self._placeholders[key] = f"[{kind} {self._numbered[kind]}]"
            self._originals[self._placeholders[key].lower()] = detail
        return self._placeholders[key]


def _same(detail: str) -> str:
    """Return what two ways to write a number have in common; other details are compared as they stand."""
    return re.sub(r"\D", "", detail) if _FIGURES.fullmatch(detail) else detail


def _meet(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end
