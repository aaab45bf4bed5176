"""The notes of the library: Markdown with front matter, each paragraph ending with its facts.

    ---
    title: Gifts and hospitality
    summary: What a councillor may accept, what must be declared, and who to ask.
    reviewed: 2026-11-24
    ---
    ## Which gifts must I declare?
    You must describe any gift worth more than $500 in your yearly return ... [PLL-54F.2]

A paragraph's last brackets name facts of the source list (`SOURCE.n`); they are not shown.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import LibraryError
from knowledge.shipped import parse_yaml

_FRONT = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.S)
_REFS = re.compile(r"\s*\[(?P<ids>[A-Z0-9][A-Z0-9.\-]*\.\d+(?:,\s*[A-Z0-9][A-Z0-9.\-]*\.\d+)*)\]\s*\Z")


class Paragraph(BaseModel):
    """Text as shown, and the ids of the facts behind it."""

    model_config = ConfigDict(frozen=True)
    text: str
    facts: tuple[str, ...]


class Section(BaseModel):
    """One question of a councillor's, and the paragraphs that answer it."""

    model_config = ConfigDict(frozen=True)
    heading: str
    paragraphs: tuple[Paragraph, ...]


class Note(BaseModel):
    """One file of the library; `doc` is `library/NAME.md`."""

    model_config = ConfigDict(frozen=True)
    doc: str
    title: str
    summary: str
    reviewed: date
    sections: tuple[Section, ...]


class _Front(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    summary: str
    reviewed: date


def parse(doc: str, text: str) -> Note:
    """Read one note.

    Raises:
        LibraryError: no front matter, no section, or text outside a section.
    """
    match = _FRONT.match(text)
    if not match:
        raise LibraryError(f"{doc}: no front matter.", "Begin the note with --- and its title.")
    try:
        front = _Front.model_validate(parse_yaml(match["front"]))
    except (ValidationError, yaml.YAMLError) as error:
        raise LibraryError(f"{doc}: front matter: {error}") from error
    sections: list[Section] = []
    before, *parts = re.split(r"^## +(.+?)\s*$", match["body"], flags=re.M)
    if before.strip():
        raise LibraryError(f"{doc}: text before the first section.")
    for heading, body in zip(parts[::2], parts[1::2], strict=True):
        blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", body) if block.strip()]
        sections.append(Section(heading=heading, paragraphs=tuple(_paragraph(block) for block in blocks)))
    if not sections or not all(section.paragraphs for section in sections):
        raise LibraryError(f"{doc}: a section without text.")
    return Note(doc=doc, sections=tuple(sections), **front.model_dump())


def _paragraph(block: str) -> Paragraph:
    match = _REFS.search(block)
    if not match:
        return Paragraph(text=block, facts=())
    return Paragraph(text=block[: match.start()].strip(), facts=tuple(re.split(r",\s*", match["ids"])))


@cache
def load() -> tuple[Note, ...]:
    """Return the shipped notes, by name."""
    folder = resources.files("knowledge").joinpath("library")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".md"))
    return tuple(
        parse(f"library/{name}", folder.joinpath(name).read_text(encoding="utf-8")) for name in names
    )
