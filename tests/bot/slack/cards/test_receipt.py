from __future__ import annotations

import json
from datetime import datetime

import pytest
from hypothesis import given, settings

from bot.council import Council
from bot.escalation.models import CaseView
from bot.escalation.states import ACTIVE, Status
from bot.models import Level, SeenIndicator
from bot.slack.cards import actions
from bot.slack.cards.blocks import Card
from bot.slack.cards.receipt import STUB, cannot_wait, receipt_blocks
from tests.bot.slack.limits import check_card, check_harmless, labels, said
from tests.bot.slack.samples import (
    CASE_ID,
    COUNCIL,
    HOLIDAY,
    NIGHT,
    OFFICE_HOURS,
    STORY,
    WILD,
    WITH_PHONE,
    case,
)

NZSIS_DIRECT = "You can also ring NZSIS direct, just as well: *0800 747 224*"
HELD_BACK = case(
    words_shared=False,
    indicators=(SeenIndicator(id="family", label="pressure on or through relatives", evidence="my cousin"),),
)


def receipt(
    of: CaseView | None = None, now: datetime = NIGHT, council: Council = COUNCIL, reader: str = "Jane (demo)"
) -> str:
    return said(receipt_blocks(of or case(), council, now, reader))


# --- each element of care.md, "Receipt" ---------------------------------------------------------------


@pytest.mark.parametrize(
    "element",
    [
        pytest.param("*CG-7* has been passed to Jane (demo)", id="passed to whom"),
        pytest.param(
            "because of these words: “an envelope with forty thousand” and “my quarry vote”", id="why"
        ),
        pytest.param("You have done nothing wrong by asking", id="nothing wrong"),
        pytest.param("it does not mean that anybody else has", id="nobody accused"),
        pytest.param("*Sent:* these words.", id="what was sent"),
        pytest.param(STORY, id="preview"),
        pytest.param("*Not sent:* your name.", id="name not sent"),
        pytest.param("Your words may still show who you are.", id="words may tell"),
        pytest.param("The next look is tomorrow at 8.30am.", id="next look"),
        pytest.param("Nobody at council is watching before then.", id="nobody watching"),
        pytest.param("*If it cannot wait:* these answer now.", id="cannot wait"),
        pytest.param("*111*: Police, Fire or Ambulance", id="a number open now"),
        pytest.param(NZSIS_DIRECT, id="NZSIS direct"),
    ],
)
def test_a_receipt_holds(element: str) -> None:
    assert element in receipt()


@pytest.mark.parametrize("label", ["Show what was sent", "Add", "Tell them it's me", "Take it back"])
def test_a_receipt_has_the_button(label: str) -> None:
    assert label in labels(receipt_blocks(case(), COUNCIL, NIGHT, "Jane"))


def test_taking_it_back_says_that_they_may_have_read_it() -> None:
    row = receipt_blocks(case(), COUNCIL, NIGHT, "Jane")[-1]
    [back] = [one for one in row["elements"] if one["action_id"] == actions.WITHDRAW]
    assert "They may have read it already." in back["confirm"]["text"]["text"]


def test_the_buttons_hold_the_id_of_the_case_alone() -> None:
    row = receipt_blocks(HELD_BACK, COUNCIL, NIGHT, "Jane")[-1]
    assert {one["value"] for one in row["elements"]} == {CASE_ID}


# --- who looks, and when ------------------------------------------------------------------------------


def test_in_office_hours_it_says_when_somebody_should_look() -> None:
    shown = receipt(now=OFFICE_HOURS)
    assert "It is office hours: somebody should look by today at 1pm." in shown
    assert "watching" not in shown


@pytest.mark.parametrize(
    ("now", "looks"),
    [
        (NIGHT, "tomorrow at 8.30am"),
        (HOLIDAY, "Tuesday 29 December at 8.30am"),  # after Boxing Day's Monday
        (OFFICE_HOURS.replace(hour=17), "tomorrow at 8.30am"),
        (OFFICE_HOURS.replace(hour=8), "today at 8.30am"),
    ],
)
def test_out_of_hours_it_says_when_the_office_opens(now: datetime, looks: str) -> None:
    assert f"The next look is {looks}. Nobody at council is watching before then." in receipt(now=now)


