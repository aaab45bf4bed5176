from __future__ import annotations

import pytest

from knowledge import notes, source_list
from tests.knowledge import note_rules


@pytest.mark.parametrize("note", notes.load(), ids=lambda note: note.doc)
def test_a_note_says_only_what_its_facts_carry(note: notes.Note) -> None:
    assert list(note_rules.problems(note, source_list.load())) == []
