"""Bytes to text, in the encodings that offices use."""

from __future__ import annotations

import codecs

from bot.errors import DocumentError
from knowledge.parse.document import Finding, FindingKind

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_AS_UTF8 = "Save it as UTF-8 text and add it again."
# Of the control characters only white space, a form feed and an escape belong into a text.
_BINARY = frozenset(chr(code) for code in range(32)) - set("\t\n\v\f\r\x1b")


def decode(data: bytes) -> tuple[str, list[Finding]]:
    """Return the text, with a finding where the encoding had to be guessed.

    Raises:
        DocumentError: not text, or in an encoding that is not read.
    """
    mark = next((name for bom, name in _MARKS if data.startswith(bom)), None)
    findings: list[Finding] = []
    try:
        text = data.decode(mark or "utf-8")
    except UnicodeDecodeError as error:
        if mark:
            raise DocumentError(f"It says it is {mark} text, and is not.", _AS_UTF8) from error
        text = _guess(data)
        line = "Not UTF-8; read as Windows text (cp1252). Check its macrons, and save it as UTF-8."
        findings.append(Finding(kind=FindingKind.ENCODING, line=line))
    if not _BINARY.isdisjoint(text):
        raise DocumentError("It is not text: it holds binary data.", "Add a PDF, Word, HTML or text file.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), findings


def _guess(data: bytes) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise DocumentError("Its text is in an encoding that is not read.", _AS_UTF8) from error
    # cp1252 takes nearly any bytes: what is mostly accents and signs was never Windows text.
    odd = sum(1 for char in text if ord(char) > 126)
    if odd * 3 > len(text):
        raise DocumentError("It is not text, or in an encoding that is not read.", _AS_UTF8)
    return text
