from __future__ import annotations

import pytest

from bot import settings
from bot.errors import SettingError


@pytest.mark.parametrize("prices", [{}, {"IN": "1"}, {"OUT": "1"}])
def test_a_ceiling_in_money_needs_both_prices(
    monkeypatch: pytest.MonkeyPatch, prices: dict[str, str]
) -> None:
    monkeypatch.setenv("GUIDE_MODEL_COST_A_DAY", "5")
    for name, price in prices.items():
        monkeypatch.setenv(f"GUIDE_MODEL_PRICE_{name}", price)
    with pytest.raises(SettingError, match="GUIDE_MODEL_PRICE_IN and GUIDE_MODEL_PRICE_OUT"):
        settings.load()


def test_with_both_prices_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"COST_A_DAY": "5", "PRICE_IN": "0.5", "PRICE_OUT": "2"}.items():
        monkeypatch.setenv(f"GUIDE_MODEL_{name}", value)
    assert settings.load().model_cost_a_day == 5


def test_a_negative_price_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_MODEL_PRICE_IN", "-1")
    with pytest.raises(SettingError, match="GUIDE_MODEL_PRICE_IN"):
        settings.load()
