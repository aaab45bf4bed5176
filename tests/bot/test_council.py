from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import ZONE
from bot.council import Contact, Council, load
from bot.council_file import Row, parse
from bot.errors import LibraryError, SettingError
from knowledge import source_list

DEMO = Path(__file__).parents[2] / "bot" / "demo"
TEXT = (DEMO / "council.yaml").read_text(encoding="utf-8")
THREE_ON_SUNDAY = datetime(2026, 11, 29, 3, 0, tzinfo=ZONE)
ELEVEN_ON_TUESDAY = datetime(2026, 11, 24, 11, 0, tzinfo=ZONE)
ROUND_THE_CLOCK = ["emergency", "support-1737", "consular"]


@pytest.fixture(scope="module")
def council() -> Council:
    return load(DEMO)


def read(text: str) -> Council:
    return parse(text, "council.yaml", Council, SettingError)


def line_of(part: str) -> int:
    return TEXT[: TEXT.index(part)].count("\n") + 1


def ids(contacts: list[Contact]) -> list[str]:
    return [contact.id for contact in contacts]


# --- the demo council ---------------------------------------------------------------------------------


def test_the_demo_council_says_that_it_is_one(council: Council) -> None:
    assert council.slug == "demo"
    assert council.name == "Rātā District Council (demo)"


def test_at_three_on_a_sunday_only_what_answers_round_the_clock_is_listed(council: Council) -> None:
    assert ids(council.open_contacts(THREE_ON_SUNDAY)) == ROUND_THE_CLOCK


def test_on_a_weekday_the_weekday_lines_are_listed_too(council: Council) -> None:
    assert ids(council.open_contacts(ELEVEN_ON_TUESDAY)) == [*ROUND_THE_CLOCK, "ncsc"]


@pytest.mark.parametrize(
    "holiday", [datetime(2026, 3, 23, 11, tzinfo=ZONE), datetime(2026, 12, 25, 11, tzinfo=ZONE)]
)
def test_on_a_public_holiday_of_the_region_the_weekday_lines_are_not_listed(
    council: Council, holiday: datetime
) -> None:
    assert ids(council.open_contacts(holiday)) == ROUND_THE_CLOCK


def test_each_number_stands_in_a_fact_of_each_source_named(council: Council) -> None:
    known = source_list.load()
    for contact in council.contacts:
        assert contact.sources
        texts = [
            fact.text for fact in known.facts.values() if set(contact.sources) & set(known.source_ids(fact))
        ]
        assert set(contact.sources) <= set(known.sources)
        if contact.phone:
            digits = re.escape(contact.phone)
            for source in contact.sources:
                carried = [fact for fact in known.facts.values() if source in known.source_ids(fact)]
                assert any(re.search(rf"(?<!\d){digits}(?!\d)", fact.text) for fact in carried), (
                    contact.id,
                    source,
                )
        if contact.email:
            assert any(contact.email in text for text in texts)


def test_each_web_address_is_its_sources_own(council: Council) -> None:
    known = source_list.load()
    addresses = " ".join(source.url or "" for source in known.sources.values())
    facts = " ".join(fact.text for fact in known.facts.values())
    for contact in council.contacts:
        if contact.url:
            assert contact.url in addresses or contact.url.removeprefix("https://") in facts, contact.id


def test_nothing_was_checked_later_than_its_sources_were_seen(council: Council) -> None:
    known = source_list.load()
    for contact in council.contacts:
        seen = max(date.fromisoformat(known.sources[source].seen_on) for source in contact.sources)
        assert contact.checked_on == seen


def test_a_number_that_its_source_doubts_says_that_it_needs_checking(council: Council) -> None:
    for name in ("consular", "nzsis"):
        contact = council.contact(name)
        assert contact
        assert (contact.note or "").startswith("Needs checking.")


def test_no_case_is_purged_as_shipped(council: Council) -> None:
    assert council.retention.cases is None
    assert council.retention.questions_days == 30


