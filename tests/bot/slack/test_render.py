"""What stands where in Slack, for each kind of notice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.escalation.models import Handed
from bot.escalation.states import Status
from bot.models import Choice, Danger, Level, Question, Risk, SeenIndicator
from bot.slack.cards import actions, notes
from bot.slack.cards.blocks import Card
from bot.slack.cards.notes import Refused
from bot.slack.places import NotYetError, Place
from bot.slack.render import Post
from bot.store.messages import MessageBody
from bot.store.notices import NoticeKind, chosen_key, tell
from bot.store.outbox_rows import OutboxRows
from bot.store.tables import Case, Message, Notice
from tests.bot.slack import given
from tests.bot.slack.given import (
    CASH,
    CHANNEL,
    DM,
    ESCALATE,
    HANA,
    INSIDER,
    JANE,
    MEMBER,
    NONE,
    OTHER_MEMBER,
    TOM,
    TS,
    URGENT,
    risk,
)
from tests.bot.slack.limits import check_card, labels, markup, said
from tests.bot.slack.samples import COUNCIL, MESSAGE_ID, NIGHT, STORY, reply

FAMILY = SeenIndicator(id="family", label="pressure on or through relatives", evidence="my quarry vote")
SECRETS = ("Zorblax", "quarry", "envelope", "forty thousand")
LIAISONS = "<!subteam^S0DEMOLIAISONS>"
THREAD = Place(channel=DM, thread_ts=TS)


class Setting(given.Setting):
    """With one message of a member's in it."""

    def reply(self, heard: Risk, answer: str | None = None, *thread: str) -> None:
        self.answer(MESSAGE_ID, heard, answer, *thread)

    def kinds(self) -> list[NoticeKind]:
        return [NoticeKind(row.kind) for row in self.notices()]

    def render(self, notice: Notice) -> Post | None:
        post = self.renderer.render(notice.id)
        if post:
            check_card(post.card)
        return post

    def shown(self, kind: NoticeKind) -> Card:
        card, _ = self.posted(kind)
        return card

    def posted(self, kind: NoticeKind) -> tuple[Card, Place]:
        [row] = self.notices(kind)
        post = self.render(row)
        assert post
        return post.card, post.place

    def last(self, kind: NoticeKind) -> Post | None:
        """Return how the newest notice of a kind is shown."""
        return self.render(self.notices(kind)[-1])

    def write(self, kind: NoticeKind, to: str | None = MEMBER, body: str | None = None) -> Post:
        """Write a notice of the message, and return how it is shown."""
        with self.database.write() as session:
            tell(
                session,
                "demo",
                kind,
                key="written",
                now=self.clock.now(),
                to=self.people.id_of(session, to) if to else None,
                message_id=MESSAGE_ID,
                body=body,
                sealer=self.keys,
            )
        post = self.render(self.notice("written"))
        assert post
        return post

    def close_desk(self) -> None:
        self.office.council = self.office.council.model_copy(update={"liaison_channel": None})

    def stands_at(self, key: str, channel: str | None = None, ts: str = "9.9") -> Place:
        self.stands(self.notice(key), channel or DM, ts)
        return Place(channel=channel or DM, ts=ts)


def rows(at: Setting) -> OutboxRows:
    return OutboxRows(at.database, at.clock, "serve")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Setting]:
    """A setting without a message."""
    with given.setting(tmp_path, NIGHT) as made:
        yield Setting(made.database, NIGHT)


@pytest.fixture
def at(empty: Setting) -> Setting:
    empty.message(STORY, message_id=MESSAGE_ID)
    return empty


# --- what is hidden behind a stub ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heard", "stubbed"),
    [
        pytest.param(risk(Level.NONE), False, id="a question"),
        pytest.param(risk(Level.ADVISE, CASH), False, id="perhaps a story"),
        pytest.param(risk(Level.ESCALATE, CASH), True, id="a story"),
        pytest.param(risk(Level.ESCALATE, FAMILY), True, id="a story of a family"),
        pytest.param(risk(Level.ESCALATE, CASH, INSIDER), True, id="insider"),
        pytest.param(risk(Level.URGENT, CASH, danger=Danger.HERE), False, id="danger"),
        pytest.param(risk(Level.URGENT, danger=Danger.OVERSEAS), False, id="danger overseas"),
        pytest.param(risk(Level.URGENT, danger=Danger.SELF_HARM), False, id="danger to oneself"),
    ],
)
def test_only_what_must_not_wait_is_shown_at_once(at: Setting, heard: Risk, stubbed: bool) -> None:
    at.reply(heard)
    card = at.shown(NoticeKind.ANSWER)
    assert card.stub == ("You have an answer. Open to read." if stubbed else None)
    assert not any(secret in (card.stub or "") for secret in SECRETS)


