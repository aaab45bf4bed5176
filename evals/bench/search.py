"""Search, query text to passages, beside llama-index's fused retriever over the same passages."""

from __future__ import annotations

from pathlib import Path

from evals.bench import made
from evals.bench.peers import fused, limit
from evals.bench.timing import p50, show, times, title
from knowledge.embed import MiniLm
from knowledge.passages import NATIONAL
from knowledge.quicken import package_file
from knowledge.retrieve import Retriever


def run(folder: Path, count: int, rounds: int) -> None:
    """Compare at so many passages; vectors are made by chance, questions are read by the model."""
    ours, slow = made.MadeVectors(), MiniLm(package_file())
    index = made.opened(folder, list(made.items(count)), ours)
    quick = Retriever(index)
    package = made.opened(folder.with_name(f"{folder.name}-package"), list(made.items(count)), _Package())
    spent = times(
        rounds,
        ours=lambda text: quick.search(text, k=10),
        ours_package=lambda text: Retriever(package).search(text, k=10),
        peer=fused(index, MiniLm()),
        peer_package=fused(index, slow),
        limit=limit(index, MiniLm()),
    )
    title(f"Search at {count:,} passages, one owner, k = 10, p50")
    show("ours", f"{p50(spent['ours']):.2f} ms")
    show(
        "llama-index QueryFusionRetriever, with the package's model file",
        f"{p50(spent['peer_package']):.2f} ms",
    )
    show("as shipped / llama-index (at most 0.65)", f"{p50(spent['ours']) / p50(spent['peer_package']):.2f}")
    show(
        "with the same model file in both (at most 0.85)",
        f"{p50(spent['ours']) / p50(spent['peer']):.2f} shipped, "
        f"{p50(spent['ours_package']) / p50(spent['peer_package']):.2f} package",
    )
    show(
        "ours / one embedding + one raw Chroma query (at most 1.4)",
        f"{p50(spent['ours']) / p50(spent['limit']):.2f}",
    )
    _two_owners(folder.with_name(f"{folder.name}-two"), count, rounds)
    index.close()
    package.close()


class _Package(made.MadeVectors):
    """The same made vectors, with questions read by the package's own file."""

    def __init__(self) -> None:
        super().__init__()
        self._model = package_file()


def _two_owners(folder: Path, count: int, rounds: int) -> None:
    documents = [*made.items(count // 2, NATIONAL), *made.items(count // 2, "demo")]
    index = made.opened(folder, documents, made.MadeVectors())
    retriever = Retriever(index)
    spent = times(
        rounds,
        one=lambda text: retriever.search(text, k=10),
        two=lambda text: retriever.search(text, council="demo", k=10),
        limit=limit(index, MiniLm()),
    )
    show("two owners (half each) / the same limit", f"{p50(spent['two']) / p50(spent['limit']):.2f}")
    index.close()
