"""What is said around the sentences of an answer: in which manner it was asked for, how sure it is, what else is due."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from bot import te_reo
from bot.answering import scope, telling, translate
from bot.answering.gate import Verdict
from bot.answering.manners import Manner
from bot.answering.render import Rendered
from bot.answering.turns import Turn
from bot.errors import ModelError
from bot.house import House
from bot.llm import LanguageModel
from bot.models import Composer
from knowledge.source_list import Tier

log = logging.getLogger(__name__)


class Voice:
    """Puts fixed texts of the house around what was proved."""

    def __init__(self, house: House, model: LanguageModel | None) -> None:
        self._house = house
        self._model = model

    def said(self, rendered: Rendered, turn: Turn, composer: Composer, verdict: Verdict) -> str:
        """Return the whole text of an answer."""
        blocks = self._in_manner(rendered, turn.manner, composer)
        if verdict is Verdict.NEAREST:
            blocks.insert(0, self._house.canned("nearest"))
        if any(source.tier is Tier.LAW for citation in rendered.citations for source in citation.sources):
            blocks.append(self._house.canned("not_legal_advice"))
        # The note on koha says all of it itself.
        if scope.speaks_of_koha(turn.asked) and "kaumātua" not in rendered.text:
            blocks.append(self._house.canned("koha"))
        if scope.speaks_of_strain(turn.asked) and "1737" not in rendered.text:
            blocks.insert(0, self._house.canned("support"))
        return "\n\n".join(blocks)

    def _in_manner(self, rendered: Rendered, manner: Manner, composer: Composer) -> list[str]:
        if manner is Manner.QUOTED:
            return [self._house.canned("quoted"), telling.quoted(rendered)]
        if manner is Manner.PLAIN and composer is Composer.EXTRACT:
            return [self._house.canned("plainer"), rendered.text]
        if manner is Manner.TE_REO:
            return list(self._in_te_reo(rendered))
        return [rendered.text]

    def _in_te_reo(self, rendered: Rendered) -> Sequence[str]:
        """Return an answer in te reo by machine, and marked so, above its English; else what a translator wrote."""
        try:
            if self._model and (made := translate.translated(rendered, self._model)):
                return (self._house.canned("te_reo_by_machine"), made, rendered.text)
        except ModelError as error:
            log.warning("%s Answering in English.", error.message)
        phrases = te_reo.phrases()
        if phrases.is_draft:
            return (self._house.canned("te_reo_waits"), rendered.text)
        return (phrases.dressed(rendered.text),)
