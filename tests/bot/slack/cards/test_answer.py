from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.models import Choice, CitationKind
from bot.slack.cards import actions
from bot.slack.cards.answer import answer_blocks, answer_card, named_sources, source_blocks
from bot.slack.cards.blocks import Card
from bot.slack.cards.receipt import receipt_blocks
from knowledge.source_list import Tier
from tests.bot.slack.limits import check_card, check_harmless, check_harmless_text, labels, said
from tests.bot.slack.samples import MESSAGE_ID, NIGHT, WILD, WITH_PHONE, case, citation, reply, source

LONG = "An answer's sentence that says something of use & is proved [1].\n\n"


def marks(blocks: list[dict[str, Any]]) -> list[str]:
    """Return the marks of the sources, in order: what small print begins with [n]."""
    lines = [one["text"] for block in blocks if block["type"] == "context" for one in block["elements"]]
    return [found[0] for line in lines if (found := re.match(r"\[\d+\]", line))]


def action_ids(card: Card) -> list[str]:
    return [
        element["action_id"]
        for block in card.blocks
        if block["type"] in ("actions", "context_actions")
        for element in block["elements"]
    ]


# --- what is shown ------------------------------------------------------------------------------------


def test_an_answer_shows_its_words_its_source_and_the_way_to_a_person() -> None:
    card = answer_card(reply(), MESSAGE_ID)
    assert card.blocks[0]["text"]["text"] == "Declare it within *ten days* [1]."
    assert card.blocks[1]["elements"][0]["text"] == (
        "[1] Council Guide's note, from: <https://www.nzsis.govt.nz/assets/NZSIS-Documents/threat-environment-1.pdf|"
        "New Zealand's Security Threat Environment 1>, NZSIS, 2025-08-21, threat report"
    )
    assert labels(card.blocks) == ["Show passages", "Talk to the liaison"]
    assert action_ids(card) == [actions.PASSAGES, actions.TALK, actions.FEEDBACK]
    assert card.stub is None
    check_card(card)


def test_what_a_notification_and_a_screen_reader_say_is_the_answer() -> None:
    assert answer_card(reply(), MESSAGE_ID).text == "Declare it within ten days [1]."


def test_a_question_back_offers_its_choices_as_buttons_until_one_is_chosen() -> None:
    offered = (Choice(id="gift", label="A gift"), Choice(id="trip", label="A trip"))
    asked = reply("Is it about a gift, or a trip?", citations=(), choices=offered)
    card = answer_card(asked, MESSAGE_ID)
    assert [(one["action_id"], one["value"]) for one in card.blocks[1]["elements"]] == [
        ("clarify.0", f"{MESSAGE_ID}.gift"),
        ("clarify.1", f"{MESSAGE_ID}.trip"),
    ]
    assert labels(card.blocks) == ["A gift", "A trip", "Talk to the liaison"]
    check_card(card)
    chosen = answer_card(asked, MESSAGE_ID, chosen="A trip")
    assert labels(chosen.blocks) == ["Talk to the liaison"]
    assert "You chose: *A trip*" in said(chosen.blocks)
    check_card(chosen)


def test_an_answer_without_sources_still_leads_to_a_person() -> None:
    card = answer_card(reply("I searched, and found nothing.", citations=()), MESSAGE_ID)
    assert action_ids(card) == [actions.TALK]
    check_card(card)


def test_a_question_about_what_happened_has_its_two_taps_right_below_it() -> None:
    card = answer_card(reply(), MESSAGE_ID, asks=True)
    assert [element["text"]["text"] for element in card.blocks[1]["elements"]] == [
        "It has: pass it on",
        "Just asking",
    ]


def test_no_question_no_taps() -> None:
    assert actions.PASS_ON not in action_ids(answer_card(reply(), MESSAGE_ID))


def test_what_was_attached_is_said_to_be_unread() -> None:
    assert "I have not read what was attached." in said(
        answer_card(reply(), MESSAGE_ID, unread_files=2).blocks
    )
    assert "attached" not in said(answer_card(reply(), MESSAGE_ID).blocks)


def test_the_buttons_hold_the_id_of_the_message() -> None:
    card = answer_card(reply(), MESSAGE_ID, asks=True)
    values = {
        one["value"] for block in card.blocks if block["type"] == "actions" for one in block["elements"]
    }
    assert values == {MESSAGE_ID}


