from __future__ import annotations

from pathlib import Path

import pytest
import reportlab
from pypdf import PdfReader, PdfWriter
from reportlab.lib import colors
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    ListFlowable,
    ListItem,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
)

from bot.errors import DocumentError
from knowledge.parse.document import Block, BlockKind, Document, FindingKind
from knowledge.parse.read import read
from tests.knowledge.parse.make import (
    HELVETICA,
    STYLES,
    body,
    drawn,
    heading,
    one_page,
    pdf,
    raw_pdf,
    stream,
)

LONG = (
    "A member must declare every gift that is worth more than fifty dollars within ten working days of it. "
    * 3
)


def _of(document: Document, kind: BlockKind) -> list[Block]:
    return [block for block in document.blocks if block.kind is kind]


def _texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def _policy(chapters: int = 5) -> list[Paragraph]:
    story = []
    for n in range(1, chapters + 1):
        story.append(heading(f"{n} Chapter number {n}", 1))
        for m in range(1, 4):
            story += [heading(f"{n}.{m} Part {m} of it", 2), body(LONG), body(LONG)]
    return story


def test_headings_are_found_20_of_20_with_their_levels_and_nothing_else_is_one() -> None:
    found = [(block.level, block.clause) for block in _of(read(pdf(_policy()), "a.pdf"), BlockKind.HEADING)]
    expected = [
        (level, label)
        for n in range(1, 6)
        for level, label in [(1, str(n)), *((2, f"{n}.{m}") for m in (1, 2, 3))]
    ]
    assert found == expected
    assert len(found) == 20


def test_a_bold_line_of_the_bodys_size_is_a_heading_below_the_larger_ones() -> None:
    story = [heading("Gifts", 1), body("<b>Cash and vouchers</b>"), body(LONG), body(LONG)]
    assert [(b.level, b.text) for b in _of(read(pdf(story), "a.pdf"), BlockKind.HEADING)] == [
        (1, "Gifts"),
        (2, "Cash and vouchers"),
    ]


def test_blocks_carry_the_page_they_start_on() -> None:
    story = [
        heading("One", 1),
        body("On the first page."),
        PageBreak(),
        heading("Two", 1),
        body("On the second."),
    ]
    document = read(pdf(story), "a.pdf")
    assert document.pages == 2
    assert [(block.page, block.text) for block in document.blocks] == [
        (1, "One"),
        (1, "On the first page."),
        (2, "Two"),
        (2, "On the second."),
    ]


def _grid(rows: int) -> Table:
    cells = [["Gift", "Limit", "Who decides"]] + [
        [f"Gift {n}", f"${n}0", body("The chief executive, or a person who is asked by them")]
        for n in range(rows)
    ]
    table = Table(cells, colWidths=[120, 80, 140], repeatRows=1)
    table.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("BACKGROUND", (0, 0), (-1, 0), colors.navy),
            ("TEXTCOLOR", (0, 0), (-1, 0), colors.white),
            ("FONT", (0, 0), (-1, 0), "Helvetica-Bold"),
        ]
    )
    return table


def test_table_rows_are_found_16_of_16_each_with_its_header_and_across_pages() -> None:
    # Each page repeats the header; the header is white on blue, which is not hidden.
    document = read(pdf([body(LONG * 7), _grid(16), body("After the table.")]), "a.pdf")
    rows = _of(document, BlockKind.TABLE_ROW)
    who = "The chief executive, or a person who is asked by them"
    assert [row.text for row in rows] == [
        f"Gift: Gift {n}; Limit: ${n}0; Who decides: {who}" for n in range(16)
    ]
    assert {row.page for row in rows} == {1, 2}
    assert _texts(document)[-1] == "After the table."
    assert document.findings == ()


