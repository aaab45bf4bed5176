from __future__ import annotations

import pytest

from bot.triage import indicators
from knowledge import source_list


def test_every_id_stands_once() -> None:
    ids = [indicator.id for indicator in indicators.load()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("indicator", indicators.load(), ids=lambda indicator: indicator.id)
def test_an_indicator_is_heard_in_its_example_and_rests_on_sources(indicator: indicators.Indicator) -> None:
    assert indicator.id in {heard.seen.id for heard in indicators.hear(indicator.example)}
    listed = source_list.load().sources
    known = listed.keys() | {alias for source in listed.values() for alias in source.aliases}
    assert set(indicator.sources) <= known


def test_the_evidence_is_quoted_as_it_was_written() -> None:
    text = "He said: keep it BETWEEN us, it’s nothing."
    heard = {one.seen.id: one.seen.evidence for one in indicators.hear(text)}
    assert heard["secrecy"] in text
    assert "BETWEEN" in heard["secrecy"]
