"""Leave out what was not asked for: danger words at level none, and states (care.md 4 and 5)."""

from __future__ import annotations

import re

from bot.models import Level
from bot.triage.mask import names_a_group

_ALARM = re.compile(
    r"\b(interfer\w*|espionage|spy|spies|spying|nzsis|intelligence (?:agenc|officer|service)\w*|threat\w*|"
    r"hostile|infiltrat\w*|foreign states?|foreign powers?|coerc\w*|covert\w*|risk\w*|"
    r"security service|suspicious\w*|report (?:it|this|the|any|a)\b|reported to)\b",
    re.I,
)
_ALARM_IN_QUESTION = re.compile(
    r"\b(interfer\w*|espionage|spy|spies|spied|spying|nzsis|sis|intelligence|threat\w*|hostile|foreign states?|"
    r"foreign powers?|coerc\w*|covert\w*|risk\w*|securi\w*|suspicious\w*|report\w*|safe\w*|danger\w*|"
    r"red flags?|warning signs?|watch out|careful|concern\w*|worr\w*|scam\w*|phish\w*|hack\w*|insider\w*|"
    r"psr|gcsb|ncsc|terror\w*|raru|haumaru)\b",
    re.I,
)
_ASKS_FOR_STATES = re.compile(
    r"\b(?:which|what|other) (?:countr|state|nation|government)\w*\b|\boverseas compar\w*|\babroad\b.*\bcouncils?\b|"
    r"\b(?:does|do|did|has|have|is|are)\b.{0,40}\b(?:say|says|said|tell|tells|told|do|does|advise|advises|require|"
    r"requires|handle|handles|named|interfer\w*)\b|"
    r"\b(?:rules?|law|scheme|guidance|advice|approach|inquiry|case|policy)\b",
    re.I,
)


class Calm:
    """Which sentences may be said in answer to one question."""

    def __init__(self, question: str, level: Level) -> None:
        self._alarm_allowed = level is not Level.NONE or bool(_ALARM_IN_QUESTION.search(question))
        self.asks_for_states = asks_for_states(question)

    def allows(self, sentence: str) -> bool:
        """Return whether a sentence raises nothing that the question left alone."""
        if not self._alarm_allowed and _ALARM.search(sentence):
            return False
        return self.asks_for_states or not names_a_group(sentence)


def asks_for_states(question: str) -> bool:
    """Return whether the question itself asks which states act, or what a named state's rules are."""
    if re.search(r"\b(?:which|what|other) (?:countr|state|nation|government)\w*\b", question, re.I):
        return True
    return names_a_group(question) and bool(_ASKS_FOR_STATES.search(question)) and not _TELLS.search(question)


# A question that tells of somebody is about what they did, not about a state.
_TELLS = re.compile(r"\b(?:i|me|my|mine|we|us|our|someone|somebody|he|she|they|him|her|them)\b", re.I)
