from __future__ import annotations

import pytest

from bot.escalation.models import Place
from bot.escalation.story import place_of


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("They threatened me over the port vote.", Place.TARGET),
        ("A man has followed my wife twice.", Place.TARGET),
        ("He offered me a trip to his city.", Place.OFFERED),
        ("They will pay for my flights.", Place.OFFERED),
        ("I was given a watch after the meeting.", Place.OFFERED),
        ("He asked me for the closed minutes.", Place.ASKED),
        ("She wants me to vote against the consent.", Place.ASKED),
        ("I saw a contractor copying papers.", Place.SAW),
        ("I overheard two men talking about the tender.", Place.SAW),
        ("I heard that somebody is paying members.", Place.HEARD),
        ("My neighbour says he takes money.", Place.HEARD),
        ("Strange things about the water plan.", Place.UNSAID),
    ],
)
def test_the_members_place_in_the_story(text: str, place: Place) -> None:
    assert place_of(text) is place
