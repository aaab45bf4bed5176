from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from reportlab.platypus import PageBreak

from bot.errors import DocumentError
from knowledge.parse.document import BlockKind
from knowledge.parse.reader import Reader
from knowledge.parse.worker import FILES_PER_WORKER
from tests.knowledge.parse.make import body, heading, one_page, pdf

# Ten million operators: many seconds of work from a file of 60 kB.
HEAVY = one_page(b"0 0 m " * 10_000_000, packed=True)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.txt"
    file.write_text("Gifts are declared.", encoding="utf-8")
    return file


def test_one_worker_reads_many_files_and_is_replaced_in_time(good: Path) -> None:
    with Reader() as reader:
        workers = []
        for _ in range(FILES_PER_WORKER + 2):
            reader.read(good, "good.txt")
            workers.append(reader.worker_id)
    assert len(set(workers[: FILES_PER_WORKER - 1])) == 1
    assert workers[-1] == workers[-2] != workers[0]
    assert workers[FILES_PER_WORKER - 1] is None


def test_a_file_that_takes_too_long_is_stopped_and_the_next_one_read(tmp_path: Path, good: Path) -> None:
    heavy = tmp_path / "heavy.pdf"
    heavy.write_bytes(HEAVY)
    with Reader(seconds=0.7) as reader:
        with pytest.raises(DocumentError, match=r"more than 0\.7 seconds and was stopped"):
            reader.read(heavy, "heavy.pdf")
        reader.seconds = 60
        assert reader.read(good, "good.txt").blocks


def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_one_read(
    tmp_path: Path, good: Path
) -> None:
    heavy = tmp_path / "heavy.txt"
    heavy.write_text("ab\n\n" * 4_900_000, encoding="utf-8")
    with Reader(megabytes=300) as reader:
        with pytest.raises(DocumentError, match="too much memory"):
            reader.read(heavy, "heavy.txt")
        assert reader.read(good, "good.txt").blocks


def test_a_worker_that_dies_says_so_and_the_next_file_is_read(good: Path) -> None:
    with Reader() as reader:
        reader.read(good, "good.txt")
        assert reader.worker_id is not None
        os.kill(reader.worker_id, signal.SIGKILL)
        with pytest.raises(DocumentError, match="it was stopped"):
            reader.read(good, "good.txt")
        assert reader.read(good, "good.txt").blocks


def test_progress_comes_page_by_page_and_may_end_it_all(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf([heading("One", 1), body("Words. " * 4000)]))
    seen: list[tuple[int, int]] = []

    def stop_at_two(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 2:
            raise KeyboardInterrupt

    with Reader() as reader:
        pages = reader.read(file, "a.pdf", lambda done, total: None).pages
        with pytest.raises(KeyboardInterrupt):
            reader.read(file, "a.pdf", stop_at_two)
        assert seen == [(1, pages), (2, pages)]
        assert reader.worker_id is None, "a worker in the middle of a file must not be asked for the next"
        assert reader.read(file, "a.pdf").pages == pages


def test_a_worker_knows_nothing_of_our_settings(monkeypatch: pytest.MonkeyPatch, good: Path) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "a-secret")
    with Reader() as reader:
        reader.read(good, "good.txt")
        environment = Path(f"/proc/{reader.worker_id}/environ")
        if not environment.exists():
            pytest.skip("no /proc here")
        assert b"a-secret" not in environment.read_bytes()


def test_no_worker_is_left_behind(good: Path) -> None:
    with Reader() as reader:
        reader.read(good, "good.txt")
        worker = reader.worker_id
    assert worker is not None
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with Reader() as reader, pytest.raises(DocumentError, match="cannot be opened"):
        reader.read(tmp_path / "gone.txt", "gone.txt")


def test_five_hundred_pages_are_read_within_bounded_memory(tmp_path: Path) -> None:
    file = tmp_path / "long.pdf"
    page = [
        body("A member must declare every gift that is worth more than fifty dollars. " * 30),
        PageBreak(),
    ]
    file.write_bytes(pdf([part for n in range(500) for part in (heading(f"Chapter {n + 1}", 1), *page)]))
    seen: list[tuple[int, int]] = []
    with Reader(megabytes=300) as reader:
        document = reader.read(file, "long.pdf", lambda done, total: seen.append((done, total)))
    assert seen == [(n, 500) for n in range(1, 501)]
    headings = [(b.page, b.text) for b in document.blocks if b.kind is BlockKind.HEADING]
    assert headings == [(n, f"Chapter {n}") for n in range(1, 501)]
