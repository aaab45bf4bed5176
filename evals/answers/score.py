"""Scores of one reply: facts, quotes, numbers and calm, all of it read from the reply."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.models import Citation, CitationKind, Level, Outcome, Reply

_MARK = re.compile(r"\s*\[\d+\]")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_ALARM = re.compile(
    r"\b(?:interfer\w*|espionage|spy|spies|spying|nzsis|intelligence (?:agency|agencies|officers?|services?)|"
    r"threat\w*|risk\w*|covert\w*|coerc\w*|hostile|infiltrat\w*|suspicious\w*|"
    # "Report that to NZSIS", not "a report that a council holds".
    r"foreign (?:states?|powers?)|(?<!\ba )(?<!\bthe )report (?:it|this|that|them|any|anything) )",
    re.I,
)

# The texts of the index by document and section.
Texts = Mapping[tuple[str, str], Sequence[str]]


def fold(text: str) -> str:
    """Return a text in lower case, without macrons and accents, quotes straight, spaces single."""
    straight = text.translate(str.maketrans("‘’“”", "''\"\"")).casefold()
    decomposed = unicodedata.normalize("NFKD", straight)
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())


def missing_facts(answer: str, facts: Iterable[Sequence[str]]) -> list[str]:
    """Return the facts that are not in the answer, each by its first alternative.

    A number counts as a whole: "1,500" does not stand in "21,500", nor in "1,500.50".
    """
    folded = fold(answer)
    return [wanted[0] for wanted in facts if not any(_stands(fold(text), folded) for text in wanted)]


def cites_one_of(reply: Reply, sources: Sequence[str]) -> bool:
    """Return whether one of the sources stands behind a citation."""
    return any(source.source_id in sources for citation in reply.citations for source in citation.sources)


def unproved(
    citations: Iterable[Citation], indexed: Texts, is_house_text: Callable[[str], bool]
) -> list[str]:
    """Return the quotes that do not stand word for word where their citations say."""
    return [
        citation.quote
        for citation in citations
        if not (
            is_house_text(citation.quote)
            if citation.kind is CitationKind.HOUSE
            else _quoted(citation.quote, indexed.get((citation.doc, citation.section), ()))
        )
    ]


def stray_numbers(reply: Reply) -> list[str]:
    """Return the numbers of an answer that stand in none of its quotes."""
    if reply.outcome is not Outcome.ANSWERED:
        return []
    quoted = {number for citation in reply.citations for number in numbers(citation.quote)}
    return [number for number in numbers(without_marks(reply.answer)) if number not in quoted]


def numbers(text: str) -> list[str]:
    """Return the numbers of a text as written: "1,500", "27", "2.1"."""
    return _NUMBER.findall(text)


def without_marks(answer: str) -> str:
    """Return an answer without its "[1]"."""
    return _MARK.sub("", answer)


def alarms(reply: Reply) -> list[str]:
    """Return the words of danger in an answer at level none."""
    if reply.outcome is not Outcome.ANSWERED or reply.risk.level is not Level.NONE:
        return []
    return [match.group().strip() for match in _ALARM.finditer(reply.answer)]


def _stands(wanted: str, text: str) -> bool:
    before = r"(?<![\d])(?<!\d[.,])" if wanted[0].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if wanted[-1].isdigit() else ""
    return re.search(f"{before}{re.escape(wanted)}{after}", text) is not None


def _quoted(quote: str, texts: Iterable[str]) -> bool:
    words = " ".join(quote.split())
    return bool(words) and any(words in " ".join(text.split()) for text in texts)
