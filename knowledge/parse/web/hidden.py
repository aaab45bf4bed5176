"""Text of a web page that no reader sees: taken out, and reported."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Comment, Tag

from knowledge.parse.document import Finding, FindingKind, excerpt

_UNSEEN = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0+)?(?:;|$)|font-size:(?:0(?:[a-z]{1,3}|%)?|1(?:px|pt)|0?\.\d+(?:px|pt)|0?\.[0-2]\d*r?em)(?:;|$)"
    r"|(?:left|top|right|text-indent|margin-left|margin-top):-\d{3,}|clip:rect\(0|clip-path:inset\((?:50|100)%"
)
_COLOUR = re.compile(r"(?<!-)color:([^;!]+)")
_BACKGROUND = re.compile(r"background(?:-color)?:([^;!]+)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# What a style says for print or for a narrow screen says nothing about the page as read.
_AT_RULE = re.compile(r"@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SIMPLE = re.compile(r"[.#]?[A-Za-z_][\w-]*")
_WHITE = (255, 255, 255)
_NAMES = {"white": _WHITE, "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240)}
_NEAR = 26
_SHORTEST_COMMENT = 4


def remove(soup: BeautifulSoup) -> list[Finding]:
    """Take out what is hidden and return a finding for each piece that holds words."""
    findings = []
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        words = str(comment).strip()
        # Build tools leave marks such as "end header" and "[if IE]"; a sentence is another matter.
        if len(words.split()) >= _SHORTEST_COMMENT and not words.startswith("[if"):
            findings.append(_finding(words, "in a comment"))
        comment.extract()
    classed = set(map(id, _hidden_by_sheet(soup)))
    for tag in soup.find_all(True):
        if tag.decomposed or tag.name in ("html", "body", "head"):
            continue
        how = _how(tag) or ("hidden by a style sheet" if id(tag) in classed else "")
        if how:
            words = tag.get_text(" ", strip=True)
            if any(char.isalnum() for char in words) and tag.name not in ("script", "style"):
                findings.append(_finding(words, how))
            tag.decompose()
    return findings


def _finding(words: str, how: str) -> Finding:
    return Finding(kind=FindingKind.HIDDEN_TEXT, line=f"Text {how} was left out.", excerpt=excerpt(words))


def _how(tag: Tag) -> str:
    if tag.has_attr("hidden"):
        return "marked as hidden"
    if str(tag.get("aria-hidden", "")).lower() == "true":
        return "hidden from screen readers"
    if tag.name == "template":
        return "in a template"
    style = _squeezed(tag.get("style"))
    if _UNSEEN.search(style):
        return "that does not show on the page"
    colour = _rgb(_COLOUR, style) or _attribute_rgb(tag.get("color"))
    if colour and _is_near(colour, _background(tag)):
        return "in the colour of its background"
    return ""


def _hidden_by_sheet(soup: BeautifulSoup) -> Iterator[Tag]:
    for sheet in soup.find_all("style"):
        for selectors, declarations in _RULE.findall(_AT_RULE.sub("", sheet.get_text())):
            if not _UNSEEN.search(_squeezed(declarations)):
                continue
            for selector in (part.strip() for part in selectors.split(",")):
                if _SIMPLE.fullmatch(selector):
                    yield from soup.select(selector)


def _background(tag: Tag) -> tuple[int, ...] | None:
    """Return the nearest background that is set inline; white where none is; None where it is a picture."""
    for owner in (tag, *tag.parents):
        style = _squeezed(owner.get("style"))
        if "background" in style or owner.get("bgcolor"):
            return _rgb(_BACKGROUND, style) or _attribute_rgb(owner.get("bgcolor"))
        if owner is not tag and owner.get("class"):
            return None  # a style sheet may have coloured it
    return None if tag.get("class") else _WHITE


def _squeezed(style: object) -> str:
    return re.sub(r"\s+|/\*.*?\*/|!important", "", str(style or "").lower())


def _attribute_rgb(value: object) -> tuple[int, ...] | None:
    return _parsed(str(value).lower().strip()) if value else None


def _rgb(pattern: re.Pattern[str], style: str) -> tuple[int, ...] | None:
    match = pattern.search(style)
    return _parsed(match[1]) if match else None


def _parsed(value: str) -> tuple[int, ...] | None:
    if value in _NAMES:
        return _NAMES[value]
    if match := re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", value):
        digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
        return tuple(bytes.fromhex(digits))
    if match := re.match(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})", value):
        return tuple(min(int(part), 255) for part in match.groups())
    return None


def _is_near(one: tuple[int, ...], other: tuple[int, ...] | None) -> bool:
    return other is not None and all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))
