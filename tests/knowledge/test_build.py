from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import DocumentError, IndexMissingError
from knowledge import build
from knowledge.embed import MiniLm
from knowledge.index import current_folder, open_index
from knowledge.retrieve import Retriever


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "gifts.md").write_text(
        "# Gifts\n## Limits\nA gift over $100 is declared.\n## Cash\nCash is sent back.", encoding="utf-8"
    )
    (docs / "wards.txt").write_text("Māori wards are decided by the council.", encoding="utf-8")
    return docs


def test_a_second_build_embeds_only_what_changed(folder: Path, tmp_path: Path, embedder: MiniLm) -> None:
    index = tmp_path / "index"
    assert build.build_folder(folder, index, embedder).manifest.embedded == 3
    assert build.build_folder(folder, index, embedder).manifest.embedded == 0
    (folder / "wards.txt").write_text("Wards are decided by the council.", encoding="utf-8")
    assert build.build_folder(folder, index, embedder).manifest.embedded == 1


def test_a_build_that_dies_leaves_the_index_that_was_there(
    folder: Path, tmp_path: Path, embedder: MiniLm
) -> None:
    index = tmp_path / "index"
    build.build_folder(folder, index, embedder)
    before = current_folder(index)
    (folder / "wards.txt").write_text("Another text.", encoding="utf-8")

    def die(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build.build_folder(folder, index, embedder, die)
    assert current_folder(index) == before
    assert [path for path in index.iterdir() if path.is_dir()] == [before]


def test_an_unreadable_pointer_counts_as_no_index(tmp_path: Path, embedder: MiniLm) -> None:
    (tmp_path / "current").write_text("gone", encoding="utf-8")
    with pytest.raises(IndexMissingError, match="index build"):
        open_index(tmp_path, embedder)


def test_a_folder_without_text_is_refused(tmp_path: Path, embedder: MiniLm) -> None:
    with pytest.raises(DocumentError, match="could be indexed"):
        build.build_folder(tmp_path, tmp_path / "index", embedder)


def test_old_generations_are_dropped_but_one(folder: Path, tmp_path: Path, embedder: MiniLm) -> None:
    index = tmp_path / "index"
    for _ in range(4):
        build.build_folder(folder, index, embedder)
    assert len([path for path in index.iterdir() if path.is_dir()]) == 2


def test_the_library_is_built_once_and_again_when_a_policy_changes(
    folder: Path, tmp_path: Path, embedder: MiniLm
) -> None:
    index = tmp_path / "index"
    policies = {"demo": folder}
    first = build.ensure_library(index, embedder, policies)
    assert first is not None
    assert first.manifest.owners["demo"] == 3
    assert build.ensure_library(index, embedder, policies) is None
    (folder / "gifts.md").write_text("# Gifts\nNo gift is taken.", encoding="utf-8")
    again = build.ensure_library(index, embedder, policies)
    assert again is not None
    assert again.manifest.embedded == 1


def test_the_shipped_vectors_cover_the_whole_library(tmp_path: Path, embedder: MiniLm) -> None:
    built = build.build_library(tmp_path / "index", embedder, {})
    assert built.manifest.embedded == 0, "run: make vectors"


def test_a_council_never_finds_the_passages_of_another(
    folder: Path, tmp_path: Path, embedder: MiniLm
) -> None:
    build.build_library(tmp_path / "index", embedder, {"demo": folder})
    retriever = Retriever(open_index(tmp_path / "index", embedder))
    text = "A gift over $100 is declared. Cash is sent back."
    assert retriever.search(text, council="demo", k=3)[0].passage.owner == "demo"
    for council in ("other", None):
        owners = {hit.passage.owner for hit in retriever.search(text, council=council, k=50)}
        assert owners == {"national"}
