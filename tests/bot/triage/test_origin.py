from __future__ import annotations

import pytest

from bot.triage.origin import is_only_origin
from bot.triage.reading import read


@pytest.mark.parametrize(
    "message",
    [
        "My new neighbour is Chinese, should I worry?",
        "Our new engineer is from Iran",
        "there are a lot of russians in the street",
        "Is it a risk that the mayor's wife is Brazilian?",
        "Mohammed next door is Syrian",
        "She has a foreign accent",
    ],
)
def test_a_message_that_says_only_an_origin_is_heard_as_that(message: str) -> None:
    assert is_only_origin(read(message).text)


@pytest.mark.parametrize(
    "message",
    [
        "My Chinese neighbour asked for the dam plans",
        "A Russian man keeps photographing my house",
        "When is the Diwali festival?",
        "Which countries interfere?",
        "Should I worry?",
        "",
    ],
)
def test_a_behaviour_or_another_question_is_more_than_an_origin(message: str) -> None:
    assert not is_only_origin(read(message).text)
