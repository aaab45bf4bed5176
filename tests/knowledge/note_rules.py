"""What a paragraph of the library may say: nothing that its facts do not carry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from knowledge.notes import Note, Paragraph
from knowledge.source_list import Caution, SourceList

_NUMBER = re.compile(r"\$?\d[\d,]*(?:\.\d+)?")
_SECTION = re.compile(
    r"\b(?:ss?|sections?|rules?|clauses?|GOV|PERSEC|PHYSEC|INFOSEC)\s*(\d+[A-Z]*(?:\(\w+\))*)", re.I
)
_WORD = re.compile(r"[^\W\d_][\w'’ʻ-]*", re.UNICODE)
_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty "
    "forty fifty hundred thousand million half quarter third fifth"
).split()

CAUTION_WORDS = {
    Caution.PRESS: r"report(s|ed|ing|edly)?\b|according to|news|told|account|as .{1,40} (tells|put) it|opinion|critic|commentary|says a|in the words of|described",
    Caution.SECONDARY: r"according to|report(s|ed|edly)?\b|summar|secondary|copy|as described|law firm|read it|read as",
    Caution.UNCERTAIN: r"not (been )?(confirmed|seen|checked|shown|read|clear)|check|may have changed|uncertain|unclear|unconfirmed|before (use|you rely)|disagree|differ|appears? to|likely|probably|confirm|our (inference|reading)|suggest",
    Caution.LEGACY: r"older|earlier|legacy|no longer current|superseded|former",
    Caution.TITLE: r"exists?|not read|have not|title|could not|unread",
}

# Words that open a sentence or are everyday names here, so that their capital proves nothing.
_EVERYDAY = set(
    """New Zealand Zealander Zealanders Aotearoa Māori Council Guide Guide's Council's Councils Mayor Mayors
    Mayor's Deputy Police Act Acts Parliament Parliament's Crown English Pacific I I'd I'm I've Wi-Fi PDF
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Chief Executive Executive's""".split()
)


def problems(note: Note, sources: SourceList) -> Iterator[str]:
    """Yield each breach of the rules, one line each, naming the section and paragraph."""
    for section in note.sections:
        for index, paragraph in enumerate(section.paragraphs, 1):
            for problem in _paragraph_problems(paragraph, sources):
                yield f"{note.doc}: '{section.heading}', paragraph {index}: {problem}"


def _paragraph_problems(paragraph: Paragraph, sources: SourceList) -> Iterator[str]:
    if not paragraph.facts:
        yield "no fact ids at its end"
        return
    unknown = [fact for fact in paragraph.facts if fact not in sources.facts]
    if unknown:
        yield f"unknown facts {unknown}"
        return
    facts = [sources.facts[fact] for fact in paragraph.facts]
    named = [sources.sources[source] for fact in facts for source in sources.source_ids(fact)]
    evidence = " ".join(
        [f"{fact.about} {fact.text}" for fact in facts]
        + [f"{s.title} {s.publisher} {s.published or ''} {s.published_note or ''} {s.id}" for s in named]
    )
    for caution in sorted({caution for fact in facts for caution in fact.caution}):
        if not re.search(CAUTION_WORDS[caution], paragraph.text, re.I):
            yield f"drops the caution '{caution}' of its facts"
    known_numbers = {_digits(number) for number in _NUMBER.findall(evidence)} | _dates(evidence)
    for number in _NUMBER.findall(paragraph.text):
        if _digits(number) not in known_numbers:
            yield f"the number {number} stands in none of its facts"
    for dollars in re.findall(r"\$[\d,]*\d", paragraph.text):
        if dollars not in evidence:
            yield f"the sum {dollars} stands in none of its facts"
    known_sections = {section.lower() for section in _SECTION.findall(evidence)} | known_numbers
    for section in _SECTION.findall(paragraph.text):
        if section.lower() not in known_sections and section.lower() not in _plain(evidence):
            yield f"the section {section} stands in none of its facts"
    plain_evidence = _plain(evidence)
    for word in _NUMBER_WORDS:
        if re.search(rf"\b{word}\b", paragraph.text, re.I) and not _number_word_known(word, plain_evidence):
            yield f"the number word '{word}' stands in none of its facts"
    for name in _names(paragraph.text):
        if _plain(name) not in plain_evidence:
            yield f"the name '{name}' stands in none of its facts"


def _digits(number: str) -> str:
    return number.lstrip("$").replace(",", "").rstrip(".")


def _dates(evidence: str) -> set[str]:
    return {
        str(int(part)) for iso in re.findall(r"\b\d{4}-\d{2}(?:-\d{2})?", evidence) for part in iso.split("-")
    }


_DIGIT_WORDS = {
    w: str(i) for i, w in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)
}


def _number_word_known(word: str, evidence: str) -> bool:
    digits = _DIGIT_WORDS.get(word)
    return word in evidence or bool(digits and re.search(rf"\b{digits}\b", evidence))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.replace("’", "'").lower())
    return "".join(char for char in folded if not unicodedata.combining(char))


def _names(text: str) -> Iterator[str]:
    """Yield each capitalised word that does not open a sentence."""
    for sentence in re.split(r"(?<=[.!?:])\s+|[“\"(]", text):
        for match in list(_WORD.finditer(sentence))[1:]:
            word = match.group().removesuffix("'s").removesuffix("’s")
            if word[0].isupper() and match.group() not in _EVERYDAY and word not in _EVERYDAY:
                yield word
