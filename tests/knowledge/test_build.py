from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import DocumentError, IndexMissingError
from knowledge import build, fill, generation
from knowledge.build import Shelves
from knowledge.embed import MiniLm
from knowledge.generation import current_folder
from knowledge.index import Index, open_index
from knowledge.material import folder_items
from knowledge.parse.reader import Reader
from knowledge.passages import NATIONAL
from knowledge.retrieve import Retriever
from knowledge.vector_store import VectorStore

GIFTS = "# Gifts\n## Limits\nA gift over $100 is declared.\n## Cash\nCash is sent back."
WARDS = "Māori wards are decided by the council."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "gifts.md").write_text(GIFTS, encoding="utf-8")
    (docs / "wards.txt").write_text(WARDS, encoding="utf-8")
    return docs


def texts(index: Path, embedder: MiniLm) -> list[str]:
    opened = open_index(index, embedder)
    try:
        return [passage.text for passage in opened.passages]
    finally:
        opened.close()


def found(index: Path, embedder: MiniLm, text: str, council: str | None = None) -> list[str]:
    opened = open_index(index, embedder)
    try:
        return [hit.passage.text for hit in Retriever(opened).search(text, council=council, k=3)]
    finally:
        opened.close()


# --- only what changed --------------------------------------------------------------------------------


def test_a_second_build_of_the_same_files_touches_nothing(
    folder: Path, tmp_path: Path, embedder: MiniLm
) -> None:
    index = tmp_path / "index"
    first = build.build_folder(folder, index, embedder).manifest
    before = current_folder(index)
    second = build.build_folder(folder, index, embedder).manifest
    assert (first.parsed, first.embedded) == (2, 3)
    assert (second.parsed, second.embedded, second.passages) == (0, 0, 3)
    assert current_folder(index) == before


def test_a_changed_file_alone_is_read_and_embedded_again(
    folder: Path, tmp_path: Path, embedder: MiniLm
) -> None:
    index = tmp_path / "index"
    build.build_folder(folder, index, embedder)
    (folder / "wards.txt").write_text("Wards are decided by the council.", encoding="utf-8")
    again = build.build_folder(folder, index, embedder).manifest
    assert (again.parsed, again.embedded, again.passages) == (1, 1, 3)
    assert texts(index, embedder)[-1] == "Wards are decided by the council."
    assert found(index, embedder, "Who decides wards?")[0] == "Wards are decided by the council."
    assert WARDS not in found(index, embedder, WARDS)


def test_a_removed_file_is_found_no_more(folder: Path, tmp_path: Path, embedder: MiniLm) -> None:
    index = tmp_path / "index"
    build.build_folder(folder, index, embedder)
    (folder / "gifts.md").unlink()
    again = build.build_folder(folder, index, embedder).manifest
    assert (again.parsed, again.embedded, again.passages) == (0, 0, 1)
    assert found(index, embedder, "A gift over $100 is declared.") == [WARDS]


def test_a_new_file_is_added_to_what_is_there(folder: Path, tmp_path: Path, embedder: MiniLm) -> None:
    index = tmp_path / "index"
    build.build_folder(folder, index, embedder)
    (folder / "a-trip.md").write_text("# Trips\nA paid trip is declared first.", encoding="utf-8")
    again = build.build_folder(folder, index, embedder).manifest
    assert (again.parsed, again.embedded, again.passages) == (1, 1, 4)
    assert found(index, embedder, "Must I declare a paid trip?")[0] == "A paid trip is declared first."


def test_a_file_that_cannot_be_read_is_named_each_time_and_not_read_again(
    folder: Path, tmp_path: Path, embedder: MiniLm
) -> None:
    (folder / "empty.pdf").write_bytes(b"")
    index = tmp_path / "index"
    first = build.build_folder(folder, index, embedder)
    (folder / "wards.txt").write_text("Wards.", encoding="utf-8")
    second = build.build_folder(folder, index, embedder)
    assert [one.doc for one in first.skipped] == ["empty.pdf"]
    assert second.skipped == first.skipped
    assert second.manifest.parsed == 1


def test_an_index_of_another_embedder_is_made_anew(folder: Path, tmp_path: Path, embedder: MiniLm) -> None:
    index = tmp_path / "index"
    build.build_folder(folder, index, embedder)
    other = MiniLm()
    other.identity = "another"
    again = build.build_folder(folder, index, other).manifest
    assert (again.embedder, again.parsed, again.embedded) == ("another", 2, 3)


