"""The same index with its vectors on a real Chroma server."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import SettingError
from knowledge import build, fill
from knowledge.build import Shelves
from knowledge.embed import MiniLm
from knowledge.generation import current_folder
from knowledge.index import open_index
from knowledge.retrieve import Retriever
from knowledge.vector_store import VectorStore
from tests.chroma_server import client_of, free_port, names

# chromadb's own HTTP client leaves its connections to the garbage collector, closed or not.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

QUESTIONS = ("Which gifts must I declare?", "what is canaryfig", "who pays for flights to a sister city")


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """Collect here what is left open, and not in the middle of some other test."""
    yield
    gc.collect()


@pytest.fixture
def server(chroma_server: str) -> str:
    return chroma_server


@pytest.fixture
def policies(tmp_path: Path) -> dict[str, Path]:
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "gifts.md").write_text("# Gifts\nCanaryfig gifts over $75 are declared.", encoding="utf-8")
    return {"demo": folder}


def found(index: Path, embedder: MiniLm, url: str | None) -> list[list[tuple[str, str, float]]]:
    opened = open_index(index, embedder, VectorStore(url))
    try:
        return [
            [
                (hit.passage.owner, hit.passage.text, round(hit.score, 3))
                for hit in Retriever(opened).search(text, council="demo", k=5)
            ]
            for text in QUESTIONS
        ]
    finally:
        opened.close()


def test_a_server_finds_what_the_folder_finds(
    server: str, policies: dict[str, Path], tmp_path: Path, embedder: MiniLm
) -> None:
    build.build_library(tmp_path / "there", embedder, Shelves(policies, chroma_url=server))
    build.build_library(tmp_path / "here", embedder, Shelves(policies))
    assert found(tmp_path / "there", embedder, server) == found(tmp_path / "here", embedder, None)
    assert not (tmp_path / "there" / "chroma").exists()


def test_generations_stand_side_by_side_and_old_ones_are_dropped(
    server: str, policies: dict[str, Path], tmp_path: Path, embedder: MiniLm
) -> None:
    index = tmp_path / "index"
    generations = []
    for limit in ("$75", "$100", "$250"):
        text = f"# Gifts\nCanaryfig gifts over {limit} are declared."
        (policies["demo"] / "gifts.md").write_text(text, encoding="utf-8")
        built = build.build_library(index, embedder, Shelves(policies, chroma_url=server))
        folder = current_folder(index)
        assert folder
        generations.append(folder.name)
    assert (built.manifest.parsed, built.manifest.embedded) == (1, 1)
    assert "over $250" in found(index, embedder, server)[1][0][1]
    held = {generation for generation in generations if f"{generation}-owner-demo" in names(server)}
    assert held == set(generations[1:])


class _Killed(BaseException):
    pass


def test_what_a_killed_build_left_on_the_server_is_dropped_by_the_next(
    server: str,
    policies: dict[str, Path],
    tmp_path: Path,
    embedder: MiniLm,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = tmp_path / "index"
    shelves = Shelves(policies, chroma_url=server)

    def die(*_: object) -> None:
        # As a power cut does: nothing is cleared up.
        raise _Killed

    before = names(server)
    with monkeypatch.context() as patched:
        patched.setattr(fill, "_fill_words", die)
        patched.setattr("knowledge.generation._drop", lambda *_: None)
        with pytest.raises(_Killed):
            build.build_library(index, embedder, shelves)
    [left] = [path.name for path in index.iterdir() if path.is_dir()]
    assert f"{left}-owner-national" in names(server)
    build.build_library(index, embedder, shelves)
    folder = current_folder(index)
    assert folder
    assert names(server) - before == {f"{folder.name}-owner-{owner}" for owner in ("national", "demo")}


def test_a_build_that_fails_leaves_nothing_on_the_server(
    server: str,
    policies: dict[str, Path],
    tmp_path: Path,
    embedder: MiniLm,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    before = names(server)
    monkeypatch.setattr(fill, "_fill_words", fail)
    with pytest.raises(OSError, match="disk full"):
        build.build_library(tmp_path / "index", embedder, Shelves(policies, chroma_url=server))
    assert names(server) == before


def test_what_a_server_has_lost_is_built_anew(
    server: str, policies: dict[str, Path], tmp_path: Path, embedder: MiniLm
) -> None:
    index, shelves = tmp_path / "index", Shelves(policies, chroma_url=server)
    build.build_library(index, embedder, shelves)
    lost = current_folder(index)
    assert lost
    with client_of(server) as client:
        client.delete_collection(f"{lost.name}-owner-demo")
    built = build.build_library(index, embedder, shelves)
    assert built.manifest.parsed == built.manifest.documents
    assert "over $75" in found(index, embedder, server)[1][0][1]


def test_a_server_that_is_not_there_is_named(tmp_path: Path, embedder: MiniLm) -> None:
    with pytest.raises(SettingError, match=r"127\.0\.0\.1 cannot be reached"):
        build.build_library(
            tmp_path / "index", embedder, Shelves(chroma_url=f"http://127.0.0.1:{free_port()}")
        )
