"""Yes and no: is it asked for, and does the one that opens a section answer what was asked?"""

from __future__ import annotations

import re

from bot.answering.relevance import Read
from bot.answering.wording import asks_yes_or_no
from knowledge.words import fold, tokens

# How near the heading must be to the question, by how much of the question the section does not speak of.
_NEAR_ENOUGH = ((0.15, 0.2), (0.3, 0.4), (0.5, 0.65))
# How likely the section must answer.
SURE = 0.60

# Three things that one may ask of an act. A yes to one of them is no yes to another.
_WRONG = re.compile(
    r"\b(?:wrong|weird|rude|racist|unfair|prejudiced|discriminat\w*|biased|paranoid|silly|daft|stupid|over-?react\w*|odd|strange|unusual|illegal|unlawful|bad|dodgy|suspicious|risky|a (?:problem|worry|concern|crime|risk)|"
    r"an (?:issue|offence)|trouble|matters?|prosecuted|convicted|punished|fined|jailed|liable|(?:count\w* as|considered|regarded as|amounts? to|class\w* as))\b|"
    r"\b(?:is|are|be|it's|that's|isn't) (?:\w+ ){0,4}?(?:a |an )?(?:bribe|bribery|conflict(?: of interest)?|interference|breach|gift|"
    r"corrupt(?:ion)?|lobbying|espionage|spying)\W*$"
)
_DUTY = re.compile(
    r"\b(?:must|have to|has to|had to|need to|needs to|needed|got to|gotta|required|oblig\w+|compulsory|mandatory|obligatory)\b|"
    r"\b(?:do|does|should) (?:i|we|you|it|this|that|they|a \w+) (?:\w+ )?(?:declare|list|register|tell|report|disclose|record|"
    r"need|go (?:in|on)|get declared)\b"
)
_LEAVE = re.compile(
    r"\b(?:may|can|could|ok|okay|allowed|alright|all right|fine|permitted|legal|lawful|legit|free to|sweet|safe|normal|usual|ordinary|proper|appropriate|fair)\b"
)
# To do a thing and to have it done to one.
_OPPOSITES = (
    (
        frozenset(tokens("give gives giving send offer donate lend hand pay buy present")),
        frozenset(tokens("accept receive keep take given gave get got offered")),
    ),
    (
        frozenset(tokens("invite host welcome bring show")),
        frozenset(tokens("invitation attend go accept visit")),
    ),
)
# Stems that say nothing of what an act is.
_EMPTY = frozenset(
    tokens(
        """ok okay alright fine allowed just really please still also even ever every actually sure totally whole thing
        something anything someone somebody everyone everybody kind sort like want going go get got know think say said
        says tell let hi hello kia ora question quick again much many lot bit yes no one two guy bloke mate today tomorrow
        tonight week month year new old time way put come good right must should need council councillor"""
    )
)


def opening_answers(question: str, one: Read) -> bool:
    """Return whether the "Yes" or "No" that opens a section answers a question, and not another one near it."""
    if one.chance < SURE or not asks_yes_or_no(question):
        return False
    heading = one.passage.heading
    if not _asks_the_same(question, heading):
        return False
    unspoken = _unspoken(question, one)
    return any(unspoken <= most and one.asked >= least for most, least in _NEAR_ENOUGH)


def _unspoken(question: str, one: Read) -> float:
    """Return the share of a question of which a section does not speak, nor those who ask for it."""
    wanted = set(tokens(question)) - _EMPTY
    spoken = set(tokens(one.passage.search_text)).union(*map(tokens, one.passage.asked))
    return len(wanted - spoken) / (len(wanted) or 1)


def _asks_the_same(question: str, heading: str) -> bool:
    """Return whether two questions ask for leave, for a duty, or whether a thing is wrong, of the same side of an act."""
    asked, answered = _asked_of(fold(question)), _asked_of(fold(heading))
    if asked and answered and asked != answered:
        return False
    ours, theirs = set(tokens(question)), set(tokens(heading))
    return not any(
        (ours & one and theirs & other and not ours & other and not theirs & one)
        or (ours & other and theirs & one and not ours & one and not theirs & other)
        for one, other in _OPPOSITES
    )


def _asked_of(folded: str) -> str | None:
    ways = (("wrong", _WRONG), ("duty", _DUTY), ("leave", _LEAVE))
    return next((name for name, way in ways if way.search(folded)), None)