def test_a_build_tells_each_step_that_takes_time(folder: Path, tmp_path: Path, embedder: MiniLm) -> None:
    told: list[tuple[str, int, int]] = []
    build.build_folder(folder, tmp_path / "index", embedder, lambda *at: told.append(at))
    assert ("Reading documents", 1, 2) in told
    assert ("Embedding passages", 3, 3) in told
    assert ("Indexing words", 2, 3) in told


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def replay(folder: Path, index: Path, embedder: MiniLm, reader: Reader, contents: dict[str, str]) -> None:
    """Build as `build_folder` does, but for a process to read with at each build."""
    shutil.rmtree(folder)
    folder.mkdir()
    for name, text in contents.items():
        (folder / name).write_text(text, encoding="utf-8")
    items = list(folder_items(folder, NATIONAL, embedder, reader))
    build.build_items(index, embedder, items, VectorStore())


_TEXTS = st.sampled_from(
    [GIFTS, WARDS, "# Trips\nA paid trip is declared.", "Ring the liaison.", GIFTS + "\nMore."]
)
_FOLDERS = st.dictionaries(st.sampled_from(["a.md", "b.md", "c.txt"]), _TEXTS, min_size=1)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(_FOLDERS, min_size=2, max_size=3))
def test_an_index_that_grew_holds_what_one_made_anew_holds(
    tmp_path_factory: pytest.TempPathFactory,
    embedder: MiniLm,
    reader: Reader,
    changes: list[dict[str, str]],
) -> None:
    folder = tmp_path_factory.mktemp("docs")
    grown, anew = folder.parent / f"{folder.name}-grown", folder.parent / f"{folder.name}-anew"
    for contents in changes:
        replay(folder, grown, embedder, reader, contents)
    replay(folder, anew, embedder, reader, changes[-1])
    assert texts(grown, embedder) == texts(anew, embedder)
    for text in ("gift", "Who decides wards?", "trip"):
        assert found(grown, embedder, text) == found(anew, embedder, text)


# --- safe ---------------------------------------------------------------------------------------------


class _Killed(BaseException):
    pass


