from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import KeyFileError, SealError
from bot.store.keys import Keys, Sealer, load
from tests.bot.store.given import at_once

MASTER = bytes(range(32))
KEYS = Keys(MASTER)
NAME = "inbox:1:body"
WORDS = "They asked for the planning papers, kia tūpato."
# What hash() is given: ids of Slack and of rows, which hold no control characters.
IDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")))


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def write_key(path: Path, content: bytes | None = None, permissions: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(base64.b64encode(MASTER) if content is None else content)
    path.chmod(permissions)
    return path


# --- the key file at the first start ------------------------------------------------------------------


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o000])
def test_the_key_file_is_made_for_its_owner_alone_in_a_new_folder(tmp_path: Path, mask: int) -> None:
    path = tmp_path / "new" / "master.key"
    before = os.umask(mask)
    try:
        load(path, tmp_path / "data")
    finally:
        os.umask(before)
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_no_draft_of_a_key_is_left_beside_it(tmp_path: Path) -> None:
    load(tmp_path / "keys" / "master.key", tmp_path / "data")
    assert os.listdir(tmp_path / "keys") == ["master.key"]


def test_the_second_start_reads_the_key_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    sealed = load(path, tmp_path / "data").seal(WORDS, NAME)
    assert load(path, tmp_path / "data").open(sealed, NAME) == WORDS


def test_two_places_get_two_keys(tmp_path: Path) -> None:
    one = load(tmp_path / "one.key", tmp_path / "data")
    two = load(tmp_path / "two.key", tmp_path / "data")
    assert one.hash("U1") != two.hash("U1")


def test_threads_that_start_at_once_end_with_one_key(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    hashes = at_once(8, lambda _: load(path, tmp_path / "data").hash("U1"))
    assert len(set(hashes)) == 1
    assert os.listdir(path.parent) == ["master.key"]


def test_processes_that_start_at_once_end_with_one_key(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from bot.store.keys import load\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        f"print(load(Path({str(path)!r}), Path({str(tmp_path / 'data')!r})).hash('U1').hex())\n"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    hashes = {process.communicate(timeout=30)[0] for process in processes}
    assert hashes == {f"{load(path, tmp_path / 'data').hash('U1').hex()}\n"}
    assert os.listdir(path.parent) == ["master.key"]


# --- where it may lie, and who may read it ------------------------------------------------------------


@pytest.mark.parametrize("place", ["data/master.key", "data/keys/master.key", "other/../data/master.key"])
def test_a_key_file_in_the_data_folder_is_refused_and_not_made(tmp_path: Path, place: str) -> None:
    with pytest.raises(KeyFileError, match=r"inside the data folder.*GUIDE_KEY_FILE"):
        load(tmp_path / place, tmp_path / "data")
    assert not (tmp_path / place).exists()


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_to_a_key_file_in_the_data_folder_is_refused(tmp_path: Path, is_there: bool) -> None:
    inside = tmp_path / "data" / "master.key"
    if is_there:
        write_key(inside)
    link = tmp_path / "master.key"
    link.symlink_to(inside)
    with pytest.raises(KeyFileError, match="inside the data folder"):
        load(link, tmp_path / "data")
    assert inside.exists() is is_there


def test_a_linked_folder_that_is_the_data_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "keys").symlink_to(tmp_path / "data")
    with pytest.raises(KeyFileError, match="inside the data folder"):
        load(tmp_path / "keys" / "master.key", tmp_path / "data")


def test_a_data_folder_named_by_a_link_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "real")
    with pytest.raises(KeyFileError, match="inside the data folder"):
        load(tmp_path / "real" / "master.key", tmp_path / "data")


def test_a_relative_path_into_the_data_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path / "data")
    with pytest.raises(KeyFileError, match="inside the data folder"):
        load(Path("master.key"), tmp_path / "data")
    with pytest.raises(KeyFileError, match="inside the data folder"):
        load(tmp_path / "data" / "master.key", Path())


