"""The same index with its vectors on a real Chroma server."""

from __future__ import annotations

import gc
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import chromadb
import pytest

from bot.errors import SettingError
from knowledge import build, fill
from knowledge.build import Shelves
from knowledge.embed import MiniLm
from knowledge.generation import current_folder
from knowledge.index import open_index
from knowledge.retrieve import Retriever
from knowledge.vector_store import VectorStore

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


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    chroma = Path(sys.executable).with_name("chroma")
    command = [chroma, "run", "--path", tmp_path_factory.mktemp("chroma"), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + 60
        while True:
            try:
                urlopen(f"{url}/api/v2/heartbeat", timeout=1).close()
                break
            except (URLError, OSError):
                assert process.poll() is None, "the Chroma server ended"
                assert time.monotonic() < until, "the Chroma server does not answer"
        yield url
        process.terminate()


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


def names(server: str) -> set[str]:
    address = server.removeprefix("http://").split(":")
    with closing(chromadb.HttpClient(host=address[0], port=int(address[1]))) as client:
        return {collection.name for collection in client.list_collections()}


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
        patched.setattr("knowledge.generation.shutil.rmtree", lambda *_, **__: None)
        with pytest.raises(_Killed):
            build.build_library(index, embedder, shelves)
    [left] = [path.name for path in index.iterdir() if path.is_dir()]
    assert f"{left}-owner-national" in names(server)
    build.build_library(index, embedder, shelves)
    folder = current_folder(index)
    assert folder
    assert names(server) - before == {f"{folder.name}-owner-{owner}" for owner in ("national", "demo")}


def test_a_server_that_is_not_there_is_named(tmp_path: Path, embedder: MiniLm) -> None:
    with pytest.raises(SettingError, match=r"127\.0\.0\.1 cannot be reached"):
        build.build_library(
            tmp_path / "index", embedder, Shelves(chroma_url=f"http://127.0.0.1:{free_port()}")
        )
