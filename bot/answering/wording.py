"""What a sentence does in an answer, read from its words."""

from __future__ import annotations

import re

from bot.answering.claims import Place
from knowledge.words import fold

_OPENING = re.compile(r"(?:yes|no)(?:,|;|:)\s+(?=\S)", re.I)
# "5.2.1", "12.", "(b)", "a)": the number of a clause is shown with its source.
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)+\.?|\d+[.)]|\([a-z0-9]{1,4}\)|[a-z]\))\s+(?=\S)")
_AUXILIARY = r"(?:can|could|may|must|should|shall|do|does|did|is|are|am|was|were|will|would|have|has|need)"
# "what must I", "how long have I": an open question, whatever stands after its first verb.
_OPEN = re.compile(
    rf"\b(?:what|whats|who|whos|whose|when|where|wheres|how|hows|why|which)\b(?: [\w'-]+){{0,3}}? {_AUXILIARY}\b"
)
# "True?" or "or not?" ask whether somebody's words are right: a yes to a heading need not be a yes to them.
_YES_NO = re.compile(
    rf"(?:^|[.?!,;:] ?|\b(?:so|and|but|hi|hello|kia ora|morena|question) ){_AUXILIARY} (?!you\b)|"
    rf"\b{_AUXILIARY} (?:i|we|it|they|he|she|that|this|these|there|a|an|the|my|our|your|any|council\w*|member\w*|"
    r"mayor\w*)\b|"
    r"\b(?:ok|okay|allowed|alright|all right|legal|illegal|lawful|legit|permitted|fine)\b[^.!]{0,25}\?"
)
_VERBS = (
    "ask|tell|check|keep|write|declare|return|ring|call|phone|text|email|report|use|read|do not|don't|never|look|send|"
    "give|pass|put|refuse|decline|thank|say|record|note|confirm|get|leave|take|turn|change|disclose|register|contact|"
    "talk|speak|meet|bring|add|agree|choose|show|set|make|begin|start|stop|switch|lock|delete|block|forward|save|show|"
    "stay|step|go|seek|treat|have|find|name|describe|remove|receive|follow|update|avoid|be|verify|think|let|wait|hand"
)
_STEP = re.compile(
    rf"(?:(?:then|first|also|always|please|still|instead),? )?(?:{_VERBS})\b|"
    rf"(?:if|when|before|after|where|unless|until|once|for)\b[^,]{{3,90}}, (?:then )?(?:please )?(?:{_VERBS})\b|"
    r"you (?:need not|can (?:say|ask|tell|ring|report)|do not (?:have|need) to)\b"
)
_CHANGE = re.compile(
    r"\b(?:unless|except\w*|but|however|only|although|though|provided that|as long as|even if|depend\w*|differ\w*|"
    r"instead|lower|higher|limit\w*|does not apply|apart from|other than|no more than|more than|less than|at least|"
    r"at most|over|above|below|under|up to|(?:does|do|may|must|is|are) not|cannot)\b"
    r"|^(?:if|where|when)\b"
)
_SECTION = re.compile(r"\b(?:s|ss|sec|section|sections)\.? ?\d+[A-Za-z]*\b", re.I)
_QUANTITY = re.compile(
    r"(?P<money>\$ ?\d[\d,]*(?:\.\d+)?)|(?P<number>\d[\d,]*(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"twelve|fourteen|twenty|thirty) ?(?P<unit>(?:working |calendar |business )?(?:hours?|days?|weeks?|months?|years?)|"
    r"per ?cent|%)",
    re.I,
)
_ASKED_FIGURES = (
    (
        "phone",
        r"\b(?:(?:phone|ph|freephone|contact|hot ?line|help ?line)\b|numbers? (?:for|of|to|do|does|has|have|is|reach)|what number|"
        r"which number|nama waea|waea|(?:who|whom) (?:do|can|should|must|would|does|to) ?(?:i|we|you|she|he|one|a)? ?(?:\w+ )?"
        r"(?:ring|call|phone|contact|report to)|(?:ring|call) who)",
    ),
    (
        "money",
        r"\b(?:how much|what(?:'?s)? (?:amount|sum|price|value|dollar|it cost|.{0,25}\b(?:limit|threshold|cap|cost|figure))|"
        r"(?:gift|spending|contract|donation|declaration) (?:limit|threshold|cap)|cost\w*|price|dollars?|threshold|worth)\b",
    ),
    (
        "time",
        r"\b(?:when|how (?:long|soon|often|quick\w*|fast|late|many (?:days|weeks|months|years))|deadline|due|by what date|what date|"
        r"which year|what year|ahea|hea)\b",
    ),
    ("count", r"\b(?:how many|what share|what percent\w*|what proportion|per ?cent)\b"),
)
_FIGURES = {
    "phone": r"\b0[3-9]?800[ \d]{6,}|\b0\d{1,3} \d{3,4} \d{3,4}\b|\b(?:105|111|1737|0508)\b|\b(?:ring|phone|website is|email)\b",
    "money": r"\$ ?\d",
    "time": r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve) (?:working |calendar )?(?:hours?|days?|weeks?|months?|"
    r"years?)\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{4}\b|"
    r"\b\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december)\b|"
    r"\b(?:19|20)\d\d\b|\b(?:as soon as|at once|straight away|before|within|last day of)\b",
    "count": r"\b\d[\d,.]*\b",
}
_WORDS = dict(
    zip(
        "one two three four five six seven eight nine ten twelve fourteen twenty thirty".split(),
        "1 2 3 4 5 6 7 8 9 10 12 14 20 30".split(),
        strict=True,
    )
)


