from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import Hours
from bot.council import Contact
from bot.slack.cards import actions, notes
from bot.slack.cards.blocks import Card, section
from bot.slack.cards.notes import Refused
from bot.slack.cards.receipt import STUB
from bot.slack.text import escape
from tests.bot.slack.limits import check_card, check_harmless, check_harmless_text, labels, said
from tests.bot.slack.samples import (
    ALONE,
    CASE_ID,
    COUNCIL,
    MESSAGE_ID,
    NOBODY,
    READER_IDS,
    WILD,
    case,
    named,
)

RECEIPT = [section("*CG-7* has been passed to Jane.")]
OTHERS = {"22222222222222222222222222222222": "Tom", "33333333333333333333333333333333": "Hana"}
TOLD = "Nothing has been sent yet. These people would read this: Jane, Tom. Is it about one of them?"


def welcome() -> str:
    return said(notes.welcome(COUNCIL).blocks)


# --- each element of care.md, "Welcome" ---------------------------------------------------------------


@pytest.mark.parametrize(
    "element",
    [
        pytest.param("Ask me about gifts, trips, visits, sister cities", id="what to ask about"),
        pytest.param("or tell me what happened", id="what happened"),
        pytest.param(
            "*Where answers come from:* NZSIS and Protective Security Requirements guidance", id="where"
        ),
        pytest.param(
            "threat reports, the law, and your council's own policies", id="where: law and policies"
        ),
        pytest.param("not NZSIS and not endorsed by it", id="not NZSIS"),
        pytest.param("not Police", id="not Police"),
        pytest.param("not a lawyer", id="not a lawyer"),
        pytest.param("I can be wrong.", id="can be wrong"),
        pytest.param("*Who reads this:* questions are not passed on", id="questions stay"),
        pytest.param("an approach or pressure is passed to Jane (demo), Tom (demo)", id="passed to whom"),
        pytest.param("without your name unless you say yes or someone is in danger", id="without a name"),
        pytest.param("Slack owners can sometimes export messages.", id="export"),
        pytest.param("Records can be requested under LGOIMA", id="LGOIMA"),
        pytest.param("*Do not send* classified papers, passwords or intimate pictures.", id="do not send"),
        pytest.param("*Danger:* ring *111*.", id="danger"),
        pytest.param("NZSIS direct: *0800 747 224*.", id="NZSIS direct"),
        pytest.param("No answer here in a minute? Ring.", id="no answer"),
    ],
)
def test_the_welcome_holds(element: str) -> None:
    assert element in welcome()


def test_a_notification_of_the_welcome_names_danger() -> None:
    card = notes.welcome(COUNCIL)
    assert "Danger: ring 111." in card.text
    assert card.stub is None
    check_card(card)


def test_where_nobody_reads_the_welcome_says_so() -> None:
    for council in (NOBODY, COUNCIL.model_copy(update={"rota": (), "deputies": ()})):
        shown = said(notes.welcome(council).blocks)
        assert "your council has no security contact here, so nobody at council sees anything." in shown
        assert "passed to" not in shown


@pytest.mark.parametrize("kept", [(), ("nzsis",)])
def test_without_a_number_of_nzsis_the_welcome_makes_none_up(kept: tuple[str, ...]) -> None:
    contacts = tuple(
        one.model_copy(update={"phone": None}) if one.id == "nzsis" else one
        for one in COUNCIL.contacts
        if one.id != "nzsis" or one.id in kept
    )
    shown = said(notes.welcome(COUNCIL.model_copy(update={"contacts": contacts})).blocks)
    assert "NZSIS direct" not in shown
    assert "*Danger:* ring *111*.\nNo answer here in a minute? Ring." in shown


# --- refusals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", list(Refused))
def test_a_refusal_gives_its_reason_and_the_number_for_danger(reason: Refused) -> None:
    card = notes.refused(reason, COUNCIL)
    shown = said(card.blocks)
    assert "I cannot help you here:" in shown
    assert "Nothing you wrote was kept." in shown
    assert "Ask the administrator at Rātā District Council (demo)" in shown
    assert "If anyone is in danger, ring *111* now." in shown
    check_card(card)


