"""What becomes of the words of a form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.escalation.models import Handed
from bot.models import Danger, Level, Risk
from bot.store.messages import Errand
from bot.store.notices import NoticeKind
from bot.store.tables import Case
from tests.bot.slack import given
from tests.bot.slack.given import (
    ADVISE,
    DESPAIR,
    ESCALATE,
    MEMBER,
    NONE,
    OTHER_MEMBER,
    TOM,
    URGENT,
    Setting,
    Told,
    risk,
)

NOT_REACHABLE = (
    "Nothing was sent: who reads cases at your council has changed. Press **Talk to the liaison** again, and "
    "choose anew."
)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Setting]:
    with given.setting(tmp_path) as made:
        yield made


def run(at: Setting, errand: Errand, text: str = "It was blue.", by: str = MEMBER) -> str:
    """Run the errand of a new form; return the id of its message."""
    message_id = at.message(text, by=by, errand=errand)
    again(at, message_id)
    return message_id


def again(at: Setting, message_id: str) -> None:
    body = at.said(message_id)
    assert body
    assert body.errand
    at.errands.run(message_id, body, body.errand)


def note(at: Setting, message_id: str) -> Told:
    [told] = [one for one in at.told() if one.kind is NoticeKind.NOTE]
    assert at.notice(f"note:{message_id}").message_id == message_id
    return told


# --- a story of its own -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heard", "asks_for_a_person", "adds"),
    [
        (NONE, False, False),
        (ADVISE, False, False),
        # A story is passed on as one; what is added to a case is told to who has the case.
        (ESCALATE, True, False),
        (URGENT, True, True),
        (DESPAIR, True, True),
        (risk(Level.URGENT, danger=Danger.OVERSEAS), True, True),
    ],
)
def test_what_is_heard_in_a_form_counts_as_it_does_anywhere(
    at: Setting, heard: Risk, asks_for_a_person: bool, adds: bool
) -> None:
    assert at.errands.is_a_story(Errand(), heard) is asks_for_a_person
    assert at.errands.is_a_story(Errand(adds_to="c" * 32), heard) is adds


@pytest.mark.parametrize(
    ("reader", "text", "asked"),
    [
        (None, "Jane was there", True),
        (None, "Tom was there", True),
        (None, "The liaison was given some of it", True),
        (None, "The dealer was there", False),
        (TOM, "Tom was there", True),
        # Who does not read the case may be spoken of in it.
        (TOM, "Jane was there", False),
        (TOM, "The liaison was given some of it", True),
        # Who is only spoken to is no part of what is told.
        (None, "Kia ora Jane, tomorrow at 3 is fine.", False),
        (None, "Jane can ring me on 021 555 0199", False),
        (None, "Thanks Tom. It was blue.", False),
        (None, "Please ask Jane to call me", False),
        (None, "Kia ora Jane. Tom took one as well.", True),
        (None, "Hi Jane, I saw Jane with them", True),
    ],
)
def test_an_addition_about_who_reads_the_case_waits_for_a_choice(
    at: Setting, reader: str | None, text: str, asked: bool
) -> None:
    case = at.case(reader=reader)
    message_id = run(at, Errand(adds_to=case.id), text)
    kinds = [one.kind for one in at.told()]
    assert (NoticeKind.CHOICE in kinds, NoticeKind.ALERT in kinds) == (asked, not asked)
    assert at.row(message_id).handed == (Handed.CHOOSE if asked else None)
    assert at.row(message_id).done_at


# --- a person -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", [None, TOM])
def test_who_asks_for_a_person_gets_a_case_with_these_words_alone(at: Setting, reader: str | None) -> None:
    at.message("May I keep a ticket?")
    errand = Errand(reader_id=at.person(reader) if reader else None)
    message_id = run(at, errand, "May I ring you?")
    (case,) = at.cases()
    assert (case.body.words, case.level, case.body.asked_for_a_person) == (
        "May I ring you?",
        Level.ADVISE,
        True,
    )
    assert at.told() == [Told(NoticeKind.CARD, reader), Told(NoticeKind.RECEIPT, MEMBER)]
    assert at.row(message_id).handed == Handed.OPENED
    assert at.row(message_id).done_at == at.clock.now()


def test_a_reader_who_has_gone_since_is_said_and_nothing_is_sent(at: Setting) -> None:
    tom = at.person(TOM)
    at.office.council = at.office.council.model_copy(update={"deputies": ()})
    message_id = run(at, Errand(reader_id=tom))
    assert (at.cases(), note(at, message_id)) == ([], Told(NoticeKind.NOTE, MEMBER, NOT_REACHABLE))
    assert at.row(message_id).done_at


def test_where_nobody_is_left_it_is_said_that_nobody_will_see_it(at: Setting) -> None:
    at.office.council = at.office.council.model_copy(update={"liaison_channel": None})
    message_id = run(at, Errand())
    nobody = "Your council has no security contact here, so nobody at council will see this."
    assert (at.cases(), note(at, message_id)) == ([], Told(NoticeKind.NOTE, MEMBER, nobody))


def test_a_second_try_opens_no_second_case_and_sends_no_second_receipt(at: Setting) -> None:
    message_id = run(at, Errand())
    told = at.told()
    again(at, message_id)
    assert ([case.number for case in at.cases()], at.told()) == ([1], told)


# --- an addition --------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", [None, TOM])
def test_what_is_added_is_told_to_who_reads_the_case_and_the_member_is_told_so(
    at: Setting, reader: str | None
) -> None:
    case = at.case(reader=reader)
    before = len(at.told())
    message_id = run(at, Errand(adds_to=case.id))
    names = "Tom (demo)" if reader else "Jane (demo) and Tom (demo)"
    assert at.told()[before:] == [
        Told(NoticeKind.ALERT, reader, "The member adds: It was blue."),
        Told(NoticeKind.CARD_CHANGED, reader),
        Told(NoticeKind.NOTE, MEMBER, f"Added to CG-1: {names} can read it."),
    ]
    assert note(at, message_id)
    assert at.row(message_id).done_at == at.clock.now()
    # The words belong to the case that is there; they make no other.
    assert (len(at.cases()), at.row(message_id).handed) == (1, None)


@pytest.mark.parametrize("step", ["nothing was noted", "all but the end was noted"])
def test_a_second_try_adds_nothing_twice_and_says_it_once(at: Setting, step: str) -> None:
    case = at.case()
    message_id = at.message("It was blue.", errand=Errand(adds_to=case.id))
    if step == "nothing was noted":
        at.desk.add(case.id, at.member(), at.row(message_id).key, "It was blue.")
    else:
        again(at, message_id)
    again(at, message_id)
    assert [one for one in at.told() if one.kind is NoticeKind.ALERT] == [
        Told(NoticeKind.ALERT, None, "The member adds: It was blue.")
    ]
    assert note(at, message_id).body == "Added to CG-1: Jane (demo) and Tom (demo) can read it."


def resolve(at: Setting, case_id: str) -> None:
    at.desk.claim(case_id, at.liaison(), at.press())
    at.desk.resolve(case_id, at.liaison(), at.press())


def withdraw(at: Setting, case_id: str) -> None:
    at.desk.withdraw(case_id, at.member(), at.press())


@pytest.mark.parametrize("close", [resolve, withdraw])
def test_to_a_closed_case_nothing_is_added_and_the_member_knows_what_to_do(
    at: Setting, close: Callable[[Setting, str], None]
) -> None:
    case = at.case()
    close(at, case.id)
    message_id = run(at, Errand(adds_to=case.id))
    assert note(at, message_id).body == (
        "CG-1 is closed, so nothing was added. Tell me here what happened, and I can pass it on anew."
    )
    assert "It was blue" not in "".join(one.body or "" for one in at.told())


@pytest.mark.parametrize("whose", [OTHER_MEMBER, None])
def test_to_a_case_of_somebody_else_or_none_nothing_is_added(at: Setting, whose: str | None) -> None:
    case_id = at.case(by=whose).id if whose else "f" * 32
    message_id = run(at, Errand(adds_to=case_id))
    assert note(at, message_id) == Told(
        NoticeKind.NOTE, MEMBER, "Nothing was added: there is no such case of yours."
    )
    with at.database.read() as session:
        case = session.get(Case, case_id)
        kinds = [event.kind for event in at.records.history(session, case)] if case else []
    assert "add" not in kinds
