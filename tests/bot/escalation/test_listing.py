"""Cases on the command line: a list without words; one with them, for a reason that the liaison is told."""

from __future__ import annotations

import json

import pytest

from bot.errors import CaseError
from bot.escalation.listing import list_cases, read_case
from bot.escalation.models import CaseBody, Told
from bot.escalation.states import Status
from bot.models import SeenIndicator
from tests.bot.escalation.conftest import Room
from tests.bot.escalation.given import CANARY, MEMBER, TOM
from tests.bot.escalation.given import Told as Notified

REASON = "The audit of November"
READ = "Somebody read this case on the council's own machine. Reason: The audit of November"


def test_a_list_holds_no_words_and_no_names(room: Room) -> None:
    room.case(f"{CANARY} gave me money", named=True)
    room.desk.add(room.cases()[0].id, room.member(), room.press(), CANARY)
    (row,) = list_cases(room.database, everything=True)
    assert set(row) == {"case", "status", "level", "opened_at", "due_at"}
    said = json.dumps(row)
    for word in (CANARY, "money", MEMBER, room.person(MEMBER)):
        assert word not in said
    assert (row["case"], row["status"], row["level"]) == ("CG-1", "open", "escalate")


def test_a_list_is_newest_first_and_leaves_out_what_is_closed(room: Room) -> None:
    for status in Status:
        room.case_in(status)
    every = list_cases(room.database, everything=True)
    assert [row["case"] for row in every] == [f"CG-{n}" for n in range(7, 0, -1)]
    shown = {row["status"] for row in list_cases(room.database, everything=False)}
    assert shown == {status.value for status in Status} - {"resolved", "withdrawn"}


def test_a_list_of_nothing_is_empty(room: Room) -> None:
    assert list_cases(room.database, everything=True) == []


def test_listing_writes_nothing(room: Room) -> None:
    room.case()
    rows = room.rows()
    list_cases(room.database, everything=True)
    assert room.rows() == rows


def test_a_case_is_shown_with_its_words_labels_and_history(room: Room) -> None:
    body = CaseBody(
        words="He gave me money",
        indicators=tuple(
            SeenIndicator(id=f"{n}", label=label, evidence="e") for n, label in enumerate("a b a".split())
        ),
        told=Told(text="Keep it.", doc="advice.yaml", section="Cash", version=1),
    )
    room.case(body.words, body=body)
    room.desk.add(room.cases()[0].id, room.member(), room.press(), "It was blue")
    shown = read_case(room.database, room.council, "CG-1", REASON)
    assert (shown.case, shown.status, shown.level) == ("CG-1", "open", "escalate")
    assert (shown.words, shown.labels, shown.told, shown.marking) == (
        "He gave me money",
        ("a", "b"),
        "Keep it.",
        None,
    )
    assert [(event.kind, event.detail) for event in shown.history] == [
        ("opened", None),
        ("add", "It was blue"),
        ("read on the command line", REASON),
    ]
    assert room.person(MEMBER) not in shown.model_dump_json()


def test_a_reading_is_noted_with_its_reason_and_told_to_the_liaisons(room: Room) -> None:
    case = room.case()
    read_case(room.database, room.council, "CG-1", f"  {REASON} ")
    (_, event) = room.events(case.id)
    assert (event.kind, event.actor_id, event.detail) == ("read on the command line", None, REASON)
    assert room.notices() == [Notified("card", None), Notified("history", None, READ)]


def test_each_reading_is_told(room: Room) -> None:
    case = room.case()
    for _ in range(3):
        read_case(room.database, room.council, "1", REASON)
    assert room.history(case.id).count("read on the command line") == 3
    assert room.notices().count(Notified("history", None, READ)) == 3


def test_a_reading_is_told_to_the_chosen_reader_alone(room: Room) -> None:
    room.case(reader_id=room.person(TOM))
    read_case(room.database, room.council, "CG-1", REASON)
    assert room.notices() == [Notified("card", TOM), Notified("history", TOM, READ)]


@pytest.mark.parametrize("status", Status)
def test_a_case_is_shown_in_any_state_and_stays_in_it(room: Room, status: Status) -> None:
    case = room.case_in(status)
    assert read_case(room.database, room.council, case.reference, REASON).status == status
    assert room.now(case.id) == case


@pytest.mark.parametrize("reason", ["", " ", "\n\t"])
def test_without_a_reason_nothing_is_shown_noted_or_told(room: Room, reason: str) -> None:
    room.case()
    rows = room.rows()
    with pytest.raises(CaseError, match="needs a reason") as raised:
        read_case(room.database, room.council, "CG-1", reason)
    assert "--reason" in raised.value.hint
    assert room.rows() == rows


@pytest.mark.parametrize("number", ["1", "CG-1", "cg-1", " CG-1 ", "0001"])
def test_a_number_is_read_as_people_write_it(room: Room, number: str) -> None:
    room.case()
    assert read_case(room.database, room.council, number, REASON).case == "CG-1"


@pytest.mark.parametrize(
    "number", ["2", "CG-2", "0", "999999999", "CG-", "", "-1", "1.0", "CG-1; drop", "CG 1", "9" * 40, "seven"]
)
def test_an_unknown_number_is_refused_with_what_to_do(room: Room, number: str) -> None:
    room.case()
    rows = room.rows()
    with pytest.raises(CaseError) as raised:
        read_case(room.database, room.council, number, REASON)
    assert "cases list" in raised.value.hint
    assert room.rows() == rows


# --- words that are not open --------------------------------------------------------------------------------


def test_words_that_the_member_has_not_shared_are_not_shown(room: Room) -> None:
    body = CaseBody(
        words=f"{CANARY} has photos of me",
        indicators=(SeenIndicator(id="leverage", label="leverage", evidence=CANARY),),
    )
    case = room.case(body.words, body=body, words_shared=False)
    shown = read_case(room.database, room.council, "CG-1", REASON)
    assert (shown.words, shown.labels) == (None, ("leverage",))
    assert CANARY not in shown.model_dump_json()
    room.desk.share_words(case.id, room.member(), room.press())
    assert read_case(room.database, room.council, "CG-1", REASON).words == body.words


def test_words_that_were_taken_back_are_not_shown(room: Room) -> None:
    room.case(f"{CANARY} gave me money")
    room.bring(room.cases()[0].id, Status.WITHDRAWN)
    shown = read_case(room.database, room.council, "CG-1", REASON)
    assert shown.words is None
    assert CANARY not in shown.model_dump_json()