@pytest.mark.parametrize("repeated", [0, 1])
def test_a_table_that_goes_on_over_the_page_keeps_its_header_repeated_or_not(repeated: int) -> None:
    cells = [["Gift", "Limit", "Who"]] + [[f"Gift {n}", f"${n}0", "The clerk"] for n in range(60)]
    table = Table(cells, colWidths=[120, 80, 140], repeatRows=repeated)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])  # the header looks like the other rows
    rows = _of(read(pdf([table]), "a.pdf"), BlockKind.TABLE_ROW)
    assert [row.text for row in rows] == [f"Gift: Gift {n}; Limit: ${n}0; Who: The clerk" for n in range(60)]
    assert {row.page for row in rows} == {1, 2}


@pytest.mark.parametrize("lines", [[], [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey)]])
def test_a_table_without_a_grid_keeps_its_rows(lines: list[tuple[object, ...]]) -> None:
    cells = [["Kind", "Limit", "Who"]] + [[f"Kind {n}", f"${n}00", f"Manager {n}"] for n in range(1, 5)]
    table = Table(cells, colWidths=[120, 120, 120])
    table.setStyle([*lines, ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")])
    rows = _of(read(pdf([body(LONG), table, body(LONG)]), "a.pdf"), BlockKind.TABLE_ROW)
    assert [row.text for row in rows] == [
        f"Kind: Kind {n}; Limit: ${n}00; Who: Manager {n}" for n in range(1, 5)
    ]


def test_two_columns_are_read_one_after_the_other_under_the_title_across_both(tmp_path: Path) -> None:
    file = tmp_path / "columns.pdf"
    frames = [Frame(50, 50, 235, 650), Frame(310, 50, 235, 650)]
    template = BaseDocTemplate(str(file))

    def title(canvas: Canvas, doc: object) -> None:
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(50, 740, "A title that runs across the whole of this page")

    template.addPageTemplates(PageTemplate(frames=frames, onPage=title))
    style = STYLES["BodyText"]
    left = [
        f"Alpha{n} tells about gifts and how each of them is declared to the clerk by the member."
        for n in range(20)
    ]
    right = [
        f"Omega{n} tells about travel and how each trip is paid for by those who asked for it."
        for n in range(15)
    ]
    template.build([Paragraph(text, style) for text in left + right])

    texts = _texts(read(file.read_bytes(), "a.pdf"))
    assert texts == ["A title that runs across the whole of this page", *left, *right]


def test_running_headers_footers_and_page_numbers_are_dropped_and_body_text_is_not() -> None:
    def margins(canvas: Canvas, doc: object) -> None:
        canvas.drawString(72, 800, "Example District Council")
        canvas.drawString(72, 30, "Gifts policy, version 3")
        canvas.drawRightString(520, 30, f"Page {canvas.getPageNumber()} of 9")

    text = " ".join(_texts(read(pdf(_policy(3), margins), "a.pdf")))
    assert "Example District" not in text
    assert "version 3" not in text
    assert "Page " not in text
    assert text.count("A member must declare") == 3 * 3 * 2 * 3


def test_a_running_header_in_a_frame_is_dropped() -> None:
    def margins(canvas: Canvas, doc: object) -> None:
        frame = Table([["Gifts policy", "Version 3"], ["Owner", "Chief executive"]], colWidths=[200, 200])
        frame.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
        frame.wrapOn(canvas, 400, 60)
        frame.drawOn(canvas, 72, 780)

    document = read(pdf([body("One."), PageBreak(), body("Two.")], margins), "a.pdf")
    assert _texts(document) == ["One.", "Two."]


def test_a_header_that_names_the_chapter_is_dropped_too() -> None:
    def margins(canvas: Canvas, doc: object) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(72, 810, f"Chapter {'abcdefghij'[canvas.getPageNumber()]} of the book")

    story = [part for n in range(6) for part in (heading(f"Heading {n}", 1), body(LONG), PageBreak())]
    assert not any("of the book" in text for text in _texts(read(pdf(story, margins), "a.pdf")))


def test_hyphens_at_a_lines_end_are_joined_but_not_those_that_belong() -> None:
    def page(canvas: Canvas) -> None:
        lines = [
            "The well-being of the town and its commu-",
            "nity is at heart. We look after well-",
            "being too.",
        ]
        for n, line in enumerate(lines):
            canvas.drawString(72, 700 - 14 * n, line)

    text = "The well-being of the town and its community is at heart. We look after well-being too."
    assert _texts(read(drawn(page), "a.pdf")) == [text]


def test_a_sentence_goes_on_over_the_page() -> None:
    def first(canvas: Canvas) -> None:
        canvas.drawString(72, 400, "The member declares the gift to the")

    def second(canvas: Canvas) -> None:
        canvas.drawString(72, 600, "clerk within ten days.")

    blocks = read(drawn(first, second), "a.pdf").blocks
    assert [(b.page, b.text) for b in blocks] == [
        (1, "The member declares the gift to the clerk within ten days.")
    ]


def test_clauses_and_their_letters_have_full_labels() -> None:
    lines = [
        "4.2 A member must not accept:",
        "(a) cash of any kind;",
        "(b) a gift from a bidder.",
        "4.3 A member may accept a koha.",
    ]

    def page(canvas: Canvas) -> None:
        for n, line in enumerate(lines):
            number, _, words = line.partition(" ")
            canvas.drawString(72, 700 - 14 * n, number)
            canvas.drawString(110, 700 - 14 * n, words)

    blocks = read(drawn(page), "a.pdf").blocks
    assert [(b.clause, b.kind.value, b.text) for b in blocks] == [
        ("4.2", "paragraph", lines[0]),
        ("4.2(a)", "list item", lines[1]),
        ("4.2(b)", "list item", lines[2]),
        ("4.3", "paragraph", lines[3]),
    ]


def test_bullets_are_list_items_without_their_bullet() -> None:
    items = ["tell the chief executive " * 8, "keep a record"]
    bullets = ListFlowable([ListItem(body(item)) for item in items], bulletType="bullet")
    document = read(pdf([body("A councillor must:"), bullets]), "a.pdf")
    assert [b.text for b in _of(document, BlockKind.LIST_ITEM)] == [item.strip() for item in items]


def test_a_contents_page_is_no_text() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "4.2 Gifts " + "." * 40 + " 12")
        canvas.drawString(72, 600, "Gifts are declared.")

    assert _texts(read(drawn(page), "a.pdf")) == ["Gifts are declared."]


def test_macrons_and_okina_survive_through_a_to_unicode_map() -> None:
    # The second macron is a letter and a combining mark, as some programs write it.
    words = ["K", "ā", "i", "n", "g", "a", ",", " ", "ʻ", "i", "e", " ", "t", "o\u0304", "g", "a"]
    pairs = b"\n".join(
        b"<%02X> <%s>" % (n, word.encode("utf-16-be").hex().encode()) for n, word in enumerate(words, 65)
    )
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <00> <FF> "
        b"endcodespacerange\n%d beginbfchar\n%s\nendbfchar endcmap end end" % (len(words), pairs)
    )
    font = HELVETICA[:-3] + b" /ToUnicode 11 0 R >>"
    codes = bytes(range(65, 65 + len(words))).replace(b"\\", b"\\\\")
    document = read(
        one_page(b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % codes, font=font, o11=stream(cmap)), "a.pdf"
    )
    assert _texts(document) == ["Kāinga, ʻie tōga"]


