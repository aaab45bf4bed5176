"""A PDF to blocks: opened within limits, read page by page, laid out as one document."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby

from pypdf import PdfReader
from pypdf.errors import DependencyError

from bot.errors import DocumentError
from knowledge.parse.document import Draft, Finding, FindingKind, PageProgress, excerpt
from knowledge.parse.pdf.blocks import Assembly
from knowledge.parse.pdf.content import PageContent, Run, read_page
from knowledge.parse.pdf.fonts import Faces
from knowledge.parse.pdf.layout import ordered
from knowledge.parse.pdf.lines import Piece, pieces
from knowledge.parse.pdf.margins import MARGIN, without_running
from knowledge.parse.pdf.tables import Table, ruled

MAX_PAGES = 2_000
_SAVE_AGAIN = "Save or download it again."
# pypdf keeps every object it has read; past this many the memory of a long document would grow without end.
_KEPT_OBJECTS = 2_000

# What pypdf says of broken files quotes them; what matters is said by our own findings.
logging.getLogger("pypdf").addHandler(logging.NullHandler())
logging.getLogger("pypdf").propagate = False


def parse(data: bytes, progress: PageProgress | None = None) -> Draft:
    """Return the blocks of a PDF.

    Raises:
        DocumentError: broken, locked, too long, or a scan without text.
    """
    try:
        return _parse(data, progress)
    except (DocumentError, MemoryError):
        raise
    except DependencyError as error:
        raise DocumentError("It is packed in a way that is not read.", "Print it to PDF again.") from error
    except Exception as error:  # pypdf and zlib raise dozens of kinds on broken files
        raise DocumentError("It is a broken PDF.", _SAVE_AGAIN) from error


def _parse(data: bytes, progress: PageProgress | None) -> Draft:
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentError("It is locked with a password.", "Save a copy without the password and add that.")
    total = len(reader.pages)
    if total == 0:
        raise DocumentError("It is a broken PDF: no page was found.", _SAVE_AGAIN)
    if total > MAX_PAGES:
        raise DocumentError(f"It has {total} pages, more than {MAX_PAGES}.", "Cut it into parts.")
    findings: list[Finding] = []
    loose: list[list[Piece]] = []
    tables: list[list[Table]] = []
    heights: list[float] = []
    pictures: list[int] = []
    faces = Faces()
    for number, page in enumerate(reader.pages, 1):
        content = read_page(page, faces)
        visible = list(_visible(content, number, findings))
        # Tables first: the header that each page of one repeats is no running header.
        low, high = MARGIN * content.height, (1 - MARGIN) * content.height
        found, rest = ruled(pieces(visible, content.rules), content.rules, low, high)
        loose.append(rest)
        tables.append(found)
        heights.append(content.height)
        if not visible and content.covered > 0.3:
            pictures.append(number)
        if len(reader.resolved_objects) > _KEPT_OBJECTS:
            reader.resolved_objects.clear()
        if progress:
            progress(number, total)
    if not any(loose) and not any(tables):
        pages = "1 page holds" if total == 1 else f"{total} pages hold"
        raise DocumentError(
            f"It is a scan: its {pages} no text.", "Run it through text recognition (OCR) and add the result."
        )
    for number in pictures:
        line = "This page is a picture without text and was not read."
        findings.append(Finding(kind=FindingKind.NO_TEXT, page=number, line=line))
    kept = without_running(loose, heights)
    ordered_pages = [ordered(page, found) for page, found in zip(kept, tables, strict=True)]
    blocks = list(Assembly(ordered_pages).blocks())
    title = reader.metadata.title if reader.metadata else None
    return Draft(blocks, findings, [title if isinstance(title, str) else ""], total)


def _visible(content: PageContent, page: int, findings: list[Finding]) -> Iterator[Run]:
    """Yield what a reader sees, and report the rest."""
    if content.turned:
        line = "Text that is turned on its side was left out."
        words = excerpt(" ".join(content.turned))
        findings.append(Finding(kind=FindingKind.TURNED_TEXT, page=page, line=line, excerpt=words))
    if (
        content.runs
        and content.covered > 0.7
        and all(run.hidden == "printed without ink" for run in content.runs)
    ):
        # Text recognition puts its words, without ink, over the picture of the page.
        line = "This page is a scan; its text was recognised by a program. Check it against the picture."
        findings.append(Finding(kind=FindingKind.SCANNED, page=page, line=line))
        yield from content.runs
        return
    for how, group in groupby(content.runs, key=lambda run: run.hidden):
        if not how:
            yield from group
            continue
        words = excerpt(" ".join(run.text for run in group))
        if any(char.isalnum() for char in words):
            line = f"Text {how} was left out."
            findings.append(Finding(kind=FindingKind.HIDDEN_TEXT, page=page, line=line, excerpt=words))
