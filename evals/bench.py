"""Speed, each figure beside its peer in the same run: `make bench`.

Wall-clock times mean little on a shared machine; the ratios are what to compare between runs.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.models import Question
from knowledge import build, notes
from knowledge.embed import MiniLm
from knowledge.index import Index, open_index
from knowledge.retrieve import Retriever
from knowledge.sentences import sentences

_PASSAGES = 1000
_QUESTIONS = (
    "Which gifts must a councillor declare?",
    "who do i ring about a strange phone call from overseas",
    "Can I go to an embassy's national day reception?",
    "What should we ask before we sign a sister city agreement?",
    "Is it all right to take my work phone on holiday?",
    "what does the new law say about acting for another state",
    "Someone on LinkedIn wants to pay me for a report",
    "How much may a candidate take from an anonymous donor?",
)


def run(*, quick: bool) -> None:
    """Print every figure; `quick` repeats less."""
    rounds = 5 if quick else 25
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # ONNX's and BLAS's threads would fight
    with tempfile.TemporaryDirectory() as folder:
        _cold(Path(folder), 2 if quick else 5)
        _warm_respond(Path(folder), rounds)
        _search(Path(folder), rounds)


def _cold(folder: Path, repeats: int) -> None:
    """Time whole `ask` processes: the first builds the index, the next ones find it there."""
    environment = {**os.environ, "GUIDE_DATA_DIR": str(folder / "cold")}
    command = [sys.executable, "-m", "bot", "ask", "--json", _QUESTIONS[0]]
    seconds = []
    for _ in range(repeats + 1):
        started = time.perf_counter()
        subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
        seconds.append(time.perf_counter() - started)
    first, *later = seconds
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    _print("cold ask, first use (builds the index)", f"{first:.2f} s")
    _print("cold ask, index there, median", f"{statistics.median(later):.2f} s")
    _print("first use adds", f"{first - statistics.median(later):.2f} s")
    _print("peak memory of an ask process", f"{peak:.0f} MB")


def _warm_respond(folder: Path, rounds: int) -> None:
    os.environ["GUIDE_DATA_DIR"] = str(folder / "cold")
    from bot import settings
    from bot.app import App

    app = App(settings.load())
    conversation = app.conversation()
    index = app.retriever.index
    index.warm()
    limit = _limit(index)
    for text in _QUESTIONS:
        conversation.respond(Question(text=text))
    ours = _times(lambda text: conversation.respond(Question(text=text)), rounds)
    base = _times(limit, rounds)
    _print("respond(), warm, p50 and p95", f"{_p(ours, 50):.1f} and {_p(ours, 95):.1f} ms")
    _print("  against one embedding + one raw Chroma query, p50", f"{_p(ours, 50) / _p(base, 50):.2f} times")


def _search(folder: Path, rounds: int) -> None:
    """Compare search at 1,000 passages with llama-index's fused retriever and with the limit."""
    texts = folder / "texts"
    texts.mkdir()
    for n, text in enumerate(_distinct_sentences()[:_PASSAGES]):
        (texts / f"{n:04}.txt").write_text(text, encoding="utf-8")
    embedder = MiniLm()
    started = time.perf_counter()
    built = build.build_folder(texts, folder / "index", embedder)
    seconds = time.perf_counter() - started
    index = open_index(folder / "index", embedder)
    index.warm()
    count = built.manifest.passages
    _print(f"index {count} passages", f"{count / seconds:.1f} passages/s")
    ours = _times(lambda text: Retriever(index).search(text, k=10), rounds)
    peer = _times(_llama_index_fused(index), rounds)
    base = _times(_limit(index), rounds)
    _print(f"search at {count} passages, p50", f"{_p(ours, 50):.2f} ms")
    _print("  llama-index QueryFusionRetriever, p50", f"{_p(peer, 50):.2f} ms")
    _print("  limit: one embedding + one raw Chroma query, p50", f"{_p(base, 50):.2f} ms")
    _print("  ours / llama-index", f"{_p(ours, 50) / _p(peer, 50):.2f}")
    _print("  ours / limit", f"{_p(ours, 50) / _p(base, 50):.2f}")


def _distinct_sentences() -> list[str]:
    from knowledge import source_list

    spoken = [
        sentence
        for note in notes.load()
        for section in note.sections
        for paragraph in section.paragraphs
        for sentence in sentences(paragraph.text)
    ]
    facts = [fact.text for fact in source_list.load().facts.values()]
    return list(dict.fromkeys(spoken + facts))


def _limit(index: Index) -> Callable[[str], Any]:
    """One embedding and one raw query: nothing that searches by meaning in Chroma can be faster."""
    embedder = MiniLm()
    collection = index.collections["national"]

    def query(text: str) -> Any:
        return collection.query(query_embeddings=[embedder.embed([text])[0]], n_results=50)

    return query


def _llama_index_fused(index: Index) -> Callable[[str], Any]:
    """Build the peer over the same passages, vectors and Chroma collection."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
    from llama_index.core.schema import BaseNode, TextNode
    from llama_index.retrievers.bm25 import BM25Retriever
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from knowledge.ingest import CachedEmbedding
    from knowledge.vectors import VectorCache

    model = MiniLm()

    class Uncached(VectorCache):
        """Runs the model for every query, as the other two sides do."""

        def embed(self, texts: Any) -> Any:
            return model.embed(texts)

    store = ChromaVectorStore(chroma_collection=index.collections["national"])
    dense = VectorStoreIndex.from_vector_store(store, embed_model=CachedEmbedding(Uncached(model)))
    nodes: list[BaseNode] = [TextNode(id_=passage.id, text=passage.search_text) for passage in index.passages]
    fused = QueryFusionRetriever(
        [
            dense.as_retriever(similarity_top_k=10),
            BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=10),
        ],
        llm=MockLLM(),
        num_queries=1,
        similarity_top_k=10,
        mode=FUSION_MODES.RECIPROCAL_RANK,
        use_async=False,
    )
    return fused.retrieve


def _times(work: Callable[[str], Any], rounds: int) -> list[float]:
    """Return the milliseconds of each call; texts differ, so that no cache of queries helps."""
    spent = []
    for n in range(rounds):
        for text in _QUESTIONS:
            started = time.perf_counter()
            work(f"{text} ({n})")
            spent.append(1000 * (time.perf_counter() - started))
    return spent


def _p(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _print(name: str, value: str) -> None:
    sys.stdout.write(f"{name:58} {value}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    run(quick="--quick" in sys.argv)
