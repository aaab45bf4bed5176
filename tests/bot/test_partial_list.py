from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.partial_list import PartialList

_TEXT = st.text(alphabet='ab{}[]",\\ \nā:')
_ITEMS = st.lists(
    st.fixed_dictionaries({"text": _TEXT, "n": st.integers(), "inner": st.lists(_TEXT)}), max_size=4
)


@given(_ITEMS, st.integers(1, 9), st.sampled_from([None, 2]), st.booleans())
def test_whatever_the_pieces_each_item_comes_once_and_whole(
    items: list[dict[str, object]], size: int, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps({"lines": items}, indent=indent, ensure_ascii=ascii_only)
    arriving = PartialList("lines")
    came: list[object] = []
    for at in range(0, len(text), size):
        came += arriving.add(text[at : at + size])
        assert came == items[: len(came)]
    assert came == items
    assert arriving.is_closed


@given(_ITEMS.filter(bool), st.data())
def test_of_a_text_that_was_cut_only_whole_items_come(
    items: list[dict[str, object]], data: st.DataObject
) -> None:
    text = json.dumps({"lines": items})
    cut = data.draw(st.integers(0, len(text) - 3))
    arriving = PartialList("lines")
    came = arriving.add(text[:cut])
    assert came == items[: len(came)]
    assert not arriving.is_closed