@pytest.mark.parametrize("step", ["_fill_vectors", "_fill_spoken", "_fill_words"])
def test_a_build_that_dies_leaves_the_index_that_was_there(
    folder: Path, tmp_path: Path, embedder: MiniLm, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    index = tmp_path / "index"
    build.build_folder(folder, index, embedder)
    before = current_folder(index)
    (folder / "wards.txt").write_text("Another text.", encoding="utf-8")

    def die(*_: object) -> None:
        raise _Killed

    monkeypatch.setattr(fill, step, die)
    with pytest.raises(_Killed):
        build.build_folder(folder, index, embedder)
    assert current_folder(index) == before
    assert [path for path in index.iterdir() if path.is_dir()] == [before]
    assert found(index, embedder, "Who decides wards?")[0] == WARDS


def test_what_a_killed_build_left_is_swept_by_the_next(
    folder: Path, tmp_path: Path, embedder: MiniLm
) -> None:
    index = tmp_path / "index"
    (index / "20200101T000000-dead" / "chroma").mkdir(parents=True)
    build.build_folder(folder, index, embedder)
    assert [path for path in index.iterdir() if path.is_dir()] == [current_folder(index)]


def test_old_generations_are_dropped_but_one(folder: Path, tmp_path: Path, embedder: MiniLm) -> None:
    index = tmp_path / "index"
    for n in range(4):
        (folder / "wards.txt").write_text(f"Ward {n}.", encoding="utf-8")
        build.build_folder(folder, index, embedder)
    assert len([path for path in index.iterdir() if path.is_dir()]) == 2


def test_an_unreadable_pointer_counts_as_no_index(tmp_path: Path, embedder: MiniLm) -> None:
    (tmp_path / "current").write_text("gone", encoding="utf-8")
    with pytest.raises(IndexMissingError, match="index build"):
        open_index(tmp_path, embedder)


def test_a_folder_without_text_is_refused_and_the_index_stays(
    folder: Path, tmp_path: Path, embedder: MiniLm
) -> None:
    index, nothing = tmp_path / "index", tmp_path / "nothing"
    nothing.mkdir()
    build.build_folder(folder, index, embedder)
    before = current_folder(index)
    with pytest.raises(DocumentError, match="could be indexed"):
        build.build_folder(nothing, index, embedder)
    assert current_folder(index) == before


# --- the library and the councils ---------------------------------------------------------------------


def test_the_library_is_built_once_and_again_when_a_policy_changes(
    folder: Path, tmp_path: Path, embedder: MiniLm
) -> None:
    index = tmp_path / "index"
    policies = Shelves({"demo": folder})
    first = build.ensure_library(index, embedder, policies)
    assert first is not None
    assert first.manifest.owners["demo"] == 3
    assert build.ensure_library(index, embedder, policies) is None
    (folder / "gifts.md").write_text("# Gifts\nNo gift is taken.", encoding="utf-8")
    again = build.ensure_library(index, embedder, policies)
    assert again is not None
    assert (again.manifest.parsed, again.manifest.embedded) == (1, 1)


def test_the_shipped_vectors_cover_the_whole_library(tmp_path: Path, embedder: MiniLm) -> None:
    built = build.build_library(tmp_path / "index", embedder, Shelves())
    assert built.manifest.embedded == 0, "run: make vectors"


@pytest.fixture(scope="module")
def councils(tmp_path_factory: pytest.TempPathFactory, embedder: MiniLm) -> Iterator[Index]:
    """The library beside two councils with a rule each, and a small one that has little to say."""
    root = tmp_path_factory.mktemp("councils")
    folders: dict[str, Path] = {}
    for slug, limit in (("north", "$100"), ("south", "$300")):
        folders[slug] = root / slug
        folders[slug].mkdir()
        (folders[slug] / "gifts.md").write_text(
            f"# Gifts in {slug}\nA gift over {limit} is declared. Canary{slug} is our word.", encoding="utf-8"
        )
    folders["small"] = root / "small"
    folders["small"].mkdir()
    for n in range(5):
        (folders["small"] / f"{n}.md").write_text(
            f"# Bookings\nRoom {n} is booked at the desk by staff.", encoding="utf-8"
        )
    build.build_library(root / "index", embedder, Shelves(folders))
    opened = open_index(root / "index", embedder)
    yield opened
    opened.close()


_QUERIES = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            "gift gifts canarysouth canarynorth south north owner:south $300 declare council * OR AND ' \" ā %".split()
        ),
        max_size=8,
    ).map(" ".join),
)


@settings(max_examples=60)
@given(query=_QUERIES, k=st.integers(1, 60))
def test_no_question_finds_the_passage_of_another_council(councils: Index, query: str, k: int) -> None:
    retriever = Retriever(councils)
    for council in ("north", "south", "elsewhere", None):
        owners = {hit.passage.owner for hit in retriever.search(query, council=council, k=k)}
        assert owners <= {NATIONAL, council}


def test_a_council_finds_its_own_rule(councils: Index) -> None:
    for council, limit in (("north", "$100"), ("south", "$300")):
        hits = Retriever(councils).search(f"Gifts in {council}: over {limit}?", council=council)
        assert limit in hits[0].passage.text


def test_two_councils_with_one_file_name_have_two_sources(councils: Index) -> None:
    assert {"north/gifts.md", "south/gifts.md"} <= set(councils.sources)


def test_the_words_of_one_council_say_nothing_about_those_of_another(councils: Index) -> None:
    north, south, national = (councils.words(one) for one in ("north", "south", None))
    assert north
    assert south
    assert national
    assert "canarynorth" in north.vocabulary
    assert "canarynorth" not in south.vocabulary
    assert "canarynorth" not in national.vocabulary


def test_a_small_council_does_not_outrank_the_law_for_being_small(councils: Index) -> None:
    question = "What is the penalty for bribery of a member?"
    hits = Retriever(councils).search(question, council="small", k=5)
    assert [hit.passage.owner for hit in hits] == [NATIONAL] * 5


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    calls = []
    original = generation.publish
    monkeypatch.setattr(build.generation, "publish", lambda *args: (calls.append(args), original(*args))[1])
    return lambda: len(calls)


def test_nothing_is_published_when_nothing_changed(
    folder: Path, tmp_path: Path, embedder: MiniLm, counted: Callable[[], int]
) -> None:
    for _ in range(3):
        build.build_folder(folder, tmp_path / "index", embedder)
    assert counted() == 1
