"""Claims altered by hand, and fair ones. What is altered must never be said; most of what is fair should be."""

from __future__ import annotations

import pytest

from bot.answering.restating import says_no_more

DECLARE = "A councillor must declare a gift over $500 within 30 days."
NOT_COUNTED = "Gifts from close family are not counted."
CASH = "A member must not accept cash, even if it is offered as koha."
TELLS = "The chief executive tells the mayor before the visit."
LIMIT = "Hospitality of up to $100 may be accepted if it is entered in the register by 30 June 2026."
REPORT = "Some councils ask members to declare gifts under $50, but the law does not."
RING = "Ring NZSIS on 0800 747 224, or the Police on 105, if the approach was made by an official."
SECTION = "Section 54F of the Local Government Act 2002 requires a yearly return."
LEAVE = "A member who has an interest must leave the table while the matter is discussed."
ADVICE = "The mayor should ask the chief executive, not the Minister, for advice."
BRIBE = "Every bribe is a gift, but not every gift is a bribe."
ONLY = "Only the mayor may sign the agreement with the sister city."
NEED = "You do not need to name the person who told you."
TRAVEL = "Travel paid by a foreign government should usually be declined, and the offer recorded."
PAST = "The council declined three offers in 2019, which were worth $12,000 in all."
KAINGA = "Kāinga Ora staff must declare any interest in a wāhi tapu."
PASSIVE = "Gifts over $500 must be declared by councillors."
TWO = "The clerk may ask the councillor, and the councillor may refuse the clerk."
SIGNED = "The memorandum was signed before councillors had agreed, and nobody suggested interference."
TIERS = "It sorts its ties into tiers: sister cities, friendly cities, and partnership cities."
WHO = "You may tell a councillor who told you."
RESIGNED = "In 2019 a councillor resigned over a gift."

ALTERED = [
    (TIERS, "It sorts its ties into tiers: sister cities, friendly cities."),
    (WHO, "A councillor may tell you who told you."),
    (RESIGNED, "In 2019 you resigned over a gift."),
    (DECLARE, "A gift over $500 may be declared by a councillor within 30 days."),
    (DECLARE, "A gift over $500 must not be declared within 30 days."),
    (SIGNED, "The memorandum was signed before councillors had agreed."),
    (SIGNED, "The memorandum was signed before councillors had agreed, and somebody suggested interference."),
    (TELLS, "Before the visit. The chief executive tells the mayor."),
    (DECLARE, "A councillor must declare a gift over $300 within 30 days."),
    (DECLARE, "A councillor must declare a gift over $5,000 within 30 days."),
    (DECLARE, "A councillor must declare a gift over $30 within 500 days."),
    (DECLARE, "A councillor must declare a gift under $500 within 30 days."),
    (DECLARE, "A councillor must declare a gift of up to $500 within 30 days."),
    (DECLARE, "A councillor should declare a gift over $500 within 30 days."),
    (DECLARE, "A councillor may declare a gift over $500 within 30 days."),
    (DECLARE, "A councillor must not declare a gift over $500 within 30 days."),
    (DECLARE, "A councillor must declare a gift over $500 after 30 days."),
    (DECLARE, "A councillor must declare a gift over $500 within 30 working days."),
    (DECLARE, "A councillor must declare a gift over $500."),
    (DECLARE, "A councillor must declare every gift."),
    (DECLARE, "The mayor must declare a gift over $500 within 30 days."),
    (DECLARE, "A councillor must declare a gift over $500 within 30 days to the Ombudsman."),
    (DECLARE, "A councillor must never declare a gift over $500 within 30 days."),
    (DECLARE, "Must a councillor declare a gift over $500 within 30 days?"),
    (DECLARE, "A councillor must declare a gift over $500 within 30 days: https://evil.example."),
    (DECLARE, "A councillor must declare a gift over $500 within 30 days. <!channel>"),
    (DECLARE, "Yes, a councillor must declare a gift over $500 within 30 days."),
    (DECLARE, "It is not true that a councillor must declare a gift over $500 within 30 days."),
    (NOT_COUNTED, "Gifts from close family are counted."),
    (NOT_COUNTED, "Gifts to close family are not counted."),
    (NOT_COUNTED, "Gifts are not counted."),
    (NOT_COUNTED, "Gifts from close friends are not counted."),
    (CASH, "A member must accept cash, even if it is not offered as koha."),
    (CASH, "A member must not accept cash."),
    (CASH, "A member must not accept koha, even if it is offered as cash."),
    (TELLS, "The mayor tells the chief executive before the visit."),
    (TELLS, "The chief executive tells the mayor after the visit."),
    (TELLS, "The chief executive is told by the mayor before the visit."),
    (TELLS, "Before the chief executive tells the mayor, the visit."),
    (LIMIT, "Hospitality of over $100 may be accepted if it is entered in the register by 30 June 2026."),
    (LIMIT, "Hospitality of up to $100 may be accepted if it is entered in the register by 30 June 2025."),
    (LIMIT, "Hospitality of up to $100 may be accepted by 30 June 2026."),
    (LIMIT, "Hospitality of up to $100 must be accepted if it is entered in the register by 30 June 2026."),
    (LIMIT, "If hospitality of up to $100 may be accepted, it is entered in the register by 30 June 2026."),
    (REPORT, "All councils ask members to declare gifts under $50, but the law does not."),
    (REPORT, "Some councils ask members to declare gifts under $50, but the law does."),
    (REPORT, "The law asks members to declare gifts under $50, but some councils do not."),
    (REPORT, "Some councils ask members to declare gifts over $50, but the law does not."),
    (RING, "Ring NZSIS on 105, or the Police on 0800 747 224, if the approach was made by an official."),
    (RING, "Ring the Police on 0800 747 224, or NZSIS on 105, if the approach was made by an official."),
    (RING, "Ring NZSIS on 0800 747 225, or the Police on 105, if the approach was made by an official."),
    (SECTION, "Section 54A of the Local Government Act 2002 requires a yearly return."),
    (SECTION, "Section 54F of the Local Government Act 1974 requires a yearly return."),
    (SECTION, "Section 54F of the Crimes Act 2002 requires a yearly return."),
    (LEAVE, "A member who has no interest must leave the table while the matter is discussed."),
    (LEAVE, "A member must leave the table while the matter is discussed."),
    (LEAVE, "A member who has an interest must leave the table after the matter is discussed."),
    (ADVICE, "The mayor should ask the Minister, not the chief executive, for advice."),
    (ADVICE, "The chief executive should ask the mayor, not the Minister, for advice."),
    (ADVICE, "The mayor should not ask the chief executive, the Minister, for advice."),
    (BRIBE, "Every gift is a bribe, but not every bribe is a gift."),
    (BRIBE, "Not every bribe is a gift, but every gift is a bribe."),
    (ONLY, "The mayor may sign the agreement with the sister city."),
    (ONLY, "The mayor may sign only the agreement with the sister city."),
    (ONLY, "The agreement with the sister city may be signed."),
    (NEED, "You must not name the person who told you."),
    (NEED, "You need to name the person who told you."),
    (NEED, "You do not need to name the councillor who told you."),
    (TRAVEL, "Travel paid by a foreign government should be declined, and the offer recorded."),
    (TRAVEL, "Travel paid by a foreign company should usually be declined, and the offer recorded."),
    (PAST, "The council declined three offers in 2019."),
    (PAST, "The council declines three offers in 2019, which were worth $12,000 in all."),
    (PAST, "The council declined three offers in 2019, which are worth $12,000 in all."),
    (KAINGA, "Kainga Ora staff must declare any interest in a wahi tapu."),
    (KAINGA, "Kāinga Ora staff must disclose some interest in a wāhi tapu."),
    (PASSIVE, "The mayor must declare gifts over $500."),
    (TWO, "The councillor may ask the clerk, and the clerk may refuse the councillor."),
    (TWO, "You may ask the councillor, and the councillor may refuse you."),
]
# What the questions name may not get into a claim either.
QUESTION = (
    "Must the mayor, the Minister or the clerk declare a gift over or under $500 or $300 to the Ombudsman, "
    "or is it after 30 working days, and does a foreign company or the chief executive tell a friend?"
)

