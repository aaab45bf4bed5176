from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.budget import Budget
from bot.doctor import Check, _model
from bot.settings import Settings
from bot.spent import Tokens
from bot.store.spending_rows import SpendingRows
from tests.bot.store.given import SetClock


@pytest.fixture
def given_settings(tmp_path: Path) -> dict[str, Any]:
    return {
        "data_dir": tmp_path / "data",
        "key_file": tmp_path / "keys" / "master.key",
        "model": "a-model",
        "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
    }


def test_without_rows_the_model_is_named_and_nothing_is_made(given_settings: dict[str, Any]) -> None:
    settings = Settings(**given_settings)
    said = "a-model at http://127.0.0.1:9/v1; not called by this check"
    assert list(_model(settings, SetClock())) == [Check("language model", "green", said)]
    assert not settings.data_dir.exists()


def test_with_rows_todays_spending_is_shown(given_settings: dict[str, Any]) -> None:
    settings = Settings(model_tokens_a_day=5000, model_price_in=1000, model_price_out=0, **given_settings)
    database = App(settings).database()
    Budget(settings, SpendingRows(database), SetClock()).book(Tokens(1000, 234))
    database.close()
    [check] = _model(settings, SetClock())
    assert check.message.endswith("; 1,234 of 5,000 tokens today, at a cost of 1.00")
