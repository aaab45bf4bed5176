"""In what manner an answer is wanted: shorter, in plainer words, with its sources, once more, in te reo Māori."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from bot.triage.mask import fold_evenly


class Manner(StrEnum):
    """How an answer is said."""

    WHOLE = "whole"
    SHORT = "short"
    """The lead alone."""
    PLAIN = "plain"
    QUOTED = "quoted"
    """The words that it rests on, and where they stand."""
    MORE = "more"
    """All of the section that answers."""
    TE_REO = "te-reo"


class Wanted(NamedTuple):
    """A manner, and what else is said: empty where nothing but the manner was asked for."""

    manner: Manner
    rest: str


_PLAIN = r"(?:plain(?:er)?|simple(?:r)?|simpl(?:y|ified)|eas(?:y|ier)|normal|everyday|layman'?s)"
_REO = r"(?:te )?reo(?: maori)?|maori"
# What may stand inside a question of its own; sure by its words.
_WITHIN: Mapping[Manner, str] = {
    Manner.PLAIN: rf"in {_PLAIN} (?:words|english|language|terms|speak)|plain english|explain(?: it)? like i'?m \w+|eli5",
    Manner.SHORT: r"in (?:short|brief|a nutshell|a few words|(?:one|a|two) (?:line|word|sentence)s?)|tl ?;? ?dr|briefly|"
    r"keep it (?:short|brief)|(?:the )?short (?:answer|version)",
    Manner.TE_REO: rf"(?:ki|i|in) (?:te reo(?: maori)?|maori)|(?:{_REO}) (?:please|koa|pls)|ki te reo",
}
# What counts only where next to nothing else is said.
_ALONE: Mapping[Manner, str] = {
    Manner.PLAIN: rf"{_PLAIN}(?: (?:words|english|language|terms))?|(?:don'?t|do not|didn'?t|can'?t) (?:understand|get|follow)(?: (?:it|that|this))?|"
    r"what does (?:that|this|it|all that) mean|(?:too|so) (?:complicated|hard|technical)|(?:you'?ve )?lost me|kaore au e marama",
    Manner.SHORT: r"short(?:er|en)?|brief(?:er)?|too (?:long|much|wordy)|sum(?: it| that| this)? up|summar(?:y|ise|ize)|fewer words|"
    r"less words|cut (?:it|that) down|(?:the )?gist|main points?|bottom line|poto(?: ake)?",
    Manner.QUOTED: r"sources?|references?|citations?|quotes?|says? who|who says|(?:where|how) (?:did|do|does|can) (?:you|that|this|it|i) "
    r"(?:get|come|know|find|see)(?: (?:it|that|this|from|out))*|where (?:is|was|are|does|do) (?:that|this|it|they)(?: say| said| written)?(?: from)?|"
    r"where (?:it|that) (?:says|said|comes from)(?: (?:that|this|it|so))?|says that|evidence|proof|no hea|really|(?:are you|you) (?:sure|certain)|"
    r"is (?:that|this|it) (?:right|true|correct|so)",
    Manner.MORE: r"more|anything else|what else|go on|carry on|continue|(?:the )?(?:long(?:er)? (?:answer|version)|details?|rest)|elaborate|expand|ano",
    Manner.WHOLE: r"again|repeat|once more|(?:what|how) (?:was|did) (?:that|you say)|pardon|come again|didn'?t catch",
    Manner.TE_REO: _REO,
}
_FILLERS = re.compile(
    r"\b(?:please|pls|plz|koa|thanks?|thank you|cheers|ta|ok(?:ay)?|sorry|hey|hi|kia ora|and|so|now|just|only|maybe|can|could|would|will|"
    r"may|you|u|ya|i|me|we|us|have|has|get|give|make|made|do|does|put|say|said|tell|explain|write|show|answer(?:ed)?|want|like|need|see|"
    r"that|it|this|the|a|an|bit|little|lot|much|with|for|of|in|to|about|on|at|your|my|be|is|was|what|where|from|one|version|way|again|"
    r"it'?s|that'?s|any|some|some more|there|line|words?|english|language|information|info|bro|mate|e hoa|"
    r"taea e koe te|whakahoki|whakautu|mai|homai|korero|tena)\b"
)
_WITHIN_PATTERNS = {manner: re.compile(rf"[,;:]?\s*\b(?:{core})\b[,;:]?") for manner, core in _WITHIN.items()}
_ALONE_PATTERNS = {
    manner: re.compile(rf"\b(?:{core}|{_WITHIN.get(manner, core)})\b") for manner, core in _ALONE.items()
}


def wanted(text: str) -> Wanted:
    """Return the manner that a message asks for, and the rest of its words."""
    plain = fold_evenly(text)
    for manner, pattern in _ALONE_PATTERNS.items():
        if pattern.search(plain) and not _left(pattern.sub(" ", plain)):
            return Wanted(manner, "")
    for manner, pattern in _WITHIN_PATTERNS.items():
        if found := pattern.search(plain):
            rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;:-–")
            return Wanted(manner, rest) if _left(fold_evenly(rest)) else Wanted(manner, "")
    return Wanted(Manner.WHOLE, text)


def _left(folded: str) -> str:
    return "".join(re.findall(r"[^\W_]+", _FILLERS.sub(" ", folded)))