def test_each_refusal_is_told_apart() -> None:
    assert len({notes.refused(reason, COUNCIL).text for reason in Refused}) == len(Refused)


# --- protective markings ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "element",
    [
        "Slack already holds a copy.",
        "Do not forward or delete it; Jane will sort that out and see you in person.",
        "I passed on only that you hold something marked SECRET.",
        "I did not read or keep your message.",
    ],
)
def test_the_answer_to_something_marked_holds(element: str) -> None:
    assert element in said(notes.marked("SECRET", "Jane", RECEIPT).blocks)


def test_the_answer_to_something_marked_starts_as_a_stub() -> None:
    assert notes.marked("SECRET", "Jane", RECEIPT).stub == "You have an answer. Open to read."


def test_where_nobody_reads_something_marked_goes_to_a_person_by_hand() -> None:
    shown = said(notes.marked("SECRET", "Jane", []).blocks)
    assert "Do not forward or delete it; tell the person in charge of security at your council" in shown
    assert "passed on" not in shown


def test_below_the_answer_to_something_marked_stands_its_receipt() -> None:
    assert said(notes.marked("SECRET", "Jane", RECEIPT).blocks).endswith("*CG-7* has been passed to Jane.")


# --- who may read it ----------------------------------------------------------------------------------


def test_the_member_chooses_among_all_one_and_nobody() -> None:
    card = notes.choice(MESSAGE_ID, TOLD, COUNCIL, READER_IDS)
    assert TOLD in said(card.blocks)
    assert labels(card.blocks) == [
        "No: both may read it",
        "Only Jane (demo)",
        "Only Tom (demo)",
        "Nobody: show other routes",
    ]
    check_card(card)


def test_a_choice_starts_as_a_stub_that_names_nobody() -> None:
    assert notes.choice(MESSAGE_ID, TOLD, COUNCIL, READER_IDS).stub == "You have an answer. Open to read."


def test_each_button_of_a_choice_is_told_apart_and_heard() -> None:
    row = notes.choice_row(MESSAGE_ID, COUNCIL, READER_IDS)
    ids = [one["action_id"] for one in row["elements"]]
    assert ids == [actions.CHOOSE_ALL, "choose_one.0", "choose_one.1", actions.CHOOSE_NOBODY]
    assert all(actions.CHOOSE_ONE_ID.fullmatch(one) for one in ids[1:3])
    assert [one["value"] for one in row["elements"]] == [
        MESSAGE_ID,
        f"{MESSAGE_ID}.{READER_IDS[0]}",
        f"{MESSAGE_ID}.{READER_IDS[1]}",
        MESSAGE_ID,
    ]


def test_with_one_reader_only_and_all_are_the_same() -> None:
    row = notes.choice_row(MESSAGE_ID, ALONE, READER_IDS[:1])
    assert [one["action_id"] for one in row["elements"]] == [actions.CHOOSE_ALL, actions.CHOOSE_NOBODY]


def test_a_big_desk_stays_within_limits() -> None:
    people = tuple(COUNCIL.rota[0].model_copy(update={"name": "n" * 400}) for _ in range(30))
    council = COUNCIL.model_copy(update={"rota": people, "deputies": ()})
    check_card(notes.choice(MESSAGE_ID, "x", council, READER_IDS[:1] * 30))


# --- other routes -------------------------------------------------------------------------------------


