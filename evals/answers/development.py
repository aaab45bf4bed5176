"""The figures of answering on the development questions: `python -m evals.answers.development`."""

from __future__ import annotations

import sys

from bot import settings
from bot.app import App
from evals import report
from evals.answers.data import development_rows
from evals.answers.run import over

if __name__ == "__main__":
    measured = over(App(settings.load()), development_rows())
    sys.stdout.write(report.table("development", measured.measures) + "\n")
