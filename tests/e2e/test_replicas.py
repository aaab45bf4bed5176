"""Hosts that share a Chroma server and a database, each with a data folder of its own."""

from __future__ import annotations

import gc
import importlib
import json
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from bot import doctor
from bot.app import App
from bot.errors import IndexMissingError, IndexRaceError
from bot.models import Question
from bot.settings import Settings
from knowledge import build
from knowledge.build import Built
from knowledge.progress import Progress, silent
from tests.chroma_server import client_of, names
from tests.e2e.process import ROOT, guide

# chromadb's own HTTP client leaves its connections to the garbage collector, closed or not.
pytestmark = [
    pytest.mark.needs_chroma_server,
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

GIFTS = "What does the Canaryfig gifts policy say that a member declares?"
TRIPS = "What does the Quokkaleaf travel policy say about paid trips?"


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """Collect here what is left open, and not in the middle of some other test."""
    yield
    gc.collect()


class Host:
    """One machine: a disk of its own, with a data folder and a copy of the council's folder."""

    def __init__(self, disk: Path, shared: dict[str, str]) -> None:
        self.data_dir = disk / "data"
        self.data_dir.mkdir(parents=True)
        demo = Path(str(resources.files("bot").joinpath("demo")))
        shutil.copytree(demo, disk / "council")
        self.policies = disk / "council" / "policies"
        self.policies.mkdir(exist_ok=True)
        self.environment = {**shared, "GUIDE_COUNCIL_DIR": str(disk / "council")}
        self.start()

    def start(self) -> None:
        """Begin a new process, as it were: nothing is open."""
        read = {name.removeprefix("GUIDE_").lower(): value for name, value in self.environment.items()}
        self.app = App(Settings.model_validate({**read, "data_dir": self.data_dir}))

    def write(self, name: str, text: str) -> None:
        (self.policies / name).write_text(text, encoding="utf-8")

    def build(self, progress: Progress = silent) -> Built:
        shelves = self.app.shelves()
        return build.build_library(self.app.settings.index_dir, self.app.embedder, shelves, progress)

    def cited(self, text: str) -> list[tuple[str, str]]:
        """Return the documents and the words that an answer cites."""
        reply = self.app.conversation().respond(Question(text=text, council=self.app.council.slug))
        return [(citation.doc, citation.quote) for citation in reply.citations]

    def cited_soon(self, text: str) -> list[tuple[str, str]]:
        """The same, once what a first search began to fetch serves."""
        self.cited(text)
        self.app.lending.settle()
        return self.cited(text)

    @property
    def generations(self) -> set[str]:
        """Those on this disk."""
        return {path.name for path in self.app.settings.index_dir.iterdir() if path.is_dir()}

    def stop(self) -> None:
        if "lending" in self.app.__dict__:
            self.app.lending.close()


@pytest.fixture
def shared(chroma_server: str, tmp_path: Path) -> dict[str, str]:
    return {
        "GUIDE_CHROMA_URL": chroma_server,
        "GUIDE_DATABASE_URL": f"sqlite:///{tmp_path}/shared/guide.db",
        "GUIDE_KEY_FILE": str(tmp_path / "keys" / "master.key"),
    }


@pytest.fixture
def a(shared: dict[str, str], tmp_path: Path) -> Iterator[Host]:
    host = Host(tmp_path / "a", shared)
    host.write("gifts.md", "# Canaryfig gifts policy\nA member declares each gift over $75.")
    yield host
    host.stop()


@pytest.fixture
def b(shared: dict[str, str], tmp_path: Path) -> Iterator[Host]:
    host = Host(tmp_path / "b", shared)
    yield host
    host.stop()


def on_server(server: str) -> set[str]:
    return {name.split("-owner-")[0] for name in names(server) if name.endswith("-owner-national")}


def change(host: Host, limit: str) -> str:
    host.write("gifts.md", f"# Canaryfig gifts policy\nA member declares each gift over {limit}.")
    host.build()
    return host.app.pointer.kept()[0]


def test_a_second_host_cites_the_same_and_builds_nothing(a: Host, b: Host) -> None:
    """It does not even hold the policy that it cites."""
    a.build()
    published = a.app.pointer.kept()
    assert ("gifts.md", "A member declares each gift over $75.") in a.cited(GIFTS)
    for question in (GIFTS, "Which gifts must I declare?", "Who pays for flights to a sister city?"):
        assert b.cited(question) == a.cited(question)
    assert b.app.pointer.kept() == published
    assert b.generations == set(published)


def test_what_one_host_changes_the_other_cites_without_a_restart(
    a: Host, b: Host, shared: dict[str, str]
) -> None:
    before = on_server(shared["GUIDE_CHROMA_URL"])
    a.build()
    assert "over $75" in str(b.cited(GIFTS))
    (a.policies / "gifts.md").unlink()
    a.write("trips.md", "# Quokkaleaf travel policy\nA paid trip is declared to the chief executive first.")
    a.build()
    assert ("trips.md", "A paid trip is declared to the chief executive first.") in b.cited_soon(TRIPS)
    assert "over $75" not in str(b.cited(GIFTS))
    change(a, "$50")
    assert "over $50" in str(b.cited_soon(GIFTS))
    kept = set(a.app.pointer.kept())
    assert len(kept) == 2
    assert on_server(shared["GUIDE_CHROMA_URL"]) - before == kept
    assert b.generations == kept


def test_a_host_that_missed_two_generations_waits_for_the_current_one(a: Host, b: Host) -> None:
    """The vectors that it has open are gone from the server."""
    a.build()
    assert "over $75" in str(b.cited(GIFTS))
    change(a, "$50")
    change(a, "$25")
    assert "over $25" in str(b.cited(GIFTS))


def test_of_two_builds_at_once_one_is_discarded_whole(a: Host, b: Host, shared: dict[str, str]) -> None:
    b.write("trips.md", "# Quokkaleaf travel policy\nA paid trip is declared to the chief executive first.")
    before = on_server(shared["GUIDE_CHROMA_URL"])
    with pytest.raises(IndexRaceError, match="Another host published"):
        # While the first is in the middle of its build, the second does all of its own.
        a.build(progress=lambda what, done, total: None if b.app.pointer.kept() else b.build() and None)
    kept = set(b.app.pointer.kept())
    assert len(kept) == 1
    assert on_server(shared["GUIDE_CHROMA_URL"]) - before == kept
    assert a.generations == set()
    assert "trips.md" in str(a.cited(TRIPS))


_DIE = """
    import importlib, os, signal, sys
    module = importlib.import_module({module!r})
    *path, name = {where!r}.split(".")
    for step in path:
        module = getattr(module, step)
    real, calls = getattr(module, name), []

    def die(*arguments, **named):
        calls.append(1)
        if len(calls) == {call}:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **named)

    setattr(module, name, die)
    from bot.__main__ import main
    sys.argv = ["council-guide", "search", "gift"]
    main()
"""


@pytest.mark.chaos
@pytest.mark.parametrize(
    ("module", "where", "call"),
    [
        ("knowledge.parcel", "b64decode", 1),
        ("knowledge.parcel", "ZipFile", 1),
        ("zipfile", "ZipFile._extract_member", 5),
        ("pathlib", "Path.rename", 1),
    ],
    ids=["downloading", "downloaded", "unpacking", "unpacked"],
)
def test_a_host_killed_while_it_fetches_starts_again(
    a: Host, b: Host, module: str, where: str, call: int
) -> None:
    assert hasattr(importlib.import_module(module), where.split(".")[0])
    a.build()
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_DIE).format(module=module, where=where, call=call)],
        env={**b.environment, "GUIDE_DATA_DIR": str(b.data_dir), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        cwd=b.data_dir,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert b.generations <= {"fetching"}
    assert b.cited(GIFTS) == a.cited(GIFTS)
    assert b.generations == set(a.app.pointer.kept())


def spoil(server: str, generation: str) -> None:
    with client_of(server) as client:
        parcel = client.get_collection(f"{generation}-parcel", embedding_function=None)
        parcel.update(ids=["piece-0"], metadatas=[{"piece": "c3BvaWxlZA=="}])


def test_what_is_not_what_was_published_is_not_served(
    a: Host, b: Host, shared: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    a.build()
    assert "over $75" in str(b.cited(GIFTS))
    spoil(shared["GUIDE_CHROMA_URL"], change(a, "$50"))
    assert "over $75" in str(b.cited_soon(GIFTS))
    assert "A new index cannot be opened (IndexMissingError)" in caplog.text
    b.stop()
    b.start()
    with pytest.raises(IndexMissingError, match="is not what was published"):
        b.cited(GIFTS)
    # Nor is it built upon: whoever builds there reads everything anew.
    b.write("gifts.md", "# Canaryfig gifts policy\nA member declares each gift over $10.")
    built = b.build().manifest
    assert built.parsed == built.documents
    assert "over $10" in str(b.cited(GIFTS))
    assert "over $10" in str(a.cited(GIFTS))


def test_a_command_that_lacks_the_address_of_the_database_leaves_the_shared_index_alone(
    a: Host, b: Host, shared: dict[str, str]
) -> None:
    a.build()
    published = a.app.pointer.kept()[0]
    assert b.cited(GIFTS) == a.cited(GIFTS)
    b.stop()
    del b.environment["GUIDE_DATABASE_URL"]
    b.start()
    assert "over $75" not in str(b.cited(GIFTS))
    change(b, "$10")
    change(b, "$5")
    assert published in on_server(shared["GUIDE_CHROMA_URL"])
    assert "over $75" in str(a.cited(GIFTS))


def of_an_older_version(host: Host, monkeypatch: pytest.MonkeyPatch) -> str:
    """Publish an index as a package of the year before would; return the generation."""
    with monkeypatch.context() as patched:
        patched.setattr(build, "version", lambda: "0.0.9")
        host.build()
    return host.app.pointer.kept()[0]


def test_an_index_of_an_older_version_is_renewed_by_the_host_that_holds_all_of_it(
    a: Host, b: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = of_an_older_version(a, monkeypatch)
    # It lacks the policy: what it would build would lose it.
    assert "over $75" in str(b.cited(GIFTS))
    assert b.app.pointer.kept() == [old]
    a.stop()
    a.start()
    monkeypatch.setattr("knowledge.build._is_made_from", lambda *_: False)
    assert "over $75" in str(a.cited(GIFTS))
    assert a.app.pointer.kept()[1:] == [old]


def test_an_older_version_leaves_the_index_of_a_newer_one(a: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    a.build()
    published = a.app.pointer.kept()
    a.start()
    monkeypatch.setattr(build, "version", lambda: "0.0.9")
    assert "over $75" in str(a.cited(GIFTS))
    assert a.app.pointer.kept() == published


def test_the_doctor_says_what_the_server_has_lost(a: Host, shared: dict[str, str]) -> None:
    a.build()
    [generation] = a.app.pointer.kept()
    with client_of(shared["GUIDE_CHROMA_URL"]) as client:
        client.delete_collection(f"{generation}-owner-national")
    [found] = doctor._index(a.app.settings)
    assert found == ("index", "red", "the Chroma server has lost it. Run: council-guide index build")


def test_the_commands_follow_the_row(a: Host, b: Host) -> None:
    def run(host: Host, *arguments: str) -> subprocess.CompletedProcess[str]:
        return guide(*arguments, data_dir=host.data_dir, **host.environment)

    policy = a.data_dir / "perks.md"
    policy.write_text("# Wombatberry perks policy\nPerks over $20 are sent back.", encoding="utf-8")
    added = run(a, "sources", "add", str(policy), "--reviewed", "2026-03-01")
    assert added.returncode == 0, added.stderr
    told = run(b, "doctor").stdout
    assert "shared with other hosts" in told
    assert "made from other documents than this host holds" in told
    assert "made from other documents" not in run(a, "doctor").stdout
    assert json.loads(run(b, "search", "Wombatberry perks", "--json").stdout)["results"][0]["text"] == (
        "Perks over $20 are sent back."
    )
    # Review dates of an added document are known where it was added.
    here, there = (json.loads(run(host, "index", "status", "--json").stdout)["current"] for host in (a, b))
    assert {**here, "freshness": None, "size_of_others": 0} == {
        **there,
        "freshness": None,
        "size_of_others": 0,
    }
