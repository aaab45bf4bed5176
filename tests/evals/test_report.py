from __future__ import annotations

import json
from pathlib import Path

from evals import report
from evals.dataset import Row
from evals.evaluation import Evaluation
from evals.measures import Measure, share


def test_the_table_stands_in_columns_with_counts_intervals_and_verdicts() -> None:
    measures = [
        share("found", [True] * 45 + [False] * 5).model_copy(update={"threshold": 0.95}),
        Measure(name="nDCG@10, hybrid", value=0.8125, n=50),
        share("sent", [False] * 50).model_copy(update={"threshold": 0.04, "at_most": True}),
    ]
    assert report.table("retrieval", measures, ["A remark."]) == "\n".join(
        [
            "retrieval        value   count    95% interval  must be",
            "found            0.900   45/50  0.786 to 0.957  at least 0.950  MISSED",
            "nDCG@10, hybrid  0.812  n = 50",
            "sent             0.000    0/50  0.000 to 0.071  at most 0.040   ok",
            "A remark.",
        ]
    )


def test_results_are_written_with_their_settings(tmp_path: Path) -> None:
    measure = share("found", [True])
    folder = tmp_path / "results" / "now"
    report.write(
        folder, {"embedder": "e"}, {"answers": Evaluation((measure,), (Row(id="ā"), Row(id="b")), ("said",))}
    )
    assert json.loads((folder / "config.json").read_text(encoding="utf-8")) == {"embedder": "e"}
    assert (folder / "answers.rows.jsonl").read_text(encoding="utf-8") == '{"id":"ā"}\n{"id":"b"}\n'
    assert json.loads((folder / "aggregates.json").read_text(encoding="utf-8")) == {
        "answers": {"measures": [{**measure.model_dump(), "passed": True}], "remarks": ["said"]}
    }
