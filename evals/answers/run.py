"""Does the assistant answer what it should, at once, from its sources, calmly, and hold its tongue otherwise?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from pydantic import BaseModel, ConfigDict

from bot.app import App
from bot.conversation import searched_text
from bot.house import House
from bot.models import Composer, Outcome, Question, Reply
from evals.answers.data import AnswerRow, Kind, rows
from evals.answers.lead import contradicts, leads
from evals.answers.score import Texts, alarms, cites_one_of, missing_facts, stray_numbers, unproved
from evals.answers.support import Judged, judge, without_fixed
from evals.evaluation import Evaluation
from evals.measures import Measure, share
from knowledge.index import Index

_SHOWN = 3


class AnswerResult(BaseModel):
    """What became of one message, and what was wrong with it; `found` is for finding out why.

    `contradicts`: None where no first word was marked. `sentences`: those of a composed answer, judged.
    """

    model_config = ConfigDict(frozen=True)
    id: str
    text: str
    kind: Kind | None
    expect: Outcome
    calm: bool
    missing: tuple[str, ...]
    leads: bool
    contradicts: bool | None
    cited: bool
    sentences: tuple[Judged, ...]
    unproved: tuple[str, ...]
    stray: tuple[str, ...]
    alarms: tuple[str, ...]
    found: tuple[str, ...]
    reply: Reply

    @property
    def answered(self) -> bool:
        return self.reply.outcome is Outcome.ANSWERED

    @property
    def sure(self) -> bool:
        """Answered, and not said to be the nearest only."""
        return self.answered and self.reply.reason != "nearest"

    @property
    def complete(self) -> bool:
        return self.answered and not self.missing


def evaluate(app: App) -> Evaluation:
    """Ask the held-out questions and score the replies."""
    return over(app, rows())


def over(app: App, questions: Sequence[AnswerRow]) -> Evaluation:
    """Ask questions of a conversation that opens no case, and score the replies."""
    conversation = app.conversation()
    retriever = app.retriever
    council = app.council
    house = House.load(app.settings.council_dir)
    indexed = texts_of(retriever.index)
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
    wrong = tuple(unproved(reply.citations, indexed, is_house_text))
    # "It is the nearest that I hold" comes before the answer and is none.
    said = without_fixed(reply.answer, is_house_text) or reply.answer
    return AnswerResult(
        id=row.id,
        text=row.text,
        kind=row.kind,
        expect=row.expect,
        calm=row.calm,
        missing=tuple(missing_facts(reply.answer, row.facts)),
        leads=leads(said, row.facts),
        contradicts=contradicts(said, row.first) if row.first else None,
        cited=cites_one_of(reply, row.sources),
        sentences=tuple(_judged(reply, wrong, is_house_text)),
        unproved=wrong,
        stray=tuple(stray_numbers(reply)),
        alarms=tuple(alarms(reply)) if row.calm else (),
        found=tuple(found),
        reply=reply,
    )


def summary(results: Sequence[AnswerResult]) -> list[Measure]:
    """Return the figures of all replies, then those of each kind of message."""
    answerable, others = _by_expectation(results)
    answered = [result for result in results if result.answered]
    opened = [result for result in answered if result.contradicts is not None]
    quotes = [quote in result.unproved for result in results for quote in _quotes(result)]
    sentences = [sentence for result in results for sentence in result.sentences]
    return [
        share("expected facts present", (result.complete for result in answerable)),
        share("lead answers", (result.answered and result.leads for result in answerable)),
        share("right first word", (not result.contradicts for result in opened)),
        share("expected source cited", (result.cited for result in answerable)),
        share("answers when it should", (result.answered for result in answerable)),
        share("answers without a doubt when it should", (result.sure for result in answerable)),
        share("abstains when it should", (not result.answered for result in others)),
        share("abstains or doubts when it should", (not result.sure for result in others)),
        share("outcome as expected", (result.reply.outcome is result.expect for result in results)),
        share("quotes that stand in the index", (not bad for bad in quotes)),
        share("answers without a stray number", (not result.stray for result in answered)),
        share("citation recall", (sentence.supported for sentence in sentences)),
        share("citation precision", (useful for sentence in sentences for useful in sentence.useful)),
        share("calm answers", (not result.alarms for result in answered if result.calm)),
        *(measure for kind in Kind for measure in _of_kind(results, kind)),
    ]


def _of_kind(results: Sequence[AnswerResult], kind: Kind) -> list[Measure]:
    """Return the figures of one kind that say something: none where no message is of that kind."""
    answerable, others = _by_expectation([result for result in results if result.kind is kind])
    measures = []
    if answerable:
        measures.append(share(f"expected facts present, {kind}", (result.complete for result in answerable)))
        measures.append(share(f"answers when it should, {kind}", (result.answered for result in answerable)))
    if others:
        measures.append(share(f"abstains when it should, {kind}", (not result.answered for result in others)))
        measures.append(share(f"abstains or doubts, {kind}", (not result.sure for result in others)))
    return measures


def _by_expectation(results: Sequence[AnswerResult]) -> tuple[list[AnswerResult], list[AnswerResult]]:
    """Part the messages that should be answered from those that should not."""
    answerable = [result for result in results if result.expect is Outcome.ANSWERED]
    return answerable, [result for result in results if result.expect is not Outcome.ANSWERED]


def _judged(reply: Reply, wrong: Sequence[str], is_house_text: Callable[[str], bool]) -> list[Judged]:
    """Judge the sentences of a composed answer; a quote that does not stand in the index proves nothing."""
    if reply.composer not in (Composer.EXTRACT, Composer.MODEL):
        return []
    quotes = {citation.n: citation.quote for citation in reply.citations if citation.quote not in wrong}
    return judge(without_fixed(reply.answer, is_house_text), quotes)


def _quotes(result: AnswerResult) -> list[str]:
    return [citation.quote for citation in result.reply.citations]
