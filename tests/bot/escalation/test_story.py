"""What a card says of a story at a glance: the member's place in it, and a deadline."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from bot.clock import ZONE
from bot.escalation.models import Place
from bot.escalation.story import deadline_of, evidence, place_of
from bot.models import Level, Risk, SeenIndicator

TUESDAY = datetime(2026, 11, 24, 11, 0, tzinfo=ZONE)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


# --- a deadline: told on Tuesday 24 November 2026 at 11am --------------------------------------------------

WITH_A_MOMENT = [
    ("He wants an answer by Friday", "He wants an answer by Friday", at(27, 9)),
    ("He wants an answer by 5pm", "He wants an answer by 5pm", at(24, 17)),
    ("He wants an answer by 9am", "He wants an answer by 9am", at(25, 9)),
    ("I must sign by 5.30pm today", "I must sign by 5.30pm today", at(24, 17, 30)),
    ("sign by 17:00 or the offer is gone", "sign by 17:00", at(24, 17)),
    ("Dinner tonight with him", "Dinner tonight", at(24, 19)),
    ("I'm meeting him tonight at 8", "I'm meeting him tonight at 8", at(24, 20)),
    ("He is picking me up at 6pm tonight", "He is picking me up at 6pm tonight", at(24, 18)),
    ("They will come tomorrow", "They will come tomorrow", at(25, 9)),
    ("They will come tomorrow night", "They will come tomorrow night", at(25, 19)),
    ("I fly out tomorrow at 6am", "I fly out tomorrow at 6am", at(25, 6)),
    (
        "vote for the port deal at the meeting tomorrow.",
        "vote for the port deal at the meeting tomorrow",
        at(25, 9),
    ),
    ("The vote is on Thursday", "The vote is on Thursday", at(26, 9)),
    ("The hearing is Monday", "The hearing is Monday", at(30, 9)),
    ("We vote on Thursday night", "We vote on Thursday night", at(26, 19)),
    ("The vote is on Tuesday", "The vote is on Tuesday", at(1, 9, month=12)),
    ("The vote is on Tuesday at 5pm", "The vote is on Tuesday at 5pm", at(24, 17)),
    ("The delegation arrives on Sunday morning", "The delegation arrives on Sunday morning", at(29, 9)),
    ("He rang on Monday and wants an answer by Friday", "wants an answer by Friday", at(27, 9)),
    ("He rang yesterday. He wants the plans by noon.", "He wants the plans by noon", at(24, 12)),
    ("He offered me money last week and wants a yes tonight", "wants a yes tonight", at(24, 19)),
    (
        "He asked me to come to his hotel on Thursday",
        "He asked me to come to his hotel on Thursday",
        at(26, 9),
    ),
    ("I was told to sign by Friday", "I was told to sign by Friday", at(27, 9)),
    ("He gave me until Friday", "He gave me until Friday", at(27, 9)),
    ("I've got until Monday to decide", "I've got until Monday", at(30, 9)),
    ("he said he'd come tonight", "he said he'd come tonight", at(24, 19)),
    ("She invited me to dinner on Friday", "She invited me to dinner on Friday", at(27, 9)),
    ("pay in the next hour or it all goes public", "pay in the next hour", at(24, 12)),
    ("I meet him in half an hour", "I meet him in half an hour", at(24, 11, 30)),
    ("the flight leaves in two hours", "the flight leaves in two hours", at(24, 13)),
    ("We sign in 20 minutes", "We sign in 20 minutes", at(24, 11, 20)),
    ("They want it signed by Friday", "They want it signed by Friday", at(27, 9)),
    ("It is booked for Thursday at 3pm", "It is booked for Thursday at 3pm", at(26, 15)),
    ("I have 24 hours to decide", "I have 24 hours to decide", at(25, 11)),
    ("pay within 48 hours", "pay within 48 hours", at(26, 11)),
    ("They want it signed by the end of the day", "They want it signed by the end of the day", at(24, 17)),
    ("they need it by COB", "they need it by COB", at(24, 17)),
    ("They want it by the end of the week", "They want it by the end of the week", at(27, 17)),
    ("They want it by the end of the month", "They want it by the end of the month", at(30, 17)),
    ("he's coming this weekend", "he's coming this weekend", at(28, 9)),
    ("The delegation lands next week", "The delegation lands next week", at(30, 9)),
    ("I need to answer by 5 December", "I need to answer by 5 December", at(5, 9, month=12)),
    ("I need to answer by the 30th", "I need to answer by the 30th", at(30, 9)),
    ("Sign before December 1st, they say", "Sign before December 1st", at(1, 9, month=12)),
    ("answer by nine or the job goes to another", "answer by nine", at(24, 21)),
    ("he wants a yes by 5.", "he wants a yes by 5", at(24, 17)),
    ("He will ring at five o'clock", "He will ring at five o'clock", at(24, 17)),
    ("We're having lunch at midday", "We're having lunch at midday", at(24, 12)),
    ("Deadline is Thursday 3pm", "Deadline is Thursday 3pm", at(26, 15)),
    ("the vote is Thursday, he wants an answer tonight", "he wants an answer tonight", at(24, 19)),
    # Typed in a hurry.
    ("he wants an anser by tmrw", "he wants an anser by tmrw", at(25, 9)),
    ("dinner tonite w him shld i go", "dinner tonite", at(24, 19)),
    ("im seeing him 2nite, he wants to sign", "im seeing him 2nite", at(24, 19)),
    ("they want it tommorow morning", "they want it tommorow morning", at(25, 9)),
    ("he needs it by fri", "he needs it by fri", at(27, 9)),
    ("must sign by wensday", "must sign by wensday", at(25, 9)),
    ("got to pay b4 5pm", "got to pay b4 5pm", at(24, 17)),
    ("meeting him this arvo", "meeting him this arvo", at(24, 13)),
    ("HE WANTS AN ANSWER BY FRIDAY", "HE WANTS AN ANSWER BY FRIDAY", at(27, 9)),
    ("he’ll be here at 4pm", "he'll be here at 4pm", at(24, 16)),
    # Te reo and English, with macrons or without.
    ("Kei te hui mātou āpōpō", "Kei te hui mātou āpōpō", at(25, 9)),
    ("He wants the pōti by te Rāmere", "He wants the pōti by te Rāmere", at(27, 9)),
    ("me whakahoki au hei te Paraire", "me whakahoki au hei te Paraire", at(27, 9)),
    ("he wants my poti a te Mane", None, None),
    ("He wants a kōrero apopo at 3pm", "He wants a kōrero apopo at 3pm", at(25, 15)),
    ("Ka tae mai ia mua i te Rātapu", "Ka tae mai ia mua i te Rātapu", at(29, 9)),
]
WITHOUT_A_MOMENT = [
    ("They want me to sign today", "They want me to sign today"),
    ("I have to decide today", "I have to decide today"),
    ("Should I go today?", "Should I go today"),
]


@pytest.mark.parametrize(("text", "words", "moment"), WITH_A_MOMENT)
def test_a_deadline_is_set_against_the_clock(text: str, words: str | None, moment: datetime | None) -> None:
    deadline = deadline_of(text, TUESDAY)
    assert (deadline and deadline.words, deadline and deadline.at) == (words, moment)


@pytest.mark.parametrize(("text", "words"), WITHOUT_A_MOMENT)
def test_a_deadline_without_an_hour_keeps_its_words_only(text: str, words: str) -> None:
    deadline = deadline_of(text, TUESDAY)
    assert deadline
    assert (deadline.words, deadline.at) == (words, None)


NONE = [
    # It has happened.
    "He rang me on Monday",
    "He rang me today and offered cash",
    "He rang me today and asked how I would vote",
    "A man came up to me tonight at the reception and offered me money",
    "Tonight a man offered me money",
    "Tonight he slipped me an envelope",
    "At the reception tonight he asked me for my vote",
    "On Friday he came to my office",
    "We met last Friday at 5pm",
    "We met on Friday at 5pm and he offered me a trip",
    "I had dinner with him on Friday and he asked about the vote",
    "I met him at dinner on Friday and he wants more",
    "He took me to lunch on Thursday",
    "Yesterday at 5pm a car followed me",
    "Two days ago he sent me a watch",
    "He left before 5pm",
    "By Friday I had heard nothing",
    "They were gone by 9am",
    "He has rung me three times in an hour",
    "It was the third call in two weeks",
    "I saw him at 9pm outside my house",
    "This morning I found an envelope in my letterbox",
    "She was at my door this afternoon",
    "He texted me at 3am",
    "I lost my phone at midday",
    "She told me on Wednesday that she works for them",
    "The meeting was on Thursday",
    "Earlier today he gave me the papers",
    "He cancelled on Monday",
    "Inanahi i te Mane i tae mai ia",
    "I tae mai ia i te Paraire",
    "Half my contacts got an invitation from my address this morning",
    "He talked about the port until nine.",
    "He has lunch with us all, one by one.",
    # It is a habit, or a name.
    "He comes every Friday",
    "He rings most Mondays",
    "We talk each Thursday",
    "I met him at the Friday market",
    "It was Good Friday",
    "I read it in the Sunday paper",
    # Nothing of the kind.
    "A man offered me cash for my vote on the port",
    "He slipped me an envelope with two thousand dollars",
    "He has photos of me and will post them unless I vote no",
    "I sat by the door",
    "They offered 5 percent",
    "He sat on the board and asked about the sun",
    "I may sign it",
    "by 5 votes to 4 we lost",
    "My flat is 24 hours from there",
    "I opened it in a few minutes",
    "The second time he came I was alone",
    "He knows my kids and my street",
    "What is the gift limit?",
    "",
    "tonight",
]


@pytest.mark.parametrize("text", NONE)
def test_what_has_happened_is_no_deadline(text: str) -> None:
    assert deadline_of(text, TUESDAY) is None


def test_the_tables_are_wide() -> None:
    assert len(WITH_A_MOMENT) >= 40
    assert len(NONE) >= 40


def test_a_deadline_that_has_passed_is_still_told() -> None:
    deadline = deadline_of("He wants an answer by 5pm today", at(24, 20))
    assert deadline
    assert deadline.at == at(24, 17)


@pytest.mark.parametrize(
    ("text", "told"),
    [("dinner tonight with him", at(24, 21)), ("I must see him this afternoon", at(24, 16))],
)
def test_a_guessed_hour_that_has_passed_is_not_told(text: str, told: datetime) -> None:
    deadline = deadline_of(text, told)
    assert deadline
    assert deadline.at is None


@pytest.mark.parametrize("told", [TUESDAY, TUESDAY.astimezone(UTC)])
def test_the_day_is_new_zealands(told: datetime) -> None:
    deadline = deadline_of("He wants an answer by tomorrow at 9am", told)
    assert deadline
    assert deadline.at == at(25, 9)


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        (datetime(2026, 9, 27, 1, 30, tzinfo=ZONE), 2),  # the clocks go forward at 2am
        (datetime(2026, 4, 5, 1, 30, tzinfo=ZONE), 2),  # and back at 3am
        (datetime(2026, 4, 5, 2, 30, tzinfo=ZONE, fold=1), 2),
    ],
)
def test_hours_are_hours_when_the_clocks_change(told: datetime, hours: int) -> None:
    deadline = deadline_of("I must answer in two hours", told)
    assert deadline
    assert deadline.at
    assert (deadline.at.astimezone(UTC) - told.astimezone(UTC)).total_seconds() == hours * 3600


def test_tomorrow_at_nine_is_nine_on_the_wall_when_the_clocks_change() -> None:
    deadline = deadline_of("He wants it by 9am tomorrow", datetime(2026, 9, 26, 12, 0, tzinfo=ZONE))
    assert deadline
    assert deadline.at == datetime(2026, 9, 27, 9, 0, tzinfo=ZONE)


def test_the_end_of_the_year_is_no_end() -> None:
    deadline = deadline_of("He wants it by 3 January", datetime(2026, 12, 30, 9, 0, tzinfo=ZONE))
    assert deadline
    assert deadline.at == datetime(2027, 1, 3, 9, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    "text", ["by the 99th he wants it", "by 31 February he wants it", "by 0 March I must pay"]
)
def test_a_day_that_does_not_exist_breaks_nothing(text: str) -> None:
    deadline_of(text, TUESDAY)


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        deadline_of("by Friday", datetime(2026, 11, 24, 11, 0))  # noqa: DTZ001


def test_the_words_are_cut_at_a_word_and_stay_short() -> None:
    long = "I have thought about it and thought about it again and again and he really does want an answer by Friday"
    deadline = deadline_of(long, TUESDAY)
    assert deadline
    assert len(deadline.words) <= 62
    assert deadline.words.endswith("an answer by Friday")
    assert f" {deadline.words}" in long


@pytest.mark.parametrize(
    "text", ["by friday " * 4000, "tonight " * 5000, "a " * 20_000, "in an hour, " * 3000]
)
def test_a_long_text_is_read_quickly(text: str) -> None:
    started = time.perf_counter()
    deadline_of(text, TUESDAY)
    place_of(text)
    assert time.perf_counter() - started < 3


# --- the member's place ------------------------------------------------------------------------------------

PLACES = [
    (Place.TARGET, "He threatened me outside the hall"),
    (Place.TARGET, "Two men followed us home"),
    (Place.TARGET, "Someone is following me"),
    (Place.TARGET, "They threatened my mother over there"),
    (Place.TARGET, "She is blackmailing me with photos"),
    (Place.TARGET, "They keep harassing my wife"),
    (Place.TARGET, "They pressured my parents to make me stop"),
    (Place.TARGET, "I'm being followed"),
    (Place.TARGET, "I was threatened after the vote"),
    (Place.TARGET, "i got hacked"),
    (Place.TARGET, "I am being blackmailed"),
    (Place.TARGET, "My email was hacked"),
    (Place.TARGET, "They took my phone at the airport"),
    (Place.TARGET, "somebody hacked my facebook"),
    (Place.OFFERED, "A man offered me cash for my vote"),
    (Place.OFFERED, "He slipped me an envelope"),
    (Place.OFFERED, "They gave my son a job"),
    (Place.OFFERED, "I was offered a trip"),
    (Place.OFFERED, "I've been offered a seat on a board"),
    (Place.OFFERED, "I got given a watch"),
    (Place.OFFERED, "They will pay for my flights"),
    (Place.OFFERED, "a firm paid off our mortgage"),
    (Place.OFFERED, "He bought me a phone"),
    (Place.OFFERED, "got offered 20k for my campaign"),
    (Place.OFFERED, "They invited me to a resort"),
    (Place.OFFERED, "An envelope with cash was left in my letterbox"),
    (Place.OFFERED, "He’s promised us a car"),
    (Place.ASKED, "She asked me for the closed papers"),
    (Place.ASKED, "He keeps asking me how others vote"),
    (Place.ASKED, "He wants me to vote no"),
    (Place.ASKED, "They told me to drop it"),
    (Place.ASKED, "I was asked for a list of staff"),
    (Place.ASKED, "A woman asked for my password"),
    (Place.ASKED, "They urged us to cancel the film"),
    (Place.ASKED, "was asked to sign something"),
    (Place.SAW, "I saw him photograph the plans"),
    (Place.SAW, "We noticed a drone over the reservoir"),
    (Place.SAW, "I've seen a staffer copying papers"),
    (Place.SAW, "I overheard two men talk about the price"),
    (Place.SAW, "We found a camera in the meeting room"),
    (Place.SAW, "I found a USB stick in the car park"),
    (Place.HEARD, "I heard that a firm pays for trips"),
    (Place.HEARD, "Somebody told the club that money moved"),
    (Place.HEARD, "A friend says money changed hands"),
    (Place.HEARD, "My neighbour reckons they bought it"),
    (Place.HEARD, "I've heard money changed hands"),
    (Place.HEARD, "I was told that a consultant pays them"),
    (Place.HEARD, "There's a rumour that they pay"),
    (Place.UNSAID, ""),
    (Place.UNSAID, "Money moved between two firms"),
    (Place.UNSAID, "Ka kite"),
]


@pytest.mark.parametrize(("place", "text"), PLACES)
def test_the_members_place_is_told_by_their_words(place: Place, text: str) -> None:
    assert place_of(text) is place


def test_what_was_done_to_the_member_comes_first() -> None:
    assert place_of("I heard that he offered me up, and then he threatened me") is Place.TARGET


# --- evidence ----------------------------------------------------------------------------------------------


def test_the_first_two_words_that_showed_it_are_quoted_once_each() -> None:
    seen = [
        SeenIndicator(id=f"i{n}", label="x", evidence=words)
        for n, words in enumerate(["a", "", "a", "b", "c"])
    ]
    assert evidence(Risk(level=Level.ESCALATE, score=1, indicators=tuple(seen))) == "“a” and “b”"
    assert evidence(Risk(level=Level.ESCALATE, score=1)) == ""