@pytest.mark.parametrize("level", [Level.ESCALATE, Level.URGENT])
def test_a_case_starts_as_a_stub_whatever_its_level(at: Setting, level: Level) -> None:
    at.reply(risk(level, CASH, danger=Danger.HERE if level is Level.URGENT else None))
    card, place = at.posted(NoticeKind.CARD)
    # The liaisons' user group hears of it.
    assert card.stub == "A case is waiting. Open to read. <!subteam^S0DEMOLIAISONS>"
    assert not any(secret in card.text for secret in SECRETS)
    assert place == Place(channel=COUNCIL.liaison_channel)


# --- danger -------------------------------------------------------------------------------------------


def test_danger_is_the_first_line_and_comes_before_any_greeting(at: Setting) -> None:
    at.reply(risk(Level.URGENT, danger=Danger.HERE))
    card = at.shown(NoticeKind.ANSWER)
    assert card.blocks[0]["text"]["text"].startswith("Ring *111* now.")
    assert card.text.startswith("Ring 111 now.")
    kinds = at.kinds()
    assert kinds.index(NoticeKind.ANSWER) < kinds.index(NoticeKind.WELCOME)


def test_otherwise_the_welcome_comes_first(at: Setting) -> None:
    at.reply(risk(Level.NONE), "Declare it [1].")
    assert at.kinds() == [NoticeKind.WELCOME, NoticeKind.ANSWER]


def test_of_danger_to_oneself_only_the_wellbeing_contact_is_told_and_nothing_else(at: Setting) -> None:
    at.reply(risk(Level.URGENT, CASH, danger=Danger.SELF_HARM))
    card, place = at.posted(NoticeKind.SUPPORT)
    assert card == notes.support()
    assert said(card.blocks) == card.text == "A member may need support now."
    assert place == Place(user=COUNCIL.wellbeing_contact.slack)
    assert NoticeKind.CARD not in at.kinds()


# --- names --------------------------------------------------------------------------------------------


def test_a_case_is_unnamed_and_an_urgent_one_is_named(at: Setting) -> None:
    at.reply(risk(Level.ESCALATE, CASH))
    assert markup(at.shown(NoticeKind.CARD).blocks) == []
    assert MEMBER not in json.dumps(at.shown(NoticeKind.CARD).blocks)


def test_an_urgent_case_is_named_and_its_receipt_says_so(at: Setting) -> None:
    at.reply(risk(Level.URGENT, CASH, danger=Danger.HERE))
    assert markup(at.shown(NoticeKind.CARD).blocks) == [f"<@{MEMBER}>"]
    assert "and your name." in said(at.shown(NoticeKind.ANSWER).blocks)


def test_words_that_are_held_back_stand_nowhere_in_the_card(at: Setting) -> None:
    at.reply(risk(Level.ESCALATE, FAMILY))
    card = at.shown(NoticeKind.CARD)
    whole = json.dumps([card.blocks, card.text, card.stub])
    assert not any(secret in whole for secret in (*SECRETS, "dinner"))
    assert "pressure on or through relatives" in whole


# --- the answer and its receipt -----------------------------------------------------------------------


def test_the_receipt_stands_below_the_advice_and_above_the_sources(at: Setting) -> None:
    at.reply(risk(Level.ESCALATE, CASH))
    card = at.shown(NoticeKind.ANSWER)
    shown = said(card.blocks)
    order = [
        "You need not reply.",
        "*CG-1* has been passed to Jane (demo)",
        "If it cannot wait",
        "Council Guide's note",
    ]
    assert [shown.index(part) for part in order] == sorted(shown.index(part) for part in order)
    assert "Tell them it's me" in labels(card.blocks)


