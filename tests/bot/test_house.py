from __future__ import annotations

import re
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import ZONE
from bot.council import Council
from bot.council import load as load_council
from bot.errors import LibraryError
from bot.house import House
from bot.house_file import HouseText, Reason
from bot.models import Danger
from bot.triage.indicators import load as load_indicators

DEMO = Path(__file__).parents[2] / "bot" / "demo"
ADVICE = (DEMO / "advice.yaml").read_text(encoding="utf-8")
CANNED = (DEMO.parent / "canned.yaml").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 29, 3, 0, tzinfo=ZONE)
TODAY = date(2026, 11, 24)
HOUSE = House.load(DEMO)
COUNCIL = load_council(DEMO)

# One set of indicators that selects each kind.
KINDS = {
    "images": ["romance", "leverage"],
    "pressure": ["family"],
    "insider": ["insider"],
    "account": ["phish"],
    "device": ["removable"],
    "profile": ["fake-profile"],
    "cash-gift": ["cash"],
    "agreement": ["sovereignty"],
    "other": [],
}
INDICATORS = frozenset(indicator.id for indicator in load_indicators())
FORBIDDEN = re.compile(
    r"\b(spy|spies|spying|traitor|suspects?|guilty|culprit|stupid|careless|foolish|should have|chinese|china|"
    r"russians?|iran\w*|indian?|korean?|foreigners?|migrants?|muslims?|ethnic\w*|nationalit\w*)\b",
    re.I,
)
BARE_MAORI = re.compile(r"\b(Maori|kaumatua|Rata|tuku|ie toga|hapu|whanau|Taituara)\b", re.I)


SLOTS = {
    Reason.NOTHING_FOUND: {"searched": "our notes"},
    Reason.UNCLEAR: {"choices": "a gift, or a trip"},
    Reason.TOLD_OPENED: {"name": "Jane"},
    Reason.TOLD_NAMED: {"name": "Jane"},
    Reason.TOLD_WITHDRAWN: {"reference": "CG-1"},
    Reason.TOLD_RESOLVED: {"reference": "CG-1"},
    Reason.TOLD_URGENT: {"name": "Jane"},
    Reason.TOLD_CHOOSE: {"names": "Jane, Tom"},
    Reason.TOLD_SUPPORT: {"name": "Hana"},
    Reason.TOLD_UNREACHED: {"name": "Jane"},
}


def interim(kind: str) -> HouseText:
    return HOUSE.interim(KINDS[kind])


def danger(kind: Danger, council: Council = COUNCIL, now: datetime = NOW) -> HouseText:
    return HOUSE.danger(kind, council, now)


def canned(reason: Reason) -> str:
    return HOUSE.canned(reason, **SLOTS.get(reason, {}))


def everything() -> list[str]:
    texts = [interim(kind).text for kind in KINDS] + [danger(kind).text for kind in Danger]
    return texts + [canned(reason) for reason in Reason]


def house(folder: Path, old: str, new: str) -> House:
    assert old in ADVICE
    (folder / "advice.yaml").write_text(ADVICE.replace(old, new, 1), encoding="utf-8")
    return House.load(folder)


# --- interim advice -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_at_most_six_short_lines(kind: str) -> None:
    lines = interim(kind).text.splitlines()
    assert 1 <= len(lines) <= 6
    assert all(len(line) <= 160 for line in lines)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "element",
    [
        r"keep|sign nothing",
        r"as (?:it is|they are)",
        r"need not reply",
        r"if you must(?: reply)?, say you will get back to them",
        r"agree to|sign nothing",
        r"confront, warn or test anyone, search for them or look them up",
        r"write down what (?:happened|you saw or heard)",
        r"when",
        r"who was there",
        r"this is not your fault",
    ],
)
def test_each_kind_keeps_the_spine(kind: str, element: str) -> None:
    assert re.search(element, interim(kind).text, re.I)


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_two_lines_answer(kind: str) -> None:
    first_two = " ".join(interim(kind).text.splitlines()[:2])
    assert re.search(r"keep|need not reply|sign nothing", first_two, re.I)
    assert len(first_two) <= 220


@pytest.mark.parametrize("kind", KINDS)
def test_indicators_select_their_kind(kind: str) -> None:
    assert interim(kind).id == f"interim/{kind}"
    assert interim(kind).doc == "advice.yaml"