def test_other_routes_show_every_contact_with_what_is_known_of_its_hours() -> None:
    card = notes.other_routes(COUNCIL)
    shown = said(card.blocks)
    assert shown.startswith("Nothing was sent to anybody. You can turn to:")
    assert shown.count("•") == len(COUNCIL.contacts)
    assert (
        "• *111*: Police, Fire or Ambulance, for danger now, or a crime that is happening (any hour)" in shown
    )
    assert "(Mon, Tue, Wed, Thu, Fri, 7am to 7pm)" in shown
    assert "• *0800 802 602*: Ombudsman, for serious wrongdoing inside an organisation" in shown
    assert shown.count("(hours not known)") == 7
    check_card(card)


def test_a_route_without_a_phone_is_reached_as_it_can_be() -> None:
    first = COUNCIL.contacts[0]
    contacts = (
        first.model_copy(update={"id": "a", "phone": None, "url": "https://a.nz/?x=1&y=2"}),
        first.model_copy(update={"id": "b", "phone": None, "url": "https://b.nz", "email": "help@b.nz"}),
    )
    shown = said(notes.other_routes(COUNCIL.model_copy(update={"contacts": contacts})).blocks)
    assert "• *https://a.nz/?x=1&amp;y=2*: " in shown
    assert "• *help@b.nz*: " in shown


def test_a_screen_reader_is_told_the_routes_too() -> None:
    text = notes.other_routes(COUNCIL).text
    assert "0800 802 602: Ombudsman" in text
    assert "*" not in text


@pytest.mark.parametrize(
    ("opens", "closes", "shown"),
    [
        ("08:30", "17:00", "Sat, 8.30am to 5pm"),
        ("00:00", "24:00", "Sat, midnight to midnight"),
        ("12:00", "23:55", "Sat, 12pm to 11.55pm"),
        ("00:05", "12:00", "Sat, 12.05am to 12pm"),
    ],
)
def test_hours_are_said_as_people_say_them(opens: str, closes: str, shown: str) -> None:
    hours = Hours.model_validate([{"days": ["sat"], "from": opens, "to": closes}])
    contact = COUNCIL.contacts[0].model_copy(update={"hours": hours})
    routes = notes.other_routes(COUNCIL.model_copy(update={"contacts": (contact,)}))
    assert f"({shown})" in said(routes.blocks)


def test_many_contacts_are_all_shown() -> None:
    contacts = tuple(
        COUNCIL.contacts[0].model_copy(update={"id": f"c{n}", "what_for": f"thing {n} " + "& " * 60})
        for n in range(25)
    )
    card = notes.other_routes(COUNCIL.model_copy(update={"contacts": contacts}))
    assert all(f"thing {n} " in said(card.blocks) for n in range(25))
    assert len(card.text) <= 3000
    check_card(card, most_characters=30_000)


# --- what became of a case ----------------------------------------------------------------------------


def test_the_member_reads_a_reply_letter_for_letter() -> None:
    reply = "Ring me on <tel:105|105> *today* & bring `it`.\n\nJane"
    card = notes.relayed(case(), "Jane", reply)
    assert {"type": "plain_text", "text": reply, "emoji": False} in [b.get("text") for b in card.blocks]
    assert said(card.blocks).startswith("*Jane* answers *CG-7*:")
    assert labels(card.blocks) == ["Add"]
    assert "If anyone is in danger, ring *111* now." in said(card.blocks)


def test_what_a_screen_reader_says_of_a_reply_is_the_reply() -> None:
    assert notes.relayed(case(), "Jane", "Ring me.").text == "Jane answers CG-7: Ring me."


STORY_CARDS = {
    "reply": notes.relayed(case(), "Jane", "the quarry vote"),
    "claimed": notes.claimed(case(), "Jane"),
    "resolved": notes.resolved(case()),
    "withdrawn": notes.withdrawn(case()),
    "history": notes.history("The member adds: the quarry vote"),
    "alert": notes.history("The member adds: the quarry vote", "<@U0DEMO00003>"),
    "given back": notes.given_back(case(), "Jane", {}, COUNCIL, is_close=True),
    "given back to others": notes.given_back(case(), "Jane", OTHERS, COUNCIL, is_close=True),
    "given back, choose": notes.given_back(case(reader_id="x"), "Jane", OTHERS, COUNCIL, is_close=True),
    "note": notes.note("Added to CG-7: Jane can read it."),
    "unreached": notes.unreached("I could not reach Jane.", COUNCIL, None),
    "other routes": notes.other_routes(COUNCIL),
    "taken back": notes.history(notes.TAKEN_BACK),
    "has left": notes.has_left(case(), "Jane"),
    "marked": notes.marked("SECRET", "Jane", RECEIPT),
    "choice": notes.choice(MESSAGE_ID, TOLD, COUNCIL, READER_IDS),
}