def test_a_story_about_somebody_inside_is_asked_about_and_not_sent(at: Setting) -> None:
    at.reply(risk(Level.ESCALATE, INSIDER))
    card = at.shown(NoticeKind.ANSWER)
    assert labels(card.blocks)[:4] == [
        "No: both may read it",
        "Only Jane (demo)",
        "Only Tom (demo)",
        "Nobody: show other routes",
    ]
    assert NoticeKind.CARD not in at.kinds()


def test_without_anybody_at_council_the_routes_outside_are_shown(at: Setting) -> None:
    at.close_desk()
    at.reply(risk(Level.ESCALATE, CASH))
    shown = said(at.shown(NoticeKind.ANSWER).blocks)
    assert "Your council has no security contact here, so nobody at council will see this." in shown
    assert "0800 802 602" in shown
    assert NoticeKind.CARD not in at.kinds()


def test_what_may_be_a_story_ends_with_its_two_taps(at: Setting) -> None:
    at.reply(risk(Level.ADVISE, CASH))
    card = at.shown(NoticeKind.ANSWER)
    assert "Has something like this happened?" in said(card.blocks)
    ids = [
        one["action_id"] for block in card.blocks if block["type"] == "actions" for one in block["elements"]
    ]
    assert ids[:2] == [actions.PASS_ON, actions.JUST_ASKING]


def test_an_answer_goes_to_the_thread_of_its_message(at: Setting) -> None:
    at.reply(risk(Level.NONE), "Declare it [1].")
    _, place = at.posted(NoticeKind.ANSWER)
    assert place == Place(channel=DM, thread_ts="1700000001.000100")


def test_a_welcome_goes_to_the_dm_of_its_person(at: Setting) -> None:
    at.reply(risk(Level.NONE), "Declare it [1].")
    _, place = at.posted(NoticeKind.WELCOME)
    assert place == Place(user=MEMBER)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("nothing", "I have passed this to Jane (demo) and Tom (demo), without your name."),
        (
            "name",
            "I have passed this to Jane (demo) and Tom (demo), and told them who you are, as you asked.",
        ),
        ("withdraw", "You took CG-1 back."),
        ("resolve", "CG-1 is closed."),
    ],
)
def test_what_an_answer_says_of_its_case_is_said_as_it_stands_now(at: Setting, what: str, told: str) -> None:
    at.reply(ESCALATE)
    if what in ("name", "withdraw"):
        press(at, getattr(at.desk, what))
    elif what == "resolve":
        at.desk.claim(at.cases()[0].id, at.liaison(), at.press())
        at.desk.resolve(at.cases()[0].id, at.liaison(), at.press())
    shown = said(at.shown(NoticeKind.ANSWER).blocks)
    assert told in shown
    assert "You need not reply." in shown
    assert shown.count("I have passed this") == (1 if what in ("nothing", "name") else 0)


def test_the_receipt_names_who_has_the_case(at: Setting) -> None:
    at.reply(ESCALATE)
    at.desk.claim(at.cases()[0].id, at.liaison(TOM), at.press())
    assert "Tom (demo) has it, and writes to you here." in said(at.shown(NoticeKind.ANSWER).blocks)


# --- a choice -----------------------------------------------------------------------------------------


def test_what_was_chosen_takes_the_place_of_the_buttons(at: Setting) -> None:
    gift = Choice(id="gift", label="A gift")
    at.replies.give(MESSAGE_ID, reply("Is it about a gift?", citations=(), choices=(gift,)))
    place = at.stands_at(f"answer:{MESSAGE_ID}")
    assert "A gift" in labels(at.shown(NoticeKind.ANSWER).blocks)
    with at.database.write() as session:
        tell(
            session,
            "demo",
            NoticeKind.CHOSEN,
            key=chosen_key(MESSAGE_ID),
            now=at.clock.now(),
            to=at.people.id_of(session, MEMBER),
            message_id=MESSAGE_ID,
            body="A gift",
            sealer=at.keys,
        )
    card, shown_at = at.posted(NoticeKind.CHOSEN)
    assert shown_at == place
    assert labels(card.blocks) == ["Talk to the liaison"]
    assert "You chose: *A gift*" in said(card.blocks)


# --- a receipt that has changed -----------------------------------------------------------------------


def press(at: Setting, action: Callable[..., object], *more: object) -> None:
    action(at.cases()[0].id, at.member(), at.press(), *more)


def changed(at: Setting) -> Post:
    post = at.last(NoticeKind.RECEIPT_CHANGED)
    assert post
    return post


