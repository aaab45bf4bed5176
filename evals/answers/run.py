"""Does the assistant answer what it should, from its sources, calmly, and hold its tongue otherwise?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from pydantic import BaseModel, ConfigDict

from bot.app import App
from bot.conversation import searched_text
from bot.house import House
from bot.models import Outcome, Question, Reply
from evals.answers.data import AnswerRow, rows
from evals.answers.score import Texts, alarms, cites_one_of, missing_facts, stray_numbers, unproved
from evals.evaluation import Evaluation
from evals.measures import Measure, share
from knowledge.index import Index

_SHOWN = 3


class AnswerResult(BaseModel):
    """What became of one message, and what was wrong with it; `found` is for finding out why."""

    model_config = ConfigDict(frozen=True)
    id: str
    text: str
    expect: Outcome
    calm: bool
    missing: tuple[str, ...]
    cited: bool
    unproved: tuple[str, ...]
    stray: tuple[str, ...]
    alarms: tuple[str, ...]
    found: tuple[str, ...]
    reply: Reply

    @property
    def answered(self) -> bool:
        return self.reply.outcome is Outcome.ANSWERED


def evaluate(app: App) -> Evaluation:
    """Ask every question of a conversation that opens no case, and score the replies."""
    conversation = app.conversation()
    retriever = app.retriever
    council = app.council
    house = House.load(app.settings.council_dir)
    indexed = texts_of(retriever.index)
    questions = rows()
    results = []
    with app.bar("Asking questions") as bar:
        for done, row in enumerate(questions, 1):
            question = Question(id=row.id, text=row.text, thread=row.thread, council=council.slug)
            reply = conversation.respond(question)
            hits = retriever.search(searched_text(row.text, row.thread), council=council.slug, k=_SHOWN)
            found = [f"{hit.passage.doc} > {hit.passage.section} ({hit.nearness:.2f})" for hit in hits]
            results.append(score(row, reply, indexed, lambda text: house.is_house_text(text, council), found))
            bar.show(done, len(questions))
    return Evaluation(tuple(summary(results)), tuple(results))


def texts_of(index: Index) -> Texts:
    """Return the texts of an index by document and section."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for passage in index.passages:
        texts[passage.doc, passage.section].append(passage.text)
    return texts


def score(
    row: AnswerRow,
    reply: Reply,
    indexed: Texts,
    is_house_text: Callable[[str], bool],
    found: Sequence[str] = (),
) -> AnswerResult:
    """Compare a reply with what was expected."""
    return AnswerResult(
        id=row.id,
        text=row.text,
        expect=row.expect,
        calm=row.calm,
        missing=tuple(missing_facts(reply.answer, row.facts)),
        cited=cites_one_of(reply, row.sources),
        unproved=tuple(unproved(reply.citations, indexed, is_house_text)),
        stray=tuple(stray_numbers(reply)),
        alarms=tuple(alarms(reply)) if row.calm else (),
        found=tuple(found),
        reply=reply,
    )


def summary(results: Sequence[AnswerResult]) -> list[Measure]:
    """Return the figures of all replies."""
    answerable = [result for result in results if result.expect is Outcome.ANSWERED]
    others = [result for result in results if result.expect is not Outcome.ANSWERED]
    answered = [result for result in results if result.answered]
    quotes = [quote in result.unproved for result in results for quote in _quotes(result)]
    return [
        share("expected facts present", (result.answered and not result.missing for result in answerable)),
        share("expected source cited", (result.cited for result in answerable)),
        share("answers when it should", (result.answered for result in answerable)),
        share("abstains when it should", (not result.answered for result in others)),
        share("outcome as expected", (result.reply.outcome is result.expect for result in results)),
        share("quotes that stand in the index", (not bad for bad in quotes)),
        share("answers without a stray number", (not result.stray for result in answered)),
        share("calm answers", (not result.alarms for result in answered if result.calm)),
    ]


def _quotes(result: AnswerResult) -> list[str]:
    return [citation.quote for citation in result.reply.citations]
