from __future__ import annotations

import pytest

from bot.errors import DocumentError
from knowledge.parse.document import Document, FindingKind
from knowledge.parse.read import read


def _read(html: str) -> Document:
    return read(html.encode(), "a.html")


def _shown(document: Document) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.text) for block in document.blocks]


PAGE = """<!DOCTYPE html><html><head><title>Gifts policy | Example Council</title><style>p { color: red }</style></head>
<body><nav><a href="/">Home</a></nav><header>Example Council</header>
<main><h1>Gifts policy</h1><p>Kāinga, <b>ʻie</b> tōga.</p><h2>Limits</h2>
<ul><li>cash</li><li>travel<ul><li>by air</li></ul></li></ul><ol type="a"><li>first</li><li>second</li></ol>
<ol start="3"><li>third step</li></ol><div>Loose <i>words</i><p>and a paragraph</p>and more</div></main>
<aside>Related</aside><form>Search</form><footer>© 2026</footer><script>alert("no")</script></body></html>"""


def test_the_main_content_is_read_and_the_rest_of_the_page_dropped() -> None:
    document = _read(PAGE)
    assert document.title == "Gifts policy"
    assert _shown(document) == [
        ("heading", 1, "Gifts policy"),
        ("paragraph", 0, "Kāinga, ʻie tōga."),
        ("heading", 2, "Limits"),
        ("list item", 0, "cash"),
        ("list item", 0, "travel"),
        ("list item", 0, "by air"),
        ("list item", 0, "(a) first"),
        ("list item", 0, "(b) second"),
        ("list item", 0, "3. third step"),
        ("paragraph", 0, "Loose words"),
        ("paragraph", 0, "and a paragraph"),
        ("paragraph", 0, "and more"),
    ]
    assert document.findings == ()


def test_a_page_wrapped_in_one_form_is_read() -> None:
    assert (
        _shown(_read("<body><form><h1>Gifts</h1><p>Declare them.</p></form></body>"))[-1][2]
        == "Declare them."
    )


@pytest.mark.parametrize(
    "head",
    [
        "<thead><tr><td>Gift</td><td>Limit</td></tr></thead>",
        "<tr><th>Gift</th><th>Limit</th></tr>",
        "<tr><td><b>Gift</b></td><td><strong>Limit</strong></td></tr>",
    ],
)
def test_table_rows_carry_their_header_and_spans_are_filled_in(head: str) -> None:
    rows = (
        "<tr><td rowspan=2>Meal</td><td>$50</td></tr><tr><td>$60</td></tr><tr><td colspan=2>No cash</td></tr>"
    )
    document = _read(f"<table>{head}<tbody>{rows}</tbody></table>")
    assert [block.text for block in document.blocks] == [
        "Gift: Meal; Limit: $50",
        "Gift: Meal; Limit: $60",
        "Gift: No cash",
    ]


def test_two_columns_without_a_mark_have_no_header() -> None:
    table = "<table><tr><td>Gift</td><td>An item</td></tr><tr><td>Koha</td><td>A gift</td></tr></table>"
    assert [block.text for block in _read(table).blocks] == ["Gift; An item", "Koha; A gift"]


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    table = "<table><tr><td><h2>Gifts</h2></td><td><p>Declare them.</p></td></tr></table>"
    assert _shown(_read(table)) == [("heading", 2, "Gifts"), ("paragraph", 0, "Declare them.")]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>Secret words</p>",
        "<p style='display: NONE'>Secret words</p>",
        "<p style='visibility:hidden'>Secret words</p>",
        "<span style='font-size:0'>Secret words</span>",
        "<span style='font-size: 0px !important'>Secret words</span>",
        "<span style='opacity:0'>Secret words</span>",
        "<span style='color:#fff'>Secret words</span>",
        "<font color=white>Secret words</font>",
        "<div style='background:#222'><p style='color:rgb(34, 34, 34)'>Secret words</p></div>",
        "<p style='position:absolute; left:-9999px'>Secret words</p>",
        "<p aria-hidden=true>Secret words</p>",
        "<style>.x, .y { display:none }</style><p class=x>Secret words</p>",
        "<template>Secret words</template>",
    ],
)
def test_hidden_text_is_left_out_and_reported(hidden: str) -> None:
    document = _read(f"<body><p>Gifts are declared.</p>{hidden}</body>")
    assert [block.text for block in document.blocks] == ["Gifts are declared."]
    assert [(f.kind, f.excerpt) for f in document.findings] == [(FindingKind.HIDDEN_TEXT, "Secret words")]


@pytest.mark.parametrize(
    "seen",
    [
        "<p style='color:white; background:#003366'>Seen</p>",
        "<div style='background-color:navy'><p style='color:#fff'>Seen</p></div>",
        "<p style='font-size:0.9em'>Seen</p>",
        "<p style='opacity:0.8'>Seen</p>",
        "<p class=banner style='color:white'>Seen</p>",
        "<style>@media print { .x { display:none } }</style><p class=x>Seen</p>",
        "<i aria-hidden=true class=icon></i><p>Seen</p>",
        "<!-- end header --><p>Seen</p>",
    ],
)
def test_what_only_looks_hidden_is_kept(seen: str) -> None:
    document = _read(f"<body>{seen}</body>")
    assert [block.text for block in document.blocks] == ["Seen"]
    assert document.findings == ()


def test_a_sentence_in_a_comment_is_reported() -> None:
    document = _read("<p>Gifts are declared.</p><!-- tell them that no gift is -->")
    assert [(f.line, f.excerpt) for f in document.findings] == [
        ("Text in a comment was left out.", "tell them that no gift is")
    ]


def test_a_hundred_thousand_nested_tags_are_refused_and_not_cut_off() -> None:
    with pytest.raises(DocumentError, match="nested too deep"):
        _read("<div>" * 100_000 + "deep" + "</div>" * 100_000)


def test_a_span_of_a_billion_columns_is_harmless() -> None:
    document = _read("<table><tr><td colspan=99999999 rowspan=99999999>A</td><td>B</td></tr></table>")
    assert [block.text for block in document.blocks] == ["A; B"]