def test_the_receipt_below_an_answer_is_shown_anew_in_its_place(at: Setting) -> None:
    at.reply(ESCALATE)
    place = at.stands_at(f"answer:{MESSAGE_ID}")
    assert "Tell them it's me" in labels(at.shown(NoticeKind.ANSWER).blocks)
    press(at, at.desk.name)
    post = changed(at)
    assert post == Post(at.shown(NoticeKind.ANSWER), place, None)
    assert "Tell them it's me" not in labels(post.card.blocks)
    assert "You need not reply." in said(post.card.blocks)


def test_words_that_were_shared_are_said_to_be_sent(at: Setting) -> None:
    at.reply(risk(Level.ESCALATE, FAMILY))
    at.stands_at(f"answer:{MESSAGE_ID}")
    press(at, at.desk.share_words)
    shown = said(changed(at).card.blocks)
    assert "*Sent:* these words." in shown
    assert "Send my words too" not in shown


def test_the_receipt_of_what_was_passed_on_by_a_tap_is_shown_anew_not_the_answer_above_it(
    at: Setting,
) -> None:
    at.reply(risk(Level.ADVISE, CASH))
    at.stands_at(f"answer:{MESSAGE_ID}", ts="1.1")
    done = at.referral.pass_on(MESSAGE_ID, at.member(), at.press(), ESCALATE)
    assert done.case
    place = at.stands_at(f"receipt:{done.case.id}", ts="2.2")
    press(at, at.desk.withdraw)
    post = changed(at)
    assert post == Post(at.shown(NoticeKind.RECEIPT), place, None)
    assert labels(post.card.blocks) == []


def test_the_answer_to_something_marked_is_shown_anew_in_its_place(empty: Setting) -> None:
    body = MessageBody(text="", channel=DM, ts=TS, marking="SECRET")
    empty.message(message_id=MESSAGE_ID, **body.model_dump())
    empty.replies.take_marked(MESSAGE_ID, body)
    place = empty.stands_at(f"marked:{MESSAGE_ID}")
    press(empty, empty.desk.name)
    post = changed(empty)
    assert post == Post(empty.shown(NoticeKind.MARKED), place, None)
    assert "Slack already holds a copy." in said(post.card.blocks)
    assert "and your name." in said(post.card.blocks)


def test_a_receipt_that_never_arrived_is_not_shown_anew(at: Setting) -> None:
    at.reply(ESCALATE)
    press(at, at.desk.name)
    assert at.last(NoticeKind.RECEIPT_CHANGED) is None


def test_a_case_that_no_message_was_answered_for_has_no_receipt(at: Setting) -> None:
    at.handover.open(given.Question(id=MESSAGE_ID, text=STORY), ESCALATE, None)
    press(at, at.desk.name)
    assert at.last(NoticeKind.RECEIPT_CHANGED) is None


def test_after_a_case_was_entrusted_to_another_its_receipt_names_them(at: Setting) -> None:
    case = at.case(reader=JANE)
    at.stands_at(f"receipt:{case.id}")
    at.desk.conflict(case.id, at.liaison(), at.press())
    at.desk.entrust(case.id, at.member(), at.press(), at.person(TOM))
    assert "*CG-1* has been passed to Tom (demo)" in said(changed(at).card.blocks)


# --- the card and its thread --------------------------------------------------------------------------


def test_what_changes_a_card_is_shown_in_its_place_and_what_happened_in_its_thread(at: Setting) -> None:
    case = at.case()
    at.stands_at(f"card:{case.id}:all", "C0LIAISON", "7.7")
    at.desk.claim(case.id, at.liaison(), at.press())
    at.desk.add(case.id, at.member(), at.press(), "It was blue.")
    at.desk.reply(case.id, at.liaison(), at.press(), "Keep it closed.")
    thread = Place(channel="C0LIAISON", thread_ts="7.7")
    assert at.posted(NoticeKind.ALERT) == (
        notes.history("The member adds: It was blue.", f"<@{JANE}>"),
        thread,
    )
    assert at.posted(NoticeKind.HISTORY) == (notes.history("Sent to the member: Keep it closed."), thread)
    card = at.last(NoticeKind.CARD_CHANGED)
    assert card
    assert card.place == Place(channel="C0LIAISON", ts="7.7")
    assert f"answered, with <@{JANE}>" in said(card.card.blocks)


