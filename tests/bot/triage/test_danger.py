from __future__ import annotations

import pytest

from bot.models import Danger
from bot.triage import danger
from bot.triage.mask import mask


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Someone is trying to break into my house", Danger.HERE),
        ("he said he will kill me if I vote for it", Danger.HERE),
        ("There's a man at the door and he won't leave, I'm alone", Danger.HERE),
        ("the same car has been following me since the meeting", Danger.HERE),
        ("caller says there is a bomb in the chamber", Danger.HERE),
        ("They have taken my daughter", Danger.HERE),
        (
            "I'm in my hotel room with the delegation and two men are banging on the door and won't go",
            Danger.OVERSEAS,
        ),
        ("I want to end my life", Danger.SELF_HARM),
        ("I don't want to live any more after those photos", Danger.SELF_HARM),
        ("Kei waho tētahi tangata i taku whare, he naihi tāna", Danger.HERE),
        ("kei te whaia ahau e te tangata", Danger.HERE),
        ("Ka patua au e ia", Danger.HERE),
    ],
)
def test_danger_is_heard(text: str, kind: Danger) -> None:
    found = danger.hear(mask(text))
    assert found is not None
    assert found[0] is kind


@pytest.mark.parametrize(
    "text",
    [
        "This budget is going to kill me haha",
        "Can you shoot me an email about the agenda?",
        "Who follows us on Facebook?",
        "What should a councillor do if someone threatens to kill them?",
        "Reading a novel where a man with a gun takes the mayor hostage",
        "Does the kitchen have a bread knife?",
        "Which gifts must I declare?",
        "We had a bomb threat drill on Tuesday, it went well",
        "He aha te mahi a te kaunihera?",
    ],
)
def test_what_is_no_danger_is_left_alone(text: str) -> None:
    assert danger.hear(mask(text)) is None
