from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.errors import LibraryError
from knowledge.holdings import record
from knowledge.holdings.record import FetchMarks, Record
from tests.knowledge.holdings.samples import entry, kept

_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn"]), min_size=1).filter(
    lambda text: 0 < len(text.strip()) <= 400
)
_DAY = st.dates(date(1900, 1, 1), date(2900, 1, 1))
_MARKS = st.builds(
    FetchMarks,
    final_url=st.just("https://www.nzsis.govt.nz/a.pdf?v=1"),
    fetched_at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    sha256=st.just("0f" * 32),
    etag=st.none() | st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=300),
    last_modified=st.none() | st.just("Tue, 24 Nov 2026 10:00:00 GMT"),
)


@given(
    title=_WORDS,
    publisher=st.sampled_from(["null", "~", "yes", "2026-11-24", "1_000", "0x1F", "10:30", "- a", "{a: b}", "'", "# a"]),
    licence=_WORDS,
    published=st.none() | _DAY.map(str) | _DAY.map(lambda day: str(day)[:7]) | _DAY.map(lambda day: str(day)[:4]),
    reviewed=st.none() | _DAY,
    fetched=st.none() | _MARKS,
)  # fmt: skip
def test_what_is_written_is_read_back(**said: Any) -> None:
    said["fetched"] = said["fetched"] and said["fetched"].model_dump()
    one = kept(url="https://example.test/a", withdrawn_on="2026-01-31", withdrawn_reason="Old.", **said)
    assert record.parse(record.write(one), "source.yaml") == one


def _text(**changes: str) -> str:
    fields = {
        "id": "gift-policy",
        "title": "Gift policy",
        "publisher": "Demo District Council",
        "tier": "policy",
        "licence": "unknown",
        "added_on": "2026-11-24",
        "file": "gift-policy-0123456789abcdef.md",
    }
    return "".join(f"{key}: {value}\n" for key, value in (fields | changes).items() if value != "-")


def test_a_record_that_a_person_wrote_needs_no_quotes() -> None:
    one = record.parse(_text(published="2026", reviewed="2026-11-24", title="null"), "source.yaml")
    assert (one.published, one.reviewed, one.title) == ("2026", date(2026, 11, 24), "null")


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        *[({name: "2026-02-30"}, name, "must be a day")
          for name in ("reviewed", "expires", "licence_confirmed_on", "added_on")],
        ({"reviewed": "24/11/2026"}, "reviewed", "must be a day"),
        ({"reviewed": "1700000000"}, "reviewed", "must be a day"),
        ({"reviewed": "20261124"}, "reviewed", "must be a day"),
        ({"reviewed": "2026-W48-2"}, "reviewed", "must be a day"),
        ({"reviewed": ""}, "reviewed", "must be a day"),
        ({"reviewed": "[2026-11-24]"}, "reviewed", "must be a day"),
        ({"expires": "2026-11-24T00:00:00"}, "expires", "must be a day"),
        ({"published": "2026-13"}, "published", "must be a year"),
        ({"published": "2026-02-30"}, "published", "must be a year"),
        ({"published": "26"}, "published", "must be a year"),
        ({"withdrawn_on": "2026-11-24"}, "the file", "go together"),
        ({"withdrawn_reason": "Old."}, "the file", "go together"),
        ({"superseded_by": "gift-policy"}, "the file", "the document itself"),
        ({"superseded_by": "../x"}, "superseded_by", "small letters"),
        ({"tier": "gossip"}, "tier", "'law'"),
        ({"tier": "house"}, "tier", "must not be house"),
        ({"title": ""}, "title", "one line"),
        ({"title": '"a\\nb"'}, "title", "one line"),
        ({"title": '"a\\u202Eb"'}, "title", "one line"),
        ({"title": "x" * 401}, "title", "one line"),
        ({"title": "{a: b}"}, "title", "one plain value"),
        ({"licence": "-"}, "licence", "is missing"),
        ({"added_on": "-"}, "added_on", "is missing"),
        ({"colour": "red"}, "colour", "not a known field"),
        ({'"a\\u001b[31m"': "red"}, "a\\\\x1b", "not a known field"),
        ({"url": "javascript:alert(1)"}, "url", "web address"),
        ({"id": "Gift_Policy"}, "id", "small letters"),
        ({"file": "../../etc/passwd"}, "file", "same folder"),
        ({"file": "source.yaml"}, "file", "same folder"),
        ({"file": "a/b.md"}, "file", "same folder"),
        ({"file": ".hidden.md"}, "file", "same folder"),
        ({"fetched": "yes"}, "fetched", "must be"),
        ({"fetched": "{final_url: 'https://a.test/', fetched_at: '2026-11-24', sha256: aa}"},
         "fetched.fetched_at", "must be a moment"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_its_file(changes: dict[str, str], field: str, says: str) -> None:
    with pytest.raises(LibraryError, match=rf"^national/gift-policy/source.yaml: {field}.*{says}") as error:
        record.parse(_text(**changes), "national/gift-policy/source.yaml")
    assert error.value.message.isprintable()


@pytest.mark.parametrize(
    "text",
    ["", "- a list", "just words", "a: b: c", "\x00", "\t", "&a [*a]", "? [a]\n: b", "a: !!python/object:os.system x",
     "[" * 5000, "x" * 30_000, "a: *nobody", "--- a\n--- b"],
)  # fmt: skip
def test_what_is_no_record_is_refused_by_name(text: str) -> None:
    with pytest.raises(LibraryError, match=r"^source\.yaml"):
        record.parse(text, "source.yaml")


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    with pytest.raises(LibraryError, match=r"^source\.yaml"):
        record.parse(text, "source.yaml")


def test_a_record_cannot_be_changed() -> None:
    one = kept()
    with pytest.raises(ValidationError):
        one.title = "Other"  # type: ignore[misc]
    assert isinstance(one, Record)
    assert not isinstance(entry(), Record)
