"""The built wheel, installed where there is no checkout, answers too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.e2e.process import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_lists_the_four_packages_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"bot", "knowledge", "prompts", "evals"}
    assert "knowledge/library/vectors.npz" in names
    assert any(name.startswith("bot/demo/") for name in names)


@pytest.mark.slow
def test_the_installed_wheel_answers_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    """A fresh environment gets the wheel; its dependencies are the ones already installed here."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    site = next((tmp_path / "venv" / "lib").glob("python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    installed = next(Path(sys.prefix).glob("lib/python*/site-packages"))
    # Only the dependencies: this checkout's own editable install must not be what answers.
    shared = tmp_path / "dependencies"
    shared.mkdir()
    for entry in installed.iterdir():
        if "council" not in entry.name and entry.suffix != ".pth":
            (shared / entry.name).symlink_to(entry)

    def guide(*arguments: str) -> str:
        result = subprocess.run(
            [str(python), "-m", "bot", *arguments],
            env={
                "PYTHONPATH": str(shared),
                "GUIDE_DATA_DIR": str(tmp_path / "data"),
                "GUIDE_KEY_FILE": str(tmp_path / "master.key"),
                "PATH": os.environ["PATH"],
            },
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    answer = json.loads(guide("ask", "Which gifts must a councillor declare?", "--json"))
    assert answer["outcome"] == "answered"
    # The migrations are in the wheel too.
    assert guide("cases", "list") == "No cases.\n"
