"""Questions that have a fixed answer, and questions that are not ours."""

from __future__ import annotations

import re

from knowledge.words import fold, tokens

# Each reason is a canned message; the first that fits is taken.
_DECLINED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "instructions",
        re.compile(
            r"\b(ignore|disregard|forget|override|bypass)\b.{0,40}\b(previous|prior|above|earlier|all|your|the|these)\b"
            r".{0,30}\b(instructions?|rules?|prompts?|guidelines?|directions?|training)\b|"
            r"\b(reveal|show|print|repeat|output|tell me|give me|what (?:is|are|were))\b.{0,40}\b(your|the|initial|hidden)"
            r"\b.{0,20}\b(system prompt|prompt|instructions|hidden rules)\b|"
            r"\b(you are now|from now on you are|pretend (?:to be|you are)|act as|developer mode|jailbreak|DAN)\b"
            r".{0,60}\b(unrestricted|no (?:rules|restrictions|limits)|without (?:rules|restrictions)|evil|DAN|mode)\b",
            re.I | re.S,
        ),
    ),
    (
        "about_a_person",
        re.compile(
            r"\b(has|have|did|is|are|was|were)\b.{0,30}\b(anyone|anybody|someone|somebody|any(?:one)? (?:councillor|member|"
            r"staff)s?|other (?:councillor|member)s?)\b.{0,40}\b(report(?:ed|ing)?|ask(?:ed|ing)? about|look(?:ed|ing)? "
            r"(?:at|into)|complain(?:ed|ing)?|dob(?:bed|bing)? in|nark(?:ed|ing)?|snitch(?:ed|ing)?|flag(?:ged|ging)?|escalat\w+|under investigation|being investigated)\b|"
            r"\b(which|what|who)\b.{0,30}\b(councillors?|members?|mayors?|staff|person|people|colleagues?)\b.{0,40}\b(been "
            r"|being |was |were |is |are |has |have )+(?:been |being )?(investigat|report|flag|escalat|suspect|accus|look)\w*|"
            r"\b(?:which|who|whom|what)\b.{0,30}\b(?:one of us|of us|councillors?|members?|person|group|community)\b.{0,20}\b(?:is|are|was|were|has|have)\b.{0,30}"
            r"\b(?:looking (?:at|into)|watching|investigating|after|interested in)\b|"
            r"\b(?:is|are) (?:the )?(?:sis|nzsis|police|liaison|council) (?:looking (?:at|into)|watching|investigating|after)\b|"
            r"\bwho (?:has )?(?:reported|flagged|complained about)\b|"
            r"\b(?:is|was|are|were) [A-Zā-ūĀ-Ū][\w'’ ]{1,40} (?:being |under )?(?:investigat\w+|a spy|an? (?:foreign )?agent|"
            r"reported|on (?:a|the|your) (?:list|watch ?list))|"
            r"\bhas [\w'’ ]{1,40} (?:been|ever been) (?:reported|investigated|flagged|escalated)\b",
            re.I,
        ),
    ),
    (
        "private_details",
        re.compile(
            r"\b(home address|private (?:address|number|phone)|personal (?:phone|mobile|address|email)|where .{1,40} lives?\b|"
            r"(?:cell|mobile|phone) number of (?!nzsis|the nzsis|police|netsafe|ncsc)|password of|someone'?s password|"
            r"bank account (?:number )?of|date of birth of|licen[cs]e plate|number ?plate)\b",
            re.I,
        ),
    ),
    (
        "classified",
        re.compile(
            r"\b(give|show|send|tell|share|leak|find|get|read)\b.{0,40}\b(classified|top secret|secret (?:report|briefing|file)s?|"
            r"intelligence (?:file|report)s? (?:on|about))\b|\bnames? of (?:the )?(?:agents?|informants?|officers?|sources?)\b",
            re.I,
        ),
    ),
    (
        "political_view",
        re.compile(
            r"\b(who|which party|what party)\b.{0,20}\b(should i|to|do you|would you) (?:vote|support|back)\b|"
            r"\b(?:do|what do|are) you (?:think|believe|support|agree|feel|like|prefer|for or against)\b.{0,60}\b(labour|"
            r"national|greens?|act party|party|government|minister|president|regime|communis\w*|trump|biden|putin|xi|"
            r"israel|palestin\w*|taiwan|gaza|war|policy|mayor)\b|"
            r"\byour (?:opinion|view)s? (?:on|of|about)\b|"
            r"\b(?:is|are) (?:the )?[\w ]{2,30} (?:government|regime|party|president|prime minister) "
            r"(?:evil|bad|good|right|wrong|corrupt|to blame)\b",
            re.I,
        ),
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


_THANKS = re.compile(
    r"\b(?:thanks|thank you|thankyou|thx|cheers|ta|ok|okay|will do|got it|understood|noted|nga mihi|ka pai|appreciated)\b"
)
_COURTESIES = re.compile(
    rf"{_THANKS.pattern}|\b(?:many|very|so|much|a lot|great|good|perfect|brilliant|awesome|sweet|cool|yes|yep|then|that s|"
    r"that is|for (?:that|this|the (?:help|advice|answer)|your help)|helpful|really|again|nui|kia ora|mate|e hoa|team|all)\b"
)


_GOES_ON = re.compile(
    r"^\W*(?:and|but|so|or|also|then|what about|how about|what if|same|why|yes|no|ok so|me aha)\b|\b(?:again|instead|as well)\W*$"
)
_POINTS_BACK = re.compile(
    r"\b(?:it|that|this|these|those|he|she|they|him|her|them|his|their|the (?:same|other|man|woman|guy|bloke|envelope))\b"
)
# Stems in a message that points back and says little else.
_FEW = 4
# "... is that ok?" points to its own sentence.
_ASKED_AFTER = re.compile(
    r"\b(?:is|was|would|be|do|does|did|can|should|must|may) (?:i |we |you )?(?:\w+ )?(?:that|this|it)\b(?: be| count| \w+)?\W*$"
)


def declined(text: str) -> str | None:
    """Return the canned reason for a question that gets the same fixed answer from everyone, or None."""
    return next((reason for reason, pattern in _DECLINED if pattern.search(text)), None)


def in_field(text: str) -> bool:
    """Return whether a question uses a word of the field."""
    return bool(_FIELD & set(tokens(text)))


def speaks_of_koha(text: str) -> bool:
    """Return whether a question is about a koha, a taonga or another gift with its own tikanga."""
    return bool(re.search(r"\b(?:koha|taonga|pounamu|korowai|tikanga|sua|ie toga)\b", fold(text)))


def is_courtesy(text: str) -> bool:
    """Return whether a message is thanks or "will do", and not one word more."""
    said = " ".join(re.findall(r"[^\W_]+", fold(text)))
    return bool(_THANKS.search(said)) and not _COURTESIES.sub("", said).strip()


def follows_on(text: str) -> bool:
    """Return whether a message goes on from the one before: "and if it was under $100?", "he rang again"."""
    said = _ASKED_AFTER.sub(" ", fold(text))
    return bool(_GOES_ON.search(said)) or (bool(_POINTS_BACK.search(said)) and len(set(tokens(text))) <= _FEW)


def is_too_short(text: str) -> bool:
    """Return whether nothing is left to search for: a greeting, "help", one bare word."""
    return len(set(tokens(text)) - {"help", "test", "question"}) < 1
