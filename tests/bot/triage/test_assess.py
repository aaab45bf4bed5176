from __future__ import annotations

import logging
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.models import Danger, Level
from bot.triage.assess import Triage
from knowledge.embed import MiniLm

_SENT = (Level.ESCALATE, Level.URGENT)


@pytest.fixture(scope="module")
def triage(embedder: MiniLm) -> Triage:
    return Triage(embedder)


@pytest.mark.parametrize(
    "message",
    [
        "A consultant I met slipped me an envelope of cash and said to keep it between us",
        "He keeps asking how each councillor will vote and wants to move the chat to Signal",
        "Officials visited my parents after I spoke at the meeting and told them I should stay quiet",
        "They say they have photos of me and will make them public unless I vote against the consent",
        "The consulate rang and told us to cancel the group's booking, and not to tell the mayor",
        "I clicked the link and entered my password, and now my account sends messages I didn't write",
        "a bloke from the trade club offered to pay my mortgage if the wharf lease gets through",
        "One of the delegates slipped away from the tour and was filming the pump controls",
        "The woman I've been dating wants copies of the public-excluded papers",
        "My phone was taken to another room at the airport and came back unlocked",
        "A recruiter who won't name her client offers $5,000 for a short paper on our port, on Telegram",
        "The donor asked for a list of who came to the vigil, with photos",
        "Somebody is logging in to my council email from another country",
        "Our draft agreement now says that the island belongs to them and they want it signed today",
        "My colleague has been printing confidential reports and giving them to a lobbyist",
    ],
)
def test_a_clear_approach_goes_to_the_liaison_with_its_words(triage: Triage, message: str) -> None:
    risk = triage.assess(message)
    assert risk.level is Level.ESCALATE
    assert risk.score >= 0.5
    assert risk.indicators
    assert all(seen.evidence and seen.evidence in message for seen in risk.indicators)


@pytest.mark.parametrize(
    "message",
    [
        "I think he's been buttering me up for months and yesterday he finally asked for something",
        "the lady from the institute gave me her card and a rather large cheque",
        "I've been told it would be better for my family if I stayed away on Thursday",
        "A man I don't know seems to know everything about my kids",
        "I signed something on the trip and I don't know what it was",
        "they have asked me for the minutes again, the ones that aren't public",
    ],
)
def test_a_story_between_the_lines_is_sent_or_asked_about(triage: Triage, message: str) -> None:
    assert triage.assess(message).level is not Level.NONE


@pytest.mark.parametrize(
    "message",
    [
        "Which gifts must I declare?",
        "How much can a gift be worth?",
        "When is my interests return due?",
        "Can I go to the embassy's national day reception?",
        "What should I do if somebody offers me a trip?",
        "How many councils have sister cities?",
        "What does the new foreign interference law say?",
        "What are the warning signs of foreign interference?",
        "How do I turn on two-factor authentication?",
        "who approves overseas travel",
        "Could you help me write a welcome speech for the delegation?",
        "What is the NZSIS phone number? I want it for a handout.",
        "The pothole on Kauri Street is back.",
        "Who do I talk to about a conflict of interest?",
        "Should a councillor use WeChat on a council phone?",
        "We're doing a quiz on bribery, can you give me three questions?",
        "I saw a film about a spy who blackmails a mayor, it was great",
        "A resident complained to me about the smell of the ponds",
        "He aha te koha e tika ana mō te marae?",
        "Tell me about the history of our sister city",
        "What time does the library open on Sunday?",
        "Can you recommend a good curry?",
        "thanks!",
        "The consul general will speak at the public forum on Tuesday, all welcome",
        "How should we check a company before we sign an agreement with it?",
    ],
)
def test_ordinary_messages_are_left_alone(triage: Triage, message: str) -> None:
    assert triage.assess(message).level is Level.NONE


@pytest.mark.parametrize(
    "message",
    [
        "who is able to look at my meetings list",
        "could I be sacked or lose pay for breaking the code?",
        "who checks on the intelligence agencies",
        "We're off to Norfolk Island in July and I'd like the tablet with me for emails. how does that work",
        "it's pitch black out and I parked on the far side of town",
        "my phone is lost, I'm emptying every drawer before I tell IT",
        "Baby is five months and still feeds at night. The course is three days. Who pays for her gran to come",
        "bot keeps replying to things that I never asked it",
        "nobody reminded me and now my return is late",
        "The mayor spoke over me again, can she do that",
        "someone has posted forty rants about fluoride on my page",
        "will the paper get to see how I claimed it",
    ],
)
def test_small_life_and_how_councils_run_are_not_sent(triage: Triage, message: str) -> None:
    assert triage.assess(message).level in (Level.NONE, Level.ADVISE)


@pytest.mark.parametrize(
    ("message", "indicator"),
    [
        ("A builder slid cash into my handbag and asked me to support his consent", "cash"),
        (
            "Someone at the mission wants me to give them the names of the students who were at the vigil",
            "repression",
        ),
        (
            "A man offered to pay for my campaign signs as long as it goes through his cousin's firm",
            "hidden-money",
        ),
        ("LinkedIn recruiter offers seven grand for profiles of my fellow councillors", "too-good"),
        (
            "They'll see to my niece's school fees, he says, if the port vote goes the right way",
            "ask-for-favour",
        ),
    ],
)
def test_an_approach_is_sent_with_the_behaviour_that_shows_it(
    triage: Triage, message: str, indicator: str
) -> None:
    risk = triage.assess(message)
    assert risk.level is Level.ESCALATE
    assert indicator in {seen.id for seen in risk.indicators}


