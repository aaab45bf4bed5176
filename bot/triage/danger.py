"""Danger to people now: heard before anything else, in English and in te reo Māori."""

from __future__ import annotations

import re

from bot.models import Danger
from knowledge.words import fold

_SELF_HARM = re.compile(
    r"\b(kill myself|end (?:it all|my life)|take my own life|suicid(?:e|al)|hurt(?:ing)? myself|self.harm|"
    r"(?:don'?t|do not|no longer) want to (?:live|be here|be alive|wake up)|can'?t go on|better off without me|"
    r"no (?:point|reason) (?:in )?(?:living|being here)|want to die|wish i (?:was|were) dead|not be here (?:tomorrow|anymore)|"
    r"swallow(?:ed)? (?:all )?(?:the|my) pills|whakamomori|better off if i wasn'?t|(?:notice|care) if i (?:was|were) gone|swallowed (?:all|them)|"
    r"(?:going to|gonna|want to|i'?ll) end it (?:all|tonight|now|today)|kei te hiahia (?:ahau|au) kia mate|hiahia (?:ana )?(?:ahau|au) (?:ki te )?mate)\b"
)
_NOW = (
    # somebody there
    r"\b(?:outside|at the (?:front |back )?(?:door|gate|window)|in (?:my|our|the) (?:house|garden|drive(?:way)?)|on (?:my|our) "
    r"(?:porch|doorstep|lawn))\b.{0,60}\b(?:right now|now|again|shouting|yelling|won'?t (?:leave|go)|banging|with a|trying "
    r"to get in|watching|staring|armed)\b",
    r"\b(?:man|men|someone|somebody|he|they|stranger|guy|people|bloke)\b.{0,40}\b(?:outside|at (?:my|the) (?:door|gate|window)|in "
    r"(?:my|our) (?:house|garden|driveway))\b.{0,50}\b(?:and i'?m (?:alone|scared)|i'?m scared|alone|won'?t|right now|now|banging|"
    r"knife|gun|shouting|trying)\b",
    r"\b(?:breaking|trying to (?:get|break)|broke) (?:in|into)\b.{0,20}\b(?:my|our|the) (?:house|home|flat|place)\b|\bkicking (?:in )?(?:my|the) door\b",
    # following
    r"\b(?:following|followed|tailing|tailed|chasing|chased) (?:me|us|her|him|my (?:wife|husband|daughter|son|kids|car))\b|\bon my tail\b|"
    r"\b(?:same|that) (?:car|van|man|guy|ute|motorbike)\b.{0,50}\b(?:behind me|following|again|every (?:corner|turn|day|night))\b",
    # waiting for a person at home
    r"\b(?:waits?|waiting|hanging around|lurking|parked)\b.{0,30}\b(?:outside (?:my|our|her|his) (?:house|home|place|flat)|by my car)\b",
    # threats to life
    r"\b(?:going to|gonna|will|wants? to|threat\w* to|said (?:he|she|they)(?:'d| would)?|he'?ll|they'?ll|i'?ll)\b.{0,30}\b(?:kill|shoot|stab|"
    r"hurt|bash|rape|burn|behead|murder|slit|run over|put a bullet)\b.{0,20}\b(?:me|us|you|her|him|them|my|our|down|through)\b",
    r"\b(?:death threats?|you'?re dead|you are dead|dead (?:man|woman|meat)|we will find you|bullet (?:in|through|with)|"
    r"know (?:which|what|where) school|hit list)\b",
    # weapons and bombs
    r"\b(?:has|had|have|got|with|holding|pointed|pointing|waving|carrying|pulled)\b.{0,12}\b(?:a |an |the )?(?:gun|knife|rifle|shotgun|"
    r"pistol|machete|axe|firearm|weapon|crossbow)\b",
    r"\b(?:bomb|explosive|device|pipe ?bomb)\b.{0,50}\b(?:in|under|at|outside|planted|threat|evacuat\w*|tick\w*|chamber|building|car|parcel)\b|"
    r"\b(?:bomb threat|white powder|suspicious (?:parcel|package))\b",
    # hurt, hiding, trapped, pressed at a door
    r"\b(?:not waking up|won'?t wake up|unconscious|not breathing|can'?t breathe|bleeding)\b|\bhiding (?:in|under|behind|from)\b.{0,80}\b(?:him|them|"
    r"looking for (?:me|us)|building|bathroom|toilet)\b|\b(?:banging|hammering|kicking|pounding) (?:on|at|in) (?:the|my|our)(?: \w+)? door\b|"
    r"\b(?:cut|cutting) (?:the|my|our) brakes?\b|\b(?:arrived|turned up|come|came|here) with (?:\w+ )?(?:rifles?|guns?|knives|bats|machetes?|petrol)\b|"
    r"\bwon'?t see your (?:family|kids|wife|husband|children)\b|\b(?:break|smash) (?:it|the door|my door) (?:down|in)\b|"
    r"\b(?:mob|crowd)\b.{0,60}\b(?:pinned|surround\w*|rocking|trapped)\b|\btaking (?:my|our) \w+ away\b|\bguard outside my\b",
    # a child or person taken, held
    r"\b(?:taken|took|grabbed|snatched|kidnapped|abducted|holding)\b.{0,25}\b(?:my|our|her|his|the) (?:son|daughter|child|kids?|boy|girl|baby|wife|"
    r"husband|tamaiti)\b|\b(?:son|daughter|child|kid|wife|husband)\b.{0,40}\b(?:missing|hasn'?t come (?:home|back)|been taken|didn'?t come home)\b",
    r"\b(?:won'?t let (?:me|us|her|him) (?:leave|go|out)|locked (?:me|us) in|held against|being held|hostage)\b",
    r"\b(?:he|she|they|someone)\b.{0,20}\b(?:hit|punched|attacked|assaulted|strangled|stabbed|shot|beat)\b.{0,12}\b(?:me|us|her|him|my)\b",
    # te reo Māori, macrons folded
    r"\b(?:patu(?:a)?|kohuru|whakamate|pupuhi|kaikohuru)\b.{0,30}\b(?:i a au|ahau|au|matou|taku|toku|koe|ia)\b|\bka (?:patua|mate|kohurutia) "
    r"(?:ahau|au|koe|matou)\b|\b(?:pu|naihi|pahu|poma)\b.{0,30}\b(?:kei|i a ia|tona|i roto|whare)\b|\bkei waho\b.{0,40}\b(?:whare|kuaha|tatau|"
    r"tangata)\b|\b(?:whai(?:a|hia)?|aruaru)\b.{0,20}\b(?:i a au|ahau|au|matou)\b|\bkua (?:tangohia|kahakina|ngaro|riro)\b.{0,30}\b(?:tamaiti|"
    r"tamahine|tama|mokopuna|taku|aku)\b|\bawhina\w*\b.{0,30}\b(?:wehi|mataku)\b|\b(?:wehi|mataku)\b.{0,20}\b(?:ahau|au)\b.{0,60}\b(?:waho|tangata|pu|naihi)\b",
)
_NOW_PATTERN = re.compile("|".join(f"(?:{pattern})" for pattern in _NOW), re.S)