@pytest.mark.parametrize("kind", [NoticeKind.ALERT, NoticeKind.CARD_CHANGED])
def test_what_changes_a_card_waits_until_it_stands_and_goes_nowhere_when_it_never_will(
    at: Setting, kind: NoticeKind
) -> None:
    case = at.case()
    at.desk.add(case.id, at.member(), at.press(), "It was blue.")
    with pytest.raises(NotYetError):
        at.last(kind)
    card = at.notices(NoticeKind.CARD)[0]
    with at.database.write() as session:
        session.get_one(Notice, card.seq).done_at = at.clock.now()
    assert at.last(kind) is None


def test_words_that_were_taken_back_are_hidden_where_they_stand(at: Setting) -> None:
    case = at.case()
    at.stands_at(f"card:{case.id}:all", "C0LIAISON", "7.7")
    at.desk.add(case.id, at.member(), at.press(), "It was blue.")
    [added] = at.notices(NoticeKind.ALERT)
    at.stands(added, "C0LIAISON", "8.8")
    press(at, at.desk.withdraw)
    assert at.posted(NoticeKind.HIDDEN) == (
        notes.history("The member took these words back."),
        Place(channel="C0LIAISON", ts="8.8"),
    )
    again = at.render(added)
    assert again
    assert "blue" not in said(again.card.blocks)
    assert at.now(case.id).status is Status.WITHDRAWN


def test_who_is_named_is_not_shown_on_a_card_that_somebody_close_can_read(at: Setting) -> None:
    case = at.case()
    press(at, at.desk.name)
    assert markup(at.shown(NoticeKind.CARD).blocks) == [f"<@{MEMBER}>"]
    at.desk.conflict(case.id, at.liaison(), at.press())
    card = at.shown(NoticeKind.CARD)
    assert MEMBER not in json.dumps(card.blocks)
    assert "named, in *Whole text*" in said(card.blocks)
    assert at.renderer.member_of(at.now(case.id)) == f"<@{MEMBER}>"


def test_an_unnamed_member_has_no_mention(at: Setting) -> None:
    assert at.renderer.member_of(at.case()) is None


@pytest.mark.parametrize(
    ("reader", "claimed_by", "called"),
    [
        (None, None, LIAISONS),
        (None, TOM, f"<@{TOM}>"),
        (JANE, None, f"<@{JANE}>"),
        (JANE, JANE, f"<@{JANE}>"),
    ],
)
def test_who_has_a_case_is_called_or_else_all_who_read_it(
    at: Setting, reader: str | None, claimed_by: str | None, called: str
) -> None:
    case = at.case(reader=reader)
    card = at.notices(NoticeKind.CARD)[0]
    at.stands(card, "C0LIAISON", "7.7")
    if claimed_by:
        at.desk.claim(case.id, at.liaison(claimed_by), at.press())
    at.desk.add(case.id, at.member(), at.press(), "It was blue.")
    alert, post = at.shown(NoticeKind.ALERT), at.render(card)
    assert post
    assert alert.stub == f"{notes.HISTORY_STUB} {called}"
    assert post.card.stub == f"A case is waiting. Open to read. {called}"
    # Whom it calls, and nothing else, is told before it is opened.
    assert "blue" not in alert.text


def test_people_and_groups_of_the_roles_are_called_as_slack_knows_them(at: Setting) -> None:
    roles = COUNCIL.roles.model_copy(update={"liaisons": ("S1", JANE)})
    at.office.council = COUNCIL.model_copy(update={"roles": roles})
    at.case()
    assert at.shown(NoticeKind.CARD).stub == f"A case is waiting. Open to read. <!subteam^S1> <@{JANE}>"


def test_the_card_of_a_chosen_reader_goes_to_their_dm(at: Setting) -> None:
    at.case(reader=TOM)
    assert at.posted(NoticeKind.CARD)[1] == Place(user=TOM)


