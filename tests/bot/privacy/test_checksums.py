from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.checksums import is_bank_account, is_card, is_ird, is_nhi


@pytest.mark.parametrize("digits", ["49091850", "35901981", "49098576", "136410132"])
def test_published_ird_numbers_are_right(digits: str) -> None:
    assert is_ird(digits)


@pytest.mark.parametrize("digits", ["136410133", "9125568", "123456789", "999999999", "4909185", ""])
def test_other_numbers_are_no_ird_numbers(digits: str) -> None:
    assert not is_ird(digits)


@pytest.mark.parametrize(
    "text", ["WLD9413", "ZAC5361", "zac5361", "ABC1235", "ZBN77VL", "ZSC21TN", "zvb97xq"]
)
def test_published_nhi_numbers_of_both_forms_are_right(text: str) -> None:
    assert is_nhi(text)


@pytest.mark.parametrize(
    "text", ["ZZZ0044", "ZZZ00AA", "ZAC5362", "ZBN77VM", "ABI1235", "ABC123", "ABC12356"]
)
def test_other_texts_are_no_nhi_numbers(text: str) -> None:
    assert not is_nhi(text)


# Published examples of the banks 01, 08, 26 and 12.
@pytest.mark.parametrize(
    "digits", ["0109020068389000", "0865231954512001", "2626000320871032", "1231400171323050"]
)
def test_bank_accounts_are_right(digits: str) -> None:
    assert is_bank_account(digits)


@pytest.mark.parametrize(
    "digits", ["0109020068388000", "0865231954513001", "9909020068389000", "0109", "2626000320871033"]
)
def test_other_numbers_are_no_bank_accounts(digits: str) -> None:
    assert not is_bank_account(digits)


@pytest.mark.parametrize(
    ("digits", "right"), [("4111111111111111", True), ("4111111111111112", False), ("42", False)]
)
def test_cards_are_told_by_luhn(digits: str, right: bool) -> None:
    assert is_card(digits) is right


@given(st.integers(10_000_000, 150_000_000))
def test_one_wrong_last_digit_is_no_ird_number(number: int) -> None:
    digits = str(number)
    others = [digits[:-1] + last for last in "0123456789"]
    assert sum(map(is_ird, others)) <= 1


@given(st.text("ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=3, max_size=3), st.integers(0, 999))
def test_an_nhi_number_has_at_most_one_last_digit(letters: str, number: int) -> None:
    assert sum(is_nhi(f"{letters}{number:03d}{last}") for last in "0123456789") <= 1
