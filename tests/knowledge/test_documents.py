from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import DocumentError
from knowledge.documents import Document, Skipped, read_folder


def test_a_folder_is_read_in_order_and_each_bad_file_gets_its_line(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "policy.md").write_text("# Gift policy\nText.", encoding="utf-8")
    (tmp_path / "a-note.txt").write_text("Plain text.", encoding="utf-8")
    (tmp_path / "empty.md").write_text(" \n", encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9")
    (tmp_path / "binary.txt").write_bytes(b"a\x00b")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / ".hidden.md").write_text("not read", encoding="utf-8")

    items = list(read_folder(tmp_path))

    read = [(item.doc, item.title) for item in items if isinstance(item, Document)]
    assert read == [("a-note.txt", "a note"), ("b/policy.md", "Gift policy")]
    skipped = {item.doc: item.why for item in items if isinstance(item, Skipped)}
    assert skipped.keys() == {"empty.md", "latin.txt", "binary.txt", "scan.pdf"}
    assert "UTF-8" in skipped["latin.txt"]
    assert ".pdf" in skipped["scan.pdf"]


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="Name a folder"):
        list(read_folder(tmp_path / "nowhere"))
