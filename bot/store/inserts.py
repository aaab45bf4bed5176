"""Insert a row unless one with the same key is there."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.store.tables import Base

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_once(session: Session, row: type[Base], **values: Any) -> bool:
    """Insert a row; False when a row with the same key is there already."""
    insert: Any = _INSERT[session.get_bind().dialect.name]
    key = next(iter(row.__table__.primary_key))
    written = session.execute(insert(row).values(**values).on_conflict_do_nothing().returning(key))
    return written.first() is not None
