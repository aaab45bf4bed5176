"""respond(): from a question to a cited answer, in the order in which things happen."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Protocol

from bot.answering import gate, relevance, render, scope, screen, verify
from bot.answering.calm import Calm, asks_for_states
from bot.answering.claims import Claim
from bot.answering.compose import compose
from bot.answering.extract import extract
from bot.answering.gate import Verdict
from bot.answering.relevance import Read
from bot.clock import Clock
from bot.council import Council
from bot.draft import Draft
from bot.errors import ModelError
from bot.house import House
from bot.house_file import HouseText
from bot.llm import LanguageModel
from bot.models import Composer, Level, Outcome, Question, Reply, Risk
from bot.privacy.redact import Redactor
from bot.triage.assess import Triage
from bot.triage.mask import mask
from bot.triage.reading import read
from bot.triage.sentences import join, sentences
from knowledge.index import Index
from knowledge.lending import Lending
from knowledge.retrieve import Retriever
from knowledge.source_list import Tier

log = logging.getLogger(__name__)

_FOUND = 10
# What becomes of a message that is held back; the others are declined.
_OUTCOMES = {"unclear": Outcome.CLARIFY, "off_topic": Outcome.OUT_OF_SCOPE}


class Handover(Protocol):
    """Passes a risky story on; the command line's says what Slack would have done."""

    def open(self, question: Question, risk: Risk, said: HouseText | None) -> tuple[str | None, str]:
        """Return the case's number, if one was opened, and what the member is told about it.

        `said` is the fixed text that the member is given, if it is one.
        """


