from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.escalation.handover import Handover
from bot.escalation.records import Records
from bot.models import Danger, Level, Question, Risk, SeenIndicator
from bot.office import Office
from bot.slack.cards import actions, notes
from bot.slack.cards.blocks import Card
from bot.slack.render import Place, Renderer
from bot.slack.replies import Replies
from bot.store import messages
from bot.store.database import Database
from bot.store.inserts import insert_once
from bot.store.keys import Keys
from bot.store.messages import MessageBody
from bot.store.notices import NoticeKind
from bot.store.people import People
from bot.store.tables import Message, Notice
from tests.bot.slack.limits import check_card, labels, markup, said
from tests.bot.slack.samples import COUNCIL, DEMO, MESSAGE_ID, NIGHT, STORY, SettableClock, citation, reply

MEMBER, JANE, DM = "U0DEMO00001", "U0DEMO00003", "D0DEMO00001"
CASH = SeenIndicator(id="cash", label="money or a reward", evidence="an envelope with forty thousand")
FAMILY = SeenIndicator(id="family", label="pressure on or through relatives", evidence="my quarry vote")
SECRETS = ("Zorblax", "quarry", "envelope", "forty thousand")


class Setting:
    """A renderer over a database with one message of a member's in it."""

    def __init__(self, database: Database, text: str = STORY) -> None:
        self.office = Office(DEMO)
        self.clock = SettableClock(NIGHT)
        self.database = database
        self.people = People(database.keys, "demo")
        self.records = Records(database.keys, "demo", lambda: self.office.council, self.clock)
        self.handover = Handover(
            database,
            self.records,
            self.people,
            lambda: self.office.council,
            lambda: self.office.house,
            self.clock,
        )
        self.replies = Replies(database, self.people, self.handover, lambda: self.office.house, self.clock)
        self.renderer = Renderer(database, self.people, self.records, self.handover, self.office, self.clock)
        self.text = text
        body = MessageBody(text=text, channel=DM, ts="1700000001.000100")
        with database.write() as session:
            for person in (*COUNCIL.rota, *COUNCIL.deputies):
                self.people.id_of(session, person.slack)
            insert_once(
                session,
                Message,
                id=MESSAGE_ID,
                council="demo",
                key=b"key",
                thread=b"thread",
                person_id=self.people.id_of(session, MEMBER),
                body=messages.seal(database.keys, MESSAGE_ID, body),
                received_at=self.clock.now(),
                next_at=self.clock.now(),
                attempts=0,
            )

    def answer(self, risk: Risk, answer: str | None = None) -> None:
        """Answer the message as `respond()` and the answerer do."""
        house = self.office.house
        text = house.interim([one.id for one in risk.indicators])
        if risk.danger:
            text = house.danger(risk.danger, self.office.council, self.clock.now())
        case, told = None, ""
        if risk.level is not Level.NONE:
            question = Question(id=MESSAGE_ID, text=self.text)
            case, told = self.handover.open(question, risk, text)
        shown = answer or f"{text.text}\n\n{told}"
        self.replies.give(
            MESSAGE_ID, reply(shown, risk=risk, case=case, citations=(citation(),), reason=None)
        )

    def notices(self) -> list[NoticeKind]:
        with self.database.read() as session:
            return [NoticeKind(row.kind) for row in session.query(Notice).order_by(Notice.seq)]

    def shown(self, kind: NoticeKind) -> Card:
        card, _ = self.posted(kind)
        return card

    def posted(self, kind: NoticeKind) -> tuple[Card, Place]:
        with self.database.read() as session:
            [row] = session.query(Notice).filter_by(kind=kind.value)
        post = self.renderer.render(row.id)
        assert post
        check_card(post.card)
        return post.card, post.place


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Setting]:
    database = Database(f"sqlite:///{tmp_path / 'guide.db'}", Keys(b"k" * 32), "demo")
    yield Setting(database)
    database.close()


def risk(level: Level, *seen: SeenIndicator, danger: Danger | None = None) -> Risk:
    return Risk(level=level, score=0.9, indicators=seen, danger=danger)


# --- what is hidden behind a stub ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heard", "stubbed"),
    [
        pytest.param(risk(Level.NONE), False, id="a question"),
        pytest.param(risk(Level.ADVISE, CASH), False, id="perhaps a story"),
        pytest.param(risk(Level.ESCALATE, CASH), True, id="a story"),
        pytest.param(risk(Level.ESCALATE, FAMILY), True, id="a story of a family"),
        pytest.param(
            risk(Level.ESCALATE, CASH, CASH.model_copy(update={"id": "insider"})), True, id="insider"
        ),
        pytest.param(risk(Level.URGENT, CASH, danger=Danger.HERE), False, id="danger"),
        pytest.param(risk(Level.URGENT, danger=Danger.OVERSEAS), False, id="danger overseas"),
        pytest.param(risk(Level.URGENT, danger=Danger.SELF_HARM), False, id="danger to oneself"),
    ],
)
def test_only_what_must_not_wait_is_shown_at_once(at: Setting, heard: Risk, stubbed: bool) -> None:
    at.answer(heard)
    card = at.shown(NoticeKind.ANSWER)
    assert card.stub == ("You have an answer. Open to read." if stubbed else None)
    assert not any(secret in (card.stub or "") for secret in SECRETS)


