"""Kill the real process in mid-build: the index that was there goes on serving."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.process import guide


@pytest.mark.chaos
def test_a_build_killed_in_the_middle_leaves_a_usable_index(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    index = tmp_path / "index"
    (docs / "gift.md").write_text(
        "# Gifts\nMembers declare every gift worth more than $75.", encoding="utf-8"
    )
    build = ("index", "build", "--from", str(docs), "--to", str(index))
    assert guide(*build, data_dir=tmp_path).returncode == 0
    for n in range(400):
        (docs / f"more-{n}.txt").write_text(
            f"Paragraph {n} on another matter of council business.", encoding="utf-8"
        )

    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *build],
        env={**os.environ, "GUIDE_DATA_DIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # The new generation's folder stands beside the current one as soon as the build has begun to write.
    while process.poll() is None and len([path for path in index.iterdir() if path.is_dir()]) < 2:
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL

    result = guide(
        "ask", "What gift must a member declare?", "--json", "--index", str(index), data_dir=tmp_path
    )
    assert "$75" in json.loads(result.stdout)["answer"]
    again = guide(*build, data_dir=tmp_path)
    assert "401 documents" in again.stdout
    assert all((path / "manifest.json").is_file() for path in index.iterdir() if path.is_dir())
