"""The day's ceiling, with a clock that a test sets and both ledgers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.budget import Budget, Ledger, OwnLedger, guess
from bot.errors import ModelError, StoreError
from bot.settings import Settings
from bot.spent import Tokens
from bot.store.database import Database, sqlite_url
from bot.store.spending_rows import SpendingRows
from tests.bot.store.conftest import data_dir, database, keys  # noqa: F401 - fixtures
from tests.bot.store.given import COUNCIL, SetClock


@pytest.fixture(params=["own", "rows"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    if request.param == "own":
        return OwnLedger()
    return SpendingRows(request.getfixturevalue("database"))


def _budget(ledger: Ledger, clock: SetClock, **settings: Any) -> Budget:
    return Budget(Settings(**settings), ledger, clock)


@contextmanager
def _refused() -> Iterator[None]:
    with pytest.raises(ModelError, match="Today's ceiling for the language model is reached"):
        yield


def test_what_was_used_replaces_what_was_booked(ledger: Ledger) -> None:
    budget = _budget(ledger, SetClock(), model_tokens_a_day=1000)
    booking = budget.book(Tokens(600, 400))
    with _refused():
        budget.book(Tokens(1, 0))
    booking.settle(Tokens(100, 50))
    booking.settle(Tokens(100, 60))
    assert budget.told() == "160 of 1,000 tokens today"
    budget.book(Tokens(440, 400))
    with _refused():
        budget.book(Tokens(1, 0))


def test_what_passes_the_ceiling_is_not_booked_at_all(ledger: Ledger) -> None:
    budget = _budget(ledger, SetClock(), model_tokens_a_day=1000)
    with _refused():
        budget.book(Tokens(600, 401))
    assert budget.told() == "0 of 1,000 tokens today"


def test_a_ceiling_in_money_counts_both_prices(ledger: Ledger) -> None:
    budget = _budget(ledger, SetClock(), model_price_in=2.0, model_price_out=10.0, model_cost_a_day=5.0)
    budget.book(Tokens(500_000, 400_000))
    assert budget.told() == "900,000 of 1,000,000 tokens today, at a cost of 5.00 of 5.00"
    with _refused():
        budget.book(Tokens(0, 1))


def test_without_a_ceiling_in_money_the_cost_is_told_all_the_same(ledger: Ledger) -> None:
    budget = _budget(ledger, SetClock(), model_price_in=1.0, model_price_out=1.0)
    budget.book(Tokens(500_000, 0))
    assert budget.told() == "500,000 of 1,000,000 tokens today, at a cost of 0.50"


def test_a_day_ends_at_midnight_in_new_zealand(ledger: Ledger) -> None:
    clock = SetClock()
    clock.at = datetime(2026, 11, 24, 10, 59, tzinfo=UTC)
    budget = _budget(ledger, clock, model_tokens_a_day=1000)
    late = budget.book(Tokens(1000, 0))
    with _refused():
        budget.book(Tokens(1, 0))
    clock.at = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    budget.book(Tokens(1000, 0))
    # What was asked before midnight is counted on the day on which it was asked.
    late.settle(Tokens(10, 0))
    assert ledger.spent("2026-11-24") == Tokens(10, 0)
    assert ledger.spent("2026-11-25") == Tokens(1000, 0)


def test_the_spending_outlives_a_restart_and_is_shared(request: pytest.FixtureRequest) -> None:
    first: Database = request.getfixturevalue("database")
    _budget(SpendingRows(first), SetClock(), model_tokens_a_day=1000).book(Tokens(900, 0))
    again = Database(
        sqlite_url(request.getfixturevalue("data_dir")), request.getfixturevalue("keys"), COUNCIL
    )
    try:
        other = _budget(SpendingRows(again), SetClock(), model_tokens_a_day=1000)
        with _refused():
            other.book(Tokens(101, 0))
        other.book(Tokens(100, 0))
    finally:
        again.close()


class Broken(OwnLedger):
    def book(self, *_: Any) -> bool:
        raise StoreError("gone")


def test_what_cannot_be_counted_is_not_asked() -> None:
    with pytest.raises(ModelError, match="cannot be counted"):
        _budget(Broken(), SetClock()).book(Tokens(1, 0))


def test_a_guess_is_not_below_what_english_and_te_reo_take() -> None:
    assert guess("Kāore au e mōhio ki te ingoa o tērā tangata.") >= 15
    assert guess("") == 1
