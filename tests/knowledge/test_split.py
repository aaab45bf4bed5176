from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge import split
from knowledge.parse.document import Block, BlockKind, Document, MediaKind
from knowledge.parse.read import read
from knowledge.passages import Passage


def _count(text: str) -> int:
    return len(text.split())


def _split(document: Document) -> list[Passage]:
    return list(split.split_document(document, owner="national", source_id="a", count=_count))


def _of(*blocks: Block) -> Document:
    return Document(doc="a.pdf", title="Gifts policy", kind=MediaKind.PDF, blocks=blocks)


def _heading(text: str, level: int, page: int = 1, clause: str | None = None) -> Block:
    return Block(kind=BlockKind.HEADING, text=text, level=level, page=page, clause=clause)


def _paragraph(text: str, page: int = 1, clause: str | None = None) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, text=text, page=page, clause=clause)


def _item(text: str, page: int = 1, clause: str | None = None) -> Block:
    return Block(kind=BlockKind.LIST_ITEM, text=text, page=page, clause=clause)


def _words(name: str, count: int) -> str:
    return " ".join(f"{name}{n}" for n in range(count - 1)) + " end."


def test_a_section_is_the_path_of_headings_with_the_clause_and_the_page_it_starts_on() -> None:
    passages = _split(
        _of(
            _heading("Gifts policy", 1),
            _paragraph("What this is."),
            _heading("4 Gifts", 1, 2, "4"),
            _heading("4.2 Declaring a gift", 2, 3, "4.2"),
            _paragraph("Tell the clerk.", 3),
            _heading("5 Travel", 1, 4, "5"),
            _paragraph("5.1 Trips are declared.", 4, "5.1"),
            _paragraph("Within ten days.", 5),
            _paragraph("5.2 Meals are not.", 5, "5.2"),
        )
    )
    assert [(p.section, p.page, p.text) for p in passages] == [
        ("", 1, "What this is."),
        ("4 Gifts > 4.2 Declaring a gift", 3, "Tell the clerk."),
        ("5 Travel > 5.1", 4, "5.1 Trips are declared.\n\nWithin ten days."),
        ("5 Travel > 5.2", 5, "5.2 Meals are not."),
    ]


def test_a_passage_of_one_section_that_runs_on_keeps_the_page_of_its_own_start() -> None:
    passages = _split(_of(_paragraph(_words("a", 200), 1), _paragraph(_words("b", 200), 2)))
    assert [(passage.page, passage.parts[0].text[:2]) for passage in passages] == [(1, "a0"), (2, "b0")]


def test_steps_numbered_one_two_three_stay_in_one_passage() -> None:
    passages = _split(
        _of(_heading("Steps", 1), _paragraph("1. Ask.", clause="1"), _paragraph("2. Wait.", clause="2"))
    )
    assert [(passage.section, passage.text) for passage in passages] == [("Steps", "1. Ask.\n\n2. Wait.")]


def test_a_list_stays_with_the_sentence_that_leads_into_it() -> None:
    passages = _split(
        _of(
            _paragraph(_words("before", 240)),
            _paragraph("4.2 A member must not accept:", clause="4.2"),
            _item("(a) cash;", clause="4.2(a)"),
            _item("(b) a trip.", clause="4.2(b)"),
            _item("anything else"),
        )
    )
    assert [(p.section, p.text) for p in passages[1:]] == [
        ("4.2", "4.2 A member must not accept:\n(a) cash;\n(b) a trip.\n- anything else")
    ]


def test_a_long_list_repeats_the_sentence_that_leads_into_it() -> None:
    items = [_item(_words(f"item{n}x", 60)) for n in range(8)]
    passages = _split(_of(_paragraph("Some words. A member must not accept:"), *items))
    assert len(passages) > 1
    assert all("A member must not accept:\n- item" in passage.text for passage in passages)
    assert sum(passage.text.count("- item") for passage in passages) == 8


def test_a_table_never_loses_its_header_even_in_a_row_too_long_for_a_passage() -> None:
    rows = "".join(f"<tr><td>Gift{n}</td><td>{'wordy ' * 50}</td></tr>" for n in range(9))
    long = ". ".join(" ".join(f"W{n}x{m}" for m in range(40)) for n in range(20))
    html = f"<table><tr><th>Kind</th><th>Rule</th></tr>{rows}<tr><td>Trip</td><td>{long}</td></tr></table>"
    passages = _split(read(html.encode(), "a.html"))
    parts = [part.text for passage in passages for part in passage.parts]
    assert all(part.startswith("Kind: ") and "; Rule: " in part for part in parts)
    assert sum(part.startswith("Kind: Trip") for part in parts) > 2
    assert max(_count(passage.text) for passage in passages) <= split.PASSAGE_TOKENS


def test_a_heading_with_nothing_below_it_is_not_lost() -> None:
    passages = _split(
        _of(_heading("Never take cash", 2), _heading("Travel", 2), _paragraph("Ask."), _heading("End", 2))
    )
    assert [passage.text for passage in passages] == ["Never take cash", "Ask.", "End"]


_BLOCKS = st.lists(
    st.tuples(st.sampled_from(list(BlockKind)), st.integers(1, 400), st.integers(1, 6), st.booleans()),
    min_size=1,
    max_size=10,
)


@given(_BLOCKS)
def test_a_passage_keeps_to_its_limit_and_its_section_and_no_word_is_lost(
    shapes: list[tuple[BlockKind, int, int, bool]],
) -> None:
    blocks = []
    for n, (kind, length, level, stops) in enumerate(shapes):
        length = min(length, 12) if kind is BlockKind.HEADING else length
        words = [f"w{n}x{m}{'.' if stops and m % 9 == 8 else ''}" for m in range(length)]
        text = " ".join(word.capitalize() for word in words)
        level = level if kind is BlockKind.HEADING else 0
        cells = (text,) if kind is BlockKind.TABLE_ROW else ()
        blocks.append(Block(kind=kind, text=text, level=level, page=n + 1, cells=cells))
    passages = _split(_of(*blocks))
    assert all(_count(passage.text) <= split.PASSAGE_TOKENS for passage in passages)
    shown = {word for passage in passages for word in f"{passage.section} {passage.text}".split()}
    assert {word for block in blocks for word in block.text.split()} <= shown
    # The words of one section never stand in a passage of another.
    for passage in passages:
        path = passage.section.split(" > ")[-1].split()
        owners = {int(word[1:].partition("x")[0]) for word in passage.text.split() if word != "-"}
        below = int(path[0][1:].partition("x")[0]) if path else -1
        between = [blocks[n].kind for n in range(below + 1, max(owners) + 1) if n not in owners]
        assert BlockKind.HEADING not in between
