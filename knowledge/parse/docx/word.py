"""A Word document to blocks: cleaned, numbered, turned into HTML by mammoth, and read like a web page."""

from __future__ import annotations

import re

import mammoth
from bs4 import BeautifulSoup, Tag
from lxml import etree

from bot.errors import DocumentError
from knowledge.parse.document import Draft, Finding
from knowledge.parse.docx import hidden
from knowledge.parse.docx.numbering import Numbering
from knowledge.parse.docx.package import unpack
from knowledge.parse.docx.styles import Styles
from knowledge.parse.web.blocks import Walk
from knowledge.parse.web.page import soup_of

_MAIN = "word/document.xml"
_TEXTS = (_MAIN, "word/footnotes.xml", "word/endnotes.xml")
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Heading 7'] => h6:fresh
p[style-name='Heading 8'] => h6:fresh
p[style-name='Heading 9'] => h6:fresh
"""


def parse(data: bytes) -> Draft:
    """Return the blocks of a Word document; it has no pages until it is printed.

    Raises:
        DocumentError: broken, or too large once unpacked.
    """
    package = unpack(data)
    if _MAIN not in package.trees:
        raise DocumentError(
            "It is broken: its text is missing.", "Open it in Word and save it again as .docx."
        )
    styles = Styles(package.trees.get("word/styles.xml"))
    findings: list[Finding] = []
    for name in _TEXTS:
        if name in package.trees:
            findings += hidden.remove(package.trees[name], styles)
    numbering = Numbering(package.trees.get("word/numbering.xml"), styles)
    numbering.write_into(package.trees[_MAIN])
    if {"word/styles.xml", "word/numbering.xml"} <= package.trees.keys():
        numbering.unlink(package.trees["word/styles.xml"], package.trees["word/numbering.xml"])
    html = mammoth.convert_to_html(
        package.packed(),
        style_map=_STYLES,
        convert_image=lambda image: [],
        external_file_access=False,
        include_embedded_style_map=False,
    ).value
    soup = soup_of(f"<body>{html}</body>")
    _place_footnotes(soup)
    walk = Walk()
    walk.through(soup)
    walk.flush()
    return Draft(walk.blocks, findings, [_title(package.others.get("docProps/core.xml"))])


def _place_footnotes(soup: BeautifulSoup) -> None:
    """Move each note behind the block that refers to it, so that it stays in that section."""
    for item in soup.find_all("li", id=re.compile(r"^(?:foot|end)note-\d+$")):
        mark = soup.find("a", href=f"#{item['id']}")
        for back in item.find_all("a", href=re.compile(r"^#(?:foot|end)note-ref-")):
            back.decompose()
        words = " ".join(item.get_text(" ").split())
        place = (
            mark.find_parent(["table", "ul", "ol", "p", *(f"h{n}" for n in range(1, 7))]) if mark else None
        )
        if isinstance(place, Tag) and mark and words:
            note = soup.new_tag("p")
            note.string = f"Note {mark.get_text(strip=True)}: {words}"
            last = place
            while isinstance(after := last.find_next_sibling(), Tag) and after.get("data-note"):
                last = after
            note["data-note"] = "1"
            last.insert_after(note)
            item.decompose()


def _title(core: bytes | None) -> str:
    if not core:
        return ""
    try:
        tree = etree.fromstring(core, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return ""
    return tree.findtext(_TITLE) or ""
