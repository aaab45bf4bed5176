from __future__ import annotations

from pathlib import Path

import pytest

from bot import settings
from bot.app import App, DryHandover
from bot.house import House
from bot.models import Danger, Level, Question, Risk


def _told(risk: Risk) -> str:
    return DryHandover(House.load(settings.load().council_dir)).open(Question(text="x"), risk, None)[1]


def test_a_dry_run_opens_no_case_and_says_what_slack_would_do() -> None:
    assert "liaison" in _told(Risk(level=Level.ESCALATE, score=0.9))
    assert "Has something like this happened?" in _told(Risk(level=Level.ADVISE, score=0.5))


def test_who_may_hurt_themselves_is_not_passed_to_the_liaison() -> None:
    told = _told(Risk(level=Level.URGENT, score=0.99, danger=Danger.SELF_HARM))
    assert "A member may need support now" in told
    assert "liaison" not in told


def test_a_model_without_a_key_or_a_server_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_MODEL", "some-model")
    with pytest.raises(settings.SettingError, match="OPENAI_API_KEY"):
        settings.load()


def test_each_council_has_its_own_folder_of_policies() -> None:
    app = App(settings.load())
    assert list(app.shelves().policies) == [app.council.slug]


def test_one_index_is_lent_to_every_conversation(ready_data: Path) -> None:
    app = App(settings.Settings(data_dir=ready_data))
    assert app.conversation()._lending is app.conversation()._lending is app.lending
