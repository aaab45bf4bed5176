"""Learn how likely a passage answers, from what search says of it: `python -m evals.answers.relevance`, half a minute.

Writes bot/answering/relevance.yaml: the weights of a logistic regression over bot.answering.relevance.SIGNALS.
Learned from the development questions alone (evals/retrieval: dev over the library, kereru over a council's own
documents; evals/answers: dev), each with its ten best passages. A passage counts when it stands in a section that
people marked, or holds all the facts that they expect and cites a source that they accept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from bot.answering import relevance
from bot.answering.logistic import Numbers
from bot.conversation import searched_text
from evals.answers import data
from evals.answers.logistic import learn, ship
from evals.answers.score import missing_facts
from evals.retrieval import own
from evals.retrieval.data import development_rows
from knowledge.embed import MiniLm
from knowledge.passages import Passage
from knowledge.retrieve import Retriever


def main() -> None:
    """Learn, and write what was learned."""
    with own.searching("kereru", MiniLm()) as retriever:
        lessons = list(_lessons(retriever))
    rows = np.vstack([signals for signals, _ in lessons])
    right = np.concatenate([answered for _, answered in lessons])
    weights, bias = learn(rows, right)
    learned = dict(zip(relevance.SIGNALS, (round(float(weight), 2) for weight in weights), strict=True))
    ship("relevance", {"bias": round(bias, 2), **learned})
    sys.stdout.write(f"{len(lessons)} questions, {len(right)} passages, {int(right.sum())} that answer.\n")


def _lessons(retriever: Retriever) -> Iterator[tuple[Numbers, Numbers]]:
    for asked in data.development_rows():
        if asked.facts:
            yield from _lesson(
                retriever,
                asked.text,
                asked.thread,
                None,
                lambda one, asked=asked: _answers(asked, one),
            )
    for row in development_rows():
        places = {gold.place for gold in row.gold}
        yield from _lesson(
            retriever, row.text, row.thread, None, lambda one, places=places: (one.doc, one.section) in places
        )
    for told in own.rows("kereru"):
        yield from _lesson(
            retriever, told.text, (), told.council, lambda one, told=told: own.answers(told, one)
        )


def _answers(asked: data.AnswerRow, passage: Passage) -> bool:
    cited = {source for part in passage.parts for source in part.sources}
    return not cited.isdisjoint(asked.sources) and not missing_facts(passage.text, asked.facts)


def _lesson(
    retriever: Retriever,
    text: str,
    thread: Sequence[str],
    council: str | None,
    answers: Callable[[Passage], bool],
) -> Iterator[tuple[Numbers, Numbers]]:
    searched = retriever.mended(searched_text(text, thread), council)
    if hits := retriever.search(searched, council=council):
        found = relevance.read(searched, hits, retriever.index)
        right = [float(answers(hit.passage)) for hit in hits]
        yield relevance.signals(found), np.array(right)


if __name__ == "__main__":
    main()
