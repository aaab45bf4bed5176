from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings

from bot.escalation.models import CaseView, Deadline, Place, Told
from bot.escalation.states import ACTIVE, Status
from bot.models import Level, SeenIndicator
from bot.slack.cards.case import STUB, CardPeople, case_card
from tests.bot.slack.limits import (
    check_card,
    check_harmless,
    check_harmless_text,
    labels,
    markup,
    said,
)
from tests.bot.slack.samples import CASE_ID, MEMBER_ID, OFFICE_HOURS, STORY, WILD, case

NOBODY = CardPeople(member=None, claimed_by=None)
NAMED = CardPeople(member="<@U0MEMBER000>", claimed_by="<@U0DEMO00003>")
SECRET = "Wolfgang photographed cousin Ihaka beside Kaikōhine bridge, wants silence until kererū breakfast"
HELD_BACK = case(
    words=SECRET,
    words_shared=False,
    indicators=(
        SeenIndicator(
            id="family", label="pressure on or through relatives", evidence="photographed cousin Ihaka"
        ),
        SeenIndicator(id="leverage", label="something held over somebody", evidence="wants silence"),
    ),
    deadline=Deadline(words="until kererū breakfast", at=OFFICE_HOURS + timedelta(hours=20)),
)


def card(of: CaseView | None = None, people: CardPeople = NOBODY, now: datetime = OFFICE_HOURS) -> str:
    return said(case_card(of or case(), people, now).blocks)


# --- each element of care.md, "Card" ------------------------------------------------------------------


@pytest.mark.parametrize(
    "element",
    [
        pytest.param("CG-7: Passed on by a member", id="number"),
        pytest.param("*Told* today at 10.55am", id="told when"),
        pytest.param("*Claim it by* today at 1pm", id="due when"),
        pytest.param("*Deadline in the story:* “dinner tonight”: today at 7pm", id="deadline on the clock"),
        pytest.param("As told by a member, not checked.", id="not checked"),
        pytest.param("Nobody described here has been found to do anything.", id="nobody found"),
        pytest.param("*The member:* unnamed.", id="unnamed"),
        pytest.param("do not try to find out", id="do not find out"),
        pytest.param("*Their place in it:* they were offered something", id="place"),
        pytest.param("• money or a reward: “an envelope with forty thousand”", id="why: label and words"),
        pytest.param("• a vote or favour wanted: “my quarry vote”", id="why: each of them"),
        pytest.param("*What they told*", id="what they told"),
        pytest.param(STORY, id="the story"),
        pytest.param("*What the member was told*\nKeep everything as it is.\nYou need not reply.", id="told"),
        pytest.param("advice.yaml, If you were offered money or a gift, version 3", id="told: version"),
        pytest.param("*Before you act*", id="before you act"),
        pytest.param("Do not contact or look up those described.", id="no contact"),
        pytest.param("Do not send the member back to ask.", id="not back to ask"),
        pytest.param("Keep originals", id="originals"),
        pytest.param("A possible crime goes to Police or the Serious Fraud Office.", id="crime"),
        pytest.param("A foreign link: ring NZSIS first.", id="foreign link"),
        pytest.param("Do not email details.", id="no email"),
        pytest.param("Are you close to anyone in this?", id="conflict question"),
    ],
)
def test_a_card_holds(element: str) -> None:
    assert element in card()


def test_the_question_of_conflict_and_the_caution_come_before_the_actions() -> None:
    blocks = case_card(case(), NOBODY, OFFICE_HOURS).blocks
    assert labels(blocks) == ["Claim", "Whole text", "I have a conflict"]
    order = [said(block) for block in blocks]
    asked = next(n for n, text in enumerate(order) if "close to anyone" in text)
    before = next(n for n, text in enumerate(order) if "Before you act" in text)
    assert before < asked < len(blocks) - 1 == order.index(said(blocks[-1]))


@pytest.mark.parametrize("place", list(Place))
def test_the_members_place_is_said_in_words(place: Place) -> None:
    assert f"*Their place in it:* {place.value}" in card(case(place=place))


def test_a_deadline_that_the_clock_cannot_tell_keeps_its_words() -> None:
    shown = card(case(deadline=Deadline(words="by the vote", at=None)))
    assert "*Deadline in the story:* “by the vote”\n" in shown


def test_no_deadline_is_not_mentioned() -> None:
    assert "Deadline" not in card(case(deadline=None))


def test_nothing_told_is_not_mentioned() -> None:
    assert "was told" not in card(case(told=None))


