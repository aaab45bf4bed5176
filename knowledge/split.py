"""Cut documents into passages on their own borders: heading, paragraph, sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from knowledge import asked
from knowledge.notes import Note
from knowledge.parse.document import Document
from knowledge.passages import NATIONAL, Part, Passage, PassageKind
from knowledge.sections import CountTokens, sections
from knowledge.sentences import sentences
from knowledge.source_list import SourceList

PASSAGE_TOKENS = 256

_T = TypeVar("_T")


def split_note(note: Note, sources: SourceList, count: CountTokens) -> Iterator[Passage]:
    """Yield the passages of one note, each inside one section."""
    phrasings = asked.load(note.doc)
    for section in note.sections:
        parts: list[Part] = []
        for paragraph in section.paragraphs:
            facts = [sources.facts[fact] for fact in paragraph.facts]
            ids = dict.fromkeys(source for fact in facts for source in sources.source_ids(fact))
            cautions = dict.fromkeys(caution for fact in facts for caution in fact.caution)
            parts.append(Part(text=paragraph.text, sources=tuple(ids), cautions=tuple(cautions)))
        for group in _fit(parts, count):
            yield Passage(
                owner=NATIONAL,
                kind=PassageKind.NOTE,
                doc=note.doc,
                title=note.title,
                section=section.heading,
                parts=group,
                asked=phrasings.get(section.heading, ()),
            )


def split_document(
    document: Document, *, owner: str, source_id: str, count: CountTokens
) -> Iterator[Passage]:
    """Yield the passages of a document, each inside one section and from the page where it starts."""
    for section in sections(document):
        placed = [
            (short, page)
            for text, page in section.texts(count, PASSAGE_TOKENS)
            for short in _short_parts([Part(text=text, sources=(source_id,))], count)
        ]
        for group in _groups(placed, lambda pair: count(pair[0].text)):
            yield Passage(
                owner=owner,
                kind=PassageKind.ORIGINAL,
                doc=document.doc,
                title=document.title,
                section=section.path,
                page=group[0][1],
                parts=tuple(part for part, _ in group),
            )


def _fit(parts: Iterable[Part], count: CountTokens) -> Iterator[tuple[Part, ...]]:
    """Group paragraphs up to the limit; a longer paragraph is cut between sentences, or words if it must."""
    return _groups(_short_parts(parts, count), lambda part: count(part.text))


def _groups(items: Iterable[_T], size_of: Callable[[_T], int]) -> Iterator[tuple[_T, ...]]:
    group: list[_T] = []
    size = 0
    for item in items:
        length = size_of(item)
        if group and size + length > PASSAGE_TOKENS:
            yield tuple(group)
            group, size = [], 0
        group.append(item)
        size += length
    if group:
        yield tuple(group)


def _short_parts(parts: Iterable[Part], count: CountTokens) -> Iterator[Part]:
    for part in parts:
        if count(part.text) <= PASSAGE_TOKENS:
            yield part
            continue
        piece = ""
        for unit in _short_units(part.text, count):
            joined = f"{piece} {unit}".strip()
            if piece and count(joined) > PASSAGE_TOKENS:
                yield part.model_copy(update={"text": piece})
                joined = unit
            piece = joined
        if piece:
            yield part.model_copy(update={"text": piece})


def _short_units(text: str, count: CountTokens) -> Iterator[str]:
    for sentence in sentences(text):
        words = sentence.split()
        if count(sentence) <= PASSAGE_TOKENS:
            yield sentence
        else:  # no border to cut on: a table or a list without full stops
            for start in range(0, len(words), 100):
                yield " ".join(words[start : start + 100])