@pytest.mark.parametrize("level", [Level.ESCALATE, Level.URGENT])
def test_a_case_starts_as_a_stub_whatever_its_level(at: Setting, level: Level) -> None:
    at.answer(risk(level, CASH, danger=Danger.HERE if level is Level.URGENT else None))
    card, place = at.posted(NoticeKind.CARD)
    assert card.stub == "A case is waiting. Open to read."
    assert not any(secret in card.text for secret in SECRETS)
    assert place == Place(channel=COUNCIL.liaison_channel)


# --- danger -------------------------------------------------------------------------------------------


def test_danger_is_the_first_line_and_comes_before_any_greeting(at: Setting) -> None:
    at.answer(risk(Level.URGENT, danger=Danger.HERE))
    card = at.shown(NoticeKind.ANSWER)
    assert card.blocks[0]["text"]["text"].startswith("Ring *111* now.")
    assert card.text.startswith("Ring 111 now.")
    kinds = at.notices()
    assert kinds.index(NoticeKind.ANSWER) < kinds.index(NoticeKind.WELCOME)


def test_otherwise_the_welcome_comes_first(at: Setting) -> None:
    at.answer(risk(Level.NONE), "Declare it [1].")
    assert at.notices() == [NoticeKind.WELCOME, NoticeKind.ANSWER]


def test_of_danger_to_oneself_only_the_wellbeing_contact_is_told_and_nothing_else(at: Setting) -> None:
    at.answer(risk(Level.URGENT, CASH, danger=Danger.SELF_HARM))
    card, place = at.posted(NoticeKind.SUPPORT)
    assert card == notes.support()
    assert said(card.blocks) == card.text == "A member may need support now."
    assert place == Place(user=COUNCIL.wellbeing_contact.slack)
    assert NoticeKind.CARD not in at.notices()


# --- names --------------------------------------------------------------------------------------------


def test_a_case_is_unnamed_and_an_urgent_one_is_named(at: Setting) -> None:
    at.answer(risk(Level.ESCALATE, CASH))
    assert markup(at.shown(NoticeKind.CARD).blocks) == []
    assert MEMBER not in json.dumps(at.shown(NoticeKind.CARD).blocks)


def test_an_urgent_case_is_named_and_its_receipt_says_so(at: Setting) -> None:
    at.answer(risk(Level.URGENT, CASH, danger=Danger.HERE))
    assert markup(at.shown(NoticeKind.CARD).blocks) == [f"<@{MEMBER}>"]
    assert "and your name." in said(at.shown(NoticeKind.ANSWER).blocks)


def test_words_that_are_held_back_stand_nowhere_in_the_card(at: Setting) -> None:
    at.answer(risk(Level.ESCALATE, FAMILY))
    card = at.shown(NoticeKind.CARD)
    whole = json.dumps([card.blocks, card.text, card.stub])
    assert not any(secret in whole for secret in (*SECRETS, "dinner"))
    assert "pressure on or through relatives" in whole


# --- the answer and its receipt -----------------------------------------------------------------------


def test_the_receipt_stands_below_the_advice_and_above_the_sources(at: Setting) -> None:
    at.answer(risk(Level.ESCALATE, CASH))
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
    at.answer(risk(Level.ESCALATE, CASH.model_copy(update={"id": "insider"})))
    card = at.shown(NoticeKind.ANSWER)
    assert labels(card.blocks)[:4] == [
        "No: both may read it",
        "Only Jane (demo)",
        "Only Tom (demo)",
        "Nobody: show other routes",
    ]
    assert NoticeKind.CARD not in at.notices()


def test_without_anybody_at_council_the_routes_outside_are_shown(at: Setting) -> None:
    at.office.council = at.office.council.model_copy(update={"liaison_channel": None})
    at.answer(risk(Level.ESCALATE, CASH))
    shown = said(at.shown(NoticeKind.ANSWER).blocks)
    assert "Your council has no security contact here, so nobody at council will see this." in shown
    assert "0800 802 602" in shown
    assert NoticeKind.CARD not in at.notices()


def test_what_may_be_a_story_ends_with_its_two_taps(at: Setting) -> None:
    at.answer(risk(Level.ADVISE, CASH))
    card = at.shown(NoticeKind.ANSWER)
    assert "Has something like this happened?" in said(card.blocks)
    ids = [
        one["action_id"] for block in card.blocks if block["type"] == "actions" for one in block["elements"]
    ]
    assert ids[:2] == [actions.PASS_ON, actions.JUST_ASKING]


def test_an_answer_goes_to_the_thread_of_its_message(at: Setting) -> None:
    at.answer(risk(Level.NONE), "Declare it [1].")
    _, place = at.posted(NoticeKind.ANSWER)
    assert place == Place(channel=DM, thread_ts="1700000001.000100")


def test_a_welcome_goes_to_the_dm_of_its_person(at: Setting) -> None:
    at.answer(risk(Level.NONE), "Declare it [1].")
    _, place = at.posted(NoticeKind.WELCOME)
    assert place == Place(user=MEMBER)