def test_a_card_holds_an_excerpt_and_not_the_whole_text() -> None:
    shown = card(case(words="A long story. " * 200 + "The very end."))
    assert "The very end." not in shown
    assert len(max(shown.split("\n\n"), key=len)) <= 600
    assert "Whole text" in labels(case_card(case(words="word " * 900), NOBODY, OFFICE_HOURS).blocks)


def test_a_long_quote_is_an_excerpt_too() -> None:
    seen = (SeenIndicator(id="cash", label="money or a reward", evidence="word " * 100 + "the end"),)
    assert "the end" not in card(case(indicators=seen))


def test_bold_of_the_fixed_text_is_bold_on_the_card() -> None:
    told = Told(text="Ring **111** & wait.", doc="advice.yaml", section="Danger now", version=1)
    assert "*What the member was told*\nRing *111* &amp; wait." in card(case(told=told))


def test_a_story_without_a_single_telling_behaviour_says_so() -> None:
    assert "no single behaviour stood out" in card(case(indicators=()))


def test_a_wish_for_a_person_says_so() -> None:
    shown = card(case(level=Level.ADVISE, asked_for_a_person=True, indicators=()))
    assert "CG-7: A member asks for a person" in shown
    assert "The member asked for a person." in shown


def test_something_marked_is_seen_in_person() -> None:
    shown = card(case(words="", marking="TOP SECRET", indicators=(), told=None, deadline=None))
    assert "A member holds something marked TOP SECRET. See them in person." in shown
    assert "What they told" not in shown
    made = case_card(case(words="", marking="TOP SECRET"), NOBODY, OFFICE_HOURS)
    assert "Whole text" not in labels(made.blocks)


# --- stubs --------------------------------------------------------------------------------------------


def test_a_card_starts_as_a_stub_without_a_word_of_it() -> None:
    assert case_card(case(), NOBODY, OFFICE_HOURS).stub == STUB == "A case is waiting. Open to read."


def test_what_a_notification_says_has_no_word_of_the_story() -> None:
    text = case_card(case(), NAMED, OFFICE_HOURS).text
    assert text == "CG-7: Passed on by a member. Now: open, nobody has claimed it"


# --- unnamed by default -------------------------------------------------------------------------------


def test_the_name_stands_there_only_when_it_was_given() -> None:
    unnamed = case_card(case(), NOBODY, OFFICE_HOURS)
    assert markup(unnamed.blocks) == []
    named = case_card(case(named=True), NAMED, OFFICE_HOURS)
    assert "*The member:* <@U0MEMBER000>" in said(named.blocks)
    assert markup(named.blocks) == ["<@U0MEMBER000>"]


def test_no_card_holds_the_row_id_of_the_member() -> None:
    for of in (case(), case(named=True), HELD_BACK):
        assert MEMBER_ID not in json.dumps(case_card(of, NOBODY, OFFICE_HOURS).blocks)


def test_held_back_words_leave_the_label_only() -> None:
    shown = card(HELD_BACK)
    assert "• pressure on or through relatives\n• something held over somebody" in shown
    assert "Their words follow if they say so." in shown


def test_no_held_back_word_stands_anywhere_in_the_card() -> None:
    made = case_card(HELD_BACK, NOBODY, OFFICE_HOURS)
    whole = json.dumps([made.blocks, made.text, made.stub], ensure_ascii=False).casefold()
    secret = " ".join(
        [SECRET, HELD_BACK.body.deadline.words if HELD_BACK.body.deadline else ""]
        + [one.evidence for one in HELD_BACK.body.indicators]
    )
    for word in re.findall(r"\w{4,}", secret.casefold()):
        assert not re.search(rf"\b{word}\b", whole), word


@pytest.mark.parametrize("told", ["Deadline", "tomorrow at 7am", "Their place in it"])
def test_of_held_back_words_the_card_tells_the_label_alone(told: str) -> None:
    assert told not in card(HELD_BACK)


def test_a_case_that_was_taken_back_shows_the_words_no_more() -> None:
    taken_back = case(status=Status.WITHDRAWN)
    shown = case_card(taken_back, NOBODY, OFFICE_HOURS)
    assert taken_back.body.words[:40] not in said(shown.blocks)
    assert not [one for one in taken_back.body.indicators if one.evidence in said(shown.blocks)]
    assert labels(shown.blocks) == []


