"""The figures of search on the development questions: `python -m evals.retrieval.development`."""

from __future__ import annotations

import sys

from bot import settings
from bot.app import App
from evals import report
from evals.retrieval.data import development_rows
from evals.retrieval.run import over_library

if __name__ == "__main__":
    measured = over_library(App(settings.load()), development_rows())
    sys.stdout.write(report.table("development", measured.measures) + "\n")
