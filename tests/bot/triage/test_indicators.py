from __future__ import annotations

import re

import pytest

from bot.triage import indicators
from bot.triage.indicators import Indicator
from bot.triage.mask import mask
from bot.triage.reading import read
from knowledge import source_list

# The tags of section 7 of facts/guidance-policy.md, images, for which there is advice of its own, and what aims at
# people's safety.
_TAGS = """
    intermediary paid-travel gift cash ask-for-favour unusual-interest inside-info off-site channel-shift
    flattery romance handover secrecy urgency too-good vague-client fake-profile front-group hidden-money
    leverage images threat family repression access-creep critical-asset device removable phish impersonation
    vendor-push coi dependence sovereignty insider
    followed watched whereabouts night-calls knows-too-much damage break-in visit
"""


def _heard(message: str) -> dict[str, str]:
    return {one.indicator.id: one.evidence for one in indicators.hear(read(message))}


def test_every_tag_of_the_vocabulary_stands_once() -> None:
    ids = [indicator.id for indicator in indicators.load()]
    assert sorted(ids) == sorted(_TAGS.split())


@pytest.mark.parametrize("indicator", indicators.load(), ids=lambda indicator: indicator.id)
def test_an_indicator_is_heard_in_its_example(indicator: Indicator) -> None:
    text = read(indicator.example).text
    assert indicator.find(text) or indicator.find_sure(text)


@pytest.mark.parametrize("indicator", indicators.load(), ids=lambda indicator: indicator.id)
def test_an_indicator_rests_on_sources_in_the_list(indicator: Indicator) -> None:
    assert indicator.sources
    assert set(indicator.sources) <= source_list.load().sources.keys()


@pytest.mark.parametrize("indicator", indicators.load(), ids=lambda indicator: indicator.id)
def test_an_indicator_is_a_behaviour_and_names_no_origin(indicator: Indicator) -> None:
    words = " ".join((indicator.label, indicator.looks_like, *indicator.patterns, *indicator.sure))
    letters = re.sub(r"\\[bwsdWSD]", " ", words)
    assert mask(letters) == letters


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("A man in a cafe slipped me an envelope with two thousand dollars", "cash"),
        ("Their agent said I'd be looked after once the term is over", "cash"),
        ("They asked me not to tell the staff about dinner", "secrecy"),
        ("We had to switch over to Telegram", "channel-shift"),
        ("She won't say who her client is", "vague-client"),
        ("The visitors insisted on seeing the pump station", "access-creep"),
        ("Customs kept my phone for an hour in another room", "device"),
        ("I put my password into the page", "phish"),
        ("the email was from someone pretending to be the CE", "impersonation"),
        ("An officer went to my mother's village after the vote", "family"),
        ("The vice consul told us to cancel the booking", "repression"),
        ("The draft agreement says who the island belongs to", "sovereignty"),
        ("The cleaner was photographed copying plans at midnight", "insider"),
        ("He has pictures of me and the hearing is on Monday", "leverage"),
        ("I used to work for the applicant, do I step aside?", "coi"),
        ("The bank gave me a hamper", "gift"),
    ],
)
def test_a_behaviour_is_heard_in_other_words(message: str, expected: str) -> None:
    assert expected in _heard(message)


def test_the_evidence_is_quoted_as_it_was_written() -> None:
    message = "He said: Keep it BETWEEN  us, it’s nothing."
    assert _heard(message)["secrecy"] == "Keep it BETWEEN  us"


@pytest.mark.parametrize("message", ["The library is open", "Kei te pai", "🙂", ""])
def test_nothing_is_heard_in_an_ordinary_message(message: str) -> None:
    assert _heard(message) == {}
