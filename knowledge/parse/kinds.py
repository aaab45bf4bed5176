"""What a file is: decided by its first bytes and its members, never by its name."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from bot.errors import DocumentError
from knowledge.parse.document import MediaKind

_SUFFIXES = {
    ".pdf": MediaKind.PDF,
    ".docx": MediaKind.DOCX,
    ".docm": MediaKind.DOCX,
    ".html": MediaKind.HTML,
    ".htm": MediaKind.HTML,
    ".xhtml": MediaKind.HTML,
    ".md": MediaKind.MARKDOWN,
    ".markdown": MediaKind.MARKDOWN,
    ".txt": MediaKind.TEXT,
    ".text": MediaKind.TEXT,
}
_READ = "Add a PDF, Word (.docx), HTML, Markdown or text file."
_AS_DOCX = "Open it in Word and save it as .docx."
# First bytes of what people put beside their documents, and what to do about each.
_REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "It is an old or locked Office file.", _AS_DOCX),
    (b"{\\rtf", "It is a rich text file (.rtf).", _AS_DOCX),
    (b"%!PS", "It is a PostScript file.", "Save it as a PDF."),
    (b"\x89PNG", "It is a picture.", _READ),
    (b"\xff\xd8\xff", "It is a picture.", _READ),
    (b"GIF8", "It is a picture.", _READ),
    (b"II*\x00", "It is a picture.", _READ),
    (b"MM\x00*", "It is a picture.", _READ),
    (b"\x1f\x8b", "It is a packed file.", "Unpack it and add what is in it."),
    (b"7z\xbc\xaf", "It is a packed file.", "Unpack it and add what is in it."),
    (b"Rar!", "It is a packed file.", "Unpack it and add what is in it."),
    (b"MZ", "It is a program.", _READ),
    (b"\x7fELF", "It is a program.", _READ),
)
_ZIP_MEMBERS = (
    ("xl/", "It is a spreadsheet.", "Save the sheet as a PDF, or its table in a Word document."),
    ("ppt/", "It is a slide show.", "Save it as a PDF."),
)
_HTML_START = re.compile(
    rb"(?:<!--.*?-->|<\?xml[^>]*>|\s)*<(?:!doctype\s+html|html|head|body|title|meta|article|main|div|p|h[1-6]|table)\b",
    re.I | re.S,
)
_MARKDOWN = re.compile(r"^(?:#{1,6} +\S|\|.*\|\s*$|(?:[-*+]|\d+\.) +\S|```|.*\[[^\]]+\]\([^)]+\))", re.M)


def named_kind(doc: str) -> MediaKind | None:
    """Return what the file's name says it is."""
    return _SUFFIXES.get(PurePosixPath(doc).suffix.lower())


def actual_kind(data: bytes, doc: str) -> MediaKind:
    """Return what the file is. Only between Markdown and plain text does its name decide.

    Raises:
        DocumentError: empty, or of a kind that is not read.
    """
    start = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not data.strip():
        raise DocumentError("It is empty.", "Check that the right file was saved.")
    if b"%PDF-" in data[:1024]:  # readers accept a PDF with some bytes of a mail or a printer before it
        return MediaKind.PDF
    if start.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    for magic, message, hint in _REFUSED:
        if start.startswith(magic):
            raise DocumentError(message, hint)
    if _HTML_START.match(_latin(start)):
        return MediaKind.HTML
    named = named_kind(doc)
    if named in (MediaKind.MARKDOWN, MediaKind.TEXT):
        return named
    if PurePosixPath(doc).suffix and named is None:
        raise DocumentError(f"{PurePosixPath(doc).suffix} files are not read.", _READ)
    if _MARKDOWN.search(data[:4096].decode("utf-8", "replace")):
        return MediaKind.MARKDOWN
    return MediaKind.TEXT


def _latin(start: bytes) -> bytes:
    """Return UTF-16 as single bytes, near enough to see a tag."""
    return start[2:].replace(b"\0", b"") if start[:2] in (b"\xff\xfe", b"\xfe\xff") else start


def _zip_kind(data: bytes) -> MediaKind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except Exception as error:  # zipfile raises struct, Unicode and other errors on hostile bytes
        raise DocumentError("It is broken: its end may be missing.", "Save or download it again.") from error
    if "word/document.xml" in names:
        return MediaKind.DOCX
    for prefix, message, hint in _ZIP_MEMBERS:
        if any(name.startswith(prefix) for name in names):
            raise DocumentError(message, hint)
    if "content.xml" in names:
        raise DocumentError("It is an OpenDocument file.", "Save it as .docx or PDF.")
    raise DocumentError("It is a packed file.", "Unpack it and add what is in it.")