@pytest.mark.parametrize(
    ("indicators", "kind"),
    [
        (["gift", "threat"], "pressure"),
        (["gift", "removable"], "device"),
        (["cash", "fake-profile"], "profile"),
        (["insider", "phish"], "insider"),
        (["sovereignty", "paid-travel"], "cash-gift"),
        (["leverage"], "pressure"),
        (["romance"], "profile"),
        (["leverage", "romance", "threat"], "images"),
        (["secrecy", "off-site"], "other"),
        (["no-such-indicator"], "other"),
    ],
)
def test_the_graver_kind_comes_first_whatever_the_order(indicators: list[str], kind: str) -> None:
    assert HOUSE.interim(indicators).id == f"interim/{kind}"
    assert HOUSE.interim(indicators[::-1]).id == f"interim/{kind}"


def test_only_known_indicators_select_a_kind() -> None:
    lists = re.findall(r"(?:indicators|all_of): \[(.*)\]", ADVICE)
    named = {name.strip() for found in lists for name in found.split(",") if name.strip()}
    assert named <= INDICATORS


@given(st.lists(st.text(max_size=12) | st.sampled_from(sorted(INDICATORS)), max_size=6))
def test_any_indicators_get_advice_that_is_in_the_file(indicators: list[str]) -> None:
    assert HOUSE.is_house_text(HOUSE.interim(indicators).text, COUNCIL)


def test_the_kinds_for_pictures_and_pressure_offer_help_by_number() -> None:
    assert "**1737**" in interim("images").text
    assert interim("pressure").text.startswith("If anyone is in danger, ring **111** now.")


# --- danger -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        (Danger.HERE, "Ring **111** now."),
        (Danger.OVERSEAS, "Ring the local emergency number now."),
        (
            Danger.SELF_HARM,
            "If you might act on this now, ring **111**. Free call or text **1737**, any hour.",
        ),
    ],
)
def test_danger_comes_before_any_greeting(kind: Danger, first: str) -> None:
    assert danger(kind).text.startswith(first)


def test_overseas_the_consular_line_follows_with_its_caution() -> None:
    second = danger(Danger.OVERSEAS).text.splitlines()[1]
    assert "**+64 4 439 8000**" in second
    assert "may have changed" in second


def test_a_consular_line_that_the_council_does_not_list_is_not_said() -> None:
    rest = tuple(contact for contact in COUNCIL.contacts if contact.id != "consular")
    text = danger(Danger.OVERSEAS, COUNCIL.model_copy(update={"contacts": rest})).text
    assert "439" not in text
    assert "safetravel.govt.nz" in text
    assert len(text.splitlines()) == 4


def test_a_contact_that_does_not_answer_at_that_hour_is_not_said() -> None:
    ncsc = COUNCIL.contact("ncsc")
    assert ncsc
    asleep = tuple(
        contact.model_copy(update={"hours": ncsc.hours}) if contact.id == "consular" else contact
        for contact in COUNCIL.contacts
    )
    council = COUNCIL.model_copy(update={"contacts": asleep})
    assert "439" not in danger(Danger.OVERSEAS, council).text
    assert "439" in danger(Danger.OVERSEAS, council, datetime(2026, 11, 24, 11, tzinfo=ZONE)).text


def test_somebody_who_may_hurt_themselves_is_not_told_of_liaisons_or_rules() -> None:
    text = danger(Danger.SELF_HARM).text
    assert not re.search(r"liaison|nzsis|police|report|write down|passed", text, re.I)


def test_a_number_said_in_a_fixed_text_is_in_the_list_of_contacts() -> None:
    phones = {contact.phone for contact in COUNCIL.contacts}
    for text in everything():
        assert set(re.findall(r"\*\*(\+?[\d ]+)\*\*", text)) <= phones


# --- words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", everything())
def test_no_text_blames_names_a_people_or_drops_a_macron(text: str) -> None:
    assert not FORBIDDEN.search(text)
    assert not BARE_MAORI.search(text)


@pytest.mark.parametrize("reason", list(Reason))
def test_a_canned_message_is_at_most_three_short_sentences(reason: Reason) -> None:
    sentences = re.split(r"(?<=[.!?])\s+", canned(reason))
    assert len(sentences) <= 3
    assert all(len(sentence.split()) <= 26 for sentence in sentences)


@pytest.mark.parametrize("reason", [reason for reason in Reason if not reason.startswith("dry_")])
def test_a_canned_message_does_not_bring_up_interference(reason: Reason) -> None:
    text = canned(reason)
    # These words are care.md's own, or answer who asks about us or for a person.
    if reason not in (Reason.ORIGIN_ONLY, Reason.ABOUT_A_PERSON, Reason.WHAT_THIS_IS, Reason.A_PERSON):
        assert not re.search(r"interfer|nzsis|espionage|threat|suspici|risk|report", text, re.I)


