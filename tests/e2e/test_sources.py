"""The administrator's documents, with the real commands and the running bot."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.process import guide
from tests.e2e.town import Town, town

POLICY = "# Canaryfig gifts policy\nAdopted 12 March 2024\n\n## 4 Limits\n4.1 A member declares each gift over ${limit}.\n"
ASKED = "What does the Canaryfig gifts policy say that a member declares?"


@pytest.fixture
def data_dir(tmp_path: Path, ready_data: Path) -> Path:
    data = tmp_path / "data"
    shutil.copytree(ready_data / "index", data / "index")
    return data


def policy(folder: Path, limit: int) -> str:
    path = folder / "gifts.md"
    path.write_text(POLICY.replace("{limit}", str(limit)), encoding="utf-8")
    return str(path)


def answer(data_dir: Path) -> dict[str, object]:
    shown: dict[str, object] = json.loads(guide("ask", "--json", ASKED, data_dir=data_dir).stdout)
    return shown


def test_an_added_policy_is_cited_with_its_clause_replaced_and_withdrawn(
    data_dir: Path, tmp_path: Path
) -> None:
    added = guide("sources", "add", policy(tmp_path, 75), data_dir=data_dir)
    assert added.returncode == 0, added.stderr
    assert "demo/canaryfig-gifts-policy" in added.stdout
    shown = answer(data_dir)
    assert "over $75" in str(shown["answer"])
    cited = {(one["kind"], one["section"]) for one in shown["citations"] if one["doc"].startswith("sources/")}  # type: ignore[attr-defined]
    assert ("original", "4 Limits > 4.1") in cited

    replaced = guide(
        "sources", "add", policy(tmp_path, 50), "--replaces", "canaryfig-gifts-policy", data_dir=data_dir
    )
    assert "1 documents were new or changed" in replaced.stdout
    said = str(answer(data_dir)["answer"])
    assert ("over $50" in said, "over $75" in said) == (True, False)

    guide("sources", "withdraw", "canaryfig-gifts-policy", "--reason", "repealed", data_dir=data_dir)
    assert "over $50" not in str(answer(data_dir)["answer"])
    checked = guide("sources", "check", data_dir=data_dir)
    assert (checked.returncode, "withdrawn on" in checked.stdout, "repealed" in checked.stdout) == (
        1,
        True,
        True,
    )


def test_what_a_national_document_lacks_is_named(data_dir: Path, tmp_path: Path) -> None:
    refused = guide("sources", "add", policy(tmp_path, 75), "--council", "national", data_dir=data_dir)
    assert refused.returncode == 2
    assert "--publisher" in refused.stderr
    assert "--licence" in refused.stderr


def test_another_councils_document_is_refused(data_dir: Path, tmp_path: Path) -> None:
    refused = guide("sources", "add", policy(tmp_path, 75), "--council", "elsewhere", data_dir=data_dir)
    assert (refused.returncode, "serves demo" in refused.stderr) == (2, True)


def test_an_unknown_licence_is_not_fetched(data_dir: Path) -> None:
    refused = guide("sources", "fetch", "NZSIS25-FI", data_dir=data_dir)
    assert refused.returncode == 1
    assert "--licence-confirmed" in refused.stderr


@pytest.fixture
def opened(tmp_path: Path, ready_data: Path) -> Iterator[Town]:
    with town(tmp_path) as there:
        there.give_index(ready_data)
        yield there


def test_the_running_bot_cites_a_new_policy_and_corrects_a_withdrawn_one(opened: Town) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        done = opened.guide("sources", *arguments)
        assert done.returncode == 0, done.stderr
        return done

    def answers(served: int) -> tuple[str, str]:
        """Ask once the bot serves so many new generations; return where, and the answer."""
        # Whoever asks first is answered from the old one, and begins the change.
        for _ in range(500):
            asked = opened.anna.dm(ASKED)
            opened.anna.expect_reply(thread_ts=asked)
            if opened.logged().count("serves now") >= served:
                break
        asked = opened.anna.dm(ASKED)
        return str(asked), opened.anna.expect_reply(thread_ts=asked).words()

    opened.serve(GUIDE_SWEEP_S="1")
    assert "$75" not in answers(0)[1]
    run("add", policy(opened.folder, 75))
    asked, said = answers(1)
    assert "over $75" in said
    run("withdraw", "canaryfig-gifts-policy", "--reason", "repealed")
    opened.anna.expect_reply(
        "A correction to my answer above: Canaryfig gifts policy was withdrawn", thread_ts=asked
    )
    assert "over $75" not in answers(2)[1]
