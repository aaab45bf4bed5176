"""Check digits of the numbers that New Zealand gives to people.

Sources: Inland Revenue's specification for withholding tax certificates (IRD numbers and bank accounts),
HISO 10046:2023 Consumer Health Identity (NHI numbers), ISO/IEC 7812 (cards).
"""

from __future__ import annotations

from collections.abc import Sequence

_IRD_RANGE = range(10_000_000, 150_000_001)
_IRD_WEIGHTS = ((3, 2, 7, 6, 5, 4, 3, 2), (7, 4, 3, 2, 5, 2, 7, 6))
# I and O are left out: they look like 1 and 0.
_NHI_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_NHI_WEIGHTS = (7, 6, 5, 4, 3, 2)

# By bank: weights of the 6 digits of bank and branch, 8 of the account, 4 of the suffix; and the modulus.
_LOW_ACCOUNT = ((0, 0, 6, 3, 7, 9, 0, 0, 10, 5, 8, 4, 2, 1, 0, 0, 0, 0), 11)
_HIGH_ACCOUNT = ((0, 0, 0, 0, 0, 0, 0, 0, 10, 5, 8, 4, 2, 1, 0, 0, 0, 0), 11)
_HIGH_FROM = 990_000
_BANK_08 = ((0, 0, 0, 0, 0, 0, 0, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0), 11)
_BANK_09 = ((0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 4, 3, 2, 0, 0, 0, 1), 11)
_BANKS_25_33 = ((0, 0, 0, 0, 0, 0, 0, 1, 7, 3, 1, 7, 3, 1, 0, 0, 0, 0), 10)
_BANKS_26_28_29 = ((0, 0, 0, 0, 0, 0, 0, 1, 3, 7, 1, 3, 7, 1, 0, 3, 7, 1), 10)
_BANK_31 = ((0,) * 18, 1)
_BY_BANK = {
    "08": _BANK_08,
    "09": _BANK_09,
    "25": _BANKS_25_33,
    "26": _BANKS_26_28_29,
    "28": _BANKS_26_28_29,
    "29": _BANKS_26_28_29,
    "31": _BANK_31,
    "33": _BANKS_25_33,
}
_LOW_OR_HIGH = frozenset("01 02 03 06 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 27 30 35 38 88".split())


def is_ird(digits: str) -> bool:
    """Return whether 8 or 9 digits are an IRD number.

    >>> is_ird("49091850"), is_ird("49091851")
    (True, False)
    """
    if len(digits) not in (8, 9) or int(digits) not in _IRD_RANGE:
        return False
    base, check = digits[:-1].rjust(8, "0"), int(digits[-1])
    for weights in _IRD_WEIGHTS:
        expected = -_weighted(base, weights) % 11
        if expected < 10:
            return expected == check
    return False


def is_nhi(text: str) -> bool:
    """Return whether seven characters are an NHI number, of the older form (ABC1235) or the newer (ABC12DV)."""
    text = text.upper()
    if len(text) != 7 or not all(char.isdigit() or char in _NHI_LETTERS for char in text):
        return False
    values = [int(char) if char.isdigit() else _NHI_LETTERS.index(char) + 1 for char in text]
    total = sum(value * weight for value, weight in zip(values, _NHI_WEIGHTS, strict=False))
    if text[-1].isdigit():
        return total % 11 != 0 and values[-1] == -total % 11 % 10
    return values[-1] == 23 - total % 23


def is_bank_account(digits: str) -> bool:
    """Return whether 15 or 16 digits (bank 2, branch 4, account 7, suffix 2 or 3) are a bank account."""
    if len(digits) not in (15, 16):
        return False
    bank, account, suffix = digits[:2], digits[6:13], digits[13:]
    if bank in _BY_BANK:
        weights, modulus = _BY_BANK[bank]
    elif bank in _LOW_OR_HIGH:
        weights, modulus = _LOW_ACCOUNT if int(account) < _HIGH_FROM else _HIGH_ACCOUNT
    else:
        return False
    whole = digits[:6] + account.rjust(8, "0") + suffix.rjust(4, "0")
    # Where the suffix counts, a product of two digits is added up twice.
    folds = weights in (_BANK_09[0], _BANKS_26_28_29[0])
    products = (int(digit) * weight for digit, weight in zip(whole, weights, strict=True))
    return sum(_folded(_folded(product)) if folds else product for product in products) % modulus == 0


def is_card(digits: str) -> bool:
    """Return whether 13 to 19 digits are a payment card's number (Luhn)."""
    if not 13 <= len(digits) <= 19:
        return False
    doubled = (_folded(2 * int(digit)) if n % 2 else int(digit) for n, digit in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0


def _folded(number: int) -> int:
    return number // 10 + number % 10


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
