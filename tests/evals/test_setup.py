from __future__ import annotations

from pathlib import Path

import pytest

from evals import setup


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": "abc1\n"}, "abc1"),
        (
            {".git/HEAD": "ref: refs/heads/main\n", ".git/packed-refs": "# pack\nabc2 refs/heads/main\n"},
            "abc2",
        ),
        ({".git/HEAD": "abc3\n"}, "abc3"),
        ({".git/HEAD": "ref: refs/heads/new\n"}, None),
        (
            {
                ".git": "gitdir: real/worktrees/w\n",
                "real/worktrees/w/HEAD": "ref: refs/heads/side\n",
                "real/worktrees/w/commondir": "../..\n",
                "real/refs/heads/side": "abc4\n",
            },
            "abc4",
        ),
        ({}, None),
    ],
)
def test_the_commit_is_read_where_there_is_a_checkout(
    tmp_path: Path, files: dict[str, str], found: str | None
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert setup.commit(tmp_path) == found


def test_the_version_of_the_prompts_stays_while_their_words_do() -> None:
    assert setup.prompt_version() == setup.prompt_version() != ""
