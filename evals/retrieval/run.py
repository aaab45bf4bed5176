"""Does search find the section that answers? Over the library, and over public collections."""

from __future__ import annotations

from collections.abc import Sequence

from bot.app import App
from bot.conversation import searched_text
from evals.evaluation import Evaluation
from evals.measures import Measure, mean, share
from evals.retrieval import peers, public
from evals.retrieval.data import Place, RetrievalRow, rows
from evals.retrieval.peers import Search, searches
from evals.retrieval.result import RetrievalResult, of, paired
from evals.retrieval.result import score as scored
from evals.settings import EvalSettings


def evaluate(app: App) -> Evaluation:
    """Search the library for each question in each way; then the public collections."""
    library = over_library(app, rows())
    shared = public.evaluate(EvalSettings().eval_data, app.embedder, app.bar)
    return Evaluation(
        (*library.measures, *shared.measures),
        (*library.rows, *shared.rows),
        (*peers.remarks(), *shared.remarks),
    )


def over_library(app: App, questions: Sequence[RetrievalRow]) -> Evaluation:
    """Search the library for each question in each way."""
    results = []
    ways = searches(app.retriever, app.council.slug)
    with app.bar("Searching the library") as bar:
        for done, row in enumerate(questions, 1):
            results += [score(row, name, search) for name, search in ways.items()]
            bar.show(done, len(questions))
    measures = [measure for name in ways for measure in summary(results, name)]
    return Evaluation((*measures, *paired(results)), tuple(results))


def score(row: RetrievalRow, name: str, search: Search) -> RetrievalResult:
    """Search for one question as the bot reads it and compare the sections with the gold ones."""
    passages = search(searched_text(row.text, row.thread))
    return scored(
        (Place(passage.doc, passage.section) for passage in passages),
        {section.place for section in row.gold},
        collection="library",
        id=row.id,
        style=row.style,
        search=name,
    )


def summary(results: Sequence[RetrievalResult], name: str) -> list[Measure]:
    """Return the figures of one way of searching; `recall@k`: an answering section among the first k."""
    chosen = of(results, name)
    return [
        mean(f"nDCG@10, {name}", [result.ndcg10 for result in chosen]),
        share(f"recall@1, {name}", (result.first for result in chosen)),
        share(f"recall@5, {name}", (result.among_five for result in chosen)),
        mean(f"MRR, {name}", [result.reciprocal_rank for result in chosen]),
    ]
