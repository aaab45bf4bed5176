"""Ways to search the same passages: as shipped, by words alone, by meaning alone, and by llama-index."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answering.screen import clean
from knowledge.embed import Embedder
from knowledge.index import Index
from knowledge.passages import Passage
from knowledge.retrieve import Retriever

# Several passages may come from one section or document: look this deep for ten distinct ones.
DEPTH = 50
OURS = "hybrid"

_SET_UP = (
    "llama-index: its embedder is ours. dense: VectorStoreIndex in its default mode, k = 10. hybrid: that and its BM25",
    "in a QueryFusionRetriever (reciprocal rank), k = 10, and as deep as the others look. Its nodes are our passages;",
    "+ phrasings: with the phrasings that ours and BM25 alone search; own nodes: what its SentenceSplitter makes of",
    "the same texts, nothing set (public collections only: over the library a section is looked for).",
    "hybrid better than ...: of the questions whose nDCG@10 differs; 0.500 would be no difference.",
)
_NO_BM25 = (
    "llama-index hybrid left out: llama-index-retrievers-bm25 is not installed; make setup installs it."
)

Search = Callable[[str], list[Passage]]


def searches(retriever: Retriever, council: str | None) -> Mapping[str, Search]:
    """Return the ways to search, ours first; the peers read the text as it stands."""
    index = retriever.index

    def ours(text: str) -> list[Passage]:
        hits = retriever.search(clean(text), council=council, k=DEPTH)
        return [hit.passage for hit in hits]

    return {
        OURS: ours,
        "BM25 alone": lambda text: by_words(index, text, council),
        "dense alone": lambda text: by_meaning(index, text),
        **by_llama_index(index, council),
    }


def remarks() -> tuple[str, ...]:
    """Return how to read the comparison, and what is missing of it."""
    from evals.retrieval import llama

    return _SET_UP if llama.has_bm25() else (*_SET_UP, _NO_BM25)


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


def by_llama_index(index: Index, council: str | None) -> dict[str, Search]:
    """Return llama-index's ways to search what an asker of this council may see."""
    owners = index.owners_for(council)
    passages = [passage for passage in index.passages if passage.owner in owners]
    ways = _over_passages(index, {passage.id: passage.search_text for passage in passages}, "")
    if any(passage.asked for passage in passages):
        ways |= _over_passages(
            index, {passage.id: passage.search_words for passage in passages}, " + phrasings"
        )
    return ways


def by_llama_index_alone(
    texts: Mapping[str, str], embedder: Embedder
) -> dict[str, Callable[[str], list[str]]]:
    """Return llama-index's ways to search texts that it cuts itself; they find the ids of texts."""
    from evals.retrieval import llama

    finders = llama.finders(llama.split(texts), embedder, DEPTH)
    return {f"llama-index {name}, own nodes": find for name, find in finders.items()}


def _over_passages(index: Index, texts: Mapping[str, str], given: str) -> dict[str, Search]:
    from evals.retrieval import llama

    def search(find: llama.Find) -> Search:
        return lambda text: [index.passages[index.passages.positions[name]] for name in find(text)]

    finders = llama.finders(llama.whole(texts), index.embedder, DEPTH)
    return {f"llama-index {name}{given}": search(find) for name, find in finders.items()}
