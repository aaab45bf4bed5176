"""What kind of turn a message is in its conversation, and what is asked by it: read from the messages alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from bot.answering import manners
from bot.answering.amending import amended, is_correction, without_opening
from bot.answering.manners import Manner
from bot.answering.scope import in_field
from bot.answering.screen import clean
from knowledge.words import fold, tokens


class Kind(StrEnum):
    """How a message stands to the one before it."""

    FRESH = "fresh"
    """A question of its own."""
    FOLLOW_UP = "follow-up"
    CORRECTION = "correction"
    SAME = "same"
    """The answer before, in another manner."""
    COURTESY = "courtesy"
    YES = "yes"
    NO = "no"


class Turn(NamedTuple):
    """One message in its conversation.

    `about`: the messages that make up what is asked, oldest first; the last is this one, as far as it asks.
    Empty: nothing was asked yet. `before`: those of the question before, where this one is asked anew.
    """

    kind: Kind
    manner: Manner
    about: tuple[str, ...]
    before: tuple[str, ...] = ()

    @property
    def asked(self) -> str:
        """What is asked, all of it."""
        return "\n".join(self.about)

    @property
    def searched(self) -> str:
        """What is searched: what goes on from a question weighs as much as all that was said before it."""
        return _searched(self.about)

    @property
    def searched_on(self) -> str | None:
        """What is searched when a question finds nothing by itself: it may go on from the one before."""
        return _searched((*self.before, *self.about)) if self.before and len(self.about) == 1 else None


def _searched(about: tuple[str, ...]) -> str:
    return "\n".join((*about, *about[-1:])) if len(about) > 1 else "\n".join(about)


# The first question, and as many of the latest that go on from it.
_LATEST = 2

_THANKS = re.compile(
    r"\b(?:thanks|thank you|thankyou|thx|cheers|chur|ta|ok|okay|will do|got it|understood|noted|nga mihi|ka pai|tino pai|appreciated)\b"
)
_COURTESIES = re.compile(
    rf"{_THANKS.pattern}|\b(?:many|very|so|much|a lot|great|good|perfect|brilliant|awesome|sweet|cool|yes|yep|then|that s|"
    r"that is|for (?:that|this|the (?:help|advice|answer)|your help)|helpful|really|again|nui|kia ora|mate|e hoa|team|all)\b"
)
_NO = re.compile(
    r"(?:no|nah|nope|not really|kao|kahore|nothing (?:happened|like that|else))|"
    r"(?:no|nah|nope) (?:it|that|he|she|they|i) (?:(?:is|was|did|has|have|does|do|s) not|(?:isn|wasn|didn|hasn|haven|doesn|don) t)|"
    r"(?:(?:no|nah|nope|ok) )?(?:(?:i m |it s |that s |that is |thats )?(?:all good|fine|ok|okay|good|sweet as|no worries)|"
    r"(?:that s |that is |thats )(?:all|it))(?: for now)?"
)
_YES = re.compile(r"(?:yes|yep|yeah|yup|ae|(?:yes )?it (?:has|did)|correct|sure)")
_MATES = re.compile(r"\b(?:thanks|thank you|ta|cheers|nga mihi|mate|bro|please|sorry|e hoa|eh|aye)\b")

_GOES_ON = re.compile(
    r"^\W*(?:and|but|so|or|also|then|plus|what about|how about|what if|same|why|yes|no|ok so|me aha|me te|he aha ai)\b|"
    r"\b(?:again|instead|as well|too)\W*$"
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|that|this|these|those|he|she|they|him|her|them|his|their|the (?:same|other|rest|man|woman|guy|bloke|envelope))\b"
)
# Stems in a message that points back and says little else.
_FEW = 4
# "So what is a conflict of interest?" begins like a follow-up and is a whole question.
_WHOLE = re.compile(
    r"^\W*(?:so|ok so|and|but|then) (?:(?:what|who|how|when|where|which|why)\b.{12,}|(?:can|may|must|should|do|does|is|are) \w+.{15,})"
)
# With so few stems a message in a conversation is no question of its own, unless it names our field.
_THIN = 2
_ASKS = re.compile(
    r"\b(?:what|whats|who|whos|how|hows|when|where|which|why|can|could|may|must|should|do|does|did|is|are|will|would|have|has|tell|explain)\b"
)
# "What is doxing?" needs nothing before it; "what's the penalty?" does.
_DEFINES = re.compile(
    r"^\W*(?:what|who)(?: is| are|'?s)? (?!(?:the|that|this|it|my|our|his|her|their)\b)(?:an? )?\w{4,}"
)
# "Without giving my name?", "for staff?": a piece of a sentence.
_PIECE = re.compile(
    r"^\W*(?:without|with|for|from|in|on|at|by|even|unless|until|only|under|over|after|before)\b"
)
_OF_A_PIECE = 3
# "... is that ok?" points to its own sentence.
_ASKED_AFTER = re.compile(
    r"\b(?:is|was|would|be|do|does|did|can|should|must|may) (?:i |we |you )?(?:\w+ )?(?:that|this|it)\b(?: be| count| \w+)?\W*$"
)
_NEW = re.compile(
    r"^\W*(?:(?:ok|right|thanks|now) )?(?:a )?(?:different|another|new|next|separate|unrelated|other)(?: question| topic| thing| matter| one| subject)+\b[\s,.:;!-]*|"
    r"^\W*(?:on another (?:note|matter|subject)|changing the subject|change of subject|something else)\b[\s,.:;!-]*"
)
_KIND_WORDS = re.compile(
    r"^(?:\W*\b(?:thanks|thank you|thx|cheers|chur|ta|ok|okay|great|perfect|good|kia ora|morena|tena koe|hi|hello|nga mihi|ka pai|sweet|"
    r"right|got it|noted)\b)+(?: for (?:that|this))?[\s,.:;!-]+"
)


def read(text: str, thread: Sequence[str]) -> Turn:
    """Return what kind of turn a message is after those of its thread, oldest first."""
    turn = Turn(Kind.SAME, Manner.WHOLE, ())
    for said in (*thread, text):
        turn = _next(clean(said), turn)
    return turn


def _next(text: str, last: Turn) -> Turn:
    """Return the turn that a message is after the last one."""
    if is_courtesy(text):
        return last._replace(kind=Kind.COURTESY, manner=Manner.WHOLE)
    manner, rest = manners.wanted(text)
    if not rest:
        return last._replace(kind=Kind.SAME, manner=manner)
    about = last.about
    if not about:
        return Turn(Kind.FRESH, manner, (rest,))
    if answer := _answer(rest):
        return last._replace(kind=answer, manner=manner)
    if is_correction(rest):
        return Turn(Kind.CORRECTION, manner, _corrected(about, rest), last.before)
    asked = without_kind_words(rest)
    if new := _NEW.match(fold(asked)):
        return Turn(Kind.FRESH, manner, (asked[new.end() :] or asked,))
    if _goes_on_here(asked):
        return Turn(Kind.FOLLOW_UP, manner, (about[0], *about[1:][-_LATEST + 1 :], asked), last.before)
    return Turn(Kind.FRESH, manner, (asked,), about)


def follows_on(text: str) -> bool:
    """Return whether a message goes on from the one before, by its words alone: "and if it was under $100?", "shorter"."""
    nothing_new = bool(text) and not manners.wanted(text).rest
    return nothing_new or _surely_goes_on(text) or is_correction(text)


def is_courtesy(text: str) -> bool:
    """Return whether a message is thanks or "will do", and not one word more."""
    said = _words(text)
    return bool(_THANKS.search(said)) and not _COURTESIES.sub("", said).strip()


def without_kind_words(text: str) -> str:
    """Return a message without the thanks or the greeting before it, unless nothing else is there."""
    found = _KIND_WORDS.match(fold(text))
    return (
        text[found.end() :]
        if found and len(fold(text)) == len(text) and text[found.end() :].strip()
        else text
    )


def _goes_on_here(text: str) -> bool:
    """Return whether a message in a conversation goes on from it: by its words, or because it says too little alone."""
    said = fold(text)
    if _WHOLE.match(said) and not _POINTS_BACK.search(said) and in_field(text):
        return False
    if _surely_goes_on(text):
        return True
    stems, asks = len(set(tokens(text))), bool(_ASKS.search(said))
    if stems <= _OF_A_PIECE and not asks and _PIECE.match(said):
        return True
    return stems <= _THIN and not (asks and in_field(text)) and not _DEFINES.match(said)


def _surely_goes_on(text: str) -> bool:
    said = _ASKED_AFTER.sub(" ", fold(text))
    return bool(_GOES_ON.search(said)) or (bool(_POINTS_BACK.search(said)) and len(set(tokens(text))) <= _FEW)


def _answer(text: str) -> Kind | None:
    """Return whether a message is a bare yes or no: "nah", "no, that's fine". It may answer a question of ours."""
    said = " ".join(_MATES.sub(" ", _words(text)).split())
    if _NO.fullmatch(said):
        return Kind.NO
    return Kind.YES if _YES.fullmatch(said) else None


def _corrected(about: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Return what is asked, with a correction in the place of what it corrects."""
    for at in range(len(about) - 1, -1, -1):
        if changed := amended(about[at], text):
            return (*about[:at], changed, *about[at + 1 :])
    said = without_opening(text) or text
    # What it corrects is not shown: the last thing that was added gives way, or the question stands beside it.
    return (*about[:-1], said) if len(about) > 1 else (*about, said)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))
