"""The kinds of document that may be fetched or added, and how each begins."""

from __future__ import annotations

from enum import StrEnum


class MediaType(StrEnum):
    """A kind of document, by its name on the web."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    HTML = "text/html"
    TEXT = "text/plain"
    MARKDOWN = "text/markdown"

    @property
    def suffix(self) -> str:
        """Return the ending of a file's name."""
        return _SUFFIXES[self]


_SUFFIXES = {
    MediaType.PDF: ".pdf",
    MediaType.DOCX: ".docx",
    MediaType.HTML: ".html",
    MediaType.TEXT: ".txt",
    MediaType.MARKDOWN: ".md",
}
KINDS = "PDF, DOCX, HTML, plain text or Markdown"


def from_header(value: str) -> MediaType | None:
    """Return the kind that a Content-Type names, or nothing for any other."""
    try:
        return MediaType(value.partition(";")[0].strip().lower())
    except ValueError:
        return None


def from_suffix(suffix: str) -> MediaType | None:
    """Return the kind that a file's ending (`.pdf`) names."""
    return next((kind for kind, known in _SUFFIXES.items() if known == suffix.lower()), None)


def matches(kind: MediaType, content: bytes) -> bool:
    """Say whether the content begins as its kind does: a log-in page is often sent as a PDF."""
    match kind:
        case MediaType.PDF:
            return b"%PDF-" in content[:1024]
        case MediaType.DOCX:
            return content.startswith(b"PK\x03\x04")
        case _:
            return bool(content.strip()) and b"\x00" not in content