def test_a_folder_that_only_begins_like_the_data_folder_is_another(tmp_path: Path) -> None:
    load(tmp_path / "data-keys" / "master.key", tmp_path / "data")
    assert (tmp_path / "data-keys" / "master.key").exists()


@pytest.mark.parametrize("permissions", [0o640, 0o604, 0o660, 0o620, 0o602, 0o610, 0o601, 0o644, 0o777])
def test_a_key_file_that_is_open_to_others_is_refused_with_the_command_that_closes_it(
    tmp_path: Path, permissions: int
) -> None:
    path = write_key(tmp_path / "master.key", permissions=permissions)
    with pytest.raises(KeyFileError) as caught:
        load(path, tmp_path / "data")
    assert (caught.value.code, caught.value.hint) == ("key_file", f"Run: chmod 600 {path}")


@pytest.mark.parametrize("permissions", [0o600, 0o400])
def test_a_key_file_that_only_its_owner_reads_is_taken(tmp_path: Path, permissions: int) -> None:
    path = write_key(tmp_path / "master.key", permissions=permissions)
    assert load(path, tmp_path / "data").hash("U1") == KEYS.hash("U1")


# --- a key file that is none --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\n", id="an empty line"),
        pytest.param(b"correct horse battery staple", id="garbage"),
        pytest.param("kia tūpato".encode(), id="not ASCII"),
        pytest.param(bytes(64), id="zeros"),
        pytest.param(MASTER, id="the bare bytes"),
        pytest.param(MASTER.hex().encode(), id="in hexadecimal"),
        pytest.param(base64.b64encode(MASTER[:31]), id="short"),
        pytest.param(base64.b64encode(MASTER + b"!"), id="long"),
        pytest.param(base64.b64encode(MASTER)[:-5], id="cut off"),
        pytest.param(base64.b64encode(MASTER) + b" # my key", id="with a remark"),
    ],
)
def test_a_file_without_a_key_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = write_key(tmp_path / "master.key", content)
    with pytest.raises(KeyFileError) as caught:
        load(path, tmp_path / "data")
    assert caught.value.message == f"The key file {path} holds no key."
    assert path.read_bytes() == content


def test_a_key_file_with_an_empty_line_at_its_end_is_taken(tmp_path: Path) -> None:
    path = write_key(tmp_path / "master.key", base64.b64encode(MASTER) + b"\r\n\n")
    assert load(path, tmp_path / "data").hash("U1") == KEYS.hash("U1")


def test_a_place_that_cannot_be_is_an_error_that_a_person_can_read(tmp_path: Path) -> None:
    write_key(tmp_path / "a-file")
    (tmp_path / "a-folder").mkdir(mode=0o700)
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    (tmp_path / "nowhere").symlink_to(tmp_path / "not-there")
    places = [
        tmp_path / "a-file" / "master.key",
        tmp_path / "a-folder",
        tmp_path / "circle",
        tmp_path / "nowhere",
        tmp_path / ("long" * 100),
        Path("~nobody-of-this-name/master.key"),
    ]
    for place in places:
        with pytest.raises(KeyFileError):
            load(place, tmp_path / "data")


# --- sealing ------------------------------------------------------------------------------------------


@given(text=st.text(), name=st.text())
def test_what_is_sealed_opens_under_its_name(text: str, name: str) -> None:
    assert KEYS.open(KEYS.seal(text, name), name) == text


@given(name=st.text(), other=st.text())
def test_what_is_sealed_opens_under_no_other_name(name: str, other: str) -> None:
    if name != other:
        with pytest.raises(SealError):
            KEYS.open(KEYS.seal(WORDS, name), other)


@pytest.mark.parametrize("other", ["inbox:2:body", "inbox:1:other", "outbox:1:body", "inbox:1:body ", ""])
def test_a_value_that_was_moved_to_another_row_or_column_does_not_open(other: str) -> None:
    with pytest.raises(SealError):
        KEYS.open(KEYS.seal(WORDS, NAME), other)