@pytest.mark.parametrize("kind", STORY_CARDS)
def test_what_tells_of_a_case_starts_as_a_neutral_stub(kind: str) -> None:
    card = STORY_CARDS[kind]
    assert card.stub
    assert "Open to read." in card.stub
    assert not re.search(r"quarry|Jane|Tom|CG-7|SECRET|marked|passed|taken|closed", card.stub)
    check_card(card)


def test_a_member_is_told_that_a_case_was_taken_back_and_may_have_been_read() -> None:
    shown = said(notes.withdrawn(case()).blocks)
    assert "CG-7 is taken back." in shown
    assert "Whoever read it before has read it" in shown


def test_a_member_may_come_back_to_a_closed_case() -> None:
    assert "If something more happens, tell me here." in said(notes.resolved(case()).blocks)


# --- who cannot read it any more, and who cannot be reached -------------------------------------------


def test_a_case_that_others_can_take_is_only_told_of() -> None:
    card = notes.given_back(case(), "Jane", OTHERS, COUNCIL, is_close=True)
    assert (
        said(card.blocks)
        == card.text
        == (
            "Jane is close to somebody in CG-7, has read what it says so far, and gives it back. What you add "
            "from now on is not shown to them. Another of them will take it."
        )
    )
    assert labels(card.blocks) == []
    check_card(card)


def test_who_chose_one_reader_may_choose_another() -> None:
    card = notes.given_back(case(reader_id="x"), "Jane", OTHERS, COUNCIL, is_close=True)
    assert card.text.endswith("is not shown to them. Who may read it now?")
    [row] = card.buttons
    assert labels(card.blocks) == ["Only Tom", "Only Hana"]
    assert [one["value"] for one in row["elements"]] == [f"{CASE_ID}.{reader}" for reader in OTHERS]
    assert all(actions.ENTRUST_ID.fullmatch(one["action_id"]) for one in row["elements"])
    assert "You can also turn to:" in said(card.blocks)
    check_card(card)


@pytest.mark.parametrize("reader", [None, "x"])
def test_where_nobody_is_left_to_read_it_the_routes_outside_are_shown(reader: str | None) -> None:
    card = notes.given_back(case(reader_id=reader), "Jane", {}, COUNCIL, is_close=True)
    assert card.text.endswith("Nobody else at your council can read it.")
    assert labels(card.blocks) == []
    assert "0800 747 224" in said(card.blocks)
    check_card(card)


def test_a_big_desk_fits_below_a_case_that_was_given_back() -> None:
    others = {f"{n:032}": "n" * 400 for n in range(30)}
    check_card(notes.given_back(case(reader_id="x"), "Jane", others, COUNCIL, is_close=True))


def test_who_is_no_member_any_more_can_add_to_their_case_how_they_are_reached() -> None:
    card = notes.has_left(case(), "Jane")
    assert said(card.blocks) == (
        "You are not on the council's list of members any more. Your case CG-7 stays open; how may Jane reach "
        "you? Press Add and write it there. Nothing else that you wrote was kept.\n\nAdd\n\nIf anyone is in "
        "danger, ring *111* now."
    )
    assert [one["value"] for one in card.buttons[0]["elements"]] == [CASE_ID]
    check_card(card)