def test_a_truetype_font_is_read() -> None:
    fonts = Path(reportlab.__file__).parent / "fonts"
    pdfmetrics.registerFont(TTFont("Vera", fonts / "Vera.ttf"))

    def page(canvas: Canvas) -> None:
        canvas.setFont("Vera", 12)
        canvas.drawString(72, 700, "Café – “quoted” ﬁnding")

    assert _texts(read(drawn(page), "a.pdf")) == ["Café – “quoted” ﬁnding"]


def test_a_turned_page_is_read_upright() -> None:
    writer = PdfWriter()
    for angle, content in ((90, b"0 1 -1 0 300 100"), (270, b"0 -1 1 0 300 700")):
        source = PdfReader(_stream_of(one_page(b"BT /F1 12 Tf %s Tm (Turned %d) Tj ET" % (content, angle))))
        writer.add_page(source.pages[0]).rotate(angle)
    out = _stream_of(b"")
    writer.write(out)
    assert _texts(read(out.getvalue(), "a.pdf")) == ["Turned 90", "Turned 270"]


def _stream_of(data: bytes):  # type: ignore[no-untyped-def]
    from io import BytesIO

    return BytesIO(data)


SEEN = b"BT /F1 12 Tf 72 700 Td (A gift is declared.) Tj ET "
HIDDEN = {
    "printed without ink": b"BT 3 Tr /F1 12 Tf 72 650 Td (Secret words) Tj ET",
    "in the colour of its background": b"1 g BT /F1 12 Tf 72 650 Td (Secret words) Tj ET",
    "in the colour of its background ": b"0 0 1 rg 60 600 300 90 re f BT /F1 12 Tf 72 650 Td (Secret words) Tj ET",
    "in the colour of its background  ": b"0.97 0.97 0.97 rg BT /F1 12 Tf 72 650 Td (Secret words) Tj ET",
    "in the colour of its background   ": b"0 0 0 0.02 k BT /F1 12 Tf 72 650 Td (Secret words) Tj ET",
    "smaller than 2 points": b"BT /F1 1 Tf 72 650 Td (Secret words) Tj ET",
    "smaller than 2 points ": b"q .1 0 0 .1 0 0 cm BT /F1 12 Tf 720 6500 Td (Secret words) Tj ET Q",
    "outside the page": b"BT /F1 12 Tf 72 -400 Td (Secret words) Tj ET",
    "that is transparent": b"/Clear gs BT /F1 12 Tf 72 650 Td (Secret words) Tj ET",
}


