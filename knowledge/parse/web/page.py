"""A web page to blocks: its main content, without menus, forms and hidden text."""

from __future__ import annotations

import warnings

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning

from bot.errors import DocumentError
from knowledge.parse.document import Draft
from knowledge.parse.web.blocks import Walk
from knowledge.parse.web.hidden import remove

# libxml2 drops, without a word, what lies deeper than 256 elements: half a page must not pass for a page.
_DEEPEST = 200
_CHROME = [
    "nav",
    "footer",
    "script",
    "style",
    "aside",
    "noscript",
    "iframe",
    "svg",
    "button",
    "select",
    "object",
]
_CHROME_ROLES = ["navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu"]


def parse(text: str) -> Draft:
    """Return the blocks of a web page.

    Raises:
        DocumentError: its elements lie so deep in one another that the page would be cut off.
    """
    soup = soup_of(text)
    title = soup.title.get_text() if soup.title else ""
    findings = remove(soup)
    _drop_chrome(soup)
    blocks = Walk()
    blocks.through(_main(soup))
    blocks.flush()
    heading = soup.find("h1")
    return Draft(blocks.blocks, findings, [heading.get_text() if heading else "", title])


def soup_of(text: str) -> BeautifulSoup:
    """Return the tree of a page, checked for depth."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(text, "lxml")
    depths = {id(soup): 0}
    for tag in soup.find_all(True):
        depth = depths[id(tag.parent)] + 1
        if depth > _DEEPEST:
            raise DocumentError("Its elements are nested too deep to read.", "Save the page as a PDF.")
        depths[id(tag)] = depth
    return soup


def _drop_chrome(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(_CHROME) + soup.find_all(None, {"role": _CHROME_ROLES}):
        if not tag.decomposed:
            tag.decompose()
    for header in soup.find_all("header"):
        # An article's own header holds its title.
        if not header.decomposed and not header.find_parent(["main", "article"]):
            header.decompose()
    for form in soup.find_all("form"):
        # Some sites wrap the whole page in one form.
        if not form.decomposed and not form.find(["h1", "h2", "main", "article"]):
            form.decompose()


def _main(soup: BeautifulSoup) -> Tag:
    articles = soup.find_all("article")
    found = soup.find("main") or soup.find(None, {"role": "main"})
    return found or (articles[0] if len(articles) == 1 else None) or soup.body or soup
