"""Leave out what was not asked for: danger words at level none, and states (care.md 4 and 5)."""

from __future__ import annotations

import re

from bot.models import Level
from bot.triage.mask import NEUTRAL, mask, names_a_group

_INTERFERENCE = (
    r"interfer\w*|espionage|spy|spies|spying|nzsis|intelligence (?:agenc|officer|service)\w*|hostile|infiltrat\w*|"
    r"foreign states?|foreign powers?|coerc\w*|covert\w*|security service"
)
# The name of a committee is no alarm.
_RISK = r"threat\w*|(?<!audit and )(?<!finance and )(?<!audit, )risk\w*|suspicious\w*|report (?:it|this|the|any|a)\b|reported to"
_ALARM = re.compile(rf"\b(?:{_INTERFERENCE}|{_RISK})\b", re.I)
_ALARM_OF_STATES = re.compile(rf"\b(?:{_INTERFERENCE})\b", re.I)
_ALARM_IN_QUESTION = re.compile(
    r"\b(interfer\w*|espionage|spy|spies|spied|spying|spooks?|spooky|agenc(?:y|ies)|nzsis|sis|intelligence|threat\w*|hostile|foreign states?|"
    r"foreign powers?|coerc\w*|covert\w*|risk\w*|securi\w*|suspicious\w*|report\w*|safe\w*|danger\w*|"
    r"red flags?|warning signs?|watch out|careful|concern\w*|worr\w*|scam\w*|phish\w*|hack\w*|insider\w*|"
    r"harm\w*|inside|repress\w*|intimidat\w*|harass\w*|abus\w*|dox\w*|extremis\w*|attack\w*|stalk\w*|blackmail\w*|"
    r"psr|gcsb|ncsc|terror\w*|raru|haumaru)\b",
    re.I,
)
# Whoever asks about a device or an account asks whether it is safe.
_DEVICE_IN_QUESTION = re.compile(
    r"\b(wi-?fi|hot ?spots?|bluetooth|networks?|usb|memory sticks?|thumb ?drives?|charg(?:e|er|ers|ing)|cables?|phones?|"
    r"mobiles?|laptops?|tablets?|ipads?|devices?|computers?|passwords?|passcodes?|log ?ins?|accounts?|emails?|inbox|"
    r"attachments?|links?|apps?|whatsapp|signal|wechat|linkedin|qr|cloud|backups?|updates?|vpn|sim)\b",
    re.I,
)
# In a masked question: what a state's own rules are, or what it does. A person or a company "from
# somewhere" is not asked about here.
_STATE_ASKED_ABOUT = re.compile(
    rf"\b{NEUTRAL}(?:'s|s)? (?:law|rules?|scheme|guidance|advice|approach|inquiry|foreign arrangements)\b|"
    rf"\b(?:does|do|did|has|have|is) (?:the )?{NEUTRAL}\b(?! \w+ (?:company|man|woman|visitor|delegation|embassy)).{{0,20}}\b(?:say|tell|do|"
    rf"advise|require|handle|interfer\w*|want|involved|named)\b|"
    rf"\bhow (?:do|does) (?:councils (?:in|of) )?(?:the )?{NEUTRAL}\b|\bcouncils? in (?:the )?{NEUTRAL}\b|\b(?:law|rules|scheme) in (?:the )?{NEUTRAL}\b|"
    rf"\b(?:nzsis|report|sis)\b.{{0,40}}\b(?:say|said|says|name|named)\b.{{0,30}}\b{NEUTRAL}\b",
    re.I,
)
_WHICH_STATES = re.compile(
    r"\b(?:which|what|other) (?:countr|state|nation|government|(?:(?:sister|twin|partner|overseas|foreign) )+(?:cit|town))\w*\b|"
    r"\boverseas compar\w*|\bcouncils (?:abroad|overseas)\b|"
    r"\bpoint(?:ed)? the finger\b|\bwho (?:is|are) (?:interfering|behind (?:the )?interference)\b",
    re.I,
)


class Calm:
    """Which sentences may be said in answer to one question."""

    def __init__(self, question: str, level: Level) -> None:
        self._unasked: re.Pattern[str] | None = None
        if level is Level.NONE and not _ALARM_IN_QUESTION.search(question):
            self._unasked = _ALARM_OF_STATES if _DEVICE_IN_QUESTION.search(question) else _ALARM
        self.asks_for_states = asks_for_states(question)

    def allows(self, sentence: str, *, answers: str = "") -> bool:
        """Return whether a sentence raises nothing that the question left alone.

        `answers`: the heading above it, where that is what was asked: what it raises itself was asked about.
        """
        if self._unasked and self._unasked.search(sentence) and not self._unasked.search(answers):
            return False
        return self.asks_for_states or not names_a_group(sentence)


def asks_for_states(question: str) -> bool:
    """Return whether the question itself asks which states act, or what a named state's rules are."""
    if _WHICH_STATES.search(question):
        return True
    return names_a_group(question) and bool(_STATE_ASKED_ABOUT.search(mask(question)))
