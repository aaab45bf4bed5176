"""How the sources of an answer are listed."""

from __future__ import annotations

from bot.cited import listed
from tests.bot.slack.samples import citation


def test_marks_that_stand_for_one_place_share_a_line_in_the_order_of_the_first() -> None:
    found = listed(
        [
            citation(1, section="Gifts"),
            citation(2, section="Trips"),
            citation(3, section="Gifts", quote="Other words of it."),
            citation(4, section="Gifts", page=7),
        ]
    )
    assert [(one.marks, one.place) for one in found] == [
        ("[1] [3]", "Gifts"),
        ("[2]", "Trips"),
        ("[4]", "Gifts, page 7"),
    ]


def test_places_with_other_sources_stay_apart() -> None:
    found = listed([citation(1, 1), citation(2, 2, section="Gifts > Tickets")])
    assert [one.marks for one in found] == ["[1]", "[2]"]