# Not a danger: jokes, figures of speech, stories from a screen, drills, and what has been explained.
_NOT_REAL = re.compile(
    r"\b(?:haha+|lol|lmao|rofl|just kidding|jk|as a joke|joking|novel|film|movie|netflix|die hard|tv (?:show|series)|podcast|book club|play(?:ing)? "
    r"(?:a|the) (?:role|game)|role.?play|drill|exercise|training (?:day|scenario|video)|scenario|quiz|hypothetical\w*|pretend|"
    r"turned out (?:to be|he was|she was|it was)|was (?:just|only) (?:waiting|delivering|the)|(?:the|a) (?:courier|postie|tow truck|meter reader|"
    r"delivery|pizza)|false alarm|history|museum|world war|(?:19|18)\d\d|on the news|in the news|read (?:about|that)|figuratively|so to speak)\b"
)
_FIGURE = re.compile(
    r"\b(?:budget|rates|deadline|meeting|agenda|traffic|heat|paperwork|commute|suspense|workload|vote|motion|cat|dog|ducklings?|kids? at (?:the )?parade|"
    r"twitter|instagram|facebook|linkedin|social media|page|account|newsletter)\b.{0,30}\b(?:kill\w*|murder|follow\w*|bomb\w*)\b|\b(?:kill\w*|murder|"
    r"shoot|bomb\w*|follow(?:ing|ed)?)\b.{0,20}\b(?:budget|deadline|an email|a text|time|two birds|the (?:mood|vibe|motion|bill|project)|me (?:on|through|back)|"
    r"(?:us|me) (?:an?|the) (?:email|link|message)|up)\b|\bbomb(?:ed)? (?:the|a|my|an) (?:test|exam|interview|speech)\b|\bbath bombs?\b|\bphotobomb\w*\b|\bwater (?:gun|pistol)s?\b|\bglue gun\b|\b(?:bread|butter|steak|cake|carving|kitchen|craft) knives?\b|"
    r"\b(?:bread|butter|steak|cake|carving|kitchen|craft) knife\b|\bknife and fork\b|\bsend biscuits\b|\blook like a hostage\b|\btaken (?:on|up) by\b|\bfollow\w* me about for a\b"
)
_ASKED = re.compile(
    r"^\s*(?:what|how|when|where|who|which|should|can|could|does|do|is|are|would|may)\b.{0,60}\b(?:if|when|someone|somebody|anyone|a (?:councillor|member|person))\b"
    r"(?!.{0,80}\b(?:he|she|they)'?(?:s| is| are| has) (?:here|outside|at))"
)
# A question with nobody in it asks about the matter itself.
_NOBODY = re.compile(
    r"^(?!.*\b(?:i|i'm|me|my|we|us|our|he|she|him|her|they|them|you|there|someone|somebody)\b)[^.!\n]*\?\s*$",
    re.S,
)
_OVERSEAS = re.compile(
    r"\b(?:i'?m|i am|we'?re|we are|currently|am) (?:in|at|over in|visiting|stuck in|travelling|overseas|abroad)\b.{0,60}\b(?:overseas|abroad|hotel|airport|"
    r"delegation|trip|foreign|embassy|conference|city)\b|\b(?:overseas|abroad)\b.{0,30}\b(?:at the moment|right now|with the delegation|this week)\b|"
    r"\bin my hotel\b|\bhotel (?:room|lobby)\b|\bsomewhere\b.{0,20}\b(?:right now|at the moment)\b"
)


def hear(masked: str) -> tuple[Danger, str] | None:
    """Return the danger in a masked message and the span of its words as folded text, or None.

    A doubt between a real danger and a figure of speech is left to `_NOT_REAL` and `_FIGURE`: what they do
    not explain away counts as real.
    """
    text = fold(masked)
    not_now = _NOT_REAL.search(text) or _ASKED.search(text) or _NOBODY.search(text)
    if (match := _SELF_HARM.search(text)) and not not_now:
        return Danger.SELF_HARM, match.group()
    match = _NOW_PATTERN.search(text)
    if not match or not_now or _FIGURE.search(text):
        return None
    return (Danger.OVERSEAS if _OVERSEAS.search(text) else Danger.HERE), match.group()
