from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import GuideError, HoldingError, LibraryError
from knowledge.holdings.making import Content
from knowledge.holdings.reading import Broken, Held, Reader
from knowledge.holdings.record import Record
from knowledge.holdings.shelf import Shelf
from knowledge.media import MediaType
from tests.knowledge.holdings.samples import POLICY, TODAY, entry

_NEW = Content(b"# Gift policy\nDeclare every gift.\n", MediaType.MARKDOWN)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "sources")


def _files(root: Path) -> list[str]:
    paths = sorted(path for path in root.rglob("*") if path.is_file() and path.name != ".lock")
    return [re.sub(r"-[0-9a-f]{16}\.", "-HASH.", path.relative_to(root).as_posix()) for path in paths]


def test_a_document_is_added_and_found_again(shelf: Shelf, tmp_path: Path) -> None:
    one = shelf.add("national", entry(title="Tikanga mō ngā koha – 2026"), POLICY, today=TODAY)

    assert (one.id, one.added_on) == ("tikanga-mo-nga-koha-2026", TODAY)
    assert shelf.get("national", one.id) == one
    assert shelf.content("national", one.id) == (one, POLICY.data)
    assert shelf.listed() == [Held("national", one)]
    assert _files(tmp_path / "sources") == [
        "national/tikanga-mo-nga-koha-2026/source.yaml",
        "national/tikanga-mo-nga-koha-2026/tikanga-mo-nga-koha-2026-HASH.md",
    ]


def test_ids_are_made_apart_or_given_once(shelf: Shelf) -> None:
    made = [shelf.add("demo", entry(), POLICY, today=TODAY).id for _ in range(3)]
    assert made == ["gift-policy", "gift-policy-2", "gift-policy-3"]
    assert shelf.add("demo", entry(title="礼物"), POLICY, today=TODAY).id == "document"
    assert shelf.add("demo", entry(), POLICY, today=TODAY, source_id="gifts").id == "gifts"
    with pytest.raises(HoldingError, match="there already"):
        shelf.add("demo", entry(), POLICY, today=TODAY, source_id="gifts")
    assert shelf.add("national", entry(), POLICY, today=TODAY).id == "gift-policy"
    assert [held.owner for held in shelf.listed() if isinstance(held, Held)] == ["demo"] * 5 + ["national"]
    assert len(shelf.listed("national")) == 1


