"""Corrections: whoever got an answer from a source that is used no more, or says it no more, is told once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.models import Reply
from bot.store.database import Database
from bot.store.notices import NoticeKind, body_name, tell
from bot.store.tables import Notice

# When answers were given that cite a document, by that document.
Cited = dict[str, list[datetime]]


class Corrections:
    """Looks through the answers that are still kept; those within cases are left to their liaison."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def cited(self) -> Cited:
        """Return when the kept answers were given, by each document that they cite."""
        cited: Cited = {}
        with self._database.read() as session:
            for notice, reply in self._answers(session):
                for doc in {citation.doc for citation in reply.citations}:
                    cited.setdefault(doc, []).append(notice.created_at)
        return cited

    def tell(self, doc: str, why: str, text: str = "") -> int:
        """Correct the answers that cite a document; return how many.

        Args:
            text: the document as it stands now: an answer whose quoted words still stand in it needs no correction.
        """
        with self._database.write() as session:
            return sum(self._correct(session, notice, why) for notice in self._citing(session, doc, text))

    def _answers(self, session: Session) -> Iterator[tuple[Notice, Reply]]:
        kept = (
            select(Notice)
            .where(
                Notice.council == self._database.council,
                Notice.kind == NoticeKind.ANSWER.value,
                Notice.case_id.is_(None),
                Notice.body.is_not(None),
            )
            .order_by(Notice.seq)
        )
        for notice in session.scalars(kept).all():
            body = self._database.keys.open(notice.body or b"", body_name(notice.id))
            yield notice, Reply.model_validate_json(body)

    def _citing(self, session: Session, doc: str, text: str) -> Iterator[Notice]:
        now = _plain(text)
        for notice, reply in self._answers(session):
            quotes = [citation.quote for citation in reply.citations if citation.doc == doc]
            if quotes and not (now and all(_plain(quote) in now for quote in quotes)):
                yield notice

    def _correct(self, session: Session, notice: Notice, why: str) -> bool:
        return tell(
            session,
            notice.council,
            NoticeKind.CORRECTION,
            key=f"correction:{notice.message_id}",
            now=self._clock.now(),
            to=notice.to_id,
            message_id=notice.message_id,
            body=why,
            sealer=self._database.keys,
        )


def _plain(text: str) -> str:
    return " ".join(text.split())
