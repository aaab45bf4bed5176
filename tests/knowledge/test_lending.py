from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import IndexMissingError, StoreError
from knowledge import build
from knowledge.embed import MiniLm
from knowledge.lending import Lending
from knowledge.pointer import FilePointer
from knowledge.retrieve import Retriever


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "gifts.md").write_text("# Gifts\nA gift over $100 is declared.", encoding="utf-8")
    return folder


@pytest.fixture
def shelf(docs: Path, tmp_path: Path, embedder: MiniLm) -> Iterator[Lending]:
    build.build_folder(docs, tmp_path / "index", embedder)
    opened = Lending(tmp_path / "index", embedder)
    yield opened
    opened.close()


def rebuild(docs: Path, tmp_path: Path, embedder: MiniLm, limit: str) -> None:
    (docs / "gifts.md").write_text(f"# Gifts\nA gift over {limit} is declared.", encoding="utf-8")
    build.build_folder(docs, tmp_path / "index", embedder)


def answer(shelf: Lending) -> str:
    with shelf.lend() as index:
        return Retriever(index).search("Which gift is declared?")[0].passage.text


def test_a_new_generation_serves_as_soon_as_it_is_warm(
    shelf: Lending, docs: Path, tmp_path: Path, embedder: MiniLm
) -> None:
    assert "$100" in answer(shelf)
    rebuild(docs, tmp_path, embedder, "$250")
    # The first to look begins the change; it is served from what is ready.
    assert "$100" in answer(shelf)
    shelf.settle()
    assert "$250" in answer(shelf)


def test_whoever_searches_meanwhile_finishes_in_the_old_one(
    shelf: Lending, docs: Path, tmp_path: Path, embedder: MiniLm
) -> None:
    with shelf.lend() as index:
        rebuild(docs, tmp_path, embedder, "$250")
        answer(shelf)
        shelf.settle()
        assert "$250" in answer(shelf)
        hit = Retriever(index).search("Which gift is declared?")[0]
        assert "$100" in hit.passage.text
        old = index
    with pytest.raises(Exception, match=r"closed|mmap"):
        old.passages.line(0)


def test_an_index_that_cannot_be_opened_leaves_the_old_one_serving(
    shelf: Lending, docs: Path, tmp_path: Path, embedder: MiniLm, caplog: pytest.LogCaptureFixture
) -> None:
    rebuild(docs, tmp_path, embedder, "$250")
    folder = tmp_path / "index" / (tmp_path / "index" / "current").read_text(encoding="utf-8")
    (folder / "passages" / "ids.npy").unlink()
    for _ in range(3):
        assert "$100" in answer(shelf)
        shelf.settle()
    assert caplog.text.count("A new index cannot be opened") == 1


def test_what_could_not_be_opened_is_tried_again_a_minute_later(
    shelf: Lending, docs: Path, tmp_path: Path, embedder: MiniLm
) -> None:
    time = [0.0]
    index = tmp_path / "index"
    with closing(Lending(index, embedder, now=lambda: time[0])) as lending:
        rebuild(docs, tmp_path, embedder, "$250")
        ids = index / (index / "current").read_text(encoding="utf-8") / "passages" / "ids.npy"
        ids.rename(ids.with_suffix(".away"))
        for at, limit in ((0.0, "$100"), (59.0, "$100"), (61.0, "$250")):
            time[0] = at
            answer(lending)
            lending.settle()
            assert limit in answer(lending)
            if at == 0.0:
                ids.with_suffix(".away").rename(ids)


class _LostPointer(FilePointer):
    """A row in a database that has gone away."""

    is_lost = False

    def kept(self) -> Sequence[str]:
        if self.is_lost:
            raise StoreError("The database cannot be used.")
        return super().kept()


def test_a_pointer_that_cannot_be_read_leaves_the_index_serving(
    shelf: Lending, tmp_path: Path, embedder: MiniLm, caplog: pytest.LogCaptureFixture
) -> None:
    pointer = _LostPointer(tmp_path / "index")
    with closing(Lending(tmp_path / "index", embedder, pointer=pointer)) as lending:
        pointer.is_lost = True
        assert "$100" in answer(lending)
    assert "The database cannot be used" in caplog.text


def test_many_readers_and_many_changes_get_along(
    shelf: Lending, docs: Path, tmp_path: Path, embedder: MiniLm
) -> None:
    stop = threading.Event()
    seen: list[str] = []
    wrong: list[BaseException] = []

    def read() -> None:
        while not stop.is_set():
            try:
                seen.append(answer(shelf))
            except BaseException as error:
                wrong.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for limit in ("$200", "$300", "$400"):
        rebuild(docs, tmp_path, embedder, limit)
        answer(shelf)
        shelf.settle()
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert "$400" in answer(shelf)
    assert len(seen) > 4


def test_without_an_index_it_says_what_to_do(tmp_path: Path, embedder: MiniLm) -> None:
    with pytest.raises(IndexMissingError, match="index build"):
        Lending(tmp_path, embedder)