def test_the_sentences_that_are_laid_down_are_said_exactly() -> None:
    assert HOUSE.canned("about_a_person") == (
        "I never say whether anyone has reported, asked about or is looking at a person or a group. "
        "Everyone gets this answer."
    )
    assert HOUSE.canned("origin_only") == (
        "Where someone is from tells you nothing about risk. What they ask, offer or hide can. "
        "If something they did bothers you, tell me that part."
    )


@pytest.mark.parametrize(
    ("reason", "elements"),
    [
        ("who_reads", ["liaison", "without your name", "danger", "may show who you are", "export", "LGOIMA"]),
        ("what_this_is", ["independent", "program", "not endorsed by NZSIS", "Police", "lawyer", "wrong"]),
        ("what_is_kept", ["30 days", "council records", "no right", "correct", "LGOIMA", "Slack"]),
        ("where_it_goes", ["machine", "encrypted", "whoever holds the key", "only if your council", "never"]),
        ("what_is_seen", ["only what you write to me", "mention me", "never", "attachments"]),
        (
            "what_to_ask",
            ["gifts", "trips", "what happened", "sources", "classified", "passwords", "intimate"],
        ),
        ("a_person", ["**Talk to the liaison**", "**0800 747 224**", "**111**"]),
    ],
)
def test_what_is_said_of_ourselves_keeps_each_element_of_the_welcome(
    reason: str, elements: list[str]
) -> None:
    assert [element for element in elements if element not in HOUSE.canned(reason)] == []


def test_the_days_that_are_named_are_those_of_the_file_as_shipped() -> None:
    assert f"kept for {COUNCIL.retention.questions_days} days" in HOUSE.canned("what_is_kept")


def test_koha_is_received_with_respect_and_the_missing_source_is_said() -> None:
    text = HOUSE.canned("koha")
    for element in ("taonga", "ʻie tōga", "respect", "no source on koha", "kaumātua", "Māori partnerships"):
        assert element in text


def test_each_level_has_a_line_for_the_command_line() -> None:
    assert HOUSE.canned("dry_escalate").startswith(
        "In Slack this would be passed to your council's liaison, without your name."
    )
    assert HOUSE.canned("dry_advise").startswith("Has something like this happened?")
    assert "It has: pass it on" in HOUSE.canned("dry_advise")
    assert "Just asking" in HOUSE.canned("dry_advise")
    assert "please ring" in HOUSE.canned("dry_urgent")


def test_a_need_for_support_is_not_said_to_go_to_the_liaison() -> None:
    for reason in ("dry_urgent", "dry_self_harm"):
        assert "liaison" not in HOUSE.canned(reason)


# --- slots --------------------------------------------------------------------------------------------


@given(st.text(max_size=40))
def test_a_slot_is_filled_with_the_words_as_they_are(words: str) -> None:
    assert words in HOUSE.canned("nothing_found", searched=words)


def test_a_missing_slot_is_named() -> None:
    with pytest.raises(LibraryError, match="'nothing_found' needs the slot 'searched'"):
        HOUSE.canned("nothing_found")


def test_a_surplus_slot_is_named() -> None:
    with pytest.raises(LibraryError, match="'empty' has no slot 'name'"):
        HOUSE.canned("empty", name="x")


def test_an_unknown_reason_is_named() -> None:
    with pytest.raises(LibraryError, match="no text 'moon'"):
        HOUSE.canned("moon")


def test_a_canned_text_can_be_cited() -> None:
    text = HOUSE.fixed("origin_only")
    assert (text.id, text.doc, text.section) == ("canned/origin_only", "canned.yaml", "origin_only")
    assert text.text == HOUSE.canned("origin_only")


# --- exact match --------------------------------------------------------------------------------------


def test_what_the_house_says_is_a_house_text() -> None:
    said = [interim(kind).text for kind in KINDS] + [danger(kind).text for kind in Danger]
    said.append(HOUSE.fixed("origin_only").text)
    assert all(HOUSE.is_house_text(text, COUNCIL) for text in said)


def test_one_changed_character_is_not_a_house_text() -> None:
    text = interim("device").text
    assert not HOUSE.is_house_text(text.replace("not", "nut", 1), COUNCIL)
    assert not HOUSE.is_house_text(text + " ", COUNCIL)
    assert not HOUSE.is_house_text(text.splitlines()[0], COUNCIL)
    other_number = danger(Danger.OVERSEAS).text.replace("8000", "8001")
    assert not HOUSE.is_house_text(other_number, COUNCIL)


