from __future__ import annotations

import pytest

from bot.triage.mask import NEUTRAL, mask, names_a_group

_NAMES = """
    Chinese|chinese|Australian|aussie|New Zealander|new zealanders|Māori|maori|Maaori|Pākehā|Ngāi Tahu|
    ngati porou|Samoan|samoans|muslim|Jewish|Sikh|Mandarin|Beijing|South Korea|south-korean|Russians|Iran's|
    Iran’s|Hong Kong|Falun Gong|chineese|Austrailian|vietnamise|japanes|Uyghur|Kurdish|Te Arawa
"""


@pytest.mark.parametrize("name", [name.strip() for name in _NAMES.split("|")])
def test_every_group_becomes_the_same_word(name: str) -> None:
    assert mask(f"Our {name} visitor") == f"Our {NEUTRAL} visitor"


@pytest.mark.parametrize(
    "text",
    [
        "please polish the turkey",
        "the consulate and the embassy rang",
        "a ministry official",
        "the kiwi bird",
        "cross the finish line",
        "a median strip with a hazard sign",
        "an email to info@china.example",
        "bone china cups",
        "Us or them? They told us",
        "When is the te reo Māori class?",
        "How does the Māori ward poll work?",
        "",
    ],
)
def test_ordinary_words_and_roles_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("text", ["a polish businessman", "the turkey delegation", "our kiwi friends"])
def test_an_ordinary_word_before_a_person_or_body_is_a_group(text: str) -> None:
    assert NEUTRAL in mask(text)


def test_the_article_does_not_betray_the_group() -> None:
    assert mask("An Iranian and an Australian") == mask("A Tongan and a Chinese")


def test_the_rest_of_the_text_keeps_its_form() -> None:
    assert (
        mask("He’s from China, and Tāmaki is HOME.\nOK?") == f"He’s from {NEUTRAL}, and Tāmaki is HOME.\nOK?"
    )


def test_home_is_no_group_that_a_sentence_must_avoid() -> None:
    assert not names_a_group("New Zealand law and tikanga Māori, for Kiwis and Ngāi Tahu")
    assert names_a_group("Australia's scheme")
    assert names_a_group("how do the UK and the US handle it")