@pytest.mark.parametrize("how", HIDDEN)
def test_hidden_text_is_left_out_and_reported(how: str) -> None:
    document = read(one_page(SEEN + HIDDEN[how]), "a.pdf")
    assert _texts(document) == ["A gift is declared."]
    found = [(f.kind, f.page, f.line, f.excerpt) for f in document.findings]
    assert found == [(FindingKind.HIDDEN_TEXT, 1, f"Text {how.strip()} was left out.", "Secret words")]


def test_hidden_text_on_the_line_of_seen_text_is_told_apart() -> None:
    content = b"BT /F1 12 Tf 72 700 Td (A gift is declared.) Tj 1 g ( Not at all.) Tj 0 g ( So it is.) Tj ET"
    document = read(one_page(content), "a.pdf")
    assert _texts(document) == ["A gift is declared. So it is."]
    assert [finding.excerpt for finding in document.findings] == ["Not at all."]


def test_hidden_text_in_a_form_is_found() -> None:
    form = stream(
        b"BT 3 Tr /F1 12 Tf 72 650 Td (Secret words) Tj ET",
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >>",
    )
    document = read(one_page(SEEN + b"/Form Do", o10=form), "a.pdf")
    assert [finding.excerpt for finding in document.findings] == ["Secret words"]
    assert _texts(document) == ["A gift is declared."]


@pytest.mark.parametrize(
    "content",
    [
        b"0 0 0.5 rg 60 640 300 90 re f 1 g BT /F1 12 Tf 72 650 Td (White on blue) Tj ET",
        b"/Cs1 cs 1 scn BT /F1 12 Tf 72 650 Td (White on blue) Tj ET",
        b"q 500 0 0 500 50 300 cm /Form Do Q 1 g BT /F1 12 Tf 72 650 Td (White on blue) Tj ET",
        b"q 3 Tr Q BT /F1 12 Tf 72 650 Td (White on blue) Tj ET",
    ],
    ids=["on a dark box", "in a spot colour", "on a picture", "after the state is restored"],
)
def test_what_only_looks_hidden_is_kept(content: bytes) -> None:
    picture = stream(b"\0", b"/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray")
    document = read(one_page(content, o10=picture), "a.pdf")
    assert _texts(document) == ["White on blue"]
    assert document.findings == ()


