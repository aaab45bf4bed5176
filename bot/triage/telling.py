"""How a message is told: has it happened, is it asked in the abstract, has it been explained?"""

from __future__ import annotations

import re

_ABSTRACT = re.compile(
    r"\b(?:hypothetical\w*|in theory|suppose|imagine|for (?:a|the|our) (?:quiz|training|webinar|induction|slide|handout|newsletter)|quiz|"
    r"training (?:module|question|scenario)|scenario|case study|exam question|e-learning|what would (?:be|count)|red flags?|"
    r"(?:in|on) the (?:news|paper|radio)|school project|strategy|(?:news|article|podcast|novel|film|movie|documentary|book|series|netflix)\b|"
    r"i (?:read|heard|saw|watched) (?:that|about|a (?:story|documentary)))\b",
    re.I,
)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|what if|in case|should)\b.{0,20}\b(?:someone|somebody|anyone|anybody|a (?:councillor|member|person|visitor|company|firm|"
    r"developer|resident|businessman|delegate|guest)|one of us|you)\b",
    re.I,
)
_QUESTION = re.compile(
    r"^\s*(?:kia ora,?\s*|hi,?\s*|hello,?\s*|quick question[,:]?\s*)?(?:how|what'?s?|when|where|who|which|why|is|are|can|could|does|do|did|should|would|"
    r"may|must|will|has|have|am|any|he aha|me aha|ka taea|ko wai)\b",
    re.I,
)
_MEMBER_IN_IT = re.compile(
    r"\b(?:offer\w* (?:me|us)|gave (?:me|us)|sent (?:me|us)|asked (?:me|us)|told (?:me|us)|rang (?:me|us)|invited (?:me|us)|(?:i|we)(?:'ve| have)? (?:been|got|"
    r"was|were|met|received|accepted|clicked|had|took|found|saw|noticed|overheard)|wants? (?:me|us)|keeps?|my (?:mother|father|parents|wife|husband|phone|"
    r"laptop|account|email|colleague|ipad|street|house|kids)|who'?s been|(?:i|we)(?:'ve| have) (?:seen|had|heard)|(?:he|she|they|someone|somebody|a staffer)(?:'s| has| have|'ve| had)? "
    r"(?:been|asked|asks|offered|said|says|told|sent|gave|took|rang|wants?|holding)|told (?:her|him|them)|asked (?:her|him|them)|yesterday|last (?:night|week|month)|this morning|just now|today)\b",
    re.I,
)
_HAS_HAPPENED = re.compile(
    r"\b(?:offered|asked|told|sent|gave|rang|invited|took|taken|threatened|said|been|yesterday|last (?:night|week|month)|this morning|just now)\b",
    re.I,
)
# "If somebody offered a member cash, ..." supposes; it does not tell.
_CLAUSE = re.compile(
    r"\b(?:if|what if|suppose|when|whenever)\b\s+(?:someone|somebody|anyone|anybody|an?|one of)\b[^,?.;]*",
    re.I,
)
_SETTLED = re.compile(
    r"\b(?:declared|logged|registered|in the register|on the register|recorded|returned (?:it|the)|sent (?:it )?back|turned (?:it|them) down|declin\w+|reported (?:it )?"
    r"(?:to|already)|already (?:told|reported|dealt|fixed|sorted)|it has fixed|IT (?:has )?(?:fixed|sorted|reset)|sorted|resolved|all (?:good|fine)|turned out|"
    r"haha+|lol|running joke|test phishing|advertised|it was my|it'?s my|for a profile|was (?:just|only)|it was just|no harm|deleted (?:it )?(?:un|without )|copied to the (?:office|council|ceo)|through the (?:office|portal|proper|public)|openly|"
    r"in (?:an? )?(?:open|public) (?:meeting|workshop|forum|letter)|staff (?:were|was|will be) (?:there|present)|council approved|approved by)\b",
    re.I,
)


def is_abstract(text: str) -> bool:
    """Return whether a message asks in general: a rule, a hypothetical case, a lesson, a news item."""
    if _ABSTRACT.search(text):
        return True
    sentences = [part for part in re.split(r"(?<=[.!?])\s+|\n", text.strip()) if part]
    if not sentences:
        return True
    asked = all(_QUESTION.search(sentence) or _CONDITION.search(sentence) for sentence in sentences)
    # "What do I do if somebody offers me a trip?" has the member in it, and has not happened.
    supposed = _CONDITION.search(text) and not _HAS_HAPPENED.search(_CLAUSE.sub(" ", text))
    return asked and bool(supposed or not _MEMBER_IN_IT.search(text))


def is_question(text: str) -> bool:
    """Return whether every sentence of a message is a question."""
    sentences = [part for part in re.split(r"(?<=[.!?])\s+|\n", text.strip()) if part]
    return bool(sentences) and all(_QUESTION.search(s) or s.rstrip().endswith("?") for s in sentences)


def member_is_in_it(text: str) -> bool:
    """Return whether the teller, or somebody near, is in the story."""
    return bool(_MEMBER_IN_IT.search(text))


def is_settled(text: str) -> bool:
    """Return whether the story says that it was open, declared, explained or dealt with."""
    return bool(_SETTLED.search(text))
