from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from bot.errors import DocumentError
from knowledge.parse.document import BlockKind, Document, FindingKind
from knowledge.parse.docx.package import MAX_UNPACKED
from knowledge.parse.read import read
from tests.knowledge.parse.make import repacked, word


def _shown(document: Document) -> list[tuple[str, str | None, str]]:
    return [(block.kind.value, block.clause, block.text) for block in document.blocks]


def test_headings_lists_and_macrons_survive() -> None:
    def fill(document: Any) -> None:
        document.add_heading("Gifts policy", 0)
        document.add_heading("Scope", 1)
        document.add_paragraph("Kāinga, ʻie tōga and o\u0304 are kept.")
        document.add_paragraph("cash", style="List Bullet")
        document.add_heading("Detail", 2)

    document = read(word(fill), "a.docx")
    assert [(b.kind.value, b.level, b.text) for b in document.blocks] == [
        ("heading", 1, "Gifts policy"),
        ("heading", 1, "Scope"),
        ("paragraph", 0, "Kāinga, ʻie tōga and ō are kept."),
        ("list item", 0, "cash"),
        ("heading", 2, "Detail"),
    ]
    assert document.title == "Gifts policy"
    assert document.pages is None


_NUMBERING = """<w:abstractNum {ns} w:abstractNumId="90">
<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/><w:lvlText w:val="%1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%4)"/></w:lvl>
</w:abstractNum>"""


def _numbered(document: Any) -> Callable[[str, int], None]:
    """Give a document one outline of four levels, from clause 4 on; return what adds to it."""
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_NUMBERING.format(ns=nsdecls("w"))))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))

    def add(text: str, level: int) -> None:
        paragraph = document.add_heading(text, 1) if level == 0 else document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>')
        )

    return add


def test_words_automatic_numbers_become_clauses() -> None:
    def fill(document: Any) -> None:
        add = _numbered(document)
        add("Gifts", 0)
        add("A member must not accept:", 1)
        add("cash;", 2)
        add("from a bidder:", 2)
        add("a trip;", 3)
        add("a meal.", 3)
        add("A member may accept a koha.", 1)
        add("Travel", 0)
        add("Trips are declared.", 1)

    assert _shown(read(word(fill), "a.docx")) == [
        ("heading", "4", "4 Gifts"),
        ("paragraph", "4.1", "4.1 A member must not accept:"),
        ("list item", "4.1(a)", "(a) cash;"),
        ("list item", "4.1(b)", "(b) from a bidder:"),
        ("list item", "4.1(b)(i)", "(i) a trip;"),
        ("list item", "4.1(b)(ii)", "(ii) a meal."),
        ("paragraph", "4.2", "4.2 A member may accept a koha."),
        ("heading", "5", "5 Travel"),
        ("paragraph", "5.1", "5.1 Trips are declared."),
    ]


def test_a_list_style_with_numbers_is_numbered_once() -> None:
    def fill(document: Any) -> None:
        for text in ("First", "Second"):
            document.add_paragraph(text, style="List Number")

    assert [block.text for block in read(word(fill), "a.docx").blocks] == ["1. First", "2. Second"]


def test_table_rows_carry_their_header() -> None:
    def fill(document: Any) -> None:
        table = document.add_table(17, 3)
        for n, row in enumerate(table.rows):
            texts = ("Gift", "Limit", "Who") if n == 0 else (f"Gift {n}", f"${n}0", "The mayor")
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    rows = read(word(fill), "a.docx").blocks
    assert [row.text for row in rows] == [
        f"Gift: Gift {n}; Limit: ${n}0; Who: The mayor" for n in range(1, 17)
    ]
    assert {row.kind for row in rows} == {BlockKind.TABLE_ROW}


_FOOTNOTES = """<?xml version="1.0" encoding="UTF-8"?><w:footnotes {ns}><w:footnote w:id="2"><w:p><w:r>
<w:t>Local Government Act 2002.</w:t></w:r></w:p></w:footnote></w:footnotes>"""
_RELATION = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
    b'Target="footnotes.xml"/></Relationships>'
)