def test_when_it_is_urgent_nobody_is_told_to_wait() -> None:
    shown = receipt(case(level=Level.URGENT, named=True))
    assert "Do not wait for an answer here: ring." in shown
    assert "next look" not in shown


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (
            Status.WITHDRAWN,
            "You took it back. Whoever read it before has read it; nobody will act on it now.",
        ),
        (Status.RESOLVED, "It is closed. If something more happens, tell me here."),
        (Status.CLAIMED, "Tom has it, and writes to you here."),
    ],
)
@pytest.mark.parametrize("level", [Level.ESCALATE, Level.URGENT])
def test_what_has_become_of_it_stands_in_place_of_the_next_look(
    status: Status, line: str, level: Level
) -> None:
    shown = said(receipt_blocks(case(status=status, level=level), COUNCIL, NIGHT, "Jane and Tom", "Tom"))
    assert line in shown
    assert "next look" not in shown
    assert "Do not wait for an answer" not in shown


def test_what_was_taken_back_was_passed_on_once() -> None:
    assert "*CG-7* was passed to Jane (demo)" in receipt(case(status=Status.WITHDRAWN))


def test_all_who_read_it_are_named() -> None:
    assert "has been passed to Jane and Tom, because" in receipt(reader="Jane and Tom")


# --- which numbers ------------------------------------------------------------------------------------


def numbers(now: datetime, council: Council = COUNCIL) -> list[str]:
    """Return the numbers that are said to answer now."""
    listed, _, _ = cannot_wait(council, now).partition("You can also ring")
    return [line.split("*")[1] for line in listed.splitlines() if line.startswith("•")]


@pytest.mark.parametrize(
    ("now", "open_now"),
    [
        (OFFICE_HOURS, ["111", "1737", "+64 4 439 8000", "0800 114 115"]),
        (NIGHT, ["111", "1737", "+64 4 439 8000"]),
        (HOLIDAY, ["111", "1737", "+64 4 439 8000"]),
    ],
)
def test_only_numbers_known_to_answer_at_that_hour_are_listed(now: datetime, open_now: list[str]) -> None:
    assert numbers(now) == open_now


@pytest.mark.parametrize("now", [OFFICE_HOURS, NIGHT, HOLIDAY])
def test_nzsis_direct_is_offered_at_any_hour_and_not_said_to_answer(now: datetime) -> None:
    shown = cannot_wait(COUNCIL, now)
    assert f"{NZSIS_DIRECT}. I do not know whether it answers at this hour." in shown
    assert "0800 747 224" not in numbers(now)


def test_nzsis_known_to_answer_is_named_once_and_without_doubt() -> None:
    contacts = tuple(
        one.model_copy(update={"hours": one.hours.model_copy(update={"always": True})})
        if one.id == "nzsis"
        else one
        for one in COUNCIL.contacts
    )
    shown = cannot_wait(COUNCIL.model_copy(update={"contacts": contacts}), NIGHT)
    assert shown.count("0800 747 224") == 1
    assert shown.endswith(NZSIS_DIRECT)


@pytest.mark.parametrize(("now", "listed"), [(OFFICE_HOURS, False), (NIGHT, True), (HOLIDAY, True)])
def test_the_after_hours_phone_is_listed_out_of_hours_only(now: datetime, listed: bool) -> None:
    assert ("03 400 1234" in numbers(now, WITH_PHONE)) is listed


def test_danger_stays_the_first_number() -> None:
    assert numbers(NIGHT, WITH_PHONE)[:2] == ["111", "03 400 1234"]


def test_a_council_without_an_after_hours_phone_names_none() -> None:
    assert "after hours" not in cannot_wait(COUNCIL, NIGHT)


def test_a_long_list_of_contacts_keeps_nzsis() -> None:
    long = [
        COUNCIL.contacts[0].model_copy(update={"id": f"c{n}", "name": "n" * 400, "what_for": "& " * 200})
        for n in range(40)
    ]
    council = COUNCIL.model_copy(update={"contacts": (*long, *COUNCIL.contacts)})
    blocks = receipt_blocks(case(), council, NIGHT, "Jane")
    assert NZSIS_DIRECT in said(blocks)
    check_card(Card(text="x", blocks=blocks), most_characters=4000)


@pytest.mark.parametrize("kept", [(), ("nzsis",)])
def test_without_a_number_of_nzsis_none_is_made_up(kept: tuple[str, ...]) -> None:
    contacts = tuple(
        one.model_copy(update={"phone": None}) if one.id == "nzsis" else one
        for one in COUNCIL.contacts
        if one.id != "nzsis" or one.id in kept
    )
    assert "NZSIS" not in cannot_wait(COUNCIL.model_copy(update={"contacts": contacts}), NIGHT)


def test_a_contact_without_a_phone_is_no_number() -> None:
    online = COUNCIL.contacts[0].model_copy(
        update={"id": "form", "phone": None, "url": "https://a.nz", "name": "A form"}
    )
    council = COUNCIL.model_copy(update={"contacts": (*COUNCIL.contacts, online)})
    assert "A form" not in cannot_wait(council, NIGHT)


