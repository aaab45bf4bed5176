"""The public collections: indexed like a council's own documents, into a folder that is thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from bot.progress import Bar
from evals.measures import Measure, mean
from evals.retrieval.data import COLLECTIONS, Collection, collection
from evals.retrieval.peers import Search, searches
from evals.retrieval.score import distinct, ndcg, recall
from knowledge.build import build_folder
from knowledge.embed import Embedder
from knowledge.index import open_index
from knowledge.retrieve import Retriever


def evaluate(
    data: Path | None, embedder: Embedder, bar: Callable[[str], Bar] = Bar
) -> tuple[tuple[Measure, ...], tuple[str, ...]]:
    """Return the figures of each collection in a folder, and remarks; without a folder, say so."""
    if data is None:
        return (), ("Public collections left out: GUIDE_EVAL_DATA names no folder of them.",)
    measures: list[Measure] = []
    for name in COLLECTIONS:
        measures += measure(name, collection(data / f"{name}.json"), embedder, bar)
    return tuple(measures), ()


def measure(
    name: str, texts: Collection, embedder: Embedder, bar: Callable[[str], Bar] = Bar
) -> list[Measure]:
    """Index one collection, ask it every question in each way and score the documents found."""
    with tempfile.TemporaryDirectory() as folder:
        files = _write(Path(folder, "docs"), texts)
        with bar(f"Indexing {name}") as shown:
            build_folder(Path(folder, "docs"), Path(folder, "index"), embedder, shown.step)
        retriever = Retriever(open_index(Path(folder, "index"), embedder))
        figures: list[Measure] = []
        for way, search in searches(retriever, None).items():
            with bar(f"Searching {name}, {way}") as shown:
                rankings = _rankings(search, texts, files, shown)
            figures += _summary(f"{name}, {way}", texts, rankings)
    return figures


def _write(folder: Path, texts: Collection) -> dict[str, str]:
    """Write each text to a file; return the id behind each file's name."""
    folder.mkdir()
    # Ids are no file names, and a telling name would be read as a title.
    files = {f"{n}.txt": doc for n, doc in enumerate(texts.docs)}
    for file, doc in files.items():
        (folder / file).write_text(texts.docs[doc], encoding="utf-8")
    return files


def _rankings(search: Search, texts: Collection, files: dict[str, str], bar: Bar) -> dict[str, list[str]]:
    rankings = {}
    for done, (query, text) in enumerate(texts.queries.items(), 1):
        rankings[query] = distinct(files[passage.doc] for passage in search(text))
        bar.show(done, len(texts.queries))
    return rankings


def _summary(name: str, texts: Collection, rankings: dict[str, list[str]]) -> list[Measure]:
    relevant = {query: {doc for doc, grade in texts.qrels[query].items() if grade > 0} for query in rankings}
    return [
        mean(f"nDCG@10, {name}", [ndcg(ranking, relevant[query]) for query, ranking in rankings.items()]),
        mean(
            f"recall@5, {name}", [recall(ranking, relevant[query], 5) for query, ranking in rankings.items()]
        ),
    ]