def test_held_back_words_cannot_be_opened_from_the_card() -> None:
    assert "Whole text" not in labels(case_card(HELD_BACK, NOBODY, OFFICE_HOURS).blocks)


def test_words_that_are_sent_later_stand_on_the_card() -> None:
    sent = case_card(HELD_BACK.model_copy(update={"words_shared": True}), NOBODY, OFFICE_HOURS)
    assert SECRET in said(sent.blocks)
    assert "Whole text" in labels(sent.blocks)


# --- as it stands -------------------------------------------------------------------------------------


def in_hand(status: Status) -> CaseView:
    return case(status=status, claimed_by="2" * 32, claimed_at=OFFICE_HOURS - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (Status.OPEN, ["Claim", "Whole text", "I have a conflict"]),
        (Status.REOPENED, ["Claim", "Whole text", "I have a conflict"]),
        (Status.CLAIMED, ["Reply", "Whole text", "I have a conflict", "Resolve"]),
        (Status.WAITING, ["Reply", "Whole text", "I have a conflict", "Resolve"]),
        (Status.ANSWERED, ["Reply", "Whole text", "I have a conflict", "Resolve"]),
        (Status.RESOLVED, ["Whole text"]),
        (Status.WITHDRAWN, []),
    ],
)
def test_a_card_offers_what_may_be_done_now(status: Status, shown: list[str]) -> None:
    made = case_card(in_hand(status), NAMED, OFFICE_HOURS)
    assert labels(made.blocks) == shown
    assert ("Are you close to anyone" in said(made.blocks)) is (status in ACTIVE)
    values = {
        one["value"] for block in made.blocks if block["type"] == "actions" for one in block["elements"]
    }
    assert values == ({CASE_ID} if shown else set())
    check_card(made)


def test_a_claimed_case_names_who_has_it_and_since_when() -> None:
    shown = card(in_hand(Status.CLAIMED), NAMED)
    assert "*State:* claimed, with <@U0DEMO00003> since today at 10.59am" in shown
    assert "Claim it by" not in shown


def test_a_case_that_was_taken_back_says_so() -> None:
    assert "the member took it back" in card(case(status=Status.WITHDRAWN))


def test_somebody_unknown_who_has_a_case_is_not_called_none() -> None:
    assert "with a liaison since" in card(in_hand(Status.CLAIMED), NOBODY)


@pytest.mark.parametrize("level", [Level.URGENT, Level.ESCALATE, Level.ADVISE])
def test_each_level_has_a_heading(level: Level) -> None:
    check_card(case_card(case(level=level), NOBODY, OFFICE_HOURS))


def test_the_longest_case_stays_within_limits() -> None:
    long = "& <b> 🦉 " * 2000
    seen = tuple(SeenIndicator(id=f"i{n}", label="l" * 80, evidence=long) for n in range(30))
    told = Told(text="Line.\n" * 400, doc="advice.yaml", section="s" * 400, version=12)
    longest = case(words=long, indicators=seen, told=told, deadline=Deadline(words=long[:60], at=None))
    check_card(case_card(longest, NAMED, OFFICE_HOURS))


# --- words of others ----------------------------------------------------------------------------------


@settings(max_examples=40)
@given(words=WILD, evidence=WILD, label=WILD, deadline=WILD, section=WILD)
def test_no_card_pings_links_or_breaks_out(
    words: str, evidence: str, label: str, deadline: str, section: str
) -> None:
    def made(said: str, seen: str, called: str, due: str, heading: str, shared: bool) -> CaseView:
        return case(
            words=said,
            indicators=(SeenIndicator(id="cash", label=called, evidence=seen),),
            deadline=Deadline(words=due, at=OFFICE_HOURS),
            told=Told(text="Keep it.", doc="advice.yaml", section=heading, version=1),
            words_shared=shared,
        )

    for shared in (True, False):
        wild = case_card(made(words, evidence, label, deadline, section, shared), NOBODY, OFFICE_HOURS)
        tame = case_card(made("a", "a", "a", "a", "a", shared), NOBODY, OFFICE_HOURS)
        check_card(wild)
        check_harmless(wild.blocks)
        check_harmless_text(wild.text)
        assert lines(wild.blocks) == lines(tame.blocks)


def lines(blocks: list[dict[str, object]]) -> list[int]:
    """Return how many lines each of our own texts has: words of others add none."""
    shown = json.loads(json.dumps(blocks))
    return [
        len(block["text"]["text"].splitlines())
        for block in shown
        if block["type"] == "section" and block["text"]["type"] == "mrkdwn"
    ]