def test_a_long_quote_is_an_excerpt() -> None:
    seen = (SeenIndicator(id="cash", label="money", evidence="word " * 100 + "the end"),)
    assert "the end" not in receipt(case(indicators=seen, words="Short."))


def test_no_number_that_answers_is_no_empty_list() -> None:
    nzsis = tuple(one for one in COUNCIL.contacts if one.id == "nzsis")
    shown = cannot_wait(COUNCIL.model_copy(update={"contacts": nzsis}), NIGHT)
    assert shown.splitlines()[0] == "*If it cannot wait:*"
    assert "These answer now" not in shown


# --- what was sent ------------------------------------------------------------------------------------


def test_held_back_words_are_said_not_to_have_been_sent() -> None:
    shown = receipt(HELD_BACK)
    assert "*Sent:* only what it is about: pressure on or through relatives." in shown
    assert "*Not sent:* your words, and not your name. They go when you say so." in shown
    assert "Your words may still show who you are." in shown
    assert "quarry" not in shown


def test_held_back_words_have_a_button_to_send_them() -> None:
    assert "Send my words too" in labels(receipt_blocks(HELD_BACK, COUNCIL, NIGHT, "Jane"))
    assert "Send my words too" not in labels(receipt_blocks(case(), COUNCIL, NIGHT, "Jane"))


@pytest.mark.parametrize("shared", [True, False])
def test_a_name_that_was_sent_is_said_to_have_been_sent(shared: bool) -> None:
    of = case(named=True, words_shared=shared, level=Level.URGENT if shared else Level.ESCALATE)
    shown = receipt(of)
    assert ", and your name." in shown
    assert "not your name" not in shown
    assert "*Not sent:* your name" not in shown
    assert "Tell them it's me" not in labels(receipt_blocks(of, COUNCIL, NIGHT, "Jane"))


def test_of_a_marked_message_only_the_marking_was_sent() -> None:
    shown = receipt(case(words="", marking="IN CONFIDENCE", indicators=()))
    assert "*Sent:* that a member holds something marked IN CONFIDENCE." in shown
    assert "*Not sent:* what it says, and not your name." in shown


def test_the_preview_is_an_excerpt() -> None:
    blocks = receipt_blocks(case(words="word " * 2000), COUNCIL, NIGHT, "Jane")
    [preview] = [block for block in blocks if block.get("text", {}).get("type") == "plain_text"]
    assert len(preview["text"]["text"]) <= 400


def test_a_story_without_a_telling_word_gives_no_reason() -> None:
    assert "*CG-7* has been passed to Jane (demo)." in receipt(case(indicators=()))


@pytest.mark.parametrize("status", list(Status))
def test_a_closed_case_has_no_buttons(status: Status) -> None:
    blocks = receipt_blocks(case(status=status), COUNCIL, NIGHT, "Jane")
    assert bool(labels(blocks)) is (status in ACTIVE)
    check_card(Card(text="x", blocks=blocks))


def test_the_stub_tells_nothing() -> None:
    assert STUB == "You have an answer. Open to read."


# --- words of others ----------------------------------------------------------------------------------


@settings(max_examples=40)
@given(words=WILD, evidence=WILD, label=WILD, reader=WILD, name=WILD)
def test_no_receipt_pings_links_or_breaks_out(
    words: str, evidence: str, label: str, reader: str, name: str
) -> None:
    contacts = (
        COUNCIL.contacts[0].model_copy(update={"name": name, "what_for": label}),
        *COUNCIL.contacts[1:],
    )
    council = COUNCIL.model_copy(update={"contacts": contacts})
    seen = (SeenIndicator(id="cash", label=label, evidence=evidence),)
    tame = (SeenIndicator(id="cash", label="a", evidence="a"),)
    for shared in (True, False):
        wild = receipt_blocks(
            case(words=words, indicators=seen, words_shared=shared, marking=None),
            council,
            NIGHT,
            reader,
            name,
        )
        check_harmless(wild)
        check_card(Card(text="x", blocks=wild))
        plain = receipt_blocks(
            case(words="a", indicators=tame, words_shared=shared), COUNCIL, NIGHT, "a", "a"
        )
        assert lines(wild) == lines(plain)


def lines(blocks: list[dict[str, object]]) -> list[int]:
    """Return how many lines each of our own texts has: words of others add none."""
    shown = json.loads(json.dumps(blocks))
    return [
        block["text"]["text"].count("\n")
        for block in shown
        if block["type"] == "section" and block["text"]["type"] == "mrkdwn"
    ]