def test_a_danger_text_without_its_contact_is_a_house_text() -> None:
    without = danger(Danger.OVERSEAS, COUNCIL.model_copy(update={"contacts": COUNCIL.contacts[:1]})).text
    assert HOUSE.is_house_text(without, COUNCIL)


# --- approval -----------------------------------------------------------------------------------------


def test_everything_is_a_draft_as_shipped() -> None:
    drafts = HOUSE.drafts(TODAY)
    assert {draft.id for draft in drafts} == {
        *(f"interim/{kind}" for kind in KINDS),
        *(f"danger/{kind}" for kind in Danger),
    }
    assert {draft.why for draft in drafts} == {"draft"}


APPROVED = (
    "status: approved\n    approved_by: Chief executive\n    approved_on: 2026-11-20\n    expires: 2027-11-20"
)
DRAFT = "status: draft\n    approved_by: null\n    approved_on: null\n    expires: null"


@pytest.mark.parametrize(
    ("today", "why"),
    [
        (date(2026, 11, 19), "not approved yet"),
        (date(2026, 11, 20), None),
        (date(2027, 11, 19), None),
        (date(2027, 11, 20), "expired"),
    ],
)
def test_an_approved_text_is_no_draft_until_it_expires(tmp_path: Path, today: date, why: str | None) -> None:
    pending = {draft.id: draft.why for draft in house(tmp_path, DRAFT, APPROVED).drafts(today)}
    assert pending.get("interim/cash-gift") == why
    assert len(pending) == (11 if why is None else 12)


# --- errors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("status: draft", "status: approved", r"line \d+: kinds\[0\]: is approved, so approved_by"),
        ("approved_by: null", "approved_by: Jane", r"kinds\[0\]: has an approval but its status is draft"),
        (DRAFT, APPROVED.replace("2027", "2025"), r"kinds\[0\]: expires before it was approved"),
        ("status: draft", "status: maybe", r"kinds\[0\]\.status: must be 'draft' or 'approved'"),
        ("version: 1", "version: 0", r"line 16: kinds\[0\]\.version: must be greater"),
        ("    version: 1\n", "", r"kinds\[0\]\.version: is missing"),
        ("cash-gift, agreement, other]", "cash-gift, other]", "order must name each of the kinds once"),
        ("agreement, other]", "other, agreement]", "order must name each .* 'other' last"),
        ('- "Keep every message, card and', '- "a"\n      - "Keep every message, card and', "at most 6"),
        ("This is not your fault.", "Not your fault. " * 11, r"kinds\[0\]\.lines\[5\]: .*at most 160"),
        ('"This is not your fault."', '"Two\\nlines."', r"kinds\[0\]\.lines\[5\]: must be one line"),
        ("Ring **111** now", "Help is near", r"danger\[0\]: must name \*\*111\*\* in its first line"),
        ("**{phone}**", "**{name}**", r"danger\[1\]\.lines\[1\]: has \{phone\} once"),
        ("**{phone}**", "the number", r"danger\[1\]\.lines\[1\]: has \{phone\} once"),
        ("id: self-harm", "id: here", "danger must hold each of here, overseas and self-harm once"),
        ("kinds:\n", "kinds:\n  - {}\n", r"line 14: kinds\[0\]\.title: is missing"),
        ("order:", "mood: calm\norder:", "mood: is not a known field"),
    ],
)
def test_a_wrong_advice_file_is_refused_by_name(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(LibraryError, match=said) as raised:
        house(tmp_path, old, new)
    assert "advice.yaml, line " in raised.value.message


def test_a_missing_advice_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    shutil.copy(DEMO / "council.yaml", tmp_path)
    with pytest.raises(LibraryError, match=r"advice\.yaml cannot be read .* Copy bot/demo/advice\.yaml"):
        House.load(tmp_path)


def _refusal(folder: Path) -> LibraryError | None:
    try:
        House.load(folder)
    except LibraryError as error:
        return error
    return None


@given(st.integers(0, len(ADVICE) - 1), st.text(min_size=1, max_size=3))
def test_a_slip_of_the_keyboard_is_read_or_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, at: int, slip: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "slip"
    folder.mkdir(exist_ok=True)
    (folder / "advice.yaml").write_text(ADVICE[:at] + slip + ADVICE[at + 1 :], encoding="utf-8", newline="")
    error = _refusal(folder)
    assert error is None or ("advice.yaml" in error.message and "\n" not in error.message)


def test_the_reasons_and_the_file_are_the_same_list() -> None:
    assert set(re.findall(r"^  (\w+):$", CANNED, re.M)) == {reason.value for reason in Reason}
