"""Cut documents into passages on their own borders: heading, paragraph, sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from knowledge.notes import Note
from knowledge.passages import NATIONAL, Part, Passage, PassageKind
from knowledge.sentences import sentences
from knowledge.source_list import SourceList

PASSAGE_TOKENS = 256

CountTokens = Callable[[str], int]


def split_note(note: Note, sources: SourceList, count: CountTokens) -> Iterator[Passage]:
    """Yield the passages of one note, each inside one section."""
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
            )


def split_text(
    text: str, *, owner: str, doc: str, title: str, source_id: str, count: CountTokens
) -> Iterator[Passage]:
    """Yield the passages of a Markdown or plain text, headings kept as the section's path."""
    for path, body in _sections(text):
        paragraphs = [" ".join(block.split()) for block in re.split(r"\n\s*\n", body) if block.strip()]
        parts = [Part(text=paragraph, sources=(source_id,)) for paragraph in paragraphs]
        for group in _fit(parts, count):
            yield Passage(
                owner=owner, kind=PassageKind.ORIGINAL, doc=doc, title=title, section=path, parts=group
            )


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield (heading path, text below it) of a Markdown text."""
    headings: list[tuple[int, str]] = []
    body: list[str] = []
    for line in text.splitlines():
        match = re.match(r"(#{1,6})\s+(.*\S)", line)
        if not match:
            body.append(line)
            continue
        if any(part.strip() for part in body):
            yield " > ".join(heading for _, heading in headings), "\n".join(body)
        body = []
        depth = len(match[1])
        headings = [pair for pair in headings if pair[0] < depth]
        headings.append((depth, match[2].strip("# ")))
    if any(part.strip() for part in body):
        yield " > ".join(heading for _, heading in headings), "\n".join(body)


def _fit(parts: Iterable[Part], count: CountTokens) -> Iterator[tuple[Part, ...]]:
    """Group paragraphs up to the limit; a longer paragraph is cut between sentences, or words if it must."""
    group: list[Part] = []
    size = 0
    for part in _short_parts(parts, count):
        length = count(part.text)
        if group and size + length > PASSAGE_TOKENS:
            yield tuple(group)
            group, size = [], 0
        group.append(part)
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
