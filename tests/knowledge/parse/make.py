"""Documents made for a test: PDFs by reportlab or byte by byte, Word files by python-docx."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

STYLES = getSampleStyleSheet()
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def heading(text: str, level: int) -> Paragraph:
    return Paragraph(text, STYLES[f"Heading{level}"])


def body(text: str) -> Paragraph:
    return Paragraph(text, STYLES["BodyText"])


def pdf(
    story: list[Any], on_page: Callable[[Canvas, Any], None] = lambda canvas, doc: None, **settings: Any
) -> bytes:
    """Return a PDF that reportlab lays out."""
    out = BytesIO()
    settings = {"pagesize": A4, "title": "Gifts policy"} | settings
    SimpleDocTemplate(out, **settings).build(story, onFirstPage=on_page, onLaterPages=on_page)
    return out.getvalue()


def drawn(*pages: Callable[[Canvas], None], **settings: Any) -> bytes:
    """Return a PDF whose pages are drawn by hand."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, **settings)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def raw_pdf(objects: Mapping[int, bytes], root: int = 1) -> bytes:
    """Return a PDF of hand-written objects, with a true cross-reference table."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places.get(number, 0)
    out += b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    if packed:
        data, entries = zlib.compress(data, 9), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def one_page(content: bytes, *, font: bytes = HELVETICA, packed: bool = False, **more: bytes) -> bytes:
    """Return a PDF of one page with a content stream; `more` are objects 10 and on, by their number."""
    extra = {int(name.removeprefix("o")): value for name, value in more.items()}
    resources = b"<< /Font << /F1 4 0 R >> /ExtGState << /Clear << /ca 0 >> >> /XObject << /Form 10 0 R >> >>"
    return raw_pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources %s >>"
            % resources,
            4: font,
            5: stream(content, packed=packed),
            **extra,
        }
    )


def word(fill: Callable[[Any], None]) -> bytes:
    """Return a Word document that python-docx writes."""
    document = docx.Document()
    fill(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(data: bytes, changes: Mapping[str, bytes]) -> bytes:
    """Return a Word file with parts replaced or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            new.writestr(name, part)
    return out.getvalue()
