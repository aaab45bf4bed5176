"""An upgrade of the package, through the real program: the notes that changed are told, once and on demand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from knowledge import notes
from knowledge.shipped import version
from tests.e2e.process import ROOT, guide

OLD, NEW = "worth more than $500", "worth more than $750"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A newer version of the package, in which a note says something else and another is gone."""
    root = tmp_path / "newer"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "knowledge", root / "knowledge", copy_function=link, ignore=ignored)
    note = root / "knowledge" / "library" / "gifts.md"
    text = note.read_text(encoding="utf-8")
    assert OLD in text
    note.unlink()
    note.write_text(text.replace(OLD, NEW), encoding="utf-8")
    (root / "knowledge" / "library" / "spending.md").unlink()
    known = root / "council_guide-9.0.0.dist-info"
    known.mkdir()
    (known / "METADATA").write_text("Metadata-Version: 2.1\nName: council-guide\nVersion: 9.0.0\n")
    return root


def link(source: str, target: str) -> None:
    Path(target).symlink_to(source)


def test_an_upgrade_tells_which_notes_changed(newer: Path, tmp_path: Path, ready_data: Path) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(ready_data, data_dir)

    def upgraded(*arguments: str) -> tuple[int, str, str]:
        done = guide(*arguments, data_dir=data_dir, PYTHONPATH=str(newer))
        return done.returncode, done.stdout, done.stderr

    assert "No change" in guide("sources", "changes", data_dir=data_dir).stdout
    code, answer, told = upgraded("ask", "Which gifts must I declare?", "--json")
    assert (code, told) == (0, "2 notes changed with this version: council-guide sources changes\n")
    assert "$750" in json.loads(answer)["answer"]
    assert upgraded("ask", "Which gifts must I declare?", "--json")[2] == ""
    assert "note notes: an upgrade changed 2" in upgraded("doctor")[1]

    _, listed, _ = upgraded("sources", "changes")
    assert f"version {version()} to 9.0.0" in listed
    assert "changed: Gifts and hospitality (library/gifts.md): Which gifts must I declare?; " in listed
    assert "removed: " in listed
    rows = [json.loads(line) for line in upgraded("sources", "changes", "--json")[1].splitlines()]
    assert [(row["doc"], row["how"], row["after"], row["cited_by"]) for row in rows] == [
        ("library/gifts.md", "changed", "9.0.0", 0),
        ("library/spending.md", "removed", "9.0.0", 0),
    ]
    assert "no change that you have not seen" in upgraded("doctor")[1]

    # Back to the version before: that is a change too.
    _, said, told = guide_of(data_dir, "index", "build", "--quiet")
    assert told == "2 notes changed with this version: council-guide sources changes\n"
    assert f"{len(notes.load())} documents" in said


def guide_of(data_dir: Path, *arguments: str) -> tuple[int, str, str]:
    done = guide(*arguments, data_dir=data_dir)
    return done.returncode, done.stdout, done.stderr


def test_status_says_what_there_is(tmp_path: Path, ready_data: Path) -> None:
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    code, said, _ = guide_of(data_dir, "index", "status")
    assert (code, said.startswith("There is no index")) == (1, True)
    assert not (data_dir / "index").exists()
    code, said, _ = guide_of(data_dir, "index", "status", "--index", str(ready_data / "index"), "--json")
    found = json.loads(said)
    assert (code, found["is_building"]) == (0, False)
    assert {row["owner"] for row in found["current"]["counts"]} == {"national"}
