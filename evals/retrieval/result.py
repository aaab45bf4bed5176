"""One question, one way of searching: what was found, and how good that is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from evals.measures import Measure, share
from evals.retrieval.data import Place, Style
from evals.retrieval.peers import OURS
from evals.retrieval.score import distinct, found, ndcg, recall, reciprocal_rank

_SHOWN = 5

# What is found: a section of the library, or a document of a public collection.
Thing = Place | str


class RetrievalResult(BaseModel):
    """What one way of searching made of one question.

    `recall5` is the share of what answers among the first five, `among_five` whether any of it stands there;
    `rank` is the first answering thing's place, if any.
    """

    model_config = ConfigDict(frozen=True)
    collection: str
    id: str
    style: Style | None = None
    search: str
    ndcg10: float
    recall5: float
    first: bool
    among_five: bool
    reciprocal_rank: float
    rank: int | None
    found: tuple[Thing, ...]


def score(
    things: Iterable[Thing],
    relevant: Collection[Thing],
    *,
    collection: str,
    id: str,
    search: str,
    style: Style | None = None,
) -> RetrievalResult:
    """Compare what was found, best first, with what is relevant."""
    ranking = distinct(things)
    return RetrievalResult(
        collection=collection,
        id=id,
        style=style,
        search=search,
        ndcg10=ndcg(ranking, relevant),
        recall5=recall(ranking, relevant, 5),
        first=found(ranking, relevant, 1),
        among_five=found(ranking, relevant, 5),
        reciprocal_rank=reciprocal_rank(ranking, relevant),
        rank=next((n for n, thing in enumerate(ranking, 1) if thing in relevant), None),
        found=tuple(ranking[:_SHOWN]),
    )


def of(results: Iterable[RetrievalResult], search: str) -> list[RetrievalResult]:
    """Return the results of one way of searching."""
    return [result for result in results if result.search == search]


def paired(results: Sequence[RetrievalResult], prefix: str = "") -> list[Measure]:
    """Compare ours with each peer, question by question.

    Of the questions on which nDCG@10 differs, the share on which ours is higher. On the rest of them the peer
    is; an interval above one half is more than chance.
    """
    ours = {result.id: result.ndcg10 for result in of(results, OURS)}
    measures = []
    for peer in dict.fromkeys(result.search for result in results if result.search != OURS):
        gains = [ours[theirs.id] - theirs.ndcg10 for theirs in of(results, peer)]
        measures.append(share(f"{prefix}{OURS} better than {peer}", (gain > 0 for gain in gains if gain)))
    return measures