def bare(sentence: str, *, keep_answer: bool = False) -> str:
    """Return the words of a sentence without the number of its clause, and without the "Yes," or "No," before them.

    That word answers the heading above it, and `keep_answer` says that the heading is what was asked. What is
    returned stands word for word in the sentence.
    """
    said = _NUMBER.sub("", sentence, count=1) if _NUMBER.match(sentence) else sentence
    if not keep_answer and (opening := _OPENING.match(said)):
        said = said[opening.end() :]
    return said


def begun(words: str) -> str:
    """Return words as the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def answers_yes_or_no(sentence: str) -> bool:
    """Return whether a sentence begins with a yes or a no."""
    return bool(_OPENING.match(sentence))


def asks_yes_or_no(question: str) -> bool:
    """Return whether a question can be answered by yes or no."""
    return bool(_YES_NO.search(_OPEN.sub(" ", fold(question))))


def place_of(sentence: str) -> Place:
    """Return where a sentence belongs that does not lead: a step to take, what changes the answer, or something more."""
    said = fold(bare(sentence))
    if _STEP.match(said):
        return Place.STEP
    return Place.CHANGE if _CHANGE.search(said) else Place.MORE


def sections_named(text: str) -> list[str]:
    """Return the sections of acts that a text names, as written.

    >>> sections_named("What is s 54F, and section 99?")
    ['s 54F', 'section 99']
    """
    return _SECTION.findall(text)


def figure_asked(question: str) -> str | None:
    """Return which kind of figure a question asks for: `phone`, `money`, `time`, `count`, or None."""
    folded = fold(question)
    return next((kind for kind, way in _ASKED_FIGURES if re.search(way, folded)), None)


def names_figure(kind: str, sentence: str) -> bool:
    """Return whether a sentence names a figure of a kind."""
    return bool(re.search(_FIGURES[kind], fold(sentence)))


def quantities(sentence: str) -> dict[str, set[str]]:
    """Return the sums, times and shares that a sentence names, by unit.

    >>> quantities("Over $75 it is entered within 10 working days.")
    {'$': {'75'}, 'day': {'10'}}
    """
    found: dict[str, set[str]] = {}
    for match in _QUANTITY.finditer(sentence):
        if match["money"]:
            found.setdefault("$", set()).add(_plain(match["money"]))
        else:
            unit = (
                match["unit"].lower().split()[-1].rstrip("s").replace("per cent", "%").replace("percent", "%")
            )
            number = match["number"].lower()
            found.setdefault("%" if unit == "cent" else unit, set()).add(_WORDS.get(number) or _plain(number))
    return found


def names_other_figures(one: str, other: str) -> bool:
    """Return whether two sentences name different figures of the same unit, and none in common."""
    here, there = quantities(one), quantities(other)
    return any(not (here[unit] & there[unit]) for unit in here.keys() & there.keys())


def _plain(number: str) -> str:
    return number.strip("$ ").replace(",", "").removesuffix(".00")
