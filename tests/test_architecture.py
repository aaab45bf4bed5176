"""Arrows point down: what a room may import."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
# Leaves that every room may use.
_LEAVES = {"bot.errors", "bot.models", "bot.clock", "bot.spent"}
_ALLOWED = {
    "knowledge": {"knowledge", "bot.errors"},
    "prompts": {"prompts", "bot.errors"},
    "bot/triage": {"bot.triage", "knowledge", *_LEAVES},
    "bot/store": {"bot.store", *_LEAVES},
    "bot/escalation": {
        "bot.escalation",
        "bot.store",
        "bot.council",
        "bot.house",
        "bot.house_file",
        *_LEAVES,
    },
    # The stand-in knows the wire, and nothing of the bot.
    "bot/rehearsal": {"bot.rehearsal"},
    "bot/privacy": {"bot.privacy", "bot.triage.people", "knowledge", *_LEAVES},
    "bot/answering": {
        "bot.answering",
        "bot.triage.mask",
        "bot.privacy",
        "bot.llm",
        "bot.house_file",
        "knowledge",
        "prompts",
        *_LEAVES,
    },
}


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in ("bot", "knowledge", "prompts", "evals", "tests")}


@pytest.mark.parametrize("room", _ALLOWED)
def test_a_room_imports_only_what_lies_below_it(room: str) -> None:
    allowed = _ALLOWED[room]

    def fits(name: str) -> bool:
        # "bot.triage" itself is named when "bot.triage.mask" is imported from.
        return any(name == a or name.startswith(f"{a}.") or a.startswith(f"{name}.") for a in allowed)

    wrong = {
        f"{file.relative_to(_ROOT)}: {name}"
        for file in (_ROOT / room).rglob("*.py")
        for name in _imports(file)
        if not fits(name)
    }
    assert wrong == set()


def test_slack_is_imported_by_the_app_and_the_doctor_only() -> None:
    """And the stand-in by nothing that serves."""
    allowed = {"bot.slack": {"app.py", "doctor.py"}, "bot.rehearsal": set()}
    files = [file for file in (_ROOT / "bot").rglob("*.py") if file.parts[-2] != "__pycache__"]
    for room, doors in allowed.items():
        folder = _ROOT / room.replace(".", "/")
        users = {
            file.name
            for file in files
            if folder not in file.parents and any(name.startswith(room) for name in _imports(file))
        }
        assert users == doors


@pytest.mark.parametrize(
    "command", [["ask", "Which gifts must I declare?"], ["triage", "hello"], ["search", "gift"]]
)
def test_without_a_model_nothing_heavy_is_imported(
    command: list[str], ready_data: Path, tmp_path: Path
) -> None:
    """The index is built already: only a build needs llama-index."""
    program = (
        "import sys\n"
        "from bot.cli import app\n"
        f"app({command!r}, standalone_mode=False)\n"
        "heavy = {'sqlalchemy', 'slack_bolt', 'slack_sdk', 'openai', 'llama_index'} & sys.modules.keys()\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={"GUIDE_DATA_DIR": str(ready_data), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_the_lock_names_no_registry() -> None:
    lock = (_ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--hash=sha256:" in lock


def test_every_make_target_has_its_line_of_help() -> None:
    makefile = (_ROOT / "Makefile").read_text(encoding="utf-8")
    phony = {line.split(":", 1)[1].strip() for line in makefile.splitlines() if line.startswith(".PHONY:")}
    helped = {line.split(":")[0] for line in makefile.splitlines() if "## " in line and ":" in line}
    assert phony <= helped
    assert {"ask", "test", "check", "serve", "rehearse", "bench", "eval", "chaos"} <= phony