def test_a_case_that_was_entrusted_to_another_has_its_thread_below_their_card(at: Setting) -> None:
    case = at.case(reader=JANE)
    at.stands_at(f"card:{case.id}:{at.person(JANE)}", "D0JANE", "1.1")
    at.desk.conflict(case.id, at.liaison(), at.press())
    at.desk.entrust(case.id, at.member(), at.press(), at.person(TOM))
    at.stands_at(f"card:{case.id}:{at.person(TOM)}", "D0TOM", "2.2")
    at.desk.add(case.id, at.member(), at.press(), "It was blue.")
    post, card = at.last(NoticeKind.ALERT), at.last(NoticeKind.CARD)
    assert post
    assert card
    assert post.place == Place(channel="D0TOM", thread_ts="2.2")
    assert post.card.stub == f"{notes.HISTORY_STUB} <@{TOM}>"
    assert card.stands == Place(channel="D0TOM", ts="2.2")


# --- what did not arrive ------------------------------------------------------------------------------


def test_who_told_a_story_hears_that_nobody_could_be_reached(at: Setting) -> None:
    at.reply(ESCALATE)
    rows(at).give_up(at.notices(NoticeKind.CARD)[0].id, "is_archived")
    card, place = at.posted(NoticeKind.UNREACHED)
    shown = said(card.blocks)
    assert shown.startswith(
        "I could not reach Jane (demo) and Tom (demo). Nobody at your council has read this yet."
    )
    assert "You can turn to:" in shown
    assert "0800 747 224" in shown
    assert (place, card.stub) == (THREAD, "You have an answer. Open to read.")


def test_who_may_hurt_themselves_hears_it_with_the_numbers_first(at: Setting) -> None:
    at.reply(risk(Level.URGENT, danger=Danger.SELF_HARM))
    rows(at).give_up(at.notices(NoticeKind.SUPPORT)[0].id, "cannot_dm_bot")
    card, place = at.posted(NoticeKind.UNREACHED)
    shown = said(card.blocks)
    assert shown.index("*111*") < shown.index("*1737*") < shown.index("I could not reach Hana (demo).")
    assert place == THREAD


def test_the_one_chosen_reader_who_could_not_be_reached_is_named(at: Setting) -> None:
    at.case(reader=TOM)
    rows(at).give_up(at.notices(NoticeKind.CARD)[0].id, "user_not_found")
    assert "I could not reach Tom (demo)." in said(at.shown(NoticeKind.UNREACHED).blocks)


def test_a_liaison_hears_below_the_card_that_a_reply_did_not_arrive(at: Setting) -> None:
    case = at.case()
    at.stands_at(f"card:{case.id}:all", "C0LIAISON", "7.7")
    at.desk.claim(case.id, at.liaison(), at.press())
    at.desk.reply(case.id, at.liaison(), at.press(), "Keep it closed.")
    rows(at).give_up(at.notices(NoticeKind.RELAYED)[0].id, "cannot_dm_bot")
    assert at.posted(NoticeKind.UNDELIVERED) == (
        notes.history(notes.UNDELIVERED, f"<@{JANE}>"),
        Place(channel="C0LIAISON", thread_ts="7.7"),
    )


# --- given back ---------------------------------------------------------------------------------------


def given_back(at: Setting, reader: str | None, *close: str) -> Card:
    case = at.case(reader=reader)
    at.desk.claim(case.id, at.liaison(close[-1]), at.press())
    for slack in close:
        at.desk.conflict(case.id, at.liaison(slack), at.press())
    [row] = at.notices(NoticeKind.GIVEN_BACK)
    post = at.render(row)
    assert post
    assert post.place == THREAD
    return post.card


def test_the_member_hears_that_another_takes_a_shared_case(at: Setting) -> None:
    card = given_back(at, None, JANE)
    assert card.text == (
        "Jane (demo) is close to somebody in CG-1, has read what it says so far, and gives it back. What you add "
        "from now on is not shown to them. Another of them will take it."
    )
    assert labels(card.blocks) == []


def test_the_member_chooses_anew_among_those_who_are_not_close_to_anybody_in_it(at: Setting) -> None:
    card = given_back(at, JANE, JANE)
    assert "Who may read it now?" in card.text
    assert labels(card.blocks) == ["Only Tom (demo)"]
    [row] = card.buttons
    assert row["elements"][0]["value"] == f"{at.cases()[0].id}.{at.person(TOM)}"