FAIR = [
    (DECLARE, "You must declare a gift over $500 within 30 days."),
    (DECLARE, "Councillors must declare gifts over $500 within 30 days."),
    (DECLARE, "A councillor has to disclose a gift worth more than $500 within 30 days."),
    (DECLARE, "A councillor must disclose a gift of more than $500 within 30 days."),
    (DECLARE, "You have to declare gifts above $500 within thirty days."),
    (DECLARE, "A gift over $500 must be declared within 30 days."),
    (DECLARE, "A gift over $500 must be declared by a councillor within 30 days."),
    (DECLARE, "Within 30 days, a councillor must declare a gift over $500."),
    (NOT_COUNTED, "Gifts from close family aren't counted."),
    (NOT_COUNTED, "About family gifts: gifts from close family are not counted."),
    (NOT_COUNTED, "A gift from close family is not counted."),
    (CASH, "You must not accept cash, even if it's offered as koha."),
    (CASH, "Members mustn't accept cash, even when it is offered as koha."),
    (TELLS, "Before the visit, the chief executive tells the mayor."),
    (LIMIT, "If it is entered in the register by 30 June 2026, hospitality of up to $100 may be accepted."),
    (
        LIMIT,
        "Hospitality of no more than $100 may be accepted if it is entered in the register by 30 June 2026.",
    ),
    (SECTION, "A yearly return is required by section 54F of the Local Government Act 2002."),
    (LEAVE, "You must leave the table if you have an interest."),
    (NEED, "You don't have to name the person who told you."),
    (TRAVEL, "In short, travel paid by a foreign government should usually be declined."),
    (ONLY, "The agreement with the sister city may be signed only by the mayor."),
    (PASSIVE, "You must declare gifts over $500."),
    (KAINGA, "Any interest in a wāhi tapu must be declared by Kāinga Ora staff."),
    (ADVICE, "The mayor should ask the chief executive for advice."),
]
# These are fair and give way all the same: the quoted sentence is said instead.
GIVES_WAY = {7, 16, 17, 20, 23}


@pytest.mark.parametrize("question", ["", QUESTION])
@pytest.mark.parametrize(("sentence", "claim"), ALTERED)
def test_an_altered_claim_is_not_said(sentence: str, claim: str, question: str) -> None:
    assert not says_no_more(claim, sentence, question)


@pytest.mark.parametrize(("sentence", "claim"), [pair for n, pair in enumerate(FAIR) if n not in GIVES_WAY])
def test_a_fair_claim_is_said(sentence: str, claim: str) -> None:
    assert says_no_more(claim, sentence, "What about family gifts?")