@pytest.mark.parametrize(
    ("kind", "opening"),
    [
        (CitationKind.NOTE, "[1] Council Guide's note, from: "),
        (CitationKind.ORIGINAL, "[1] Original: "),
        (CitationKind.HOUSE, "[1] Fixed text: "),
        (CitationKind.REVIEWED, "[1] Reviewed answer, from: "),
    ],
)
def test_a_source_says_whose_words_they_are(kind: CitationKind, opening: str) -> None:
    assert said(source_blocks([citation(kind=kind)])).startswith(opening)


def test_a_fixed_text_has_no_date_and_no_tier() -> None:
    house = source(title="If you were offered money", publisher="Your council", url=None, tier=Tier.HOUSE)
    shown = said(source_blocks([citation(kind=CitationKind.HOUSE, sources=0, section="Danger now")]))
    assert shown == "[1] Fixed text: Danger now"
    assert named_sources([house], 500) == "If you were offered money, Your council"
    wild = house.model_copy(update={"publisher": "<!channel>"})
    assert named_sources([wild], 500) == "If you were offered money, &lt;!channel&gt;"


def test_a_source_without_a_date_or_an_address_says_so() -> None:
    assert named_sources([source(url=None, published=None)], 500) == (
        "New Zealand's Security Threat Environment 1, NZSIS, no date shown, threat report"
    )


def test_a_source_that_was_not_read_says_how_it_is_known() -> None:
    assert named_sources([source(seen="not read")], 500).endswith(", not read")


@pytest.mark.parametrize(
    ("tiers", "caution"),
    [
        ([Tier.PRESS, Tier.PRESS], "_Known only from news reports._"),
        ([Tier.COMPARISON], "_From overseas: not a rule in New Zealand._"),
        ([Tier.PRESS, Tier.LAW], None),
        ([Tier.LAW], None),
    ],
)
def test_what_only_the_news_or_a_place_overseas_tells_is_said_so(
    tiers: list[Tier], caution: str | None
) -> None:
    sources = tuple(source(n, tier=tier) for n, tier in enumerate(tiers))
    shown = said(source_blocks([citation().model_copy(update={"sources": sources})]))
    assert shown.endswith(caution) if caution else "_" not in shown


def test_marks_of_one_place_share_a_line() -> None:
    twice = [citation(1), citation(2, section="Gifts > Tickets", quote="Other words."), citation(3)]
    lines = [one["text"] for block in source_blocks(twice) for one in block["elements"]]
    assert [line.split(" Council")[0] for line in lines] == ["[1] [2]", "[3]"]


def test_a_councils_own_document_is_cited_with_its_clause_and_page() -> None:
    own = citation(kind=CitationKind.ORIGINAL, section="4.2 Tickets", page=3)
    assert said(source_blocks([own])).endswith(", 4.2 Tickets, page 3")


# --- however long -------------------------------------------------------------------------------------


@pytest.mark.parametrize("sources", [1, 10])
@pytest.mark.parametrize("citations", [1, 5, 20, 40])
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("Short [1].", id="short"),
        pytest.param(LONG * 160, id="paragraphs"),
        pytest.param("word " * 2000, id="one paragraph"),
        pytest.param("a" * 10_000, id="one word"),
        pytest.param("&" * 10_000, id="ampersands"),
        pytest.param("<b>🦉 ā</b>\n" * 1000, id="lines"),
    ],
)
def test_a_long_answer_keeps_every_source_and_every_button(answer: str, citations: int, sources: int) -> None:
    cited = tuple(citation(n, sources) for n in range(1, citations + 1))
    card = answer_card(reply(answer, citations=cited), MESSAGE_ID, unread_files=1, asks=True)
    assert marks(card.blocks) == [f"[{n}]" for n in range(1, citations + 1)]
    assert action_ids(card) == [
        actions.PASS_ON,
        actions.JUST_ASKING,
        actions.PASSAGES,
        actions.TALK,
        actions.FEEDBACK,
    ]
    check_card(card)