class Conversation:
    """Everything that one answer needs, built once."""

    def __init__(
        self,
        *,
        triage: Triage,
        lending: Lending,
        council: Council,
        house: House,
        handover: Handover,
        clock: Clock,
        redactor: Redactor,
        model: LanguageModel | None = None,
    ) -> None:
        self._triage = triage
        self._lending = lending
        self._council = council
        self._house = house
        self._handover = handover
        self._clock = clock
        self._redactor = redactor
        self._model = model

    def respond(self, question: Question) -> Reply:
        """Answer one question, from one generation of the index."""
        with self._lending.lend() as index:
            return self._respond(Draft(question), Retriever(index))

    def _respond(self, reply: Draft, retriever: Retriever) -> Reply:
        question = reply.question
        screened = screen.read(question.text)
        if scope.is_courtesy(screened.text):
            # "Thanks" tells nothing new, whatever was told before it.
            return self._canned(reply, Outcome.CLARIFY, "courtesy")
        heard = () if question.passed_on else question.thread
        risk = reply.timed("triage", lambda: self._triage.assess(screened.text, heard))
        reply.risk = risk
        if risk.level in (Level.ESCALATE, Level.URGENT):
            return self._advise_and_hand_over(reply)
        if screened.reason:
            return self._canned(reply, Outcome.UNREADABLE, screened.reason)
        if risk.origin_only:
            return self._say_house_text(reply, self._house.fixed("origin_only"), reason="origin_only")
        if held := scope.reason_to_hold_back(
            screened.text,
            plain_text(screened.text),
            retriever.index,
            in_thread=bool(question.thread),
            passed_on=question.passed_on,
        ):
            if held in scope.ABOUT_US:
                return self._say_house_text(reply, self._house.fixed(held), reason=held)
            return self._canned(reply, _OUTCOMES.get(held, Outcome.DECLINED), held)

        searched = retriever.mended(searched_text(screened.text, question.thread), question.council)
        hits = reply.timed("retrieve", lambda: retriever.search(searched, council=question.council, k=_FOUND))
        found = reply.timed("retrieve", lambda: relevance.read(searched, hits, retriever.index))
        if gate.asks_for_unheld_council(screened.text, found):
            return self._canned(reply, Outcome.NO_SOURCE, "council_policy_not_held")
        verdict = gate.judge(searched, found, retriever.index)
        if verdict is Verdict.NOTHING:
            return self._nothing_found(reply, searched, retriever.index)

        calm = Calm(screened.text, risk.level)
        passages = [hit.passage for hit in hits]
        for composer, claims in self._composed(reply, screened.text, searched, found, calm):
            proved = reply.timed("verify", partial(verify.check, claims, passages, screened.text)).claims
            if composer is Composer.MODEL:
                # Extraction has left them out already, and knows which heading was asked.
                proved = tuple(claim for claim in proved if calm.allows(claim.text))
            if proved:
                return self._answer(reply, composer, proved, retriever.index, verdict)
        return self._nothing_found(reply, searched, retriever.index)

    def hear(self, text: str) -> Risk:
        """Judge the risk in words that ask for no answer."""
        return self._triage.assess(screen.read(text).text, ())

    def _composed(
        self,
        reply: Draft,
        question: str,
        searched: str,
        found: Sequence[Read],
        calm: Calm,
    ) -> Iterator[tuple[Composer, Sequence[Claim]]]:
        """Yield the model's claims, if there is a model and it answers, and then the extracted ones.

        Extraction is the fallback: it is done only when nothing of the model's was proved.
        """
        if self._model:
            model, passages = self._model, [one.passage for one in found]
            try:
                yield (
                    Composer.MODEL,
                    reply.timed("compose", lambda: compose(question, passages, model, self._redactor)),
                )
            except ModelError as error:
                log.warning("%s Answering by extraction.", error.message)
        yield (
            Composer.EXTRACT,
            reply.timed("compose", lambda: extract(searched, found, calm)),
        )

    def _answer(
        self, reply: Draft, composer: Composer, claims: Sequence[Claim], index: Index, verdict: Verdict
    ) -> Reply:
        rendered = render.render(claims, index.sources)
        blocks = [rendered.text]
        reason = "nearest" if verdict is Verdict.NEAREST else None
        if reason:
            blocks.insert(0, self._house.canned(reason))
        if any(source.tier is Tier.LAW for citation in rendered.citations for source in citation.sources):
            blocks.append(self._house.canned("not_legal_advice"))
        # The note on koha says all of it itself.
        if scope.speaks_of_koha(reply.question.text) and "kaumātua" not in rendered.text:
            blocks.append(self._house.canned("koha"))
        if scope.speaks_of_strain(reply.question.text) and "1737" not in rendered.text:
            blocks.insert(0, self._house.canned("support"))
        said = self._with_handover(reply, "\n\n".join(blocks))
        return reply.finish(
            Outcome.ANSWERED, said, reason=reason, composer=composer, citations=rendered.citations
        )

    def _advise_and_hand_over(self, reply: Draft) -> Reply:
        """Give the approved fixed text and hand over, in the same breath."""
        if reply.risk.danger:
            return self._say_house_text(
                reply, self._house.danger(reply.risk.danger, self._council, self._clock.now())
            )
        return self._say_house_text(
            reply, self._house.interim([indicator.id for indicator in reply.risk.indicators])
        )

    def _say_house_text(self, reply: Draft, text: HouseText, reason: str | None = None) -> Reply:
        """Say a fixed text word for word, and what becomes of the story."""
        rendered = render.render_house(text)
        blocks = [rendered.text]
        if reason in scope.ABOUT_US and scope.speaks_of_strain(reply.question.text):
            blocks.insert(0, self._house.canned("support"))
        said = self._with_handover(reply, "\n\n".join(blocks), text)
        return reply.finish(
            Outcome.ANSWERED, said, reason=reason, composer=Composer.HOUSE, citations=rendered.citations
        )

    def _nothing_found(self, reply: Draft, text: str, index: Index) -> Reply:
        if scope.speaks_of_koha(text):
            return self._say_house_text(reply, self._house.fixed("koha"), reason="koha")
        if scope.speaks_of_strain(text):
            return self._say_house_text(reply, self._house.fixed("support"), reason="support")
        if not scope.in_field(text):
            return self._canned(reply, Outcome.OUT_OF_SCOPE, "off_topic")
        return self._canned(reply, Outcome.NO_SOURCE, "nothing_found", searched=self._searched_places(index))

    def _canned(self, reply: Draft, outcome: Outcome, reason: str, **slots: str) -> Reply:
        said = self._with_handover(reply, self._house.canned(reason, **slots))
        return reply.finish(outcome, said, reason=reason)

    def _with_handover(self, reply: Draft, text: str, said: HouseText | None = None) -> str:
        """Add what becomes of a story that is, or may be, a risk."""
        if reply.risk.level is Level.NONE:
            return text
        reply.case, told = self._handover.open(reply.question, reply.risk, said)
        return f"{text}\n\n{told}" if told else text

    def _searched_places(self, index: Index) -> str:
        own = index.manifest.owners.get(self._council.slug, 0)
        places = "our notes on national guidance, the law and threat reports"
        return f"{places}, and your council's own policies" if own else places


def plain_text(text: str) -> str:
    """Return a message as triage reads it whole, so that its vector is at hand: names and origins are hidden."""
    parts = sentences(read(text))
    return join(parts).text if parts else ""


def searched_text(text: str, thread: Sequence[str]) -> str:
    """Return what is searched for an answer: the message and the turn before it, masked.

    Origins are left out, so that a swap of the country finds the same passages. Only a question about a
    state itself keeps them.
    """
    joined = joined_turns(text, thread)
    return joined if asks_for_states(text) else mask(joined)


def joined_turns(text: str, thread: Sequence[str]) -> str:
    """Return a message after the turn before it, both cleaned."""
    return "\n".join(screen.clean(turn) for turn in (*thread[-1:], text))
