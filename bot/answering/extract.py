"""Answer without a model: the sentences of the best passages that respond to the question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.answering import wording, yes_no
from bot.answering.calm import Calm
from bot.answering.claims import Claim, Place
from bot.answering.relevance import Read
from knowledge.embed import Vector
from knowledge.passages import NATIONAL, Passage

_PASSAGES = 8
_LEAD_SENTENCES = 3
_COUNTERPART_SENTENCES = 2
# Of each kind, below the lead.
_MOST = {Place.CHANGE: 2, Place.STEP: 3, Place.MORE: 1}
# What stands first is the answer: the first paragraph of a section, and its first sentence, lead unless another fits
# much better.
_FIRST_BONUS = 0.15
# How much a sentence gains that names the kind of figure that is asked for.
_FIGURE = 0.05
# What another section must reach to be heard as well.
_ALSO = 0.40
_COUNTERPART = 0.30
_SAME = 0.86
# Two sentences about the same matter.
_SAME_MATTER = 0.55

# A sentence that leans on the one before it does not stand alone.
_LEANS = re.compile(
    r"^(?:this|that|these|those|it|its|they|their|he|she|another|other|such|also|both|neither)\b(?! (?:councillor|council))|"
    r"\bthe same (?:report|news|account|page|summary|story|case|advice)\b|\bthose (?:ties|figures|pages|dates)\b",
    re.I,
)


class _Line(NamedTuple):
    text: str
    passage: Passage
    position: int
    paragraph: int
    score: float
    vector: Vector

    @property
    def leans(self) -> bool:
        return bool(_LEANS.search(wording.bare(self.text)))


class _Section(NamedTuple):
    read: Read
    lines: tuple[_Line, ...]

    @property
    def passage(self) -> Passage:
        return self.read.passage

    @property
    def chance(self) -> float:
        return self.read.chance

    @property
    def is_own(self) -> bool:
        return self.passage.owner != NATIONAL


def extract(searched: str, found: Sequence[Read], calm: Calm) -> list[Claim]:
    """Return claims, the answer first; each says one sentence of a passage, or the end of one, as it stands.

    `searched` is the text that was searched, `found` the best passages for it.
    """
    sections = sorted(
        (section for one in found[:_PASSAGES] if (section := _section(one, calm))),
        key=lambda section: -section.chance,
    )
    if not sections:
        return []
    first = sections[0]
    picked = [(line, Place.LEAD) for line in _lead(first)]
    others = [section for section in sections[1:] if section.is_own != first.is_own]
    if others and others[0].chance >= _COUNTERPART:
        picked += [(line, Place.LEAD) for line in _lead(others[0])[:_COUNTERPART_SENTENCES]]
    picked += _differing(picked, sections)
    picked += _more(picked, sections)
    keeps = yes_no.opening_answers(searched, first.read)
    return [_claim(line, place, keeps_answer=keeps and n == 0) for n, (line, place) in enumerate(picked)]


def _section(one: Read, calm: Calm) -> _Section | None:
    answers = one.passage.heading if one.chance >= yes_no.SURE else ""
    lines = tuple(
        _Line(text, one.passage, at, paragraph, float(0.6 * near + 0.2 * overlap + _FIGURE * figure), vector)
        for at, ((paragraph, text), near, overlap, figure, vector) in enumerate(
            zip(one.lines, one.nearness, one.overlap, one.figures, one.vectors, strict=True)
        )
        if calm.allows(text, answers=answers)
    )
    return _Section(one, lines) if lines else None


def _lead(section: _Section) -> list[_Line]:
    """Take the answer of a section: from its first sentence, unless another fits much better."""
    best = _best(section.lines)
    if not section.is_own:
        # The first paragraph of a note answers its heading; the others add to it.
        opening = _best(line for line in section.lines if line.paragraph == section.lines[0].paragraph)
        best = opening if opening.score >= best.score - _FIRST_BONUS else best
    paragraph = [line for line in section.lines if line.paragraph == best.paragraph]
    first = paragraph[0]
    start = first if first.score >= best.score - _FIRST_BONUS else best
    kept = list(_standing(line for line in paragraph if line.position >= start.position))[:_LEAD_SENTENCES]
    return kept if best in kept else [*kept[: _LEAD_SENTENCES - 1], best]


def _best(lines: Iterable[_Line]) -> _Line:
    return max(lines, key=lambda line: (not line.leans, line.score))


def _standing(lines: Iterable[_Line]) -> Iterator[_Line]:
    """Leave out a sentence that leans on one that was left out."""
    position = None
    for line in lines:
        if position is None or line.position == position + 1 or not line.leans:
            position = line.position
            yield line


def _differing(
    picked: Sequence[tuple[_Line, Place]], sections: Sequence[_Section]
) -> list[tuple[_Line, Place]]:
    """Find another document of the council that names another figure for what the answer says."""
    for said, _ in picked:
        if said.passage.owner == NATIONAL:
            continue
        for section in sections:
            if not section.is_own or section.passage.doc == said.passage.doc or section.chance < _COUNTERPART:
                continue
            for line in section.lines:
                near = float(line.vector @ said.vector) >= _SAME_MATTER
                if near and wording.names_other_figures(line.text, said.text):
                    return [(line, Place.DIFFERS)]
    return []


def _more(picked: Sequence[tuple[_Line, Place]], sections: Sequence[_Section]) -> list[tuple[_Line, Place]]:
    """Add what changes the answer and what to do: of the section that leads, and of others that answer as well."""
    said = [line for line, _ in picked]
    bar = 0.6 * max(line.score for line in said)
    left = dict(_MOST)
    added: list[tuple[_Line, Place]] = []
    for section in sections:
        leads = any(line.passage.id == section.passage.id for line in said)
        if not leads and section.chance < _ALSO:
            continue
        taken = 0
        for line in section.lines if leads else sorted(section.lines, key=lambda line: -line.score):
            place = wording.place_of(line.text)
            others = [*said, *(other for other, _ in added)]
            if (
                line.score < bar
                or line.leans
                or not left[place]
                or (place is Place.MORE and not leads and line.score < 1.3 * bar)
                or any(line is other or float(line.vector @ other.vector) > _SAME for other in others)
            ):
                continue
            left[place] -= 1
            added.append((line, place))
            taken += 1
            if taken == (3 if leads else 1):
                break
    return added


def _claim(line: _Line, place: Place, *, keeps_answer: bool) -> Claim:
    quote = wording.bare(line.text, keep_answer=keeps_answer)
    return Claim(text=wording.begun(quote), quote=quote, passage=line.passage, place=place)
