"""Tell whether a sentence says what another says, in the ways that `restating.yaml` allows.

It is the quoted sentence word by word, in its order, but for: endings of number, listed synonyms, words that carry
nothing, "you" for the councillor whom a rule binds, one condition moved to the front or the end, the passive, and a part
between commas left out that neither turns nor bounds anything. To compare words as a set would let "the mayor tells
the clerk" pass for "the clerk tells the mayor", and "over" for "under" where a question names both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.answering import clauses
from bot.answering.clauses import MODALS, Clause, bare_verb, lists
from knowledge.sentences import sentences
from knowledge.words import tokens

_WRITTEN = re.compile(r"[\w\s.,;:!?'’‘\"“”()\-–—/$%&]*")


def says_no_more(text: str, sentence: str, question: str) -> bool:
    """Return whether `text` says what `sentence` says, or part of it. `question` may lend words for the topic."""
    if not _WRITTEN.fullmatch(text) or ("?" in text and "?" not in sentence):
        return False
    if len(sentences(text)) > len(sentences(sentence)):
        return False
    said = _without_opening(text.strip(), f"{question} {sentence}")
    claim, quote = clauses.read(said, sentence), clauses.read(sentence, sentence)
    if not claim:
        return False
    return _joined(claim) == _joined(quote) or _follow(*_without_condition(claim, quote))


def _without_opening(text: str, known: str) -> str:
    topic = re.match(rf"(?:{'|'.join(lists()['topics'])}) ([^:.,;]+): ?", text, re.I)
    if topic and not re.search(r"\d", topic[1]) and _binds_nothing(clauses.words(topic[1])):
        named = set(tokens(topic[1]))
        if named and named <= set(tokens(known)):
            text = text[topic.end() :]
    opening = re.match(rf"(?:{'|'.join(lists()['openings'])}),? ", text, re.I)
    return text[opening.end() :] if opening else text


def _joined(parts: Sequence[Clause]) -> Clause:
    return tuple(word for part in parts for word in part)


def _without_condition(claim: list[Clause], quote: list[Clause]) -> tuple[list[Clause], list[Clause]]:
    """Take away the one condition of both, wherever it stands."""
    here, there = _conditions(claim), _conditions(quote)
    if len(here) == 1 and here == there:
        return [part for part in claim if part not in here], [part for part in quote if part not in here]
    return claim, quote


def _conditions(parts: Sequence[Clause]) -> list[Clause]:
    return [part for part in parts if part[0] in lists()["conditions"]]


def _follow(claim: Sequence[Clause], quote: Sequence[Clause]) -> bool:
    """Return whether the claim's clauses are the quote's, in order, asides left out."""
    at = 0
    for n, clause in enumerate(quote):
        if at < len(claim) and (claim[at] == clause or _other_voice(claim[at], clause)):
            at += 1
        elif n == 0 or not _may_be_left_out(clause, is_rest=n == 1 == len(quote) - 1):
            return False
    return at == len(claim)


def _may_be_left_out(clause: Clause, *, is_rest: bool) -> bool:
    """Return whether a clause is an aside, or the second half of two joined by "and" (of three it may be of a list)."""
    begins = any(" ".join(clause).startswith(f"{aside} ") for aside in lists()["asides"])
    return (begins or (is_rest and clause[0] == "and")) and _binds_nothing(clause)


def _binds_nothing(clause: Clause) -> bool:
    return not any(word in _binding() or any(char.isdigit() for char in word) for word in clause)


def _other_voice(claim: Clause, quote: Clause) -> bool:
    """Return whether one is the passive of the other. Who acts may be left out, never added."""
    return _is_passive_of(claim, quote, needs_agent=False) or _is_passive_of(quote, claim, needs_agent=True)


def _is_passive_of(passive: Clause, active: Clause, *, needs_agent: bool) -> bool:
    cut, acting = _at_modal(passive), _at_modal(active)
    if cut is None or acting is None or cut[1] != acting[1]:
        return False
    (thing, _, after), (actor, _, does) = cut, acting
    if not (thing and actor and len(does) > 1 and len(after) > 1 and after[0] == "be"):
        return False
    if bare_verb(after[1]) != does[0]:
        return False
    tail = after[2:]
    by = ("by", *actor)
    at = next((n for n in range(len(tail)) if tail[n : n + len(by)] == by), None)
    if at is not None:
        tail = tail[:at] + tail[at + len(by) :]
    elif needs_agent or not _binds_nothing(actor):
        return False
    return thing + tail == does[1:]


def _at_modal(clause: Clause) -> tuple[Clause, Clause, Clause] | None:
    """Return what stands before the one modal, the modal with its "not", and what follows."""
    places = [n for n, word in enumerate(clause) if word in MODALS]
    if len(places) != 1:
        return None
    start = places[0]
    end = start + (2 if clause[start + 1 : start + 2] == ("not",) else 1)
    return clause[:start], clause[start:end], clause[end:]


@cache
def _binding() -> frozenset[str]:
    words = lists()["binding"].split()
    return frozenset((*words, *map(clauses.token, words)))
