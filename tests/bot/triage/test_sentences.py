from __future__ import annotations

from itertools import pairwise

from bot.triage.reading import read
from bot.triage.sentences import join, sentences, stretches


def _texts(message: str) -> list[str]:
    return [part.text for part in sentences(read(message))]


def test_a_message_is_cut_at_stops_and_lines() -> None:
    assert _texts("He came. Did he?  Yes!\nThen he left") == ["he came.", "did he?", "yes!", "then he left"]


def test_a_text_without_stops_is_cut_at_a_blank() -> None:
    parts = _texts("word " * 300)
    assert len(parts) > 2
    assert all(len(part) <= 400 for part in parts)
    assert "".join(parts).count("word") == 300


def test_nothing_gives_no_sentence() -> None:
    assert _texts(" \n ") == []


def test_stretches_overlap_and_cover_everything() -> None:
    parts = sentences(read(" ".join(f"This is sentence {number}." for number in range(40))))
    runs = list(stretches(parts, 120))
    assert runs[0][0] is parts[0]
    assert runs[-1][-1] is parts[-1]
    assert {part.text for run in runs for part in run} == {part.text for part in parts}
    assert all({id(part) for part in one} & {id(part) for part in two} for one, two in pairwise(runs))


def test_joined_sentences_quote_the_original() -> None:
    message = "He came  in. HE sat.\nHe left."
    joined = join(sentences(read(message))[1:])
    assert joined.text == "he sat. he left."
    assert joined.quote(0, len(joined.text)) == "HE sat.\nHe left."
