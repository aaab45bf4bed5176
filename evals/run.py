"""`council-guide eval`: run the chosen evaluations, print their figures, keep their results."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot import settings
from bot.app import App
from bot.errors import GuideError
from evals import report, setup, thresholds
from evals.answers.run import evaluate as answers
from evals.evaluation import Evaluate
from evals.retrieval.run import evaluate as retrieval
from evals.thresholds import Thresholds
from evals.triage.run import evaluate as triage

EVALUATIONS: Mapping[str, Evaluate] = {"retrieval": retrieval, "answers": answers, "triage": triage}


def run(which: str, out: Path, *, quiet: bool = False) -> bool:
    """Evaluate; print each figure against its threshold; return whether all of them were met.

    Writes `OUT/<UTC time>/`: config.json, aggregates.json and a file of rows for each evaluation.

    Raises:
        GuideError: there is no evaluation of that name.
    """
    chosen = choose(which)
    app = App(settings.load(), quiet=quiet)
    return judge(app, chosen, out, thresholds.load())


def choose(which: str) -> dict[str, Evaluate]:
    """Return the evaluations of a name, `all` being all of them."""
    if which == "all":
        return dict(EVALUATIONS)
    if which not in EVALUATIONS:
        raise GuideError(f"There is no evaluation '{which}'.", f"Name one of: {', '.join(EVALUATIONS)}, all.")
    return {which: EVALUATIONS[which]}


def judge(app: App, chosen: Mapping[str, Evaluate], out: Path, bounds: Thresholds) -> bool:
    """Run evaluations over one app and judge them by `bounds`."""
    done = {}
    for name, evaluate in chosen.items():
        evaluation = evaluate(app)
        measures = thresholds.judge(evaluation.measures, bounds.get(name, {}))
        done[name] = evaluation._replace(measures=measures)
        sys.stdout.write(report.table(name, measures, evaluation.remarks) + "\n\n")
        sys.stdout.flush()
    folder = out / f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
    report.write(folder, setup.describe(app), done)
    missed = sum(not measure.passed for evaluation in done.values() for measure in evaluation.measures)
    sys.stdout.write(f"{missed} thresholds missed. Rows and settings: {folder}\n")
    return not missed
