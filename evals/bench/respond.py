"""respond(), warm, against the least that a search by meaning can cost."""

from __future__ import annotations

import os
from pathlib import Path

from bot.models import Question
from evals.bench.peers import limit
from evals.bench.timing import p50, percentile, show, times, title


def run(folder: Path, rounds: int) -> None:
    """Time whole answers by extraction."""
    os.environ["GUIDE_DATA_DIR"] = str(folder)
    from bot import settings
    from bot.app import App

    app = App(settings.load())
    conversation = app.conversation()
    with app.lending.lend() as index:
        index.warm(app.council.slug)
        spent = times(
            rounds,
            ours=lambda text: conversation.respond(Question(text=text)),
            limit=limit(index, index.embedder),
        )
    title("Warm: respond(), from the question to the cited answer")
    show("p50 and p95", f"{p50(spent['ours']):.1f} and {percentile(spent['ours'], 95):.1f} ms")
    show(
        "against one embedding + one raw Chroma query",
        f"{p50(spent['ours']) / p50(spent['limit']):.2f} times",
    )
    app.lending.close()