def test_a_replacement_keeps_the_id_and_the_first_day(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add("demo", entry(), POLICY, today=date(2025, 1, 1))
    said = shelf.replace("demo", "gift-policy", entry(title="Gifts", reviewed=TODAY))
    assert shelf.content("demo", "gift-policy") == (said, POLICY.data)
    new = shelf.replace("demo", "gift-policy", entry(), Content(b"%PDF-1.7", MediaType.PDF))
    assert shelf.content("demo", "gift-policy") == (new, b"%PDF-1.7")
    assert new.added_on == date(2025, 1, 1)
    assert _files(tmp_path / "sources" / "demo" / "gift-policy") == ["gift-policy-HASH.pdf", "source.yaml"]


def test_a_withdrawal_keeps_the_document_and_says_why(shelf: Shelf) -> None:
    shelf.add("demo", entry(), POLICY, today=TODAY)
    gone = shelf.withdraw("demo", "gift-policy", TODAY, "The council has new rules.")
    assert shelf.content("demo", "gift-policy") == (gone, POLICY.data)
    assert (gone.withdrawn_on, gone.withdrawn_reason) == (TODAY, "The council has new rules.")
    with pytest.raises(HoldingError, match="withdrawn_reason"):
        shelf.withdraw("demo", "gift-policy", TODAY, " ")


def test_what_is_removed_is_gone(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add("demo", entry(), POLICY, today=TODAY)
    shelf.remove("demo", "gift-policy")
    assert shelf.listed() == []
    assert _files(tmp_path / "sources") == []
    calls: list[Callable[[], object]] = [
        lambda: shelf.remove("demo", "gift-policy"),
        lambda: shelf.get("demo", "gift-policy"),
        lambda: shelf.content("demo", "gift-policy"),
        lambda: shelf.replace("demo", "gift-policy", entry()),
        lambda: shelf.withdraw("demo", "gift-policy", TODAY, "Old."),
    ]
    for call in calls:
        with pytest.raises(HoldingError, match="no document demo/gift-policy"):
            call()


def test_an_heir_must_be_there(shelf: Shelf) -> None:
    shelf.add("demo", entry(), POLICY, today=TODAY)
    with pytest.raises(HoldingError, match="superseded_by"):
        shelf.replace("demo", "gift-policy", entry(superseded_by="new-rules"))
    shelf.add("demo", entry(), _NEW, today=TODAY, source_id="new-rules")
    shelf.replace("demo", "gift-policy", entry(superseded_by="new-rules"))
    shelf.remove("demo", "new-rules")
    # What follows from an heir that was removed later must not stand in the way of a withdrawal.
    assert shelf.withdraw("demo", "gift-policy", TODAY, "Old.").superseded_by == "new-rules"


@pytest.mark.parametrize(
    "content",
    [
        Content(b"", MediaType.TEXT),
        Content(b"<html>", MediaType.PDF),
        Content(b"x" * 20_000_001, MediaType.TEXT),
        Content(b"a\x00b", MediaType.MARKDOWN),
    ],
)
def test_a_document_that_is_not_its_kind_is_not_kept(shelf: Shelf, content: Content, tmp_path: Path) -> None:
    with pytest.raises(HoldingError):
        shelf.add("demo", entry(), content, today=TODAY)
    shelf.add("demo", entry(), POLICY, today=TODAY)
    with pytest.raises(HoldingError):
        shelf.replace("demo", "gift-policy", entry(), content)
    assert shelf.content("demo", "gift-policy")[1] == POLICY.data


def test_a_broken_record_hides_no_other(shelf: Shelf, tmp_path: Path) -> None:
    root = tmp_path / "sources"
    for name in ("bad-date", "good", "other-id", "latin"):
        shelf.add("demo", entry(title=name), POLICY, today=TODAY)
    file = root / "demo" / "bad-date" / "source.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "reviewed: soon\n", encoding="utf-8")
    os.replace(root / "demo" / "other-id", root / "demo" / "moved")
    (root / "demo" / "latin" / "source.yaml").write_bytes(b"title: caf\xe9\n")
    (root / "demo" / "no-record").mkdir()
    (root / "demo" / "Not A Name").mkdir()

    found = shelf.listed()

    assert [held.record.id for held in found if isinstance(held, Held)] == ["good"]
    why = {broken.place: broken.why for broken in found if isinstance(broken, Broken)}
    assert why.keys() == {"demo/Not A Name", "demo/bad-date", "demo/latin", "demo/moved", "demo/no-record"}
    assert f"{file}: reviewed: must be a day" in why["demo/bad-date"]
    assert "id: must be moved" in why["demo/moved"]


def test_a_document_that_is_missing_is_said_so(shelf: Shelf, tmp_path: Path) -> None:
    one = shelf.add("demo", entry(), POLICY, today=TODAY)
    (tmp_path / "sources" / "demo" / one.id / one.file).unlink()
    with pytest.raises(LibraryError, match="cannot be read"):
        shelf.content("demo", one.id)


def test_a_reader_that_is_overtaken_reads_again(shelf: Shelf, tmp_path: Path) -> None:
    class Overtaken(Reader):
        """The document is replaced between the look at its record and the look at its file."""

        overtaken = False

        def get(self, owner: str, source_id: str) -> Record:
            found = super().get(owner, source_id)
            if not self.overtaken:
                self.overtaken = True
                shelf.replace(owner, source_id, entry(title="New"), _NEW)
            return found

    shelf.add("demo", entry(), POLICY, today=TODAY)
    record, data = Overtaken(tmp_path / "sources").content("demo", "gift-policy")
    assert (record.title, data) == ("New", _NEW.data)


@pytest.mark.parametrize("what", ["owner", "folder", "record", "document"])
def test_a_link_is_not_followed(shelf: Shelf, tmp_path: Path, what: str) -> None:
    one = shelf.add("demo", entry(), POLICY, today=TODAY)
    folder = tmp_path / "sources" / "demo" / one.id
    place = {
        "owner": folder.parent,
        "folder": folder,
        "record": folder / "source.yaml",
        "document": folder / one.file,
    }[what]
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(GuideError):
        shelf.content("demo", one.id)
    if what in ("owner", "folder"):
        with pytest.raises(GuideError):
            shelf.remove("demo", one.id)
        assert (tmp_path / "elsewhere").is_dir()


_WILD = st.one_of(
    st.text(max_size=20),
    st.text("./\\a~%2e\x00", max_size=12),
    st.sampled_from(
        ["..", ".", "", "/etc", "a/../..", "..\\..", ".lock", "a\n", "A", "-a", "a-", "a" * 64, "ā"]
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(owner=st.just("demo") | _WILD, source_id=st.just("gift-policy") | _WILD)
def test_no_name_leads_out_of_the_folder(shelf: Shelf, tmp_path: Path, owner: str, source_id: str) -> None:
    safe = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
    if safe.fullmatch(owner) and safe.fullmatch(source_id):
        assert shelf._folder(owner, source_id).parent.parent == tmp_path / "sources"
        return
    calls: list[Callable[[], object]] = [
        lambda: shelf.get(owner, source_id),
        lambda: shelf.content(owner, source_id),
        lambda: shelf.remove(owner, source_id),
        lambda: shelf.replace(owner, source_id, entry()),
    ]
    if source_id:
        calls.append(lambda: shelf.add(owner, entry(), POLICY, today=TODAY, source_id=source_id))
    for call in calls:
        with pytest.raises(HoldingError):
            call()
    assert {path.name for path in tmp_path.iterdir()} <= {"sources"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(title=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_any_title_makes_a_name_in_the_folder(shelf: Shelf, tmp_path: Path, title: str) -> None:
    try:
        said = entry(title=title)
    except ValueError:
        return
    one = shelf.add("demo", said, POLICY, today=TODAY)
    assert shelf.get("demo", one.id).title == title.strip()
    assert (tmp_path / "sources" / "demo" / one.id).is_dir()


class _CrashError(BaseException):
    """No code of ours catches this, as none could catch a loss of power."""


_OPERATIONS: dict[str, Callable[[Shelf], object]] = {
    "add": lambda shelf: shelf.add("demo", entry(), _NEW, today=TODAY, source_id="added"),
    "replace": lambda shelf: shelf.replace("demo", "gift-policy", entry(title="New"), _NEW),
    "withdraw": lambda shelf: shelf.withdraw("demo", "gift-policy", TODAY, "Old."),
    "remove": lambda shelf: shelf.remove("demo", "gift-policy"),
}


@pytest.mark.parametrize("operation", _OPERATIONS)
def test_a_crash_at_any_step_leaves_the_old_or_the_new(
    operation: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _OPERATIONS[operation]

    def state(shelf: Shelf) -> list[tuple[str, bytes]]:
        assert all(isinstance(held, Held) for held in shelf.listed())
        found = [shelf.content("demo", held.record.id) for held in shelf.listed() if isinstance(held, Held)]
        return [(str(record), data) for record, data in found]

    def start(name: str) -> Shelf:
        shelf = Shelf(tmp_path / name)
        shelf.add("demo", entry(), POLICY, today=TODAY)
        return shelf

    done = start("done")
    old = state(done)
    run(done)
    new = state(done)
    assert old != new
    seen = set()
    for step in range(100):
        shelf, left = start(str(step)), [step]
        with monkeypatch.context() as patch:
            for name in ("fsync", "rename", "replace", "unlink", "rmdir", "mkdir"):
                patch.setattr(os, name, _crashing(getattr(os, name), left))
            try:
                run(shelf)
                finished = True
            except _CrashError:
                finished = False
        after = state(shelf)
        assert after in (old, new), f"step {step}"
        seen.add("old" if after == old else "new")
        shelf.sweep()
        assert state(shelf) == after
        root = tmp_path / str(step)
        assert len(_files(root)) == 2 * len(after), f"step {step}: leftovers"
        assert [path.name for path in (root / "demo").iterdir() if path.name.startswith(".")] == []
        if finished:
            break
    assert finished
    assert step >= 3
    assert seen == {"old", "new"}


def _crashing(real: Callable[..., object], left: list[int]) -> Callable[..., object]:
    def call(*args: object, **kwargs: object) -> object:
        if left[0] == 0:
            raise _CrashError
        left[0] -= 1
        return real(*args, **kwargs)

    return call


def test_a_killed_process_leaves_a_whole_document_and_no_lock(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add("demo", entry(), POLICY, today=TODAY)
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from knowledge.holdings.shelf import Shelf\nfrom tests.knowledge.holdings.samples import *\n"
        "shelf, n = Shelf(Path(sys.argv[1])), 0\n"
        "while True:\n"
        "    n += 1\n"
        "    data = Content(b'%d ' % n * 1000, MediaType.TEXT)\n"
        "    shelf.replace('demo', 'gift-policy', entry(title=str(n)), data)\n"
        "    print(n, flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "sources")], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        for _ in range(20):
            assert writer.stdout.readline()
        # While it writes, a reader without a lock finds a record and its own document.
        for _ in range(50):
            record, data = shelf.content("demo", "gift-policy")
            assert data == f"{record.title} ".encode() * 1000
        writer.send_signal(signal.SIGKILL)
    record, data = shelf.content("demo", "gift-policy")
    assert data == f"{record.title} ".encode() * 1000
    shelf.withdraw("demo", "gift-policy", TODAY, "The lock went with its holder.")
    assert len(_files(tmp_path / "sources")) == 2


def test_two_that_add_at_once_get_two_names(shelf: Shelf) -> None:
    threads = [
        threading.Thread(target=lambda: shelf.add("demo", entry(), POLICY, today=TODAY)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shelf.listed()) == 8


def test_who_waits_too_long_for_the_lock_is_told(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, wait_s=0.01)
    with FileLock(tmp_path / ".lock"), pytest.raises(HoldingError, match="Another command"):
        shelf.add("demo", entry(), POLICY, today=TODAY)


def test_a_folder_that_cannot_be_written_is_named_as_the_fault(tmp_path: Path) -> None:
    (tmp_path / "sources").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(HoldingError, match="cannot be changed"):
        Shelf(tmp_path / "sources").add("demo", entry(), POLICY, today=TODAY)


def test_a_sweep_takes_only_what_is_ours(shelf: Shelf, tmp_path: Path) -> None:
    one = shelf.add("demo", entry(), POLICY, today=TODAY)
    folder = tmp_path / "sources" / "demo" / one.id
    for name in ("notes.txt", f"{one.id}-{'0' * 16}.md", ".draft-0011", ".gone-22"):
        (folder / name).write_text("x", encoding="utf-8")
    shelf.sweep()
    assert {path.name for path in folder.iterdir()} == {"source.yaml", one.file, "notes.txt"}
