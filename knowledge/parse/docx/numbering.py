"""Word's automatic numbers, which are nowhere in its text: worked out and written into it."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from knowledge.parse.docx.package import W
from knowledge.parse.docx.styles import Styles, paragraph_style, value

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class _Level(NamedTuple):
    start: int
    form: str
    text: str


class Numbering:
    """Count along a document, as Word does when it shows one."""

    def __init__(self, tree: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._style_levels: dict[str, int] = {}
        if tree is not None:
            self._read(tree)

    def write_into(self, body: etree._Element) -> None:
        """Put each number at the start of its paragraph, as text; the paragraph is then no list."""
        for paragraph in body.iter(f"{W}p"):
            label = self._next(paragraph)
            if not label:
                continue
            properties = paragraph.find(f"{W}pPr")
            if properties is not None:
                for old in properties.findall(f"{W}numPr"):
                    properties.remove(old)
            run = etree.Element(f"{W}r")
            etree.SubElement(run, f"{W}t").text = label + " "
            paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, run)

    def unlink(self, styles: etree._Element, numbering: etree._Element) -> None:
        """End the numbered lists that styles start; bullets stay, having no number to write."""
        for level in numbering.iter(f"{W}lvl"):
            link = level.find(f"{W}pStyle")
            if link is not None and value(level.find(f"{W}numFmt")) != "bullet":
                level.remove(link)
        for number in list(styles.iter(f"{W}numPr")):
            levels = self._levels.get(self._lists.get(value(number.find(f"{W}numId")) or "", ""), {})
            named = levels.get(_int(value(number.find(f"{W}ilvl")), 0))
            parent = number.getparent()
            if parent is not None and not (named and named.form == "bullet"):
                parent.remove(number)

    def _read(self, tree: etree._Element) -> None:
        for abstract in tree.findall(f"{W}abstractNum"):
            levels = self._levels.setdefault(abstract.get(f"{W}abstractNumId", ""), {})
            for level in abstract.findall(f"{W}lvl"):
                n = _int(level.get(f"{W}ilvl"), 0)
                levels[n] = _Level(
                    _int(value(level.find(f"{W}start")), 1),
                    value(level.find(f"{W}numFmt")) or "decimal",
                    value(level.find(f"{W}lvlText")) or "",
                )
                if style := value(level.find(f"{W}pStyle")):
                    self._style_levels[style] = n
        for number in tree.findall(f"{W}num"):
            num_id = number.get(f"{W}numId", "")
            self._lists[num_id] = value(number.find(f"{W}abstractNumId")) or ""
            for override in number.findall(f"{W}lvlOverride"):
                start = value(override.find(f"{W}startOverride"))
                if start is not None:
                    self._restarts.setdefault(num_id, {})[_int(override.get(f"{W}ilvl"), 0)] = _int(start, 1)

    def _next(self, paragraph: etree._Element) -> str:
        style = paragraph_style(paragraph)
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is None:
            own = self._styles.lookup(style, "pPr/numPr")
        if own is None:
            return ""
        num_id = value(own.find(f"{W}numId"))
        if num_id is None:  # the style names the level only, its base the list
            num_id = value(self._styles.lookup(style, "pPr/numPr/numId"))
        levels = self._levels.get(self._lists.get(num_id or "", ""), {})
        n = _int(value(own.find(f"{W}ilvl")), self._style_levels.get(style or "", 0))
        if n not in levels or not any(text.text for text in paragraph.iter(f"{W}t")):
            return ""
        counts = self._counts.setdefault(self._lists[num_id or ""], {})
        restart = self._restarts.get(num_id or "", {}).pop(n, None)
        counts[n] = restart if restart is not None else counts.get(n, levels[n].start - 1) + 1
        for deeper in [level for level in counts if level > n]:
            del counts[deeper]
        if levels[n].form in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            if at not in levels:
                return ""
            # "%1.%2" below a lettered level still shows each level in its own form.
            return _formed(counts.get(at, levels[at].start), levels[at].form)

        return re.sub(r"%([1-9])", shown, levels[n].text).strip()


def _formed(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < count < 400:
        roman = ""
        for size, letters in _ROMAN:
            roman += letters * (count // size)
            count %= size
        return roman.upper() if form == "upperRoman" else roman
    return str(count)


def _int(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else default
