"""What an evaluation prints, and what it writes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.evaluation import Evaluation
from evals.measures import Measure

_HEADINGS = ("measure", "value", "count", "95% interval", "must be", "")


def table(name: str, measures: Sequence[Measure], remarks: Sequence[str] = ()) -> str:
    """Return an aligned table of one evaluation, its remarks below."""
    cells = [(name, *_HEADINGS[1:]), *map(_cells, measures)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEADINGS))]
    lines = [
        "  ".join(
            cell.ljust(width) if column in (0, 4, 5) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    return "\n".join([*lines, *remarks])


def _cells(measure: Measure) -> tuple[str, ...]:
    count = f"n = {measure.n}" if measure.hits is None else f"{measure.hits}/{measure.n}"
    interval = "" if measure.low is None else f"{measure.low:.3f} to {measure.high:.3f}"
    bound = verdict = ""
    if measure.threshold is not None:
        bound = f"{'at most' if measure.at_most else 'at least'} {measure.threshold:.3f}"
        verdict = "ok" if measure.passed else "MISSED"
    return measure.name, f"{measure.value:.3f}", count, interval, bound, verdict


def write(folder: Path, config: Mapping[str, Any], evaluations: Mapping[str, Evaluation]) -> None:
    """Write config.json, aggregates.json, and one file of rows for each evaluation, into a new folder."""
    folder.mkdir(parents=True)
    _write_json(folder / "config.json", config)
    aggregates = {
        name: {
            "measures": [
                {**measure.model_dump(mode="json"), "passed": measure.passed} for measure in done.measures
            ],
            "remarks": list(done.remarks),
        }
        for name, done in evaluations.items()
    }
    _write_json(folder / "aggregates.json", aggregates)
    for name, done in evaluations.items():
        lines = "".join(row.model_dump_json() + "\n" for row in done.rows)
        (folder / f"{name}.rows.jsonl").write_text(lines, encoding="utf-8")


def _write_json(file: Path, content: Mapping[str, Any]) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
