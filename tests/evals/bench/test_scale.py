from __future__ import annotations

from pathlib import Path

import pytest

from evals.bench import scale


def test_both_sizes_are_built_and_searched_by_processes_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scale.run(tmp_path, 120, rounds=1, few=60)
    figures = [line.rsplit("  ", 1) for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert [name.strip() for name, *_ in figures] == [
        "120 passages (vectors made by chance, real sentences)",
        "search, p50",
        "p50 against 60 passages, median of 1 rounds (at most 1.7)",
        "the same of the quickest search of each round",
        "peak memory of a process that searches (under 1,229 MB)",
        "peak memory of a process that builds",
    ]
