from __future__ import annotations

from evals.retrieval.data import GoldSection, Place, RetrievalRow
from evals.retrieval.result import RetrievalResult
from evals.retrieval.run import score, summary
from knowledge.passages import Part, Passage, PassageKind

_ROW = RetrievalRow(
    id="r1",
    text="what must I declare",
    style="question",
    gold=(GoldSection(doc="library/gifts.md", section="What?"),),
)


def _passage(doc: str, section: str, text: str) -> Passage:
    return Passage(
        owner="national",
        kind=PassageKind.NOTE,
        doc=doc,
        title="",
        section=section,
        parts=(Part(text=text),),
    )


def test_two_passages_of_a_section_count_as_one_place() -> None:
    passages = [
        _passage("library/trips.md", "Who?", "one"),
        _passage("library/trips.md", "Who?", "two"),
        _passage("library/gifts.md", "What?", "three"),
    ]
    assert score(_ROW, "hybrid", lambda text: passages) == RetrievalResult(
        collection="library",
        id="r1",
        style="question",
        search="hybrid",
        ndcg10=0.6309297535714575,
        recall5=1.0,
        first=False,
        among_five=True,
        reciprocal_rank=0.5,
        rank=2,
        found=(Place("library/trips.md", "Who?"), Place("library/gifts.md", "What?")),
    )


def test_each_way_of_searching_has_its_own_figures() -> None:
    gold = [_passage("library/gifts.md", "What?", "three")]
    results = [score(_ROW, "hybrid", lambda text: gold), score(_ROW, "BM25 alone", lambda text: [])]
    assert {measure.name: measure.value for measure in summary(results, "hybrid")} == {
        "nDCG@10, hybrid": 1.0,
        "recall@1, hybrid": 1.0,
        "recall@5, hybrid": 1.0,
        "MRR, hybrid": 1.0,
    }
    assert {measure.value for measure in summary(results, "BM25 alone")} == {0.0}


def test_what_a_message_asks_in_its_thread_is_searched() -> None:
    searched: list[str] = []

    def search(text: str) -> list[Passage]:
        searched.append(text)
        return []

    row = _ROW.model_copy(update={"text": "and under $100?", "thread": ("hello", "may I keep the wine")})
    score(row, "hybrid", search)
    assert searched == ["may I keep the wine\nand under $100?\nand under $100?"]