def test_a_long_answer_leaves_room_for_a_receipt() -> None:
    cited = tuple(citation(n, 10) for n in range(1, 21))
    card = answer_card(reply(LONG * 160, citations=cited), MESSAGE_ID, unread_files=1)
    long_case = case(words="It was my neighbour & his friend. " * 300)
    receipt = receipt_blocks(long_case, WITH_PHONE, NIGHT, "Jane (demo)")
    check_card(Card(text=card.text, blocks=[*card.blocks, *receipt]))


def test_a_mark_with_many_sources_names_the_first_ones_and_counts_the_rest() -> None:
    cited = [citation(n, 10) for n in range(1, 6)]
    first = source_blocks(cited)[0]["elements"][0]["text"]
    assert re.search(r"Threat Environment 1>.*; and \d more$", first)


def test_a_mark_without_room_for_a_link_keeps_the_name_of_its_source() -> None:
    cited = [citation(n, 10) for n in range(1, 21)]
    for block in source_blocks(cited):
        for line in block["elements"]:
            assert "New Zealand's Security Threat" in line["text"]
            assert line["text"].endswith("; and 9 more")


def test_long_titles_and_headings_stay_within_the_message() -> None:
    long = source(title="T" * 400, publisher="P" * 200, url="https://a.nz/" + "x" * 300)
    cited = [citation(n).model_copy(update={"sources": (long,) * 10}) for n in range(1, 20)]
    cited.append(citation(20, sources=0, section="S" * 400))
    card = answer_card(reply(LONG * 160, citations=tuple(cited)), MESSAGE_ID)
    assert marks(card.blocks) == [f"[{n}]" for n in range(1, 21)]
    check_card(card)


def test_no_paragraph_is_lost_while_there_is_room() -> None:
    answer = "\n\n".join(f"Paragraph {n}: " + "word " * 30 for n in range(25))
    shown = "\n\n".join(block["text"]["text"] for block in answer_blocks(answer))
    assert "".join(shown.split()) == "".join(answer.split())


def test_one_long_paragraph_goes_on_in_the_next_block() -> None:
    answer = "This is a sentence of an answer. " * 140
    shown = [block["text"]["text"] for block in answer_blocks(answer)]
    assert len(shown) == 2
    assert "".join("".join(shown).split()) == "".join(answer.split())


def test_no_answer_is_no_empty_block() -> None:
    assert answer_blocks("") == []
    check_card(answer_card(reply("  \n\n ", citations=()), MESSAGE_ID), most_characters=100)


# --- words of others ----------------------------------------------------------------------------------


@settings(max_examples=40)
@given(title=WILD, publisher=WILD, seen=WILD, section=WILD, url=WILD | st.none())
def test_no_source_pings_links_elsewhere_or_breaks_its_line(
    title: str, publisher: str, seen: str, section: str, url: str | None
) -> None:
    wild = source(title=title, publisher=publisher, seen=seen, url=url)
    tame = source(title="Title", url="https://x.example/")
    cited = (
        citation(1).model_copy(update={"sources": (wild, tame)}),
        citation(2, sources=0, section=section),
    )
    card = answer_card(reply(citations=cited), MESSAGE_ID)
    check_card(card)
    check_harmless(card.blocks, frozenset({"<https://x.example/|Title>"}) | {_own_link(wild.url, title)})
    for line in (line["text"] for block in card.blocks[1:] for line in texts_of(block)):
        assert len(line.splitlines()) <= 1
        assert "`" not in line or (url and "`" in url)


def _own_link(url: str | None, title: str) -> str:
    """Return the only link that a source may make: to its own web address, under its own title."""
    found = re.fullmatch(r"https?://[^\s<>|]+", url or "")
    if not found:
        return "<>"
    from bot.slack.text import link

    return link(found[0], title)


def texts_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in block.get("elements", []) if one["type"] == "mrkdwn"]


@settings(max_examples=40)
@given(WILD)
def test_no_answer_pings_or_links(answer: str) -> None:
    card = answer_card(reply(answer, citations=()), MESSAGE_ID)
    check_harmless(card.blocks)
    check_harmless_text(card.text)


def test_the_card_carries_no_name_and_no_id_of_slacks() -> None:
    shown = json.dumps(answer_card(reply(), MESSAGE_ID, asks=True).blocks)
    assert not re.search(r"\b[UWCDT]0[A-Z0-9]{6,}\b", shown)
