from __future__ import annotations

from datetime import date

import pytest

from bot import show_index
from knowledge.source_list import Tier
from knowledge.status import Freshness, Holding, Status, TierCount

FRESH = Freshness(oldest=date(2026, 1, 2), newest=date(2026, 11, 24), past_review=2, expired=1, undated=3)
HOLDING = Holding(
    built_at="2026-11-24T20:05:00+00:00",
    version="0.1.0",
    embedder="minilm",
    documents=50,
    passages=470,
    sources=280,
    left_out=1,
    counts=(
        TierCount(owner="demo", tier=Tier.POLICY, documents=3, passages=12),
        TierCount(owner="national", tier=Tier.LAW, documents=22, passages=79),
        TierCount(owner="national.superseded", tier=Tier.LAW, documents=1, passages=5),
    ),
    freshness=FRESH,
    size=19_800_000,
    size_of_others=19_700_000,
)
TABLE = """
council                   tier    documents  passages
demo                      policy          3        12
all councils              law            22        79
all councils, superseded  law             1         5
"""


def shown(current: Holding | None, is_building: bool = False, embedder: str = "minilm") -> str:
    found = Status(is_building=is_building, current=current)
    return show_index.status(found, embedder, vectors_elsewhere=False)


def test_a_status_is_a_table_with_dates_sizes_and_what_is_old() -> None:
    said = shown(HOLDING)
    assert TABLE in said
    assert "2026-11-25 09:05 by version 0.1.0" in said
    assert "19.8 MB; 19.7 MB of other generations" in said
    assert "2026-01-02 to 2026-11-24; 2 past their review, 1 expired, 3 without a date" in said
    assert "1 files were left out" in said


@pytest.mark.parametrize(
    ("current", "is_building", "said"),
    [
        (None, False, "There is no index that this version can use."),
        (None, True, "It is being built now."),
        (HOLDING, True, "It is being built now; the one above serves until that is done."),
    ],
)
def test_an_index_that_is_missing_or_in_the_making_says_so(
    current: Holding | None, is_building: bool, said: str
) -> None:
    assert said in shown(current, is_building)


def test_an_index_of_another_embedder_says_that_it_will_be_built_anew() -> None:
    assert "builds the index anew" in shown(HOLDING, embedder="another")
    assert "builds the index anew" not in shown(HOLDING)