# --- contacts that nobody has checked -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "stale"),
    [
        (date(2026, 11, 24), False),
        (date(2027, 2, 21), False),
        (date(2027, 2, 22), True),  # the 90th day
        (date(2026, 11, 23), True),  # checked on a day to come is not checked
    ],
)
def test_a_critical_number_is_stale_after_90_days(council: Council, today: date, stale: bool) -> None:
    assert ids(council.stale_contacts(today)) == ([*ROUND_THE_CLOCK, "nzsis"] if stale else [])


def test_a_critical_number_never_checked_is_stale() -> None:
    text = TEXT.replace("checked_on: 2026-11-24", "checked_on:", 1)
    assert ids(read(text).stale_contacts(date(2026, 11, 24))) == ["emergency"]


# --- errors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("slug: demo", "slug: Demo Council", "slug: must be lower-case"),
        ("slug: demo", "slug: national", "slug: is the name of the national library"),
        ("slug: demo", "slug: demo\nlogo: x.png", "logo: is not a known field"),
        ("region: Otago", "region: Middle-earth", "region: must be "),
        ("team_id: T0DEMO00000", "team_id: demo", "team_id: must be a Slack team id"),
        ("team_id: T0DEMO00000", "team_id:", "team_id: is empty"),
        ('from: "08:30"', 'from: "8.30 am"', "office_hours[0].from: must be a time such as 08:30"),
        ("presenters: [U0DEMO00005]", "presenters: [jane]", "roles.presenters[0]: must be a Slack member id"),
        (
            "presenters: [U0DEMO00005]",
            "presenters: [U0DEMO00005, U0DEMO00005]",
            "roles.presenters: names the same one twice",
        ),
        ("presenters: [U0DEMO00005]", "presenters: U0DEMO00005", "roles.presenters: must be a valid tuple"),
        ("slack: U0DEMO00003", "slack: S0DEMO00003", "rota[0].slack: must be a Slack member id"),
        (
            "after_hours_phone: none",
            "after_hours_phone:",
            "after_hours_phone: is empty; fill it in, or write",
        ),
        ("after_hours_phone: none", "after_hours_phone: ask Jane", "after_hours_phone: must be digits"),
        ('phone: "111"', 'phone: "0800 SIS 224"', "contacts[0].phone: must be digits"),
        ("hours: unknown", "hours: weekdays", "contacts[3].hours: must be always, unknown, or a list"),
        ("id: support-1737", "id: emergency", "contacts: names the same one twice"),
        (
            "sources: [P1737, P1737B]",
            "sources: [see web]",
            "contacts[1].sources[0]: must be the id of a source",
        ),
        ("checked_on: 2026-11-24", "checked_on: 24/11/2026", "contacts[0].checked_on: must be a day such as"),
        ("checked_on: 2026-11-24", "checked_on: 86400", "contacts[0].checked_on: must be a day such as"),
        ("checked_on: 2026-11-24", "checked_on: 2026-02-30", "contacts[0].checked_on: must be a valid date"),
        ("critical: true", "critical: maybe", "contacts[0].critical: must be a valid boolean"),
        ("cases: none", "cases:", "retention.cases: is empty; fill it in, or write none"),
        ("cases: none", "cases: {class: A, years: 7}", "retention.cases.authority: is missing"),
        ("questions_days: 30", "questions_days: 0", "retention.questions_days: must be greater"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(old: str, new: str, said: str) -> None:
    line = line_of(old) + (1 if "logo" in new else 0)
    if said.startswith("contacts: "):
        line = line_of("contacts:\n")
    with pytest.raises(SettingError) as raised:
        read(TEXT.replace(old, new, 1))
    assert raised.value.message.startswith(f"council.yaml, line {line}: {said}")
    assert raised.value.hint


def test_a_missing_field_is_named() -> None:
    with pytest.raises(SettingError, match=r"line 4: region: is missing\."):
        read(re.sub(r"region: .*\n", "", TEXT))


def test_a_contact_that_cannot_be_reached_is_refused() -> None:
    with pytest.raises(SettingError, match=r"contacts\[0\]: needs a phone, a url or an email"):
        read(TEXT.replace('    phone: "111"\n', "", 1))


def test_unknown_office_hours_are_refused() -> None:
    text = re.sub(r"office_hours:\n(  .*\n)+", "office_hours: unknown\n", TEXT)
    with pytest.raises(SettingError, match="office_hours: must be known"):
        read(text)


def test_further_faults_are_counted() -> None:
    with pytest.raises(SettingError, match=r"\(and 1 more\)"):
        read(TEXT.replace("slug: demo", "slug: A B").replace("team_id: T0DEMO00000", "team_id: x"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: [", "council.yaml, line "),
        ("name: a\nname: b", "line 2: the field 'name' stands twice"),
        ("a: &x [*x]", "line 1: aliases"),
        ("a: &x 1\nb: *x", "aliases"),
        ("? [a]\n: b", "line 1: a field's name must be a plain word"),
        ("a: 1\n---\nb: 2", "line 2"),
        ("- a", "line 1: the file: must be a valid dictionary"),
        ("", "name: is missing"),
        ("\x00", "characters"),
        ("[" * 5000, "council.yaml"),
        ("{a: " * 900 + "b" + "}" * 900, "council.yaml"),
    ],
)
def test_a_file_that_is_no_settings_file_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(SettingError) as raised:
        read(text)
    assert said in raised.value.message


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"council\.yaml cannot be read .* Copy bot/demo/council\.yaml"):
        load(tmp_path)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "council.yaml").write_bytes("name: Rātā".encode("utf-16"))
    with pytest.raises(SettingError, match="not UTF-8"):
        load(tmp_path)


