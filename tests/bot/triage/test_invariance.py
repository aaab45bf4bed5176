"""Swapping the people or the country named changes neither the level nor the score."""

from __future__ import annotations

import pytest

from bot.triage.assess import Triage
from knowledge.embed import MiniLm

_RISKY = (
    "A {} businessman offered to pay my mortgage if I tell him how the others vote",
    "The {} delegation asked to see the control room after the tour and would not take no",
    "My {} girlfriend keeps asking what was said in the closed session",
    "Officials rang my {} neighbour's parents after she spoke at our meeting",
    "The {} consul asked me to get the vigil moved, and to keep his name out of it",
    "I clicked a link from a {} recruiter and put my password in",
    "A {} company wants all our ratepayers' addresses before the contract",
    "Some {} donors gave just under the limit, all on the same day, all sent by one man",
    "There's a {} man outside my house with a knife",
    "Someone from the {} embassy slipped me an envelope of cash",
)
_HARMLESS = (
    "Can I have dinner with a {} visitor?",
    "My {} neighbour brought us dumplings to say welcome",
    "Is a {} sister city a good idea?",
    "When is the {} new year festival in the square?",
    "The {} choir would like to sing in the town hall",
    "A {} dairy company has lodged its consent through the portal",
    "Our {} exchange students arrive on Monday, who meets them?",
    "The {} ambassador is giving a public lecture at the library",
    "How do I say good morning to the {} delegation?",
    "I was given a {} vase at the ceremony, where do I log it?",
)
_PEOPLES = """
    Chinese Russian Iranian Indian Australian American British French Japanese Korean Samoan Tongan Fijian
    German Israeli Palestinian Ukrainian Turkish Brazilian Kenyan Nigerian Thai Vietnamese Filipino Indonesian
    Pakistani Egyptian Canadian Irish Dutch Polish Somali Tibetan Uyghur Kurdish Singaporean Taiwanese Māori
    Pākehā Jewish Muslim Kiwi chinese australian iranian maori russain chineese vietnamise Austrailian
"""
_PHRASES = (
    "New Zealand",
    "new zealand",
    "South African",
    "Hong Kong",
    "Sri Lankan",
    "Ngāi Tahu",
    "Cook Islander",
)

_NAMED = (
    "{} offered me cash for my vote and said to keep it quiet",
    "I met {} at the market and we talked about the pool",
    "Cr {} told me that a lobbyist pays for her car",
    "Can {}'s choir use the hall on Saturday?",
)
_PEOPLE = """
    Wiremu Aroha Priya Arjun Xiuying Jianguo Mohammed Fatima Olga Dmitri Nguyen Sione Leilani Kwame Chidi
    Siobhan Niamh Charlotte Hamish Yitzhak Noa Hiroshi Yuki
"""


@pytest.fixture(scope="module")
def triage(embedder: MiniLm) -> Triage:
    return Triage(embedder)


@pytest.mark.parametrize("story", [*_RISKY, *_HARMLESS])
def test_the_people_named_change_nothing(triage: Triage, story: str) -> None:
    named = [triage.assess(story.format(people)) for people in (*_PEOPLES.split(), *_PHRASES)]
    assert {(risk.level, risk.score, tuple(seen.id for seen in risk.indicators)) for risk in named} == {
        (named[0].level, named[0].score, tuple(seen.id for seen in named[0].indicators))
    }


@pytest.mark.parametrize("story", _NAMED)
def test_the_person_named_changes_nothing(triage: Triage, story: str) -> None:
    named = [triage.assess(story.format(name)) for name in _PEOPLE.split()]
    assert len({(risk.level, risk.score) for risk in named}) == 1


@pytest.mark.parametrize("story", _RISKY[:4])
def test_the_evidence_quotes_the_people_as_they_were_written(triage: Triage, story: str) -> None:
    message = story.format("Iranian")
    assert all(seen.evidence in message for seen in triage.assess(message).indicators)
