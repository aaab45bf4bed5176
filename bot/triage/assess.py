"""From a message to a level: danger first, then how likely it is to be a story for the liaison."""

from __future__ import annotations

from collections.abc import Sequence

from bot.models import Danger, Level, Risk, SeenIndicator
from bot.triage import danger, signals
from bot.triage.classifier import Classifier, Estimate
from bot.triage.danger import HeardDanger
from bot.triage.origin import is_only_origin
from bot.triage.reading import Reading, read
from bot.triage.sentences import join, sentences, stretches
from bot.triage.signals import Signals
from knowledge.embed import Embedder

# Chosen on folds held back by theme (CARD.md): sure enough to send, unsure enough to ask.
SEND = 0.40
ASK = 0.12
# Where no behaviour, nobody near and nothing done is heard, a vague doubt is not worth a question.
ASK_THIN = 0.30
# Where no strong behaviour is heard that could be shown to people as the reason, only a surer estimate sends.
SEND_UNSEEN = 0.65
# Where it is told as open, explained, a lesson or in general, next to nothing is sent.
SEND_SETTLED = 0.95
# Where nothing but a gift, a trip or an interest is heard, only a much surer estimate sends.
SEND_ORDINARY = 0.90
# The encoder's own ear for danger between the lines; the rules hear what is said outright.
DANGER = 0.90
# From here on what sounds like danger may be despair.
DOUBT = 0.50

_STRETCH = 400
_WHOLE = 600
_EARLIER_TURNS = 4
_LONGEST_QUOTE = 160
_ORDER = {Level.NONE: 0, Level.ADVISE: 1, Level.ESCALATE: 2, Level.URGENT: 3}


class Triage:
    """Judges messages on this machine, before any text goes anywhere."""

    def __init__(self, embedder: Embedder) -> None:
        self._classifier = Classifier(embedder)

    def assess(self, text: str, thread: Sequence[str] = ()) -> Risk:
        """Judge a message, and with it the last turns of its thread: the higher level counts."""
        alone = self._assess_one(text)
        earlier = [turn for turn in thread if turn.strip()][-_EARLIER_TURNS:]
        if not earlier:
            return alone
        together = self._assess_one("\n".join([*earlier, text]))
        return max(alone, together, key=lambda risk: (_ORDER[risk.level], risk.score))

    def _assess_one(self, text: str) -> Risk:
        reading = read(text)
        if not reading.is_latin:
            return Risk(level=Level.NONE, score=0.0)
        parts = sentences(reading)
        if found := danger.hear(parts):
            return _urgent(found)
        if is_only_origin(reading.text):
            return Risk(level=Level.NONE, score=0.0, origin_only=True)
        judged = [self._judge(stretch) for stretch in _stretches(reading, parts)]
        return max(judged, key=lambda risk: (_ORDER[risk.level], risk.score))

    def _judge(self, parts: Sequence[Reading]) -> Risk:
        """Judge a stretch of sentences."""
        stretch = join(parts)
        heard = signals.hear(stretch, parts)
        estimate = self._classifier.estimate(stretch.text, heard)
        level = level_of(estimate, heard)
        if level is Level.URGENT and danger.may_be_mishap(stretch.text):
            level = Level.ESCALATE if heard.strong else Level.ADVISE
        if level is Level.ESCALATE and estimate.danger >= DOUBT and danger.may_be_despair(stretch.text):
            # Perhaps despair: the member is asked, and nobody is told unasked (care.md 2).
            level = Level.ADVISE
        if level is Level.URGENT:
            return _urgent(HeardDanger(danger.kind_of(stretch.text), stretch.quote(0, len(stretch.text))))
        seen = tuple(one.seen for one in heard.heard) if level is not Level.NONE else ()
        # What a rule alone sends is worth at least what the others are sent from.
        score = max(estimate.risk, SEND) if level is Level.ESCALATE else estimate.risk
        return Risk(level=level, score=round(score, 4), indicators=seen)


def level_of(estimate: Estimate, heard: Signals) -> Level:
    """Put a stretch into a zone: danger between the lines, send, ask or leave."""
    telling = heard.telling
    # What was asked to be kept quiet was not settled in the open.
    in_the_open = (telling.settled or telling.explained) and not heard.secret
    asked_in_general = telling.general and not telling.happened and not telling.member
    if telling.lesson or telling.abstract or in_the_open or asked_in_general:
        send = SEND_SETTLED
    elif telling.te_reo and not heard.strong:
        # The encoder reads English: what it makes of te reo is worth a question, not a case.
        send = 1.0
    else:
        send = _send(heard)
        if estimate.danger >= DANGER and estimate.risk >= send and not telling.te_reo:
            return Level.URGENT
    if estimate.risk >= send or heard.sure:
        return Level.ESCALATE
    # An ordinary matter with the member in it is answered with a rule and one question.
    if heard.only_ordinary and telling.member and not (telling.lesson or telling.settled or telling.abstract):
        return Level.ADVISE
    if telling.general and not heard.strong and estimate.risk < SEND_UNSEEN:
        return Level.NONE
    near = heard.heard or telling.member or telling.happened
    ask = ASK if near and not telling.lesson else ASK_THIN
    return Level.ADVISE if estimate.risk >= ask else Level.NONE


def _send(heard: Signals) -> float:
    """Return how sure one must be to send a story that is told as real."""
    if heard.only_ordinary:
        return SEND_ORDINARY
    return SEND if heard.strong else SEND_UNSEEN


def _stretches(reading: Reading, parts: Sequence[Reading]) -> list[Sequence[Reading]]:
    """Return a short message whole; a long one in overlapping stretches, so that one clause is heard."""
    if len(reading.text) <= _WHOLE:
        return [parts]
    return list(stretches(parts, _STRETCH))


def _urgent(found: HeardDanger) -> Risk:
    # A member may need support: that is all that anybody is told (care.md 2), so no words are kept.
    if found.kind is Danger.SELF_HARM:
        return Risk(level=Level.URGENT, score=0.99, danger=found.kind)
    seen = SeenIndicator(id="danger", label="danger to people now", evidence=found.evidence[:_LONGEST_QUOTE])
    return Risk(level=Level.URGENT, score=0.99, danger=found.kind, indicators=(seen,))
