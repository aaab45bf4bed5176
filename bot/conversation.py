"""respond(): from a question to a cited answer, in the order in which things happen."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Protocol

from bot.answering import clarify, gate, render, scope, screen, searching, telling, turns, verify
from bot.answering.calm import Calm
from bot.answering.claims import Claim
from bot.answering.compose import compose, prompts_version
from bot.answering.extract import extract
from bot.answering.gate import Verdict
from bot.answering.searching import Found
from bot.answering.turns import Kind, Turn
from bot.clock import Clock
from bot.council import Council
from bot.draft import Draft
from bot.errors import ModelError
from bot.house import House
from bot.house_file import HouseText
from bot.llm import LanguageModel
from bot.models import Composer, Level, ModelUsed, Outcome, Question, Reply, Risk
from bot.privacy.redact import Redactor
from bot.triage.assess import Triage
from bot.triage.reading import read
from bot.triage.sentences import join, sentences
from bot.voice import Voice
from knowledge.index import Index
from knowledge.lending import Lending
from knowledge.retrieve import Retriever

log = logging.getLogger(__name__)

# What becomes of a message that is held back; the others are declined.
_OUTCOMES = {"unclear_again": Outcome.CLARIFY, "off_topic": Outcome.OUT_OF_SCOPE}
# A bare yes or no answers something: a person is listened to, and nothing is searched.
_BARE_ANSWERS = {Kind.YES: "go_on", Kind.NO: "all_right"}


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
        self._voice = Voice(house, model)

    def respond(self, question: Question) -> Reply:
        """Answer one question, from one generation of the index."""
        with self._lending.lend() as index:
            return self._respond(Draft(question), Retriever(index))

    def _respond(self, reply: Draft, retriever: Retriever) -> Reply:
        question = reply.question
        screened = screen.read(question.text)
        turn = turns.read(screened.text, question.thread)
        if turn.kind is Kind.COURTESY:
            # "Thanks" tells nothing new, whatever was told before it.
            return self._canned(reply, Outcome.CLARIFY, "courtesy")
        told, heard = clarify.own_words(screened.text, () if question.passed_on else question.thread)
        risk = reply.timed("triage", lambda: self._triage.assess(told, heard))
        reply.risk = risk
        if risk.level in (Level.ESCALATE, Level.URGENT):
            return self._say_house_text(reply, self._advice(risk))
        if screened.reason:
            return self._canned(reply, Outcome.UNREADABLE, screened.reason)
        if risk.origin_only:
            return self._say_house_text(reply, self._house.fixed("origin_only"), reason="origin_only")
        if turn.kind in _BARE_ANSWERS:
            return self._canned(reply, Outcome.CLARIFY, _BARE_ANSWERS[turn.kind])
        if turn.kind is Kind.SAME and question.passed_on:
            before = self._triage.assess(turn.asked)
            if before.level in (Level.ESCALATE, Level.URGENT):
                # It has been passed on; its fixed advice is said again, in no other words.
                return self._say_house_text(reply, self._advice(before))
        if held := self._reason_to_hold_back(screened.text, turn, question.passed_on, retriever.index):
            return self._hold_back(reply, held)

        found = reply.timed("retrieve", lambda: searching.find(turn, question.council, retriever))
        if gate.asks_for_unheld_council(turn.about[-1], found.passages):
            return self._canned(reply, Outcome.NO_SOURCE, "council_policy_not_held")
        if found.verdict is Verdict.NOTHING:
            return self._nothing_found(reply, found.searched, retriever.index)

        calm = Calm(turn.asked, risk.level)
        passages = [one.passage for one in found.passages]
        for composer, composed in self._composed(reply, turn, found, calm):
            claims = telling.told(composed, turn.manner, calm)
            proved = reply.timed("verify", partial(verify.check, claims, passages, turn.asked)).claims
            if composer is Composer.MODEL:
                # Extraction has left them out already, and knows which heading was asked.
                proved = tuple(claim for claim in proved if calm.allows(claim.text))
            if proved:
                return self._answer(reply, composer, turn, proved, found, retriever.index)
        return self._nothing_found(reply, found.searched, retriever.index)

    def hear(self, text: str) -> Risk:
        """Judge the risk in words that ask for no answer."""
        return self._triage.assess(screen.read(text).text, ())

    def _composed(
        self,
        reply: Draft,
        turn: Turn,
        found: Found,
        calm: Calm,
    ) -> Iterator[tuple[Composer, Sequence[Claim]]]:
        """Yield the model's claims, if there is a model and it answers, and then the extracted ones.

        Extraction is the fallback: it is done only when nothing of the model's was proved. Of an answer that
        was cut, the claims that had come stand.
        """
        if self._model:
            reply.model = ModelUsed(name=self._model.name, prompts=prompts_version())
            passages = [one.passage for one in found.passages]
            question = telling.question_for_model(turn.asked, turn.manner)
            composed: list[Claim] = []
            try:
                claims = compose(question, passages, self._model, self._redactor)
                reply.timed("compose", lambda: composed.extend(claims))
            except ModelError as error:
                log.warning("%s", error)
            yield Composer.MODEL, composed
        yield (
            Composer.EXTRACT,
            reply.timed("compose", lambda: extract(found.searched, found.passages, calm)),
        )

    def _answer(
        self,
        reply: Draft,
        composer: Composer,
        turn: Turn,
        claims: Sequence[Claim],
        found: Found,
        index: Index,
    ) -> Reply:
        rendered = render.render(claims, index.sources)
        said = self._voice.said(rendered, turn, composer, found.verdict)
        return reply.finish(
            Outcome.ANSWERED,
            self._with_handover(reply, said),
            reason="nearest" if found.verdict is Verdict.NEAREST else None,
            composer=composer,
            citations=rendered.citations,
        )

    def _advice(self, risk: Risk) -> HouseText:
        """Return the approved fixed text for a story."""
        if risk.danger:
            return self._house.danger(risk.danger, self._council, self._clock.now())
        return self._house.interim([indicator.id for indicator in risk.indicators])

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

    def _reason_to_hold_back(self, text: str, turn: Turn, passed_on: bool, index: Index) -> str | None:
        """Return the canned reason for a message that is not answered from the library, or None."""
        if not turn.about:
            return "unclear"
        if turn.kind is Kind.SAME:
            # What was not answered is not answered in another manner.
            text = turn.asked
        in_thread = bool(turn.before) or len(turn.about) > 1
        if reason := scope.reason_to_hold_back(
            text, plain_text(text), index, in_thread=in_thread, passed_on=passed_on
        ):
            return "unclear_again" if (reason, turn.kind) == ("unclear", Kind.SAME) else reason
        is_unclear = partial(_is_unclear, index=index)
        return "unclear_again" if clarify.is_unclear_again(turn.about, is_unclear) else None

    def _hold_back(self, reply: Draft, reason: str) -> Reply:
        """Say why a message is not answered from the library; of an unclear one, what it may be about."""
        if reason in scope.ABOUT_US:
            return self._say_house_text(reply, self._house.fixed(reason), reason=reason)
        if reason != "unclear":
            return self._canned(reply, _OUTCOMES.get(reason, Outcome.DECLINED), reason)
        choices = clarify.choices_for(reply.question.text)
        said = self._house.canned(reason, choices=clarify.in_words(choices))
        return reply.finish(Outcome.CLARIFY, self._with_handover(reply, said), reason=reason, choices=choices)

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
    """Return what is searched for an answer: what a message asks in its thread, masked."""
    return searching.masked(turns.read(text, thread).searched or screen.clean(text))


def _is_unclear(text: str, index: Index) -> bool:
    """Return whether a text by itself says too little to be searched."""
    return scope.reason_to_hold_back(text, plain_text(text), index, in_thread=False) == "unclear"