def test_a_footnote_stands_behind_the_paragraph_that_refers_to_it() -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("Gifts are declared")
        paragraph.add_run()._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="2"/>'))
        document.add_heading("Travel", 1)

    data = word(fill)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        relations = archive.read("word/_rels/document.xml.rels").replace(b"</Relationships>", _RELATION)
    data = repacked(
        data,
        {
            "word/footnotes.xml": _FOOTNOTES.format(ns=nsdecls("w")).encode(),
            "word/_rels/document.xml.rels": relations,
        },
    )
    assert [block.text for block in read(data, "a.docx").blocks] == [
        "Gifts are declared[1]",
        "Note [1]: Local Government Act 2002.",
        "Travel",
    ]


def _hide_vanish(run: Any) -> None:
    run.font.hidden = True


def _hide_white(run: Any) -> None:
    run.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)


def _hide_near_white(run: Any) -> None:
    run.font.color.rgb = RGBColor(0xFA, 0xF8, 0xFC)


def _hide_tiny(run: Any) -> None:
    run.font.size = Pt(1)


def _hide_by_style(run: Any) -> None:
    styles = run.part.document.styles
    styles.add_style("Below", 2).font.hidden = True
    styles.add_style("Unseen", 2).base_style = styles["Below"]
    run.style = styles["Unseen"]


@pytest.mark.parametrize("hide", [_hide_vanish, _hide_white, _hide_near_white, _hide_tiny, _hide_by_style])
def test_hidden_text_is_left_out_and_reported(hide: Callable[[Any], None]) -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("Gifts are declared. ")
        hide(paragraph.add_run("Secret words"))

    document = read(word(fill), "a.docx")
    assert [block.text for block in document.blocks] == ["Gifts are declared."]
    assert [(f.kind, f.excerpt) for f in document.findings] == [(FindingKind.HIDDEN_TEXT, "Secret words")]


def test_white_text_on_a_dark_cell_is_seen() -> None:
    def fill(document: Any) -> None:
        table = document.add_table(1, 2)
        for cell in table.rows[0].cells:
            cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:fill="1F3864"/>'))
            _hide_white(cell.paragraphs[0].add_run("Seen"))

    document = read(word(fill), "a.docx")
    assert document.findings == ()
    assert [block.text for block in document.blocks] == ["Seen; Seen"]


def test_a_document_of_hidden_text_alone_is_refused() -> None:
    data = word(lambda document: _hide_vanish(document.add_paragraph().add_run("Secret words")))
    with pytest.raises(DocumentError, match="no text that may be shown"):
        read(data, "a.docx")


def _bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (MAX_UNPACKED + 1))
    return out.getvalue()


def _entities() -> bytes:
    xml = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>'
    return repacked(word(lambda document: None), {"word/document.xml": xml})


def _entities_in_utf16() -> bytes:
    xml = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w [<!ENTITY a "aaaa">]><w>&a;</w>'.encode(
        "utf-16"
    )
    return repacked(word(lambda document: None), {"word/document.xml": xml})


def _deep() -> bytes:
    xml = b"<w>" * 100_000 + b"</w>" * 100_000
    return repacked(word(lambda document: None), {"word/document.xml": xml})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (_bomb(), "more than 100 MB"),
        (_entities(), "declarations"),
        (_entities_in_utf16(), "declarations"),
        (_deep(), "broken"),
        (word(lambda document: document.add_paragraph("Words"))[:-400], "broken"),
        (word(lambda document: None), "empty"),
    ],
    ids=["bomb", "entities", "entities in UTF-16", "deep", "cut short", "empty"],
)
def test_a_word_file_that_cannot_be_read_says_why(data: bytes, says: str) -> None:
    with pytest.raises(DocumentError, match=says) as caught:
        read(data, "a.docx")
    assert caught.value.hint
