"""From a message to a level: danger first, then what was told, by rules and a classifier together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from bot.models import Danger, Level, Risk, SeenIndicator
from bot.triage import danger, indicators, telling
from bot.triage.classifier import Classifier
from bot.triage.mask import NEUTRAL, mask
from knowledge.embed import Embedder

# Chosen on folds held back by theme (CARD.md): sure enough to send, unsure enough to ask.
SEND = 0.90
SEND_WITH_STRONG = 0.50
ASK = 0.45
_WINDOW_CHARACTERS = 600
_THREAD_TURNS = 3

_ORIGIN_WORDS = re.compile(
    rf"\b(?:{NEUTRAL}|foreign\w*|immigrants?|migrants?|refugees?|nationals?|from|background|accent|born|community|people|person|family|"
    r"neighbours?|colleagues?|man|woman|guy|lady|student|friend|new|is|are|was|my|our|a|an|the|there|i|have|has|got|he|she|they|should|be|"
    r"worr\w*|concerned|careful|suspicious|trust|safe|risk|risky|problem|dangerous|does|do|that|this|it|mean|matter|about|to|of|in|and|who|"
    r"staff|councillor|member|moved|next|door|street|works?|here|speaks?|looks?|because|just|any|on|with|we|what|think|you|can|so|very|some)\b"
)


class Triage:
    """Judges messages on this machine, before any text goes anywhere."""

    def __init__(self, embedder: Embedder) -> None:
        self._classifier = Classifier(embedder)

    def assess(self, text: str, thread: Sequence[str] = ()) -> Risk:
        """Judge a message, and with it the last turns of its thread: the higher level counts."""
        alone = self._assess_one(text)
        if not thread:
            return alone
        together = self._assess_one("\n".join([*thread[-_THREAD_TURNS:], text]))
        return max(alone, together, key=lambda risk: (_ORDER[risk.level], risk.score))

    def _assess_one(self, text: str) -> Risk:
        if not _is_readable(text):
            return Risk(level=Level.NONE, score=0.0)
        masked = mask(text)
        if found := danger.hear(masked):
            return _urgent(*found, text)
        if is_only_origin(masked):
            return Risk(level=Level.NONE, score=0.02, origin_only=True)
        heard = list(indicators.hear(text))
        seen = tuple(one.seen for one in heard)
        strong = sum(one.strong for one in heard)
        probability = max(self._classifier.probability(window) for window in _windows(masked))
        abstract = telling.is_abstract(masked)
        settled = telling.is_settled(masked)
        told = telling.member_is_in_it(masked) or not telling.is_question(masked)
        score = _score(probability, strong, abstract, settled)
        sure = strong >= 2 or (strong and score >= SEND_WITH_STRONG) or score >= SEND
        if abstract or not told:
            level = Level.NONE
        elif sure and not settled:
            level = Level.ESCALATE
        else:
            level = Level.ADVISE if score >= ASK or seen else Level.NONE
        return Risk(level=level, score=round(score, 4), indicators=seen if level is not Level.NONE else ())


_ORDER = {Level.NONE: 0, Level.ADVISE: 1, Level.ESCALATE: 2, Level.URGENT: 3}


def _is_readable(text: str) -> bool:
    """Return whether most letters are Latin: the rules and the classifier know no other script."""
    letters = [char for char in text if char.isalpha()]
    latin = sum(unicodedata.name(char, "").startswith("LATIN") for char in letters)
    return latin > len(letters) / 2


def is_only_origin(masked: str) -> bool:
    """Return whether a masked message says nothing but where somebody comes from."""
    if NEUTRAL not in masked or len(masked) > 160:
        return False
    left = _ORIGIN_WORDS.sub(" ", masked.lower())
    return not re.search(r"[a-z]{3,}", left)


def _score(probability: float, strong: int, abstract: bool, settled: bool) -> float:
    """Move the classifier's estimate by what the rules heard."""
    lifted = 1 - (1 - probability) * 0.55**strong
    if abstract:
        return lifted * 0.15
    return lifted * (0.5 if settled else 1.0)


def _urgent(kind: Danger, words: str, text: str) -> Risk:
    label = "somebody may hurt themselves" if kind is Danger.SELF_HARM else "danger to people now"
    seen = SeenIndicator(id="danger", label=label, evidence=_as_written(words, text))
    return Risk(level=Level.URGENT, score=0.99, danger=kind, indicators=(seen,))


def _as_written(folded: str, text: str) -> str:
    """Find the folded words in the original message; the whole message stands in where they cannot be."""
    start = text.lower().find(folded)
    return text[start : start + len(folded)] if start >= 0 else text[:200]


def _windows(masked: str) -> Iterator[str]:
    """Yield the whole of a short message; of a long one, its start and every stretch of sentences."""
    yield masked[: 2 * _WINDOW_CHARACTERS]
    if len(masked) <= _WINDOW_CHARACTERS:
        return
    window = ""
    for sentence in re.split(r"(?<=[.!?\n])\s+", masked[:20_000]):
        if window and len(window) + len(sentence) > _WINDOW_CHARACTERS // 2:
            yield window
            window = ""
        window = f"{window} {sentence}".strip()
    if window:
        yield window[: 2 * _WINDOW_CHARACTERS]
