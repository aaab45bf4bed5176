"""How conversations are followed: `python -m evals.answers.threads [--held]`; it prints what went wrong.

threads.jsonl has two halves: `tune`, and `held` for one look at the end.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Literal

from bot import settings
from bot.answering import turns
from bot.answering.manners import Manner
from bot.answering.turns import Kind
from bot.app import App
from bot.conversation import Conversation
from bot.models import Level, Outcome, Question, Reply
from evals import report
from evals.dataset import Row, load
from evals.measures import Measure, share


class ThreadRow(Row):
    """A message in its thread.

    `turn` and `manner`: what it is. `sections`: an answer should cite one of them. `level`: it tells a story,
    which must be heard as at least this. `expect`: what becomes of it, where that is no answer.
    """

    half: Literal["tune", "held"]
    thread: tuple[str, ...]
    text: str
    turn: Kind
    manner: Manner = Manner.WHOLE
    sections: tuple[str, ...] = ()
    level: Level | None = None
    expect: Outcome | None = None


_ORDER = list(Level)


def rows(half: str) -> tuple[ThreadRow, ...]:
    """Return the rows of one half."""
    return tuple(row for row in load("answers", ThreadRow, "threads") if row.half == half)


def measures(conversation: Conversation, asked: Sequence[ThreadRow]) -> tuple[list[Measure], list[str]]:
    """Return the figures, and a line for each thing that went wrong."""
    kinds, cited, led, heard, expected = [], [], [], [], []
    wrong: list[str] = []
    for row in asked:
        reply = conversation.respond(Question(id=row.id, text=row.text, thread=row.thread))
        turn = turns.read(row.text, row.thread)
        if row.level:
            heard.append(_ORDER.index(reply.risk.level) >= _ORDER.index(row.level))
            wrong += [f"{row.id} heard as {reply.risk.level}: {row.text}"] * (not heard[-1])
            continue
        kinds.append((turn.kind, turn.manner) == (row.turn, row.manner))
        wrong += [f"{row.id} read as {turn.kind}, {turn.manner}: {row.text}"] * (not kinds[-1])
        if row.expect:
            expected.append(reply.outcome is row.expect)
            wrong += [f"{row.id} became {reply.outcome}: {row.text}"] * (not expected[-1])
        if row.sections:
            found = list(_sections(reply))
            cited.append(bool(set(found) & set(row.sections)))
            led.append(found[:1] != [] and found[0] in row.sections)
            wrong += [f"{row.id} cites {found[:3]}: {row.text} {turn.about}"] * (not led[-1])
    shares = [
        share("kind of turn", kinds),
        share("section cited", cited),
        share("section leads", led),
        share("stories heard", heard),
        share("outcome", expected),
    ]
    return shares, wrong


def _sections(reply: Reply) -> Iterator[str]:
    for citation in reply.citations:
        yield citation.section.split(" > ")[-1]


def main() -> None:
    """Print the figures of one half, and what went wrong in it."""
    half = "held" if "--held" in sys.argv else "tune"
    found, wrong = measures(App(settings.load()).conversation(), rows(half))
    sys.stdout.write(report.table(half, found) + "\n" + "\n".join(wrong) + "\n")


if __name__ == "__main__":
    main()
