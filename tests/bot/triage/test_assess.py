from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.models import Level
from bot.triage.assess import Triage
from knowledge.embed import MiniLm

_TRIAGE = Triage(MiniLm())


@pytest.mark.parametrize(
    "text",
    [
        "A consultant I met slipped me an envelope of cash and said to keep it between us",
        "He keeps asking how each councillor will vote and wants to move the chat to Signal",
        "Officials visited my parents after I spoke at the meeting and told them I should stay quiet",
        "They say they have photos of me and will make them public unless I vote against the consent",
        "The consulate rang and told us to cancel the group's booking, and not to tell the mayor",
        "I clicked the link in an email and entered my password, and now my account sends messages I didn't write",
    ],
)
def test_a_clear_approach_goes_to_the_liaison_with_its_words(text: str) -> None:
    risk = _TRIAGE.assess(text)
    assert risk.level is Level.ESCALATE
    assert risk.indicators
    assert all(seen.evidence in text for seen in risk.indicators)


@pytest.mark.parametrize(
    "text",
    [
        "Which gifts must I declare?",
        "When is my interests return due?",
        "Can I go to the embassy's national day reception?",
        "What should I do if somebody offers me a trip?",
        "How many councils have sister cities?",
        "What does the new foreign interference law say?",
        "How do I turn on two-factor authentication?",
        "who approves overseas travel",
        "Could you help me write a welcome speech for the delegation?",
        "What is the NZSIS phone number? I want it for a handout.",
        "The pothole on Kauri Street is back.",
    ],
)
def test_ordinary_questions_are_left_alone(text: str) -> None:
    assert _TRIAGE.assess(text).level is Level.NONE


@pytest.mark.parametrize(
    "text",
    [
        "Is it all right if a businessman pays for my trip to our sister city?",
        "How much can a gift be worth?",
        "A supplier sent me tickets to the rugby, may I keep them?",
    ],
)
def test_a_question_of_integrity_never_goes_to_the_liaison_by_itself(text: str) -> None:
    assert _TRIAGE.assess(text).level in (Level.NONE, Level.ADVISE)


_STORIES = (
    "A {} businessman offered to pay my mortgage if I tell him how the others vote",
    "Can I have dinner with a {} visitor?",
    "My {} neighbour brought us dumplings to say welcome",
    "The {} delegation asked to see the control room after the tour",
    "Is a {} sister city a good idea?",
)
_PEOPLES = "Chinese Russian Iranian Indian Australian American British French Japanese Korean Samoan Tongan Fijian German Israeli Palestinian Ukrainian Turkish Brazilian Kenyan Nigerian Thai Vietnamese Māori australian chinese russain".split()


@pytest.mark.parametrize("story", _STORIES)
def test_the_level_does_not_depend_on_the_people_named(story: str) -> None:
    risks = {
        (risk.level, risk.score) for risk in (_TRIAGE.assess(story.format(people)) for people in _PEOPLES)
    }
    assert len(risks) == 1


@pytest.mark.parametrize(
    "text", ["My new neighbour is Chinese", "There is a Russian man in my street, should I be worried?"]
)
def test_a_message_that_is_only_an_origin_is_no_risk(text: str) -> None:
    risk = _TRIAGE.assess(text)
    assert (risk.level, risk.origin_only) == (Level.NONE, True)


def test_one_risky_clause_is_heard_in_a_long_harmless_paragraph() -> None:
    harmless = "The library opening went well and the choir sang three songs for the children. " * 40
    risky = "A man offered me cash if I told him how each councillor will vote and said to keep it secret. "
    assert _TRIAGE.assess(harmless + risky + harmless).level is Level.ESCALATE


def test_a_story_told_over_three_messages_is_judged_as_one() -> None:
    thread = ("I met a consultant at the conference.", "He offered me money for a short report on the port.")
    assert _TRIAGE.assess("He said to keep it between us.", thread).level is Level.ESCALATE


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    risk = _TRIAGE.assess(text)
    assert 0 <= risk.score <= 1
