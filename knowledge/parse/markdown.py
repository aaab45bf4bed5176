"""Markdown to blocks, through the same path as a web page: it may hold HTML anyway."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from knowledge.parse.document import Draft
from knowledge.parse.web import page

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n(?:---|\.\.\.)\n", re.S)
_TITLE = re.compile(r"^title:\s*[\"']?(.*?)[\"']?\s*$", re.M | re.I)


def parse(text: str) -> Draft:
    """Return the blocks of a Markdown text; a title in its front matter goes before its headings."""
    front = _FRONT_MATTER.match(text)
    title = _TITLE.search(front[1]) if front else None
    body = text[front.end() :] if front else text
    draft = page.parse("<main>" + MarkdownIt("commonmark").enable("table").render(body) + "</main>")
    return draft._replace(titles=[title[1] if title else "", *draft.titles])
