from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import DocumentError
from knowledge.parse.document import Document, PageProgress
from knowledge.parse.folder import Skipped, documents
from knowledge.parse.reader import Reader
from tests.knowledge.parse.make import body, pdf, word


def read_folder(folder: Path, progress: PageProgress | None = None) -> Iterator[Document | Skipped]:
    """Read each file of a folder, as the index does."""
    with Reader() as reader:
        for path, doc in documents(folder):
            try:
                yield reader.read(path, doc, progress)
            except DocumentError as error:
                yield Skipped(doc, str(error))


def test_a_folder_is_read_in_order_and_each_bad_file_gets_its_line(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "policy.md").write_text("# Gift policy\nText.", encoding="utf-8")
    (tmp_path / "a-note.txt").write_text("Plain text.", encoding="utf-8")
    (tmp_path / "c.pdf").write_bytes(pdf([body("Gifts are declared.")]))
    (tmp_path / "d.docx").write_bytes(word(lambda document: document.add_heading("Travel policy", 1)))
    (tmp_path / "empty.md").write_text(" \n", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(b"a\x00b")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / ".hidden.md").write_text("not read", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "note.md").write_text("not read", encoding="utf-8")

    items = list(read_folder(tmp_path))

    assert [(item.doc, type(item)) for item in items] == [
        ("a-note.txt", Document),
        ("b/policy.md", Document),
        ("binary.txt", Skipped),
        ("broken.pdf", Skipped),
        ("c.pdf", Document),
        ("d.docx", Document),
        ("empty.md", Skipped),
    ]
    titles = [item.title for item in items if isinstance(item, Document)]
    assert titles == ["a note", "Gift policy", "Gifts policy", "Travel policy"]
    skipped = {item.doc: item.why for item in items if isinstance(item, Skipped)}
    assert skipped["broken.pdf"] == "It is a broken PDF. Save or download it again."
    assert "binary" in skipped["binary.txt"]
    assert "empty" in skipped["empty.md"]


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    (tmp_path / "c.pdf").write_bytes(pdf([body("Gifts are declared.")]))
    seen: list[tuple[str, int, int]] = []
    [(path, doc)] = documents(tmp_path)
    with Reader() as reader:
        reader.read(path, doc, lambda done, total: seen.append((doc, done, total)))
    assert seen == [("c.pdf", 1, 1)]


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="Name a folder"):
        list(read_folder(tmp_path / "nowhere"))
