"""What the end-to-end tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import App
from bot.settings import Settings


@pytest.fixture(scope="session")
def built_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library's index, built once."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("built"))
    _ = App(settings).lending
    return settings.index_dir