def test_the_words_that_text_recognition_laid_over_a_scan_are_read_and_flagged() -> None:
    picture = stream(b"\0", b"/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray")
    content = b"q 595 0 0 842 0 0 cm /Form Do Q BT 3 Tr /F1 12 Tf 72 650 Td (A gift is declared.) Tj ET"
    document = read(one_page(content, o10=picture), "a.pdf")
    assert _texts(document) == ["A gift is declared."]
    assert [finding.kind for finding in document.findings] == [FindingKind.SCANNED]


def test_a_watermark_across_the_page_is_no_text() -> None:
    document = read(one_page(SEEN + b"BT /F1 60 Tf .7 .7 -.7 .7 100 300 Tm (DRAFT) Tj ET"), "a.pdf")
    assert _texts(document) == ["A gift is declared."]
    assert [(f.kind, f.excerpt) for f in document.findings] == [(FindingKind.TURNED_TEXT, "DRAFT")]


def _scan(pages: int) -> bytes:
    def page(canvas: Canvas) -> None:
        canvas.rect(0, 0, 500, 800, fill=1)

    return drawn(*[page] * pages)


def _locked(user: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(_stream_of(one_page(SEEN))))
    writer.encrypt(user_password=user, owner_password="owner", algorithm="RC4-128")
    out = _stream_of(b"")
    writer.write(out)
    return bytes(out.getvalue())


@pytest.mark.parametrize(
    ("data", "says", "advises"),
    [
        (_scan(3), "scan: its 3 pages hold no text", "OCR"),
        (_scan(1), "scan: its 1 page holds no text", "OCR"),
        (_locked("secret"), "locked with a password", "without the password"),
        (b"%PDF-1.7", "broken PDF", "again"),
        (one_page(SEEN)[:200], "broken PDF", "again"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "broken PDF", "again"),
    ],
    ids=["scan", "scan of one page", "locked", "cut short", "half", "noise"],
)
def test_a_pdf_that_cannot_be_read_says_what_to_do(data: bytes, says: str, advises: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data, "a.pdf")
    assert says in caught.value.message
    assert advises in caught.value.hint


def test_an_empty_user_password_is_no_lock() -> None:
    assert _texts(read(_locked(""), "a.pdf")) == ["A gift is declared."]


def test_a_pdf_with_more_pages_than_allowed_is_refused() -> None:
    writer = PdfWriter()
    for _ in range(2001):
        writer.add_blank_page(100, 100)
    out = _stream_of(b"")
    writer.write(out)
    with pytest.raises(DocumentError, match="2001 pages, more than 2000"):
        read(out.getvalue(), "a.pdf")


def test_a_page_tree_that_goes_round_is_refused() -> None:
    kids = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 /Parent 2 0 R >>"
    with pytest.raises(DocumentError):
        read(raw_pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: kids}), "a.pdf")


def test_a_form_that_holds_itself_is_read_once_and_again_and_no_more() -> None:
    form = stream(
        b"BT /F1 12 Tf 72 650 Td (Round) Tj ET /Form Do /Form Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 4 0 R >> /XObject << /Form 10 0 R >> >>",
    )
    assert _texts(read(one_page(SEEN + b"/Form Do", o10=form), "a.pdf")) == ["A gift is declared.", "Round"]


def test_a_stream_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(DocumentError):
        read(one_page(b"0" * 90_000_000, packed=True), "a.pdf")


def test_each_page_is_told_of() -> None:
    seen: list[tuple[int, int]] = []
    read(
        pdf([body("One."), PageBreak(), body("Two.")]),
        "a.pdf",
        lambda done, total: seen.append((done, total)),
    )
    assert seen == [(1, 2), (2, 2)]