def test_where_everybody_is_close_to_somebody_in_it_the_routes_outside_are_shown(at: Setting) -> None:
    case = at.case()
    for slack in (JANE, TOM):
        at.desk.conflict(case.id, at.liaison(slack), at.press())
    card = at.shown(NoticeKind.GIVEN_BACK)
    assert "Nobody else at your council can read it." in card.text
    assert "Tom (demo) is close to somebody in CG-1" in card.text
    assert labels(card.blocks) == []


# --- short words --------------------------------------------------------------------------------------


def test_a_note_says_its_words_below_the_message_it_answers(at: Setting) -> None:
    post = at.write(NoticeKind.NOTE, body="Added to CG-1: **Jane** can read it.")
    assert post == Post(notes.note("Added to CG-1: **Jane** can read it."), THREAD, None)
    assert said(post.card.blocks) == "Added to CG-1: *Jane* can read it."


def test_who_lets_nobody_read_it_is_shown_the_routes_outside(at: Setting) -> None:
    at.referral.keep(MESSAGE_ID, at.member(), at.press())
    assert at.posted(NoticeKind.ROUTES) == (notes.other_routes(COUNCIL), THREAD)


def test_a_correction_stands_below_the_answer_it_corrects(at: Setting) -> None:
    post = at.write(NoticeKind.CORRECTION, body="it was withdrawn")
    assert post == Post(notes.correction("it was withdrawn"), THREAD, None)


def test_a_refusal_says_why(at: Setting) -> None:
    at.replies.refuse(MESSAGE_ID, Refused.STRANGER)
    assert at.posted(NoticeKind.REFUSED) == (notes.refused(Refused.STRANGER, COUNCIL), THREAD)


@pytest.mark.parametrize("reason", [reason for reason in Refused if reason.may_have_left])
def test_who_has_left_with_a_case_open_reads_how_to_go_on_with_it(at: Setting, reason: Refused) -> None:
    case = at.case(reader=TOM)
    at.replies.refuse(MESSAGE_ID, reason)
    assert at.posted(NoticeKind.REFUSED) == (notes.has_left(case, "Tom (demo)"), THREAD)


@pytest.mark.parametrize("reason", list(Refused))
@pytest.mark.parametrize("status", Status)
def test_a_case_is_spoken_of_to_nobody_but_who_may_have_left_with_it_open(
    at: Setting, reason: Refused, status: Status
) -> None:
    case = at.case()
    with at.database.write() as session:
        session.get_one(Case, case.id).status = status.value
    at.replies.refuse(MESSAGE_ID, reason)
    closed = status in (Status.RESOLVED, Status.WITHDRAWN)
    speaks = reason.may_have_left and not closed
    assert ("CG-1" in said(at.shown(NoticeKind.REFUSED).blocks)) is speaks


# --- the choice ---------------------------------------------------------------------------------------


def test_a_choice_names_who_would_read_it_with_a_button_for_each(at: Setting) -> None:
    at.referral.ask_to_choose(MESSAGE_ID, at.member(), at.press())
    card, place = at.posted(NoticeKind.CHOICE)
    assert "These people would read this: Jane (demo), Tom (demo)." in said(card.blocks)
    assert labels(card.blocks)[1:3] == ["Only Jane (demo)", "Only Tom (demo)"]
    assert (place, card.stub) == (THREAD, "You have an answer. Open to read.")


def test_of_what_is_about_everybody_who_would_read_it_nothing_is_sent_and_all_ways_are_shown(
    at: Setting,
) -> None:
    at.message("Jane and Tom are at my door with a gun", message_id="f" * 32)
    at.answer("f" * 32, URGENT)
    assert at.row("f" * 32).handed == Handed.ALL_INVOLVED
    card = at.shown(NoticeKind.ANSWER)
    shown = said(card.blocks)
    assert "I have told nobody at your council" in shown
    assert "0800 747 224" in shown
    assert "Only Tom (demo)" in labels(card.blocks)
    assert card.stub is None
    assert NoticeKind.CARD not in at.kinds()


# --- in the thread of a case --------------------------------------------------------------------------

_LATER = "e" * 32


def later(at: Setting, heard: Risk = NONE, text: str = "He wore a hat.", **where: Any) -> Card:
    """Open a case, and answer a later message; return how the answer is shown."""
    at.reply(ESCALATE)
    at.clock.pass_by(minutes=1)
    at.message(text, message_id=_LATER, **where)
    at.answer(_LATER, heard, "Declare it [1].")
    post = at.render(at.notice(f"answer:{_LATER}"))
    assert post
    return post.card