def test_who_waits_in_vain_is_told_and_shown_other_routes() -> None:
    card = notes.unreached("I could not reach Jane.", COUNCIL, None)
    shown = said(card.blocks)
    assert shown.startswith("I could not reach Jane.\n\nYou can turn to:")
    assert "Nothing was sent" not in shown
    assert (card.stub, card.text) == (STUB, "I could not reach Jane.")
    check_card(card)


def test_who_may_hurt_themselves_reads_the_numbers_first() -> None:
    card = notes.unreached("I could not reach Hana.", COUNCIL, "Ring **111**.")
    assert said(card.blocks).startswith("Ring *111*.\n\nI could not reach Hana.")
    assert card.stub is None


def test_a_liaison_who_reads_no_cases_any_more_is_not_said_to_be_close() -> None:
    card = notes.given_back(case(reader_id="x"), "Jane", OTHERS, COUNCIL, is_close=False)
    assert card.text == (
        "Jane does not read cases at your council any more, and CG-7 had no other reader. Who may read it now?"
    )


def test_a_correction_names_why_and_is_shown_at_once() -> None:
    card = notes.correction("the guidance was <withdrawn>")
    assert said(card.blocks) == card.text
    assert card.text.startswith("A correction to my answer above: the guidance was &lt;withdrawn&gt;. Please")
    assert card.stub is None


def test_below_a_message_that_went_to_nobody_stands_how_to_add_it() -> None:
    blocks = notes.not_added(case(), MESSAGE_ID, "Jane")
    assert said(blocks).startswith("What you write here goes to nobody. To send it to Jane:")
    assert labels(blocks) == ["Add to CG-7"]
    assert blocks[1]["elements"][0]["value"] == f"{CASE_ID}.{MESSAGE_ID}"


def test_an_alert_calls_in_its_stub_and_nowhere_else() -> None:
    card = notes.history("The member adds: more", "<@U0DEMO00003>")
    assert card.stub == f"{notes.HISTORY_STUB} <@U0DEMO00003>"
    assert "<@" not in json.dumps([card.blocks, card.text])
    assert notes.history("more").stub == notes.HISTORY_STUB


def test_the_wellbeing_contact_is_told_one_sentence_and_nothing_else() -> None:
    assert notes.support() == Card(
        text="A member may need support now.",
        blocks=[
            {
                "type": "section",
                "text": {"type": "mrkdwn", "text": "A member may need support now.", "verbatim": True},
            }
        ],
        stub=None,
    )


# --- words of others ----------------------------------------------------------------------------------


@settings(max_examples=40)
@given(name=WILD, words=WILD, reason=st.sampled_from(list(Refused)))
def test_no_note_pings_links_or_breaks_out(name: str, words: str, reason: Refused) -> None:
    council = named(name).model_copy(update={"name": name})
    contact: Contact = council.contacts[0].model_copy(update={"name": name, "what_for": words})
    council = council.model_copy(update={"contacts": (contact,)})
    cards = [
        notes.welcome(council),
        notes.refused(reason, council),
        notes.marked(words, name, RECEIPT),
        notes.choice(MESSAGE_ID, f"Told. {words}", council, READER_IDS),
        notes.other_routes(council),
        notes.claimed(case(), name),
        notes.relayed(case(), name, words),
        notes.history(words),
        notes.note(f"Added. {words}"),
        notes.correction(words),
        notes.has_left(case(), name),
        notes.unreached(words, council, words),
        notes.given_back(case(), name, {}, council, is_close=True),
        notes.given_back(case(reader_id="x"), name, dict.fromkeys(OTHERS, name), council, is_close=False),
        Card(text="x", blocks=notes.not_added(case(), MESSAGE_ID, name)),
    ]
    for card in cards:
        check_card(card)
        check_harmless(card.blocks)
        check_harmless_text(card.text)


def test_a_name_that_would_ping_is_shown_as_it_stands() -> None:
    shown = json.dumps(notes.welcome(named("<!channel>")).blocks)
    assert escape("<!channel>") in shown
