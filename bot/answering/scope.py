"""Questions that have a fixed answer, and questions that are not ours: by sure patterns, and by what was learned."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from bot.answering import kinds
from bot.answering.kinds import Kind
from bot.answering.wording import sections_named
from knowledge.index import Index
from knowledge.words import fold, tokens

# The canned message for each kind that is not answered from the library.
REASONS: Mapping[Kind, str] = {
    Kind.OFF_TOPIC: "off_topic",
    Kind.UNDERSPECIFIED: "unclear",
    Kind.PERSON: "about_a_person",
    Kind.PRIVATE: "private_details",
    Kind.CLASSIFIED: "classified",
    Kind.HARM: "not_for_us",
    Kind.PARTISAN: "political_view",
    Kind.INSTRUCTIONS: "instructions",
    Kind.WHO_READS: "who_reads",
    Kind.WHAT_THIS_IS: "what_this_is",
    Kind.WHAT_IS_KEPT: "what_is_kept",
    Kind.WHERE_IT_GOES: "where_it_goes",
    Kind.WHAT_IS_SEEN: "what_is_seen",
    Kind.WHAT_TO_ASK: "what_to_ask",
    Kind.A_PERSON: "a_person",
}
# Questions about Council Guide itself: each has a fixed answer.
_ABOUT_US_KINDS = (
    Kind.WHO_READS,
    Kind.WHAT_THIS_IS,
    Kind.WHAT_IS_KEPT,
    Kind.WHERE_IT_GOES,
    Kind.WHAT_IS_SEEN,
    Kind.WHAT_TO_ASK,
    Kind.A_PERSON,
)
ABOUT_US = frozenset(REASONS[kind] for kind in _ABOUT_US_KINDS)
# Kinds that say nothing of what a thread is about: there the message goes on from the one before.
_OPENINGS = frozenset({Kind.OFF_TOPIC, Kind.UNDERSPECIFIED})
_DECLINED_KINDS = tuple(kind for kind in REASONS if kind not in _OPENINGS and kind not in _ABOUT_US_KINDS)
# How sure is sure enough. To decline a fair question is worse than to search in vain, and a thread is about
# something already. Read off the folds of training (evals/answers/scope_train.py) and a development set.
_SURE_TO_DECLINE = 0.6
_SURE_IN_A_THREAD = 0.9
_SURE_UNCLEAR = 0.55
# A word of our field speaks for an answer, its lack against one.
_SURE_OFF_TOPIC = 0.75
_SURE_OFF_TOPIC_WITHOUT_FIELD = 0.5
_SURE_ABOUT_US = 0.6
# "Will they know it was me?" after a story that was passed on.
_SURE_ABOUT_US_AFTER_A_STORY = 0.5
# In any other thread this is about what was asked before. "That I asked" is not.
_OF_THE_THREAD = re.compile(r"\b(?:its?|they|them|their|he|him|his|she|her|this|that)\b(?! i\b)")

# What is sure by its words alone, so that no learning can change it; the rest is learned.
_DECLINED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "instructions",
        re.compile(
            r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|your|these)\b"
            r".{0,30}\b(?:instructions?|rules?|prompts?|guidelines?|directions?|training)\b|"
            r"\b(?:reveal|show|print|repeat|output|tell me|give me|what (?:is|are|were))\b.{0,40}\b(?:your|initial|hidden)"
            r"\b.{0,20}\b(?:system prompt|prompt|instructions|hidden rules)\b|"
            r"\b(?:you are now|from now on you are|pretend (?:to be|you are)|act as|developer mode|jailbreak|DAN)\b"
            r".{0,60}\b(?:unrestricted|no (?:rules|restrictions|limits)|without (?:rules|restrictions)|evil|DAN|mode)\b",
            re.I | re.S,
        ),
    ),
    (
        # The same sentence, always (care.md 6).
        "about_a_person",
        re.compile(
            r"^\W*(?:(?:so|and|kia ora|hi|please)\W+)?(?:"
            r"(?:has|have|did) (?:anyone|anybody|someone|somebody)\b.{0,30}\b(?:report(?:ed)?|ask(?:ed)? about|"
            r"complain(?:ed)? about|dob(?:bed)? in|nark(?:ed)?|snitch(?:ed)?|flag(?:ged)?|look(?:ed)? (?:at|into)) \w+|"
            r"who (?:has )?(?:reported|flagged|dobbed in|narked on)\b|"
            r"(?:is|are) (?:the )?(?:nz)?(?:sis|police|liaison) (?:looking (?:at|into)|watching|investigating|after)\b|"
            r"which (?:councillors?|members?|staff)\b.{0,20}\b(?:been|being|was|were|is|are) "
            r"(?:investigated|reported|flagged|suspected|accused)\b)",
            re.I,
        ),
    ),
    (
        "political_view",
        re.compile(r"\b(?:who|which party|what party) should i (?:vote|support|back)\b", re.I),
    ),
)

# Stems that show that a question is about our field, even when nothing was found for it.
_FIELD = frozenset(
    tokens(
        """council councillor mayor member elected community board chief executive liaison gift gifts hospitality koha
        taonga interest interests register conflict declare declaration donation donor campaign election bribe bribery
        sister city friendly delegation visit visitor embassy consulate consul diplomat ambassador foreign overseas
        interference espionage spy nzsis sis psr ncsc gcsb police report reporting threat security travel trip paid
        device phone laptop usb phishing scam password account linkedin recruiter lgoima official information meeting
        closed confidential classified restricted privacy record insider supplier procurement tender contract investor
        port water infrastructure sponsor festival protest community family pressure blackmail law act crimes code
        conduct induction webinar training policy safety abuse harassment netsafe ombudsman auditor kaunihera"""
    )
)


def reason_to_hold_back(
    text: str, plain: str, index: Index, *, in_thread: bool, passed_on: bool = False
) -> str | None:
    """Return the canned reason for a message that is not answered from the library, or None.

    Args:
        text: the message as it was written.
        plain: the message as triage reads it, names and origins hidden.
        index: what is searched; of one without the library nobody knows what it is about.
        in_thread: whether something was said before it.
        passed_on: whether what was said before it has become a case.
    """
    if reason := declined(text):
        return reason
    if is_too_short(text):
        return None if in_thread else REASONS[Kind.UNDERSPECIFIED]
    if not index.holds_library:
        return None
    reason = reason_of(
        kinds.estimate(plain, index.embedder),
        in_field=in_field(text),
        in_thread=in_thread,
        about_us=sure_about_us(text, in_thread=in_thread, passed_on=passed_on),
    )
    # Whoever wants a person because it is too much hears who listens, not of the liaison.
    turned_away = reason in (REASONS[Kind.OFF_TOPIC], REASONS[Kind.UNDERSPECIFIED], REASONS[Kind.A_PERSON])
    return None if turned_away and speaks_of_strain(text) else reason


def sure_about_us(text: str, *, in_thread: bool = False, passed_on: bool = False) -> float:
    """Return how likely it must be that a message asks about Council Guide itself: more than 1 is never."""
    if passed_on:
        return _SURE_ABOUT_US_AFTER_A_STORY
    if in_thread:
        return math.inf if _OF_THE_THREAD.search(fold(text)) else _SURE_IN_A_THREAD
    return _SURE_ABOUT_US


def reason_of(
    chances: Mapping[Kind, float], *, in_field: bool, about_us: float, in_thread: bool = False
) -> str | None:
    """Return the canned reason that the probabilities of the kinds call for, or None: it is answered.

    `about_us`: how likely it must be that it asks about Council Guide itself.
    """
    if sum(chances[kind] for kind in _ABOUT_US_KINDS) >= about_us:
        return REASONS[max(_ABOUT_US_KINDS, key=lambda kind: chances[kind])]
    # Which of the declined kinds it is matters less than that it is one of them.
    decline = sum(chances[kind] for kind in _DECLINED_KINDS)
    if decline >= (_SURE_IN_A_THREAD if in_thread else _SURE_TO_DECLINE):
        return REASONS[max(_DECLINED_KINDS, key=lambda kind: chances[kind])]
    if in_thread:
        return None
    if chances[Kind.UNDERSPECIFIED] >= _SURE_UNCLEAR:
        return REASONS[Kind.UNDERSPECIFIED]
    if chances[Kind.OFF_TOPIC] >= (_SURE_OFF_TOPIC if in_field else _SURE_OFF_TOPIC_WITHOUT_FIELD):
        return REASONS[Kind.OFF_TOPIC]
    return None


# Whoever is worn down is never told that this is outside what we know.
_STRAIN = re.compile(
    r"\b(?:(?:feel\w*|felt|been|am|i'm|im|i m|so|pretty|bit|really|she's|he's) (?:so |really |a bit |pretty |very |quite )*"
    r"(?:flat|low|down|rough|awful|hopeless|lonely|alone|overwhelmed|anxious|drained|depressed|miserable|stressed|shaky)|"
    r"knackered|burn(?:t|ed|ing)? out|burn ?out|exhaust\w+|worn (?:out|down)|had enough|can'?t (?:cope|sleep|face|take|do this)|"
    r"cannot (?:cope|sleep|face|take)|not coping|struggling|at (?:my|the) (?:wits|end)|in tears|crying|breaking point|panic\w*|"
    r"mental health|counsel(?:l)?or|counselling|(?:some(?:one|body)|any(?:one|body)) (?:to|i (?:can|could)) (?:talk|speak|txt|text|vent)|"
    r"wellbeing|well-being|pokekea|mauiui|pouri|taumaha)\b"
)


def speaks_of_strain(text: str) -> bool:
    """Return whether somebody says that it is too much for them, or asks for somebody to talk to."""
    return bool(_STRAIN.search(fold(text)))


def declined(text: str) -> str | None:
    """Return the canned reason for a question that gets the same fixed answer from everyone, or None."""
    return next((reason for reason, pattern in _DECLINED if pattern.search(text)), None)


def in_field(text: str) -> bool:
    """Return whether a question uses a word of the field, or names a section of an act."""
    return bool(_FIELD & set(tokens(text))) or bool(sections_named(text))


def speaks_of_koha(text: str) -> bool:
    """Return whether a question is about a koha, a taonga or another gift with its own tikanga."""
    return bool(re.search(r"\b(?:koha|taonga|pounamu|korowai|tikanga|sua|ie toga)\b", fold(text)))


def is_too_short(text: str) -> bool:
    """Return whether nothing is left to search for: a greeting, "help", one bare word."""
    return len(set(tokens(text)) - {"help", "test", "question"}) < 1
