from __future__ import annotations

from importlib import resources

import pytest

from knowledge import asked, notes

NOTES = notes.load()


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.doc)
def test_every_section_of_a_note_has_phrasings_and_nothing_else_has(note: notes.Note) -> None:
    found = asked.load(note.doc)
    assert set(found) == {section.heading for section in note.sections}
    assert min(len(texts) for texts in found.values()) >= 16


def test_no_phrasing_stands_twice() -> None:
    texts = [text.casefold() for note in NOTES for one in asked.load(note.doc).values() for text in one]
    assert len(texts) == len(set(texts))


def test_no_phrasing_is_a_heading_or_a_sentence_of_the_library() -> None:
    said = {
        sentence.casefold()
        for note in NOTES
        for section in note.sections
        for sentence in (section.heading, *(paragraph.text for paragraph in section.paragraphs))
    }
    copied = [
        text
        for note in NOTES
        for one in asked.load(note.doc).values()
        for text in one
        if text.casefold() in said
    ]
    assert copied == []


def test_every_file_of_phrasings_belongs_to_a_note() -> None:
    files = {entry.name for entry in resources.files("knowledge").joinpath("library/asked").iterdir()}
    assert {name for name in files if name.endswith(".yaml")} == {
        asked.path_of(note.doc).rsplit("/", 1)[1] for note in NOTES
    }


def test_no_question_of_the_evaluation_stands_among_the_phrasings() -> None:
    """The measurement would be worth nothing."""
    from evals.retrieval.data import development_rows, rows

    def plain(text: str) -> str:
        return " ".join(text.casefold().split())

    ours = {plain(text) for note in NOTES for one in asked.load(note.doc).values() for text in one}
    assert [row.id for row in (*rows(), *development_rows()) if plain(row.text) in ours] == []


def test_a_note_without_a_file_has_none() -> None:
    assert asked.load("library/not-there.md") == {}
