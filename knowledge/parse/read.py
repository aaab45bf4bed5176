"""One file, from bytes to a document: its kind, its blocks, and what had to be left out of them."""

from __future__ import annotations

from collections import Counter

from bot.errors import DocumentError
from knowledge.parse import markdown, orders, plain, titles
from knowledge.parse.characters import clean
from knowledge.parse.clauses import Clauses, depth
from knowledge.parse.decode import decode
from knowledge.parse.document import (
    Block,
    BlockKind,
    Document,
    Draft,
    Finding,
    FindingKind,
    MediaKind,
    PageProgress,
    capped,
    excerpt,
)
from knowledge.parse.docx import word
from knowledge.parse.kinds import actual_kind, named_kind
from knowledge.parse.pdf import file as pdf
from knowledge.parse.web import page

MAX_BYTES = 20_000_000
_TEXTS = {MediaKind.HTML: page.parse, MediaKind.MARKDOWN: markdown.parse, MediaKind.TEXT: plain.parse}


def check_size(size: int) -> None:
    """Raise DocumentError for a file that is too large to read."""
    if size > MAX_BYTES:
        raise DocumentError("It is larger than 20 MB.", "Cut it into parts, or save it without its pictures.")


def read(data: bytes, doc: str, progress: PageProgress | None = None) -> Document:
    """Return the document that a file holds.

    Raises:
        DocumentError: not readable; the line says why and what to do. Nothing is half read.
    """
    check_size(len(data))
    kind = actual_kind(data, doc)
    findings: list[Finding] = []
    named = named_kind(doc)
    if named is not None and named is not kind:
        line = f"Its name says {named.value}, and it is a {kind.value}; read as that."
        findings.append(Finding(kind=FindingKind.MISLABELLED, line=line))
    draft = _draft(data, kind, findings, progress)
    blocks = list(_finished(draft.blocks, findings))
    findings = findings + draft.findings
    if not blocks:
        left = " that may be shown" if findings else ""
        raise DocumentError(
            f"It is empty: no text{left} was found in it.", "Check that the right file was saved."
        )
    title = titles.choose((clean(title).text for title in draft.titles if _is_harmless(title)), blocks, doc)
    return Document(
        doc=doc, title=title, kind=kind, blocks=tuple(blocks), findings=capped(findings), pages=draft.pages
    )


def _draft(data: bytes, kind: MediaKind, findings: list[Finding], progress: PageProgress | None) -> Draft:
    try:
        if kind is MediaKind.PDF:
            return pdf.parse(data, progress)
        if kind is MediaKind.DOCX:
            return word.parse(data)
        text, guessed = decode(data)
        findings += guessed
        return _TEXTS[kind](text)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # the one place where a parser's own error becomes ours
        raise DocumentError(f"It is a broken {kind.value}.", "Save or download it again.") from error


def _finished(blocks: list[Block], findings: list[Finding]) -> list[Block]:
    """Return the blocks cleaned, labelled, and without orders to a machine."""
    clauses = Clauses()
    unseen: Counter[tuple[str, int | None]] = Counter()
    finished: list[Block] = []
    for block in blocks:
        cleaned = clean(block.text)
        unseen.update({(name, block.page): count for name, count in cleaned.counts.items()})
        if cleaned.spelled:
            line = "Text spelled in unseen characters was left out."
            findings.append(_finding(FindingKind.HIDDEN_TEXT, block, line, cleaned.spelled))
        if not any(char.isalnum() for char in cleaned.text):
            continue
        verdict = orders.judge(cleaned.text)
        if verdict is orders.Verdict.ORDER:
            line = "This looks like an instruction to a machine. It was left out and not followed."
            findings.append(_finding(FindingKind.INSTRUCTION, block, line, cleaned.text))
            continue
        if verdict is orders.Verdict.MENTION:
            line = "This speaks of instructions to a machine. It was kept; please look at it."
            findings.append(_finding(FindingKind.INSTRUCTION_MENTION, block, line, cleaned.text))
        cells = tuple(clean(cell).text for cell in block.cells)
        finished.append(_labelled(block.model_copy(update={"text": cleaned.text, "cells": cells}), clauses))
    for (name, at), count in unseen.items():
        line = f"{count} {name} characters, which nobody sees, were taken out."
        findings.append(Finding(kind=FindingKind.HIDDEN_CHARACTERS, page=at, line=line))
    return finished


def _labelled(block: Block, clauses: Clauses) -> Block:
    if block.kind is BlockKind.TABLE_ROW:
        return block
    heading = block.kind is BlockKind.HEADING
    # "1." of a list in HTML or Markdown is a step, and no clause.
    if block.kind is BlockKind.LIST_ITEM and block.text[:1].isdigit() and depth(block.text.split()[0]) < 2:
        return block
    label = clauses.label(block.text, heading=heading)
    if label is None:
        return block
    kind = BlockKind.LIST_ITEM if label.is_sub else block.kind
    return block.model_copy(update={"clause": label.clause, "kind": kind})


def _finding(kind: FindingKind, block: Block, line: str, words: str) -> Finding:
    return Finding(kind=kind, page=block.page, line=line, excerpt=excerpt(words))


def _is_harmless(title: str) -> bool:
    return orders.judge(title[:500]) is not orders.Verdict.ORDER
