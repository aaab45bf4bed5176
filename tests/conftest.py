"""Markers for tests that need another program, and the parts that many tests share."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from glob import glob
from pathlib import Path

import pytest
from hypothesis import settings

from bot.app import App
from bot.settings import Settings
from knowledge.embed import MiniLm

_PROGRAMS = {
    "needs_postgres": lambda: bool(shutil.which("postgres") or glob("/usr/lib/postgresql/*/bin/postgres")),
    "needs_chroma_server": lambda: bool(shutil.which("chroma", path=_path())),
    "needs_chromium": lambda: bool(shutil.which("chromium") or shutil.which("google-chrome")),
    "needs_node": lambda: bool(shutil.which("node") and shutil.which("npm")),
}
# A change must not fail on chance: the same examples each time. `make chaos` looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("wild", deadline=None, max_examples=500, print_blob=True)
settings.load_profile("steady")
_NOT_INSTALLED = "the program is not installed"


def _path() -> str:
    import sys

    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out tests whose program is missing; with GUIDE_TEST_ALL=1 they run, and fail."""
    if os.environ.get("GUIDE_TEST_ALL") == "1":
        return
    missing = {marker for marker, there in _PROGRAMS.items() if not there()}
    for item in items:
        for marker in missing & {mark.name for mark in item.iter_markers()}:
            item.add_marker(pytest.mark.skip(reason=f"{marker}: {_NOT_INSTALLED}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    # From the reports: the tests may have been collected in other processes.
    reasons = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", ()))
    for reason, count in sorted(reasons.items()):
        if reason.endswith(_NOT_INSTALLED):
            terminalreporter.write_line(f"left out: {count} tests, {reason.removeprefix('Skipped: ')}")


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the settings of the person who runs the tests out of them."""
    for name in list(os.environ):
        if name.startswith(("GUIDE_", "OPENAI_", "SLACK_")) and name != "GUIDE_TEST_ALL":
            monkeypatch.delenv(name)
    monkeypatch.setenv("GUIDE_DATA_DIR", str(tmp_path_factory.getbasetemp() / "data"))


@pytest.fixture(scope="session")
def embedder() -> MiniLm:
    return MiniLm()


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Chroma server."""
    # chromadb is slow to import, and few tests need it.
    from tests.chroma_server import running

    with running(tmp_path_factory.mktemp("chroma")) as url:
        yield url


@pytest.fixture(scope="session")
def ready_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the library's index, built once. Only to be read: copy what is to change."""
    data = tmp_path_factory.mktemp("ready")
    _ = App(Settings(data_dir=data)).lending
    return data
