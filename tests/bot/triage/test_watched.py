"""People who are followed, watched, visited or searched are heard; the same words in small life are not."""

from __future__ import annotations

import pytest

from bot.models import Level
from bot.triage.assess import Triage
from knowledge.embed import MiniLm


@pytest.fixture(scope="module")
def triage(embedder: MiniLm) -> Triage:
    return Triage(embedder)


@pytest.mark.parametrize(
    ("message", "indicator"),
    [
        ("A woman in a blue van tails me whenever I drive to the depot", "followed"),
        ("My deputy says a man has been stalking her since the budget", "followed"),
        ("the same two blokes were everywhere we went on the study tour in Lima", "followed"),
        ("eight months ago a ute folowed my husband home from work", "followed"),
        ("Kei te whai tētahi wahine i taku tama", "followed"),
        ("Strangers are photographing our house from a boat", "watched"),
        ("somebody rifled through our recycling before the truck came", "watched"),
        ("The panel beater found a tracking device inside my bumper", "watched"),
        ("A woman keeps phoning my father to ask which hotel we booked", "whereabouts"),
        ("Some guy asked our front desk what time the mayor goes home", "whereabouts"),
        ("I have had silent calls each night since the hearing", "night-calls"),
        ("A total stranger described my living room, how does he know my things", "knows-too-much"),
        ("Our letterbox was smashed the night after I voted for the merger", "damage"),
        ("The office was broken into and only the donor files were gone", "break-in"),
        ("A fella came to our house about the bylaw and refused to go", "visit"),
        ("The lock on my front door has been picked", "device"),
        ("A contractor has been printing rates records after hours", "insider"),
    ],
)
def test_what_aims_at_peoples_safety_is_sent_for_that_alone(
    triage: Triage, message: str, indicator: str
) -> None:
    risk = triage.assess(message)
    assert risk.level is Level.ESCALATE
    assert indicator in {seen.id for seen in risk.indicators}
    assert risk.score >= 0.40


@pytest.mark.parametrize(
    "message",
    [
        "I'm being followed right now, I don't know this road",
        "A guy is following me as I type this, I am alone",
        "There's a stranger outside my bedroom window right now and he won't go",
    ],
)
def test_somebody_in_danger_now_is_urgent(triage: Triage, message: str) -> None:
    assert triage.assess(message).level is Level.URGENT


@pytest.mark.parametrize(
    "message",
    [
        "What happens if a stranger follows me to my car?",
        "How do I know if I am being watched?",
        "Where do I report someone who films my house?",
        "A kitten followed us home from the clean-up",
        "The new reporter follows me on Instagram",
        "A man followed me out of the library to give me my scarf",
        "The film is about a woman who is followed by two men",
        "They flew a drone over our street for the stormwater survey",
        "Rats have been in our bins all winter",
        "Someone from the school rang my wife asking when I could speak",
        "My fence was cut by the builders by mistake after the meeting",
        "Housekeeping moved my laptop while I was at dinner",
        "The in-laws turned up at our house unannounced again",
        "A staff member copied us in on the report late at night",
        "Can a planner print files after hours?",
    ],
)
def test_the_same_words_in_small_life_and_in_questions_are_not_sent(triage: Triage, message: str) -> None:
    assert triage.assess(message).level in {Level.NONE, Level.ADVISE}


def test_an_account_in_the_same_message_takes_it_back(triage: Triage) -> None:
    story = "A man was taking photos of our house this morning."
    assert triage.assess(story).level is Level.ESCALATE
    assert (
        triage.assess(f"{story} He's from the valuers and showed me his badge.").level is not Level.ESCALATE
    )