@given(data=st.data(), change=st.integers(1, 255))
def test_changed_bytes_do_not_open(data: st.DataObject, change: int) -> None:
    sealed = bytearray(KEYS.seal(WORDS, NAME))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= change
    with pytest.raises(SealError):
        KEYS.open(bytes(sealed), NAME)


def test_bytes_that_were_cut_off_or_added_do_not_open() -> None:
    sealed = KEYS.seal(WORDS, NAME)
    for end in range(len(sealed)):
        with pytest.raises(SealError):
            KEYS.open(sealed[:end], NAME)
    with pytest.raises(SealError):
        KEYS.open(sealed + b"\x00", NAME)


def test_another_key_does_not_open_it_and_the_error_says_what_to_do() -> None:
    with pytest.raises(SealError) as caught:
        Keys(bytes(32)).open(KEYS.seal(WORDS, NAME), NAME)
    assert caught.value.code == "seal"
    assert caught.value.hint == "Put back the key file that belongs to this data folder."
    assert "planning" not in str(caught.value)


def test_the_same_text_twice_gives_different_bytes() -> None:
    assert len({KEYS.seal(WORDS, NAME) for _ in range(100)}) == 100


def test_what_is_sealed_shows_none_of_its_words() -> None:
    sealed = KEYS.seal(WORDS, NAME)
    assert not any(word.encode() in sealed for word in [*WORDS.split(), NAME])


# --- look-up by hash ----------------------------------------------------------------------------------


def test_equal_parts_give_an_equal_hash_in_every_process() -> None:
    assert KEYS.hash("person", "demo", "U1") == Keys(MASTER).hash("person", "demo", "U1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "bc"), ("ab", "c")),
        (("a", "b"), ("ab",)),
        (("a", ""), ("a",)),
        (("", "a"), ("a", "")),
        (("a", "b"), ("b", "a")),
        (("person", "demo", "U1"), ("person", "another", "U1")),
        (("person", "demo", "U1"), ("message", "demo", "U1")),
    ],
)
def test_a_hash_tells_parts_their_order_and_councils_apart(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    assert KEYS.hash(*one) != KEYS.hash(*other)


@given(one=st.lists(IDS, min_size=1), other=st.lists(IDS, min_size=1))
def test_hashes_are_equal_only_for_equal_parts(one: list[str], other: list[str]) -> None:
    assert (KEYS.hash(*one) == KEYS.hash(*other)) is (one == other)


def test_without_the_key_nobody_can_make_the_hash() -> None:
    assert KEYS.hash("U1") != Keys(bytes(32)).hash("U1")


# --- the keys of cases --------------------------------------------------------------------------------


def test_the_words_of_a_case_open_with_its_own_key() -> None:
    wrapped = KEYS.new_case_key("case 1")
    sealed = KEYS.case_sealer(wrapped, "case 1").seal(WORDS, "cases:1:body")
    assert Keys(MASTER).case_sealer(wrapped, "case 1").open(sealed, "cases:1:body") == WORDS


def test_each_case_has_a_key_of_its_own() -> None:
    sealed = KEYS.case_sealer(KEYS.new_case_key("1"), "1").seal(WORDS, NAME)
    strangers: list[Sealer] = [KEYS, KEYS.case_sealer(KEYS.new_case_key("1"), "1")]
    for stranger in strangers:
        with pytest.raises(SealError):
            stranger.open(sealed, NAME)


def test_the_key_of_a_case_opens_for_no_other_case() -> None:
    with pytest.raises(SealError):
        KEYS.case_sealer(KEYS.new_case_key("case 1"), "case 2")


def test_the_key_of_a_case_opens_with_no_other_master_key() -> None:
    with pytest.raises(SealError):
        Keys(bytes(32)).case_sealer(KEYS.new_case_key("case 1"), "case 1")


def test_a_wrapped_key_is_no_text_that_the_master_key_opens() -> None:
    with pytest.raises(SealError):
        KEYS.open(KEYS.new_case_key("case 1"), "cases:case 1:data_key")
