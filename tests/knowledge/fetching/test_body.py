from __future__ import annotations

import gzip
import tracemalloc

import pytest

from knowledge.fetching import body
from knowledge.fetching.outcome import Reason, StoppedError


@pytest.mark.parametrize("chunk", [64 * 1024, 10**9])
def test_a_bomb_never_swells_past_the_limit(chunk: int) -> None:
    packed = gzip.compress(b"\0" * 30_000_000)
    chunks = [packed[at : at + chunk] for at in range(0, len(packed), chunk)]
    headers = {"content-encoding": "gzip", "content-length": str(len(packed))}
    tracemalloc.start()
    try:
        with pytest.raises(StoppedError) as stop:
            body.read(chunks, headers, 100_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert stop.value.failed.reason is Reason.TOO_LARGE
    assert peak < 1_000_000


def test_a_pack_of_nothing_is_counted_as_it_was_sent() -> None:
    """Empty blocks unpack to no byte at all, for ever."""
    start, empty = gzip.compress(b"")[:10], b"\x00\x00\x00\xff\xff" * 1000
    headers = {"content-encoding": "gzip", "transfer-encoding": "chunked"}
    with pytest.raises(StoppedError) as stop:
        body.read([start, *[empty] * 100], headers, 100_000)
    assert stop.value.failed.reason is Reason.TOO_LARGE
