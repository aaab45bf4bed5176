from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import settings
from bot.app import App
from bot.errors import GuideError
from evals import run, thresholds
from evals.dataset import Row
from evals.evaluation import Evaluation
from evals.measures import share
from evals.thresholds import Bound


def _half(app: App) -> Evaluation:
    return Evaluation((share("found", [True, False]),), (Row(id="a"), Row(id="b")))


@pytest.mark.parametrize(("least", "passed"), [(0.5, True), (0.6, False)])
def test_a_missed_threshold_fails_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], least: float, passed: bool
) -> None:
    app = App(settings.load())
    bounds = {"retrieval": {"found": Bound(at_least=least)}}
    assert run.judge(app, {"retrieval": _half}, tmp_path, bounds) is passed
    (folder,) = tmp_path.iterdir()
    assert {file.name for file in folder.iterdir()} == {
        "config.json",
        "aggregates.json",
        "retrieval.rows.jsonl",
    }
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    assert config["embedder"] == app.embedder.identity == config["index"]["embedder"]
    printed = capsys.readouterr().out
    assert ("MISSED" in printed) is not passed
    assert str(folder) in printed


def test_an_unknown_name_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match=r"no evaluation 'speed'.*retrieval, answers, triage, all"):
        run.run("speed", tmp_path)


def test_all_is_every_evaluation_and_each_has_thresholds() -> None:
    assert list(run.choose("all")) == ["retrieval", "answers", "triage"]
    assert list(run.choose("answers")) == ["answers"]
    assert set(thresholds.load()) == set(run.EVALUATIONS)
