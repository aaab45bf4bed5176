"""Text of a Word document that no reader sees: taken out, and reported."""

from __future__ import annotations

from itertools import groupby

from lxml import etree

from knowledge.parse.document import Finding, FindingKind, excerpt
from knowledge.parse.docx.package import W
from knowledge.parse.docx.styles import Styles, is_on, paragraph_style, value

# Half points: what is smaller than 2 points is there for machines only.
_SMALLEST = 4
_NEAR_WHITE = 0xE6


def remove(tree: etree._Element, styles: Styles) -> list[Finding]:
    """Take out hidden runs and return a finding for each stretch of them."""
    findings: list[Finding] = []
    for paragraph in tree.iter(f"{W}p"):
        runs = [(run, _how(run, paragraph, styles)) for run in paragraph.iter(f"{W}r")]
        for how, group in groupby(runs, key=lambda pair: pair[1]):
            if not how:
                continue
            hidden = [run for run, _ in group]
            words = "".join(text.text or "" for run in hidden for text in run.iter(f"{W}t"))
            if any(char.isalnum() for char in words):
                line = f"Text {how} was left out."
                findings.append(Finding(kind=FindingKind.HIDDEN_TEXT, line=line, excerpt=excerpt(words)))
            for run in hidden:
                parent = run.getparent()
                if parent is not None:
                    parent.remove(run)
    return findings


def _how(run: etree._Element, paragraph: etree._Element, styles: Styles) -> str:
    def found(name: str) -> etree._Element | None:
        direct = run.find(f"{W}rPr/{W}{name}")
        if direct is not None:
            return direct
        own = styles.lookup(value(run.find(f"{W}rPr/{W}rStyle")), f"rPr/{name}")
        return own if own is not None else styles.lookup(paragraph_style(paragraph), f"rPr/{name}")

    if is_on(found("vanish")) or is_on(found("webHidden")):
        return "formatted as hidden"
    size = value(found("sz"))
    if size and size.isdigit() and int(size) < _SMALLEST:
        return "smaller than 2 points"
    if _is_white(value(found("color"))) and not _has_background(run, paragraph, styles):
        return "in white"
    return ""


def _is_white(colour: str | None) -> bool:
    try:
        return colour is not None and len(colour) == 6 and min(bytes.fromhex(colour)) >= _NEAR_WHITE
    except ValueError:  # "auto"
        return False


def _has_background(run: etree._Element, paragraph: etree._Element, styles: Styles) -> bool:
    """White on a dark cell, band or text box is how table headers are set."""
    highlight = value(run.find(f"{W}rPr/{W}highlight"))
    if highlight and highlight not in ("none", "white"):
        return True
    shades = [run.find(f"{W}rPr/{W}shd"), paragraph.find(f"{W}pPr/{W}shd")]
    shades.append(styles.lookup(paragraph_style(paragraph), "pPr/shd"))
    for above in paragraph.iterancestors():
        if above.tag == f"{W}tc":
            shades.append(above.find(f"{W}tcPr/{W}shd"))
        elif above.tag == f"{W}tbl":
            style = value(above.find(f"{W}tblPr/{W}tblStyle"))
            shades.append(above.find(f"{W}tblPr/{W}shd"))
            # A table's style may colour its first row; it is not worked out which.
            if styles.lookup(style, "tblStylePr") is not None:
                return True
        elif above.tag == f"{W}txbxContent":
            return True  # its shape may have any fill
    fills = [shade.get(f"{W}fill", "auto") for shade in shades if shade is not None]
    return any(fill != "auto" and not _is_white(fill) for fill in fills)
