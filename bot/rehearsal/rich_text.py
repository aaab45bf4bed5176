"""The rule for rich_text blocks: sections, lists, quotes and preformatted text."""

from __future__ import annotations

from bot.rehearsal.shapes import Rule, anything, boolean, integer, items, kinds, one_of, shape, string

_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
_STYLE = shape({}, dict.fromkeys(_STYLES, boolean))
# A space between two styled words is a part of its own.
_WORDS = string(12_000, blank=True)
_STYLED: dict[str, Rule] = {"style": _STYLE}
_PARTS = kinds(
    {
        "text": shape({"text": _WORDS}, _STYLED),
        "link": shape({"url": string(3000)}, {"text": _WORDS, "unsafe": boolean, **_STYLED}),
        "emoji": shape(
            {"name": string(255)}, {"skin_tone": integer(1, 6), "unicode": string(255), **_STYLED}
        ),
        "user": shape({"user_id": string(255)}, _STYLED),
        "usergroup": shape({"usergroup_id": string(255)}, _STYLED),
        "channel": shape({"channel_id": string(255)}, _STYLED),
        "team": shape({"team_id": string(255)}, _STYLED),
        "broadcast": shape({"range": one_of("here", "channel", "everyone")}, _STYLED),
        "color": shape({"value": string(255)}, _STYLED),
        "date": shape(
            {"timestamp": anything, "format": string(255)}, {"url": string(3000), "fallback": string(255)}
        ),
    }
)
_SECTION = shape({"elements": items(_PARTS, 1000, 0)})
_BORDER = integer(0, 1)
RICH_TEXT: Rule = kinds(
    {
        "rich_text": shape(
            {
                "elements": items(
                    kinds(
                        {
                            "rich_text_section": _SECTION,
                            "rich_text_list": shape(
                                {
                                    "style": one_of("bullet", "ordered"),
                                    "elements": items(kinds({"rich_text_section": _SECTION}), 1000),
                                },
                                {
                                    "indent": integer(0, 8),
                                    "offset": integer(0, 10_000),
                                    "border": _BORDER,
                                },
                            ),
                            "rich_text_preformatted": shape(
                                {"elements": items(_PARTS, 1000)},
                                {"border": _BORDER, "language": string(50)},
                            ),
                            "rich_text_quote": shape({"elements": items(_PARTS, 1000)}, {"border": _BORDER}),
                        }
                    ),
                    1000,
                    0,
                )
            },
            {"block_id": string(255)},
        )
    }
)
