"""Text as Slack writes it, and as people read it."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def plain(text: str, bot_user: str = "") -> str:
    """Return what a person wrote: no marks of Slack's, the mention of the assistant left out."""

    def shown(found: re.Match[str]) -> str:
        sign, target, label = found.groups()
        if sign == "@":
            return "" if target == bot_user else f"@{label or 'member'}"
        if sign == "#":
            return f"#{label or 'channel'}"
        if sign == "!":
            return f"@{label or target.split('^')[0]}"
        return label if label and label != target else target.removeprefix("mailto:").removeprefix("tel:")

    return unescape(_SPECIAL.sub(shown, text)).strip()


def escape(text: str) -> str:
    """Return a text that Slack shows as it stands: nothing in it pings anybody or makes a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo what Slack escapes."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def mrkdwn(text: str) -> str:
    """Return one of our own texts, with its **bold**, in Slack's markup."""
    return _BOLD.sub(r"*\1*", escape(text))


def link(url: str, label: str) -> str:
    """Return a link whose label cannot break out of it."""
    return f"<{url}|{escape(label).replace('|', '/')}>"


def cut(text: str, longest: int) -> str:
    """Return a text of at most so many characters, cut where a reader would cut it."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 2]
    for end in ("\n", ". ", " "):
        at = kept.rfind(end)
        if at > longest // 2:
            return kept[: at + 1].rstrip() + " …"
    return kept + " …"
