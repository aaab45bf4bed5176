"""Three ways to search the same passages: as shipped, by words alone, by meaning alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.conversation import joined_turns
from knowledge.index import Index
from knowledge.passages import Passage
from knowledge.retrieve import Retriever

# Several passages may come from one section or document: look this deep for ten distinct ones.
DEPTH = 50

Search = Callable[[str], list[Passage]]


def searches(retriever: Retriever, council: str | None) -> Mapping[str, Search]:
    """Return the ways to search, ours first; the two peers read the text as it stands."""
    index = retriever.index

    def ours(text: str) -> list[Passage]:
        hits = retriever.search(joined_turns(text, ()), council=council, k=DEPTH)
        return [hit.passage for hit in hits]

    return {
        "hybrid": ours,
        "BM25 alone": lambda text: by_words(index, text, council),
        "dense alone": lambda text: by_meaning(index, text),
    }


def by_words(index: Index, text: str, council: str | None = None) -> list[Passage]:
    """Return the best passages by BM25."""
    words = index.words(council)
    return [index.passages[position] for position in words.best(text, DEPTH)] if words else []


def by_meaning(index: Index, text: str) -> list[Passage]:
    """Return the best passages by cosine, over all owners' collections."""
    vector = index.embedder.embed_query(text)
    found: list[tuple[float, str]] = []
    for owner, collection in index.collections.items():
        wanted = min(DEPTH, index.manifest.owners[owner])
        result = collection.query(query_embeddings=[vector], n_results=wanted, include=["distances"])
        found += zip(result["distances"][0], result["ids"][0], strict=True)
    return [index.passages[index.passages.positions[passage_id]] for _, passage_id in sorted(found)[:DEPTH]]
