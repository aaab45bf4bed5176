"""Does triage hear people who are watched, followed or visited? `python -m evals.triage.watched`.

`watched_dev.jsonl`: the `sure` patterns of bot/triage/indicators.yaml were written while reading it.
`watched_heldout.jsonl`: looked at once, when the rules were done.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.triage.assess import Triage
from evals.triage.development import messages
from evals.triage.score import Pair, rates
from knowledge.embed import MiniLm

HERE = Path(__file__).parent


def main() -> None:
    """Print the figures of both files."""
    triage = Triage(MiniLm())
    for name in ("watched_dev", "watched_heldout"):
        rows = messages(HERE / f"{name}.jsonl")
        sys.stdout.write(f"{name}: {len(rows)} messages\n")
        for measure in rates([Pair(row.level, triage.assess(row.text).level) for row in rows]):
            between = f"{measure.low:.3f} to {measure.high:.3f}"
            sys.stdout.write(
                f"{measure.name:>22}: {measure.hits}/{measure.n} = {measure.value:.3f} ({between})\n"
            )


if __name__ == "__main__":
    main()