def test_below_an_answer_in_the_thread_of_a_case_stands_how_to_add_to_it(at: Setting) -> None:
    card = later(at)
    assert "What you write here goes to nobody. To send it to Jane (demo) and Tom (demo):" in said(
        card.blocks
    )
    [add] = [one for row in card.buttons for one in row["elements"] if one["action_id"] == actions.ADD]
    assert (add["text"]["text"], add["value"]) == ("Add to CG-1", f"{at.cases()[0].id}.{_LATER}")


def test_what_may_be_a_story_is_offered_to_be_added_too(at: Setting) -> None:
    at.message("earlier", message_id="d" * 32)
    at.answer("d" * 32, risk(Level.ADVISE, CASH))
    card = later(at, risk(Level.ADVISE, CASH))
    assert at.row(_LATER).handed == Handed.LEFT
    assert "Add to CG-1" in labels(card.blocks)


@pytest.mark.parametrize(
    "where", [{"thread": "another", "channel": CHANNEL, "in_dm": False}, {"by": OTHER_MEMBER}]
)
def test_elsewhere_nothing_is_said_of_a_case(at: Setting, where: dict[str, Any]) -> None:
    assert "CG-1" not in said(later(at, **where).blocks)


def test_a_question_of_its_own_in_the_same_dm_is_not_offered_to_be_added(at: Setting) -> None:
    assert "CG-1" not in said(later(at, text="May I keep a festival ticket?", thread="another").blocks)


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.WITHDRAWN])
def test_to_a_closed_case_nothing_is_added(at: Setting, status: Status) -> None:
    later(at)
    with at.database.write() as session:
        session.get_one(Case, at.cases()[0].id).status = status.value
    post = at.render(at.notice(f"answer:{_LATER}"))
    assert post
    assert "CG-1" not in said(post.card.blocks)


def test_a_new_story_in_the_thread_has_its_own_receipt_and_is_not_added(at: Setting) -> None:
    card = later(at, ESCALATE)
    assert "*CG-2* has been passed to" in said(card.blocks)
    assert "What you write here goes to nobody" not in said(card.blocks)


# --- where it goes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ({"thread_ts": "1.5"}, Place(channel=DM, thread_ts="1.5")),
        ({"channel": CHANNEL, "in_dm": False}, Place(user=MEMBER)),
    ],
)
def test_an_answer_goes_to_its_thread_in_the_dm_and_never_into_a_channel(
    empty: Setting, where: dict[str, object], place: Place
) -> None:
    empty.message(STORY, message_id=MESSAGE_ID, **where)
    empty.reply(ESCALATE)
    assert empty.posted(NoticeKind.ANSWER)[1] == place


def test_what_becomes_of_a_case_is_told_where_its_story_was_told(at: Setting) -> None:
    case = at.case()
    at.desk.claim(case.id, at.liaison(), at.press())
    assert at.posted(NoticeKind.CLAIMED)[1] == THREAD


def test_a_message_whose_words_are_gone_is_answered_in_the_dm(at: Setting) -> None:
    case = at.case()
    with at.database.write() as session:
        for message in session.query(Message):
            message.body = None
    at.desk.claim(case.id, at.liaison(), at.press())
    assert at.posted(NoticeKind.CLAIMED)[1] == Place(user=MEMBER)


def test_the_wellbeing_contact_reads_it_in_their_own_dm_whoever_wrote(at: Setting) -> None:
    assert at.write(NoticeKind.SUPPORT, to=HANA).place == Place(user=HANA)


def test_what_an_earlier_try_has_put_there_is_known(at: Setting) -> None:
    at.reply(NONE, "Declare it [1].")
    place = at.stands_at(f"answer:{MESSAGE_ID}")
    post = at.last(NoticeKind.ANSWER)
    assert post
    assert (post.place, post.stands) == (THREAD, place)


def test_an_apology_keeps_its_words_where_the_case_was_opened_already(at: Setting) -> None:
    message_id = at.message(STORY)
    at.handover.open(Question(id=message_id, text=STORY), ESCALATE, None)
    at.replies.apologise(message_id)
    words = said(at.shown(NoticeKind.ANSWER).blocks)
    assert at.office.house.canned("internal")[:20] in words
    assert "I have passed this to" in words