@pytest.mark.parametrize(
    "message",
    [
        "Is it all right if a businessman pays for my trip to our sister city?",
        "A supplier sent me tickets to the rugby, may I keep them?",
        "I was given a bottle of wine by a resident, do I declare it?",
        "My wife's firm has applied for a grant, what should I do?",
        "A developer took me to lunch, is that a gift?",
    ],
)
def test_an_ordinary_matter_of_integrity_is_answered_and_asked_about(triage: Triage, message: str) -> None:
    assert triage.assess(message).level is Level.ADVISE


@pytest.mark.parametrize(
    ("message", "danger"),
    [
        ("There's someone in my house and I'm hiding upstairs", Danger.HERE),
        (
            "We're in our hotel in Almaty and the police won't let us leave, they have our passports",
            Danger.OVERSEAS,
        ),
        ("I don't want to be alive any more", Danger.SELF_HARM),
    ],
)
def test_danger_comes_before_anything_else(triage: Triage, message: str, danger: Danger) -> None:
    risk = triage.assess(message)
    assert (risk.level, risk.danger) == (Level.URGENT, danger)
    assert risk.score >= 0.9


def test_no_words_are_kept_of_one_who_may_hurt_themselves(triage: Triage) -> None:
    assert triage.assess("I want to kill myself, he has photos of me").indicators == ()


@pytest.mark.parametrize(
    "message", ["My new neighbour is Chinese, should I worry?", "There is a Russian man in my street"]
)
def test_a_message_that_is_only_an_origin_is_no_risk(triage: Triage, message: str) -> None:
    risk = triage.assess(message)
    assert (risk.level, risk.origin_only, risk.indicators) == (Level.NONE, True, ())


def test_one_risky_clause_is_heard_in_a_long_harmless_text(triage: Triage) -> None:
    harmless = "The library opening went well and the choir sang three songs for the children. " * 40
    risky = "A man offered me cash if I told him how each councillor will vote and said to keep it secret. "
    assert triage.assess(harmless).level is Level.NONE
    assert triage.assess(harmless + risky + harmless).level is Level.ESCALATE


def test_a_story_told_over_three_messages_is_judged_as_one(triage: Triage) -> None:
    thread = ("I met a consultant at the conference.", "She'd like to pay me for a short report on the port.")
    last = "And she'd rather we kept it between the two of us."
    assert triage.assess(last, thread).level is Level.ESCALATE
    assert triage.assess(last, thread).score >= triage.assess(last).score


def test_a_thread_never_lowers_what_a_message_says(triage: Triage) -> None:
    message = "He slipped me an envelope of cash and told me to keep it quiet"
    alone = triage.assess(message)
    within = triage.assess(message, ["When is the library open?", "", "Thanks, and the pool?"])
    assert within.level is alone.level is Level.ESCALATE


@pytest.mark.parametrize(
    "message",
    [
        "",
        " \n ",
        "🙂🙂",
        "???",
        "\x00\x07",
        "1234",
        "a" * 10_000,
        "please help " * 900,
        "The pool is open until six. The bins go out on Tuesday. The minutes are on the website. " * 120,
        "\u202e\u200b",
        "你好吗",
    ],
)
def test_odd_texts_are_no_risk_and_break_nothing(triage: Triage, message: str) -> None:
    assert triage.assess(message).level is Level.NONE


@settings(max_examples=60)
@given(message=st.text(max_size=400), thread=st.lists(st.text(max_size=50), max_size=2))
def test_no_text_breaks_it(triage: Triage, message: str, thread: list[str]) -> None:
    risk = triage.assess(message, thread)
    assert 0 <= risk.score <= 1
    assert (risk.danger is not None) == (risk.level is Level.URGENT)


def test_nothing_of_a_message_is_logged(triage: Triage, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        triage.assess("He slipped me an envelope of cash")
    assert caplog.text == ""


def test_a_decision_is_quick_beside_the_embedding(triage: Triage, embedder: MiniLm) -> None:
    messages = [
        f"A man from firm {number} asked me how the vote on the wharf will go" for number in range(20)
    ]
    triage.assess(messages[0])
    took = []
    for message in messages:
        begin = time.perf_counter()
        triage.assess(message)
        embedded = time.perf_counter()
        embedder.embed([message])
        took.append((embedded - begin) - (time.perf_counter() - embedded))
    # Twice what the card states, for a machine that does other work as well.
    assert sorted(took)[len(took) // 2] < 0.030


def test_despair_heard_between_the_lines_is_not_passed_to_the_liaison(triage: Triage) -> None:
    risk = triage.assess("I can't do this any more, I've got the pills in front of me")
    assert (risk.level, risk.danger, risk.indicators) == (Level.URGENT, Danger.SELF_HARM, ())


@pytest.mark.parametrize(
    "text",
    [
        "Is the SIS reading my emails?",
        "What gives away a recruiter who is not real?",
        "Can somebody ask what staff wrote about them after a complaint?",
    ],
)
def test_a_question_in_general_is_never_sent(triage: Triage, text: str) -> None:
    assert triage.assess(text).level in (Level.NONE, Level.ADVISE)


def test_what_was_to_be_kept_quiet_was_not_settled_in_the_open(triage: Triage) -> None:
    risk = triage.assess(
        "A lobbyist who won't say who pays him wants dinner and asked me not to put it in my diary"
    )
    assert risk.level is Level.ESCALATE
