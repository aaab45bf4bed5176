"""Whether a story involves somebody inside the council: then nothing is sent until the member has chosen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bot.council import Council, Person
from bot.models import Risk

_INSIDERS = (
    r"(?:councillors?|cr\.? \w+|(?:deputy )?mayor|chief executive|ceo?|chair(?:person|man|woman)?|"
    r"committee member|board member|staff(?:er| member)?s?|(?:council |planning |senior |property |it )?"
    r"(?:officer|planner|manager|employee|contractor|adviser|advisor)s?|team leader|colleagues?|workmates?|"
    r"liaison|(?:executive |personal )?assistant|governance (?:team|adviser|officer)|someone (?:at|in|on) "
    r"(?:the )?council|somebody (?:at|in|on) (?:the )?council|kaikaunihera|koromatua)"
)
_OURS = r"(?:our|the|my|a|another|fellow|one of (?:our|the|my)(?: fellow)?|an?other|their|two|some|this|that)"
# They did something, or something is known of them. What was done to them alone is no reason to ask first.
_ACTS = (
    r"(?:is|was|are|were|has|have|had|may be|might be|seems|keeps|kept|took|takes|accepted|got|gets|met|meets|"
    r"told|tells|asked|asks|wants|wanted|said|says|passed|gave|gives|sent|sends|forwarded|copied|leaked|showed|"
    r"shared|introduced|brought|set up|arranged|works|worked|travels?|travelled|went|flew|did|does|pushed|put)"
)
_ACTOR = re.compile(rf"\b{_OURS} (?:\w+ ){{0,2}}{_INSIDERS}\b(?:,? who)? (?:\w+ ){{0,2}}{_ACTS}\b")
_OF_INSIDER = re.compile(
    rf"\b(?:about|by|from|involves|involving|worried about|accuse|suspect) {_OURS} (?:\w+ ){{0,2}}{_INSIDERS}\b"
)
_SECRET_FROM = re.compile(
    r"\b(?:not to|don'?t|do not|without|never|shouldn'?t|must not|mustn'?t|kaua e)"
    r"(?: \w+){0,2} (?:tell|telling|mention|mentioning|inform|informing|involve|involving|copy|copying|bother|"
    r"bothering|alert|alerting|let|korero|whaki)\w*\b[^.?!]{0,40}\b"
    rf"(?:{_INSIDERS}|council|staff|officers|anyone|anybody|any one|no ?one|the others|colleagues)\b"
)
_BEHIND = re.compile(
    rf"\b(?:behind|hide|hidden|secret|keep\w*)\b[^.?!]{{0,30}}\bfrom {_OURS} ?(?:{_INSIDERS}|council)\b"
)


def involves_insider(text: str, risk: Risk, council: Council) -> bool:
    """Return whether the story is about somebody inside the council, or asks for secrecy from one."""
    if any(indicator.id == "insider" for indicator in risk.indicators):
        return True
    folded = _fold(text)
    patterns = (_ACTOR, _OF_INSIDER, _SECRET_FROM, _BEHIND)
    return any(pattern.search(folded) for pattern in patterns) or bool(named(text, readers(council)))


def readers(council: Council) -> list[Person]:
    """Return who reads a case in the liaison channel: the rota, then the deputies."""
    return [*council.rota, *council.deputies]


def named(text: str, people: Iterable[Person]) -> list[Person]:
    """Return those whose first or last name stands in the text."""
    words = set(re.findall(r"[a-z']+", _fold(text)))
    return [person for person in people if words & _names(person)]


def _names(person: Person) -> set[str]:
    # What stands in brackets, such as "(demo)", is no name.
    plain = re.sub(r"\(.*?\)", " ", person.name)
    return {word for word in re.findall(r"[a-z']+", _fold(plain)) if len(word) > 2}


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", plain)
