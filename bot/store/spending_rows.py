"""What the language model used in a day: one row, shared by all processes, and kept through a restart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.errors import StoreError
from bot.spent import Tokens
from bot.store.database import Database
from bot.store.inserts import insert_once
from bot.store.tables import ModelSpending


class SpendingRows:
    """A `bot.budget.Ledger` on the rows of one council."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def book(self, day: str, tokens: Tokens, may_be: Callable[[Tokens], bool]) -> bool:
        with _named_errors(), self._database.write() as session:
            row = self._row(session, day)
            total = Tokens(row.tokens_read, row.tokens_written).plus(tokens)
            if not may_be(total):
                return False
            row.tokens_read, row.tokens_written = total
            return True

    def correct(self, day: str, by: Tokens) -> None:
        with _named_errors(), self._database.write() as session:
            row = self._row(session, day)
            row.tokens_read, row.tokens_written = Tokens(row.tokens_read, row.tokens_written).plus(by)

    def spent(self, day: str) -> Tokens:
        with _named_errors(), self._database.read() as session:
            row = session.get(ModelSpending, (self._database.council, day))
            return Tokens(row.tokens_read, row.tokens_written) if row else Tokens()

    def _row(self, session: Session, day: str) -> ModelSpending:
        """Return the row of a day, made when it is the first; nobody else changes it in this transaction."""
        council = self._database.council
        insert_once(session, ModelSpending, council=council, day=day, tokens_read=0, tokens_written=0)
        return session.get_one(ModelSpending, (council, day), with_for_update=True)


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError(f"The database cannot be used ({type(error).__name__}).") from error
