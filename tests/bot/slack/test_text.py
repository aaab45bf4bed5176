from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.text import cut, escape, inline, link, mrkdwn, pieces, plain, unescape
from tests.bot.slack.samples import WILD

BOT = "U0BOT00000"
ENTITY = re.compile(r"&(?:amp|lt|gt);")


@pytest.mark.parametrize(
    ("wire", "read"),
    [
        ("Must I declare a gift?", "Must I declare a gift?"),
        (f"<@{BOT}> must I declare it?", "must I declare it?"),
        (f"<@{BOT}|guide> must I declare it?", "must I declare it?"),
        (f"hello <@{BOT}>", "hello"),
        ("ask <@U1>", "ask @member"),
        ("ask <@U1|jane>", "ask @jane"),
        ("in <#C1|general>", "in #general"),
        ("in <#C1|>", "in #channel"),
        ("in <#C1>", "in #channel"),
        ("<!channel> look", "@channel look"),
        ("<!here|here> look", "@here look"),
        ("<!everyone> look", "@everyone look"),
        ("<!subteam^S1|@planners> look", "@planners look"),
        ("<!subteam^S1> look", "@subteam look"),
        ("<!date^1392734382^{date}|18 February>", "18 February"),
        ("<!date^1392734382^{date}>", ""),
        ("see <https://nzsis.govt.nz>", "see https://nzsis.govt.nz"),
        ("see <https://nzsis.govt.nz|https://nzsis.govt.nz>", "see https://nzsis.govt.nz"),
        ("see <http://nzsis.govt.nz|nzsis.govt.nz>", "see nzsis.govt.nz"),
        ("write to <mailto:a@b.nz|a@b.nz>", "write to a@b.nz"),
        ("write to <mailto:a@b.nz>", "write to a@b.nz"),
        ("ring <tel:105>", "ring 105"),
        ("a &lt; b &amp; c &gt; d", "a < b & c > d"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("&lt;@U1&gt;", "<@U1>"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("<<@U1>>", "<@member>"),
        ("<@U1|a<@U2>b>", "<@U1|a@memberb>"),
        ("<https://x.nz|a &amp; b>", "a & b"),
        ("<", "<"),
        ("<>", ""),
        ("a > b", "a > b"),
        ("<@U1", "<@U1"),
        ("  \n", ""),
        ("", ""),
    ],
)
def test_what_a_person_wrote_is_read_without_slacks_marks(wire: str, read: str) -> None:
    assert plain(wire, BOT) == read


def test_only_the_assistants_own_mention_is_left_out() -> None:
    assert plain("<@U0BOT00000> and <@U0BOT000001>", BOT) == "and @member"


@given(st.text())
def test_what_is_escaped_comes_back_as_it_was(text: str) -> None:
    text = re.sub("[\u202a-\u202e\u2066-\u2069]", "", text)
    assert unescape(escape(text)) == text


@given(WILD)
def test_words_typed_into_slack_come_back_as_they_were_typed(text: str) -> None:
    typed = re.sub("[\u202a-\u202e\u2066-\u2069]", "", text)
    assert plain(escape(typed)) == typed.strip()


@given(WILD)
def test_nothing_escaped_is_markup(text: str) -> None:
    for shown in (escape(text), inline(text), mrkdwn(text)):
        assert not re.search("[<>\u202a-\u202e\u2066-\u2069]", shown)
        assert not re.search(r"&(?!(?:amp|lt|gt);)", shown)


@given(WILD)
def test_words_within_a_line_stay_on_it(text: str) -> None:
    assert len(inline(text).splitlines()) <= 1
    assert "`" not in inline(text)


def test_bold_of_ours_becomes_bold_of_slacks() -> None:
    assert mrkdwn("Ring **111** now & **wait**.") == "Ring *111* now &amp; *wait*."


@pytest.mark.parametrize(
    ("url", "label", "shown"),
    [
        ("https://a.nz/x?a=1&b=2", "A & B", "<https://a.nz/x?a=1&amp;b=2|A &amp; B>"),
        ("https://a.nz", "a|b", "<https://a.nz|a/b>"),
        ("https://a.nz", "x>y<!channel>", "<https://a.nz|x&gt;y&lt;!channel&gt;>"),
        ("https://a.nz", "two\nlines", "<https://a.nz|two lines>"),
        ("https://a.nz", " ", "<https://a.nz>"),
        ("!channel", "Report", "Report"),
        ("@U1", "Report", "Report"),
        ("javascript:alert(1)", "Report", "Report"),
        ("https://a.nz|b>", "Report", "Report"),
        ("https://a.nz><!channel", "Report", "Report"),
        ("https://a.nz b", "Report", "Report"),
    ],
)
def test_a_link_cannot_be_broken_out_of(url: str, label: str, shown: str) -> None:
    assert link(url, label) == shown


@given(WILD, WILD)
def test_a_link_of_anything_is_one_link_or_none(url: str, label: str) -> None:
    shown = link(url, label)
    assert re.fullmatch(r"[^<>]*|<https?://[^<>|\s]+(?:\|[^<>|\n]+)?>", shown)


# --- cutting ------------------------------------------------------------------------------------------


@given(WILD.map(lambda text: text * 20), st.integers(10, 400))
def test_what_is_cut_is_no_longer_than_allowed(text: str, longest: int) -> None:
    shown = cut(text, longest)
    assert len(shown) <= longest
    assert shown == text or shown.endswith(" …")
    assert text.startswith(shown.removesuffix(" …"))


@given(st.text("&<>a ", max_size=300), st.integers(10, 120))
def test_an_escaped_sign_is_never_cut_in_half(text: str, longest: int) -> None:
    shown = cut(escape(text), longest)
    assert "&" not in ENTITY.sub("", shown)


@pytest.mark.parametrize("longest", range(10, 20))
def test_an_ampersand_at_the_edge_is_left_out_whole(longest: int) -> None:
    assert "&" not in ENTITY.sub("", cut("abcdefg&amp;hijklmnop", longest))


def test_a_text_is_cut_where_a_reader_would_cut_it() -> None:
    assert cut("One line here.\nAnother one.", 20) == "One line here. …"
    assert cut("One sentence. Another one.", 20) == "One sentence. …"
    assert cut("Some words without a stop", 20) == "Some words …"
    assert cut("Kaumātuakaumātuakaumātua", 20) == "Kaumātuakaumātuaka …"
    assert cut("Short", 20) == "Short"


def test_a_letter_of_four_bytes_stays_whole() -> None:
    assert cut("🦉" * 30, 12) == "🦉" * 10 + " …"
    assert cut("🦉" * 30, 12).encode().decode() == cut("🦉" * 30, 12)


@given(WILD.map(lambda text: text * 20), st.integers(10, 400))
def test_pieces_hold_the_whole_of_a_text(text: str, longest: int) -> None:
    shown = pieces(text, longest)
    assert all(0 < len(piece) <= longest for piece in shown)
    assert "".join("".join(shown).split()) == "".join(text.split())


@given(st.text("&<>a ", max_size=300), st.integers(10, 120))
def test_pieces_keep_an_escaped_sign_whole(text: str, longest: int) -> None:
    assert all("&" not in ENTITY.sub("", piece) for piece in pieces(escape(text), longest))
