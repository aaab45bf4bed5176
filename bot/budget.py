"""What the language model may cost in a day: counted before each request, put right after it.

A request is booked at the most it can use. What it really used replaces that when the server has told it;
where it has not (a cut stream, a crash), the booking stays: the ceiling is never passed by not knowing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from bot.clock import ZONE, Clock
from bot.errors import GuideError, ModelError
from bot.settings import Settings
from bot.spent import Tokens

_MILLION = 1_000_000
# English takes some four bytes a token, te reo Māori fewer: three errs to the safe side.
_BYTES_A_TOKEN = 3


class Ledger(Protocol):
    """Keeps the tokens of each day (`YYYY-MM-DD`, New Zealand's date)."""

    def book(self, day: str, tokens: Tokens, may_be: Callable[[Tokens], bool]) -> bool:
        """Add tokens to a day, unless the sum may not be; say whether they were added."""

    def correct(self, day: str, by: Tokens) -> None:
        """Add what may be less than nothing."""

    def spent(self, day: str) -> Tokens:
        """Return the sum of a day."""


class OwnLedger:
    """Counts for this process alone: the command line writes nothing."""

    def __init__(self) -> None:
        self._days: dict[str, Tokens] = {}
        self._lock = threading.Lock()

    def book(self, day: str, tokens: Tokens, may_be: Callable[[Tokens], bool]) -> bool:
        with self._lock:
            total = self._days.get(day, Tokens()).plus(tokens)
            if may_be(total):
                self._days[day] = total
                return True
        return False

    def correct(self, day: str, by: Tokens) -> None:
        with self._lock:
            self._days[day] = self._days.get(day, Tokens()).plus(by)

    def spent(self, day: str) -> Tokens:
        return self._days.get(day, Tokens())


class Booking:
    """What one request may use at most."""

    def __init__(self, ledger: Ledger, day: str, tokens: Tokens) -> None:
        self._ledger = ledger
        self._day = day
        self._counted = tokens

    def settle(self, used: Tokens) -> None:
        """Count what was used in place of what was booked; a later word replaces an earlier one."""
        self._ledger.correct(self._day, used.minus(self._counted))
        self._counted = used


class Budget:
    """The day's ceiling, in tokens and, where prices are set, in money."""

    def __init__(self, settings: Settings, ledger: Ledger, clock: Clock) -> None:
        self._settings = settings
        self._ledger = ledger
        self._clock = clock

    def book(self, tokens: Tokens) -> Booking:
        """Book a request.

        Raises:
            ModelError: it would pass today's ceiling, or the ledger cannot be used.
        """
        day = self._today()
        try:
            booked = self._ledger.book(day, tokens, self._may_be)
        except GuideError as error:
            raise ModelError("What the language model costs cannot be counted.") from error
        if not booked:
            raise ModelError("Today's ceiling for the language model is reached.")
        return Booking(self._ledger, day, tokens)

    def told(self) -> str:
        """Say what was spent today, and of what."""
        spent, settings = self._ledger.spent(self._today()), self._settings
        said = f"{sum(spent):,} of {settings.model_tokens_a_day:,} tokens today"
        cost = self._cost(spent)
        if cost is None:
            return said
        most = settings.model_cost_a_day
        return f"{said}, at a cost of {cost:.2f}" + ("" if most is None else f" of {most:.2f}")

    def _may_be(self, total: Tokens) -> bool:
        settings = self._settings
        if sum(total) > settings.model_tokens_a_day:
            return False
        cost, most = self._cost(total), settings.model_cost_a_day
        return cost is None or most is None or cost <= most

    def _cost(self, tokens: Tokens) -> float | None:
        read, written = self._settings.model_price_in, self._settings.model_price_out
        if read is None or written is None:
            return None
        return (tokens.read * read + tokens.written * written) / _MILLION

    def _today(self) -> str:
        return self._clock.now().astimezone(ZONE).date().isoformat()


def guess(text: str) -> int:
    """Return how many tokens a text has at most, for ordinary English and te reo Māori."""
    return len(text.encode()) // _BYTES_A_TOKEN + 1
