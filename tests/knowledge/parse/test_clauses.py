from __future__ import annotations

import pytest

from knowledge.parse.clauses import Clauses, numbered


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("4.2 Declaring a gift", "4.2"),
        ("4.2. Declaring a gift", "4.2"),
        ("4.2.1 Declaring", "4.2.1"),
        ("4.2(a) Declaring", "4.2(a)"),
        ("4.2(a)(ii) Declaring", "4.2(a)(ii)"),
        ("Clause 4.2: Declaring", "4.2"),
        ("A1.2 Annex", "A1.2"),
        ("4. Gifts", "4"),
        ("4 councillors voted", None),
        ("4.2 million dollars", None),
        ("3.5 per cent of it", None),
        ("10.30 am on Monday", None),
        ("4.2", None),
        ("2026 was a good year", None),
        ("$4.20 a day", None),
    ],
)
def test_a_number_is_a_label_only_where_it_counts_a_clause(text: str, label: str | None) -> None:
    assert numbered(text) == label


def test_letters_and_romans_hang_on_the_clause_above_them() -> None:
    texts = [
        "4.2 Not:",
        "(a) cash",
        "(b) trips:",
        "(i) by air",
        "(ii) by sea",
        "(c) meals",
        "4.3 But:",
        "(a) koha",
    ]
    labels = Clauses()
    found = [label.clause for text in texts if (label := labels.label(text))]
    assert found == [
        "4.2",
        "4.2(a)",
        "4.2(b)",
        "4.2(b)(i)",
        "4.2(b)(ii)",
        "4.2(c)",
        "4.3",
        "4.3(a)",
    ]


def test_i_after_h_is_a_letter() -> None:
    labels = Clauses()
    labels.label("4.2 Not:")
    found = [label.clause for letter in "abcdefghij" if (label := labels.label(f"({letter}) a thing"))]
    assert found == [f"4.2({letter})" for letter in "abcdefghij"]


def test_an_unnumbered_heading_ends_the_clause_before_it() -> None:
    labels = Clauses()
    labels.label("4.2 Not:")
    labels.label("Definitions", heading=True)
    assert labels.label("(a) a thing") is None


@pytest.mark.parametrize("text", ["(fixed) price", "(see) below", "(mayor) signs"])
def test_a_word_in_brackets_is_no_label(text: str) -> None:
    labels = Clauses()
    labels.label("4.2 Not:")
    assert labels.label(text) is None
