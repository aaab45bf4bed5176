"""Text as Slack writes it, and as people read it."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ADDRESS = re.compile(r"https?://[^\s<>|]+")
_ENTITY_BEGUN = re.compile(r"&[a-z]{0,3}\Z")
# They turn the order of the letters, and of ours that follow them as well.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def plain(text: str, bot_user: str = "") -> str:
    """Return what a person wrote: no marks of Slack's, the mention of the assistant left out."""

    def shown(found: re.Match[str]) -> str:
        sign, target, label = found.groups()
        if sign == "@":
            return "" if target == bot_user else _named("@", label or "member")
        if sign == "#":
            return _named("#", label or "channel")
        if sign == "!":
            name, *rest = target.split("^")
            return label or "" if name == "date" and rest else _named("@", label or name)
        return label if label and label != target else target.removeprefix("mailto:").removeprefix("tel:")

    return unescape(_SPECIAL.sub(shown, text)).strip()


def _named(sign: str, name: str) -> str:
    # Slack writes some labels with their sign: <!subteam^S1|@planners>.
    return f"{sign}{name.removeprefix(sign)}"


def escape(text: str) -> str:
    """Return a text that Slack shows as it stands: nothing in it pings anybody or makes a link."""
    return text.translate(_TURNS).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo what Slack escapes."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def inline(text: str) -> str:
    """Return words of others that stand within a line of ours: they stay there, and leave ours alone."""
    # Between two backticks our own marks would no longer count.
    return escape(" ".join(text.split()).replace("`", "'"))


def mrkdwn(text: str) -> str:
    """Return one of our own texts, with its **bold**, in Slack's markup."""
    return _BOLD.sub(r"*\1*", escape(text))


def link(url: str, label: str) -> str:
    """Return a link that neither its label nor its address can break out of; no web address, no link."""
    shown = inline(label).replace("|", "/")
    if not _ADDRESS.fullmatch(url):
        return shown
    return f"<{escape(url)}|{shown}>" if shown else f"<{escape(url)}>"


def cut(text: str, longest: int) -> str:
    """Return a text of at most so many characters (ten or more), cut where a reader would cut it."""
    if len(text) <= longest:
        return text
    return text[: _end(text, longest - 2)].rstrip() + " …"


def pieces(text: str, longest: int) -> list[str]:
    """Return the whole of a text in pieces of at most so many characters (ten or more); none is empty."""
    found = []
    rest = text.strip()
    while len(rest) > longest:
        end = _end(rest, longest)
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*found, rest] if rest else found


def _end(text: str, longest: int) -> int:
    """Return where to break a text: after a paragraph, a line, a sentence, a word; never within an &amp;."""
    for mark in ("\n\n", "\n", ". ", " "):
        at = text.rfind(mark, 0, longest)
        if at > longest // 2:
            return at + len(mark)
    begun = _ENTITY_BEGUN.search(text, 0, longest)
    return begun.start() if begun else longest
