"""Does each citation support its sentence? Citation recall and precision as ALCE defines them (Gao et al., 2023,
"Enabling Large Language Models to Generate Text with Citations"), judged by words instead of a second model.

A sentence is supported by quotes when they say its words, numbers and directions:

- each of its content words stands in them, by its stem; so does each word that turns a meaning ("under", "should");
- each of its numbers stands in them as a whole;
- only sentences that deny where it denies, and affirm where it affirms, are counted: "need not declare" is no proof
  of "must declare".

An opening "Yes," or "No," is left out on both sides: `lead.contradicts` judges it.

Recall: the share of sentences that their citations support together. Precision: the share of citations that are
needed or suffice: their sentence is supported, and either this quote alone supports it or the others do not.

The judge is strict: a synonym, or a denial said in another clause than the quote's, counts against the answer. It
knows nothing of order, so the quote's own words in another order pass; and of two denials it does not miss one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from evals.answers.lead import lines
from evals.answers.score import numbers
from knowledge.sentences import sentences
from knowledge.words import fold, tokens

_MARKED = re.compile(r"(?P<said>.+?)(?P<marks>(?:\s*\[\d+\])+|$)")
_OPENING = re.compile(r"(?:yes|no)[,.:;]\s*", re.I)
_DENIAL = re.compile(r"\b(?:no|not|never|none|nor|neither|nothing|nobody|nowhere|cannot|without)\b|n't\b")
# Search leaves these out as too common; here each of them can turn a meaning.
_TURNING = frozenset(
    "under over above below before after until only more most than once should can could will would".split()
)


class Judged(BaseModel):
    """A sentence, whether its citations support it together, and which of them (in order) are of use."""

    model_config = ConfigDict(frozen=True)
    text: str
    supported: bool
    useful: tuple[bool, ...]


def judge(answer: str, quotes: Mapping[int, str]) -> list[Judged]:
    """Judge each sentence of an answer; `quotes`: the words behind each mark."""
    judged = []
    for sentence, marks in cited_sentences(answer):
        cited = [quotes.get(mark, "") for mark in marks]
        whole = supports(cited, sentence)
        useful = tuple(
            whole and (supports([quote], sentence) or not supports([*cited[:at], *cited[at + 1 :]], sentence))
            for at, quote in enumerate(cited)
        )
        judged.append(Judged(text=sentence, supported=whole, useful=useful))
    return judged


def cited_sentences(answer: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the sentences of an answer with their marks, headings left out.

    Sentences that run up to the same marks share them.
    """
    for line in lines(answer):
        for part in _MARKED.finditer(line):
            marks = tuple(int(mark) for mark in re.findall(r"\d+", part["marks"]))
            for sentence in sentences(part["said"]):
                yield sentence, marks


def without_fixed(answer: str, is_fixed: Callable[[str], bool]) -> str:
    """Return an answer without the paragraphs that are fixed texts: those are proved word for word."""
    return "\n\n".join(block for block in answer.split("\n\n") if not is_fixed(block))


def supports(quotes: Sequence[str], sentence: str) -> bool:
    """Return whether the quotes together say what a sentence says."""
    said = _stripped(sentence)
    shown = (_stripped(part) for quote in quotes for part in sentences(quote))
    proof = " ".join(part for part in shown if _denies(part) is _denies(said))
    return bool(proof) and _words(said) <= _words(proof) and set(numbers(said)) <= set(numbers(proof))


def _stripped(sentence: str) -> str:
    opening = _OPENING.match(sentence)
    return sentence[opening.end() :] if opening else sentence


def _denies(text: str) -> bool:
    return _DENIAL.search(fold(text)) is not None


def _words(text: str) -> set[str]:
    return set(tokens(text)) | (_TURNING & set(re.findall(r"[a-z]+", fold(text))))
