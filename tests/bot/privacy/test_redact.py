from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.names import known_words
from bot.privacy.redact import Redacted, Redactor
from knowledge.words import tokens

_KNOWN = known_words(
    set(tokens("council councillor NZSIS gift Auckland Māori Kaipara register section")), tokens
)


def _hidden(text: str) -> str:
    return Redacted(Redactor(_KNOWN)).hide(text)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Write to anna.smith@example.co.nz please", "Write to [email 1] please"),
        ("Ring me on 021 555 0199", "Ring me on [phone 1]"),
        ("Ring (09) 555 0199 or 09-555-0199", "Ring [phone 1] or [phone 1]"),
        ("ring +64 (0)4 439 8000 or 555 0199", "ring [phone 1] or [phone 2]"),
        ("call 021.555.0199 now", "call [phone 1] now"),
        ("my IRD is 49-091-850", "my IRD is [IRD number 1]"),
        ("my IRD is 136410132.", "my IRD is [IRD number 1]."),
        ("my IRD is 123-456-789", "my IRD is [number 1]"),
        ("account 12-3456-0789012-00", "account [bank account 1]"),
        ("account 0109020068389000", "account [bank account 1]"),
        ("card 4111 1111 1111 1111", "card [card 1]"),
        ("card 4111 1111 1111 1112", "card [number 1]"),
        ("passport LA123456", "passport [passport 1]"),
        ("passport la 123456", "passport [passport 1]"),
        ("NHI ABC1235, zbn77vl", "NHI [NHI number 1], [NHI number 2]"),
        ("NHI ABC1234", "NHI [number 1]"),
        ("he lives at 14 Kauri Street", "he lives at [address 1]"),
        ("he lives at Flat 2, 14a Kauri Grove", "he lives at [address 1]"),
        ("he lives at 14 kauri street", "he lives at [address 1]"),
        ("write to PO Box 12345 or Private Bag 9", "write to [address 1] or [address 2]"),
        ("<@U012ABCDEF> asked U012ABCDEF", "[Slack id 1] asked [Slack id 2]"),
        ("in <#C0123ABCDE|port> then", "in [Slack id 1] then"),
        ("see https://example.com/anna?x=1", "see [link 1]"),
        ("token xoxb-1234567890-abcdef", "token [key 1]"),
        ("dinner with Wei Zhang and Fraser", "dinner with [name 1] [name 2] and [name 3]"),
        ("Hēmi's offer of a trip", "[name 1]'s offer of a trip"),
        ("wiremu tawhai gave me a gift", "[name 1] [name 2] gave me a gift"),
        ("Mr brownlow and Cr Grace Park", "Mr [name 1] and Cr [name 2] [name 3]"),
        ("It was Grace who said it. Grace is a virtue", "It was [name 1] who said it. Grace is a virtue"),
        ("Zhang again: Zhang and zhang", "[name 1] again: [name 1] and [name 2]"),
        ("I read [name 1] there", "I read [text 1] there"),
    ],
)
def test_personal_details_get_numbered_placeholders(text: str, hidden: str) -> None:
    assert _hidden(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "May I keep a gift worth $500 from the council?",
        "May I keep $1,500,000, NZ$ 20000 or 1500000 dollars?",
        "What does NZSIS say to a councillor in Auckland?",
        "He asked on 24 November 2026 about section 54F",
        "It was on 24/11/2026, 2026-11-24 and 1.2.26",
        "in 2025/26, 2025-2026 and 2019, 2020 and 2021",
        "See clause 12.3.4.10.11 and section 78AAA, some 1,200,000 people, 12.5 per cent",
        "Is two-factor on my iPhone OK?",
        "IT says DM me at 10.30am",
    ],
)
def test_dates_sums_and_sections_stay(text: str) -> None:
    assert _hidden(text) == text


def test_what_was_hidden_is_put_back() -> None:
    hidden = Redacted(Redactor(_KNOWN))
    sent = hidden.hide("Wei Zhang, 021 555 0199, asked Fraser")
    assert (
        hidden.put_back(f"So: {sent.lower()}; [name 9]")
        == "So: Wei Zhang, 021 555 0199, asked Fraser; [name 9]"
    )


def test_the_same_detail_has_the_same_placeholder_in_every_text_of_an_exchange() -> None:
    hidden = Redacted(Redactor(_KNOWN))
    assert hidden.hide("May Zhang?") == "May [name 1]?"
    assert hidden.hide("The register names Fraser and Zhang.") == "The register names [name 2] and [name 1]."


_DATES = st.dates().map(lambda day: day.strftime("%d/%m/%Y")) | st.dates().map(
    lambda day: f"{day:%d %B} {day.year}"
)
_SUMS = st.integers(1, 99_999_999).map(lambda sum_: f"${sum_:,}")
_SECTIONS = st.integers(1, 400).map(lambda n: f"section {n}A") | st.integers(1, 40).map(
    lambda n: f"clause {n}.{n}.{n}"
)
_YEARS = st.integers(1900, 2099).map(str)


@given(
    st.lists(
        _SUMS | _SECTIONS | _YEARS | _DATES.filter(lambda day: day[-4:] >= "1900"), min_size=1, max_size=6
    )
)
def test_whatever_is_asked_of_dates_sums_sections_and_years_survives(figures: list[str]) -> None:
    text = "What of " + ", and ".join(figures) + "?"
    assert _hidden(text) == text


@given(
    st.lists(
        st.sampled_from(
            "Wei Zhang|021 555 0199|a@b.co.nz|49-091-850|14 Kauri Street|gift|$500|[name 1]|,".split("|")
        )
    )
)
def test_hiding_and_putting_back_changes_nothing(words: list[str]) -> None:
    hidden = Redacted(Redactor(_KNOWN))
    text = " ".join(words)
    assert hidden.put_back(hidden.hide(text)) == text


@given(st.integers(10**6, 10**15), st.sampled_from(["", " ", "-"]))
def test_no_long_number_leaves(number: int, between: str) -> None:
    digits = str(number)
    written = between.join([digits[:3], digits[3:6], digits[6:]])
    assert digits[-3:] not in _hidden(f"it is {written}")
