"""The public collections: indexed like a council's own documents, into a folder that is thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.progress import Bar
from evals.evaluation import Evaluation
from evals.measures import Measure, mean, share
from evals.retrieval.data import COLLECTIONS, Collection, collection
from evals.retrieval.peers import Search, by_llama_index_alone, searches
from evals.retrieval.result import RetrievalResult, of, paired, score
from knowledge.build import build_folder
from knowledge.embed import Embedder
from knowledge.index import open_index
from knowledge.retrieve import Retriever


def evaluate(data: Path | None, embedder: Embedder, bar: Callable[[str], Bar] = Bar) -> Evaluation:
    """Search each collection that lies in a folder; say which were left out, and where they would have to lie."""
    if data is None:
        files = " and ".join(f"{name}.json" for name in COLLECTIONS)
        left_out = f"Public collections left out: put {files} into a folder and let GUIDE_EVAL_DATA name it."
        return Evaluation((), (), (left_out,))
    measures: list[Measure] = []
    results: list[RetrievalResult] = []
    remarks: list[str] = []
    for name in COLLECTIONS:
        file = data / f"{name}.json"
        if file.exists():
            found = search_all(name, collection(file), embedder, bar)
            measures += summary(found, name)
            results += found
        else:
            remarks.append(f"{name} left out: {file} is not there; GUIDE_EVAL_DATA names its folder.")
    return Evaluation(tuple(measures), tuple(results), tuple(remarks))


def search_all(
    name: str, texts: Collection, embedder: Embedder, bar: Callable[[str], Bar] = Bar
) -> list[RetrievalResult]:
    """Index one collection and ask it every question in each way."""
    with tempfile.TemporaryDirectory() as folder:
        files = _write(Path(folder, "docs"), texts)
        with bar(f"Indexing {name}") as shown:
            build_folder(Path(folder, "docs"), Path(folder, "index"), embedder, shown.step)
        retriever = Retriever(open_index(Path(folder, "index"), embedder))
        ways = {
            **{way: _by_id(search, files) for way, search in searches(retriever, None).items()},
            **by_llama_index_alone(texts.docs, embedder),
        }
        results: list[RetrievalResult] = []
        for way, find in ways.items():
            with bar(f"Searching {name}, {way}") as shown:
                for done, (query, text) in enumerate(texts.queries.items(), 1):
                    relevant = texts.relevant(query)
                    results.append(score(find(text), relevant, collection=name, id=query, search=way))
                    shown.show(done, len(texts.queries))
    return results


def summary(results: Sequence[RetrievalResult], collection: str) -> list[Measure]:
    """Return the figures of each way; `recall@5`: the share of what is relevant; `hit@k`: any of it in the first k."""
    measures: list[Measure] = []
    for way in dict.fromkeys(result.search for result in results):
        name, chosen = f"{collection}, {way}", of(results, way)
        measures += [
            mean(f"nDCG@10, {name}", [result.ndcg10 for result in chosen]),
            mean(f"recall@5, {name}", [result.recall5 for result in chosen]),
            share(f"hit@1, {name}", (result.first for result in chosen)),
            share(f"hit@5, {name}", (result.among_five for result in chosen)),
        ]
    return [*measures, *paired(results, f"{collection}, ")]


def _write(folder: Path, texts: Collection) -> dict[str, str]:
    """Write each text to a file; return the id behind each file's name."""
    folder.mkdir()
    # Ids are no file names, and a telling name would be read as a title.
    files = {f"{n}.txt": doc for n, doc in enumerate(texts.docs)}
    for file, doc in files.items():
        (folder / file).write_text(texts.docs[doc], encoding="utf-8")
    return files


def _by_id(search: Search, files: Mapping[str, str]) -> Callable[[str], list[str]]:
    return lambda text: [files[passage.doc] for passage in search(text)]
