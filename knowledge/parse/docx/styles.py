"""What Word's styles say of a run or a paragraph, through the styles they are based on."""

from __future__ import annotations

from lxml import etree

from knowledge.parse.docx.package import W


class Styles:
    """Look up a property in a style and in those below it."""

    def __init__(self, tree: etree._Element | None) -> None:
        found = tree.findall(f"{W}style") if tree is not None else []
        self._styles = {style.get(f"{W}styleId", ""): style for style in found}

    def lookup(self, style_id: str | None, path: str) -> etree._Element | None:
        """Return the first element at a path such as "rPr/vanish", or None."""
        seen: set[str] = set()
        while style_id and style_id not in seen and style_id in self._styles:
            seen.add(style_id)
            style = self._styles[style_id]
            found = style.find("/".join(W + step for step in path.split("/")))
            if found is not None:
                return found
            style_id = value(style.find(f"{W}basedOn"))
        return None


def value(element: etree._Element | None) -> str | None:
    """Return an element's `w:val`."""
    return element.get(f"{W}val") if element is not None else None


def is_on(element: etree._Element | None) -> bool:
    """Say whether an on-off property is there and on."""
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def paragraph_style(paragraph: etree._Element) -> str | None:
    """Return the id of a paragraph's style."""
    return value(paragraph.find(f"{W}pPr/{W}pStyle"))