def test_the_error_is_of_the_kind_that_the_caller_asks_for() -> None:
    with pytest.raises(LibraryError):
        parse("x: 1", "advice.yaml", Council, LibraryError)


class _Anything(Row):
    name: str


def test_words_are_not_turned_into_numbers_dates_or_truth() -> None:
    for word in ("1737", "10:30", "no", "2026-11-24", "0800"):
        assert parse(f"name: {word}", "x.yaml", _Anything, SettingError).name == word


WILD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = sorted(Council.model_fields)


def _refusal(text: str) -> SettingError | None:
    try:
        read(text)
    except SettingError as error:
        return error
    return None


def _is_read_or_refused_in_one_line(text: str) -> bool:
    error = _refusal(text)
    if error is None:
        return True
    return error.message.startswith("council.yaml") and "\n" not in error.message and bool(error.hint)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    assert _is_read_or_refused_in_one_line(text)


@given(field=st.sampled_from(FIELDS), value=WILD)
def test_any_value_of_any_field_is_read_or_refused_in_one_line(field: str, value: object) -> None:
    raw = yaml.safe_load(TEXT)
    raw["after_hours_phone"] = "none"
    raw[field] = value
    assert _is_read_or_refused_in_one_line(yaml.safe_dump(raw, allow_unicode=True))


@given(field=st.sampled_from(["phone", "hours", "checked_on", "sources", "id", "url"]), value=WILD)
def test_any_value_in_a_contact_is_read_or_refused_in_one_line(field: str, value: object) -> None:
    raw = yaml.safe_load(TEXT)
    raw["contacts"][0][field] = value
    assert _is_read_or_refused_in_one_line(yaml.safe_dump(raw, allow_unicode=True))


@given(st.integers(0, len(TEXT) - 1), st.text(min_size=1, max_size=3))
def test_a_slip_of_the_keyboard_is_read_or_refused_in_one_line(at: int, slip: str) -> None:
    assert _is_read_or_refused_in_one_line(TEXT[:at] + slip + TEXT[at + 1 :])
