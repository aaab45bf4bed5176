"""The pointer of a search index that several hosts share: one row for each generation that was published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.errors import IndexRaceError, StoreError
from bot.store.database import Database
from bot.store.tables import IndexGeneration

# The one before stays, for those who still search it.
_KEPT = 2


class IndexRows:
    """A `knowledge.pointer.Pointer` on the rows of one council."""

    is_shared = True

    def __init__(self, database: Database) -> None:
        self._database = database

    def kept(self) -> Sequence[str]:
        with _named_errors(), self._database.read() as session:
            return [row.name for row in self._rows(session)[:_KEPT]]

    def digest(self, name: str) -> str | None:
        with _named_errors(), self._database.read() as session:
            return next((row.digest for row in self._rows(session) if row.name == name), None)

    def publish(
        self, name: str, *, built_at: datetime, embedder: str, digest: str, after: str | None
    ) -> Sequence[str]:
        with _named_errors(), self._database.write() as session:
            rows = self._rows(session)
            if after != (rows[0].name if rows else None):
                raise _race()
            session.add(
                IndexGeneration(
                    council=self._database.council,
                    number=rows[0].number + 1 if rows else 1,
                    name=name,
                    built_at=built_at,
                    embedder=embedder,
                    digest=digest,
                )
            )
        return [row.name for row in rows[_KEPT - 1 :]]

    def forget(self, names: Iterable[str]) -> None:
        council = self._database.council
        with _named_errors(), self._database.write() as session:
            session.execute(
                delete(IndexGeneration).where(
                    IndexGeneration.council == council, IndexGeneration.name.in_(list(names))
                )
            )

    def _rows(self, session: Session) -> Sequence[IndexGeneration]:
        council = self._database.council
        return session.scalars(
            select(IndexGeneration)
            .where(IndexGeneration.council == council)
            .order_by(IndexGeneration.number.desc())
        ).all()


def _race() -> IndexRaceError:
    return IndexRaceError(
        "Another host published an index meanwhile; what was built here is discarded.",
        "If it lacks documents of this host, run: council-guide index build",
    )


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise _race() from error
    except SQLAlchemyError as error:
        raise StoreError(f"The database cannot be used ({type(error).__name__}).") from error
