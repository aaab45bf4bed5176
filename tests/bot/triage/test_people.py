from __future__ import annotations

import pytest

from bot.triage.people import name_spans


def _names(text: str) -> list[str]:
    return [text[start:end] for start, end in name_spans(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I met Priya at the hall", ["Priya"]),
        ("Wiremu's brother rang", ["Wiremu"]),
        ("Mohammed offered me a lift", ["Mohammed"]),
        ("Cr Fa'asavalu told Jürgen O'Brien-Smith", ["Fa'asavalu", "Jürgen O'Brien-Smith"]),
        ("cr ngata was asked by mr petrov", ["ngata", "petrov"]),
        ("I gave it to Grace", ["Grace"]),
        ("Grace periods for rates", []),
        ("The Mayor and the Ombudsman wrote on Tuesday about LinkedIn and the NZSIS", []),
        ("Nurses from Wellington", []),
        ("", []),
    ],
)
def test_people_are_found_and_offices_are_not(text: str, names: list[str]) -> None:
    assert _names(text) == names
