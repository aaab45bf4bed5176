"""Does search find the section that answers? Over the library, and over public collections."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from bot.app import App
from bot.conversation import searched_text
from evals.evaluation import Evaluation
from evals.measures import Measure, mean, share
from evals.retrieval import public
from evals.retrieval.data import Place, RetrievalRow, rows
from evals.retrieval.peers import Search, searches
from evals.retrieval.score import distinct, found, ndcg, reciprocal_rank
from evals.settings import EvalSettings

_SHOWN = 5


class RetrievalResult(BaseModel):
    """What one way of searching made of one question; `rank` is the first gold section's place, if any."""

    model_config = ConfigDict(frozen=True)
    id: str
    style: str
    search: str
    ndcg10: float
    first: bool
    among_five: bool
    reciprocal_rank: float
    rank: int | None
    found: tuple[Place, ...]


def evaluate(app: App) -> Evaluation:
    """Search the library for each question in each way; then the public collections."""
    library = over_library(app, rows())
    public_measures, remarks = public.evaluate(EvalSettings().eval_data, app.embedder, app.bar)
    return Evaluation((*library.measures, *public_measures), library.rows, remarks)


def over_library(app: App, questions: Sequence[RetrievalRow]) -> Evaluation:
    """Search the library for each question in each way."""
    results = []
    ways = searches(app.retriever, app.council.slug)
    with app.bar("Searching the library") as bar:
        for done, row in enumerate(questions, 1):
            results += [score(row, name, search) for name, search in ways.items()]
            bar.show(done, len(questions))
    measures = tuple(measure for name in ways for measure in summary(results, name))
    return Evaluation(measures, tuple(results))


def score(row: RetrievalRow, name: str, search: Search) -> RetrievalResult:
    """Search for one question as the bot reads it and compare the sections with the gold ones."""
    passages = search(searched_text(row.text, row.thread))
    ranking = distinct(Place(passage.doc, passage.section) for passage in passages)
    gold = {section.place for section in row.gold}
    return RetrievalResult(
        id=row.id,
        style=row.style,
        search=name,
        ndcg10=ndcg(ranking, gold),
        first=found(ranking, gold, 1),
        among_five=found(ranking, gold, 5),
        reciprocal_rank=reciprocal_rank(ranking, gold),
        rank=next((n for n, place in enumerate(ranking, 1) if place in gold), None),
        found=tuple(ranking[:_SHOWN]),
    )


def summary(results: list[RetrievalResult], name: str) -> list[Measure]:
    """Return the figures of one way of searching; `recall@k`: an answering section among the first k."""
    chosen = [result for result in results if result.search == name]
    return [
        mean(f"nDCG@10, {name}", [result.ndcg10 for result in chosen]),
        share(f"recall@1, {name}", (result.first for result in chosen)),
        share(f"recall@5, {name}", (result.among_five for result in chosen)),
        mean(f"MRR, {name}", [result.reciprocal_rank for result in chosen]),
    ]
