"""Learn when to say "I found nothing": `python -m evals.answers.gate`, some minutes; it prints what passes.

Writes bot/answering/gate.yaml. Learned from the development questions that have an answer (evals/answers and
evals/retrieval: dev; kereru over a council's own documents) and from messages that have none: those of dev, and
silent.jsonl (`far`: another field; `near`: our field, and nothing we hold; `chat`: nothing is asked; `reo`: in te reo Māori). Each is asked
with a council's documents in the index and without, so that their presence tells nothing. Held out: hinau and
silent_heldout.jsonl.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np

from bot.answering import gate, relevance
from bot.answering.logistic import Numbers, chances
from bot.conversation import searched_text
from bot.models import Outcome
from evals import report
from evals.answers import data
from evals.answers.logistic import learn, ship
from evals.dataset import Row, load
from evals.measures import share
from evals.retrieval import own
from evals.retrieval.data import development_rows
from knowledge.embed import MiniLm
from knowledge.retrieve import Retriever

# The share of answerable development questions that may be turned away.
_TURNED_AWAY = 0.035
# And the share that may be answered by what is said to be the nearest only, those turned away among them.
_NOT_SURE = 0.10


class SilentRow(Row):
    """A message to which no passage of ours is an answer."""

    text: str
    kind: Literal["far", "near", "chat", "reo"]


class Asked(NamedTuple):
    """One message as the gate sees it; `kind` is for the report."""

    kind: str
    answerable: bool
    signals: Numbers


def main() -> None:
    """Learn, write what was learned, and print which share of each kind passes."""
    embedder = MiniLm()
    with own.searching("kereru", embedder) as retriever:
        lessons = list(_development(retriever))
    with own.searching("hinau", embedder) as retriever:
        held_out = list(_held_out(retriever))
    rows = np.stack([one.signals for one in lessons])
    # Both weigh the same, whatever their number: how many of each will come is not known.
    answerable = np.array([one.answerable for one in lessons], dtype=float)
    times = max(1, round(float((1 - answerable).sum() / answerable.sum())))
    repeated = np.repeat(np.arange(len(rows)), np.where(answerable > 0, times, 1))
    weights, bias = learn(rows[repeated], answerable[repeated])
    found = chances(rows, weights, bias)[answerable > 0]
    least, sure = np.quantile(found, [_TURNED_AWAY, _NOT_SURE]).tolist()
    learned = dict(zip(gate.SIGNALS, (round(float(weight), 2) for weight in weights), strict=True))
    ship("gate", {"least": round(least, 3), "sure": round(sure, 3), "bias": round(bias, 2), **learned})
    for name, asked in (("development", lessons), ("held out", held_out)):
        for bar, told in ((least, "passes"), (sure, "passes without being called the nearest")):
            passed: dict[str, list[bool]] = defaultdict(list)
            for one in asked:
                passed[one.kind].append(bool(chances(one.signals, weights, bias) >= bar))
            shares = [share(kind, past) for kind, past in passed.items()]
            sys.stdout.write(report.table(f"{name}, {told}", shares) + "\n")


def _development(retriever: Retriever) -> Iterator[Asked]:
    for council in (None, "kereru"):
        place = "with documents" if council else "library alone"
        for row in data.development_rows():
            if row.expect in (Outcome.ANSWERED, Outcome.NO_SOURCE, Outcome.OUT_OF_SCOPE):
                answerable = row.expect is Outcome.ANSWERED
                kind = f"{row.expect}, {place}"
                yield from _asked(retriever, kind, answerable, row.text, row.thread, council)
        for told in development_rows():
            yield from _asked(retriever, f"retrieval, {place}", True, told.text, told.thread, council)
        for silent in load("answers", SilentRow, "silent"):
            yield from _asked(retriever, f"{silent.kind}, {place}", False, silent.text, (), council)
    yield from _own(retriever, "kereru")


def _held_out(retriever: Retriever) -> Iterator[Asked]:
    yield from _own(retriever, "hinau")
    for council in (None, "hinau"):
        place = "with documents" if council else "library alone"
        for silent in load("answers", SilentRow, "silent_heldout"):
            yield from _asked(retriever, f"{silent.kind}, {place}", False, silent.text, (), council)


def _own(retriever: Retriever, council: str) -> Iterator[Asked]:
    for row in own.rows(council):
        yield from _asked(retriever, f"{council}, {row.kind}", True, row.text, (), council)


def _asked(
    retriever: Retriever, kind: str, answerable: bool, text: str, thread: Sequence[str], council: str | None
) -> Iterator[Asked]:
    searched = retriever.mended(searched_text(text, thread), council)
    if hits := retriever.search(searched, council=council):
        found = relevance.read(searched, hits, retriever.index)
        yield Asked(kind, answerable, gate.signals(searched, found, retriever.index))


if __name__ == "__main__":
    main()
