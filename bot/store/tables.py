"""The tables. Every one carries the council; words, names and Slack's ids stand in them encrypted or hashed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Index, LargeBinary, MetaData, String, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class Utc(TypeDecorator[datetime]):
    """A moment: kept in UTC without a zone, read back with it. SQLite knows no zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its zone.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None else None


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way
        datetime: Utc,
        bytes: LargeBinary,
        str: String(200),
    }


class KeyCheck(Base):
    """A known text, sealed: tells at the start whether the key file belongs to this database."""

    __tablename__ = "key_checks"
    council: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]


class Person(Base):
    """One person of a workspace: found by a keyed hash of the Slack id, which itself is sealed."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("council", "lookup"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    council: Mapped[str]
    lookup: Mapped[bytes]
    slack_id: Mapped[bytes]
    welcomed_at: Mapped[datetime | None]


class Leased:
    """Work that one process at a time may do: it takes a lease; a lapsed lease may be taken over."""

    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class Message(Leased, Base):
    """The inbox: one message that Slack delivered. `key` is where both twins of a mention meet."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("council", "key"), Index(None, "council", "thread"))
    id: Mapped[str] = mapped_column(primary_key=True)
    council: Mapped[str]
    key: Mapped[bytes]
    thread: Mapped[bytes]
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    # Sealed; emptied when the person was refused.
    body: Mapped[bytes | None]
    received_at: Mapped[datetime] = mapped_column(index=True)
    # What became of a risk (bot.escalation.models.Handed), and what the member thought of the answer.
    handed: Mapped[str | None]
    feedback: Mapped[str | None]
    # The language model that composed the answer and the version of its prompts; empty: no model did.
    model: Mapped[str | None]
    prompts: Mapped[str | None]


class Thread(Base):
    """What is remembered of a thread: that "Has something like this happened?" was asked, and the tap."""

    __tablename__ = "threads"
    council: Mapped[str] = mapped_column(primary_key=True)
    thread: Mapped[bytes] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    tapped: Mapped[str | None]


class Press(Base):
    """A press of a button or a form that was acted on: the same press acts once."""

    __tablename__ = "presses"
    council: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Case(Base):
    """One escalation. Its words are sealed with its own key; wrapped, that key stands beside them."""

    __tablename__ = "cases"
    __table_args__ = (UniqueConstraint("council", "number"), UniqueConstraint("council", "source"))
    id: Mapped[str] = mapped_column(primary_key=True)
    council: Mapped[str]
    number: Mapped[int]
    # What it was opened for, such as `message:ID`: a second try finds the case that is there.
    source: Mapped[str]
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    # Who reads it: everybody in the liaison channel (empty), or one person.
    reader_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    level: Mapped[str]
    status: Mapped[str] = mapped_column(index=True)
    named: Mapped[bool]
    words_shared: Mapped[bool]
    data_key: Mapped[bytes]
    body: Mapped[bytes]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    claimed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    claimed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class CaseEvent(Base):
    """Everything that happened to a case, in order; the detail is sealed with the case's key."""

    __tablename__ = "case_events"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    council: Mapped[str]
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime]
    # A liaison, or empty: the member, the assistant or somebody at the command line, as `kind` says.
    actor_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    detail: Mapped[bytes | None]


class Due(Base):
    """Something that is due at a time, of a case or of a message: found by the sweep, never waited for."""

    __tablename__ = "due"
    __table_args__ = (UniqueConstraint("council", "case_id", "kind", "due_at"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    council: Mapped[str]
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"))
    message_id: Mapped[str | None] = mapped_column(ForeignKey("inbox.id"))
    kind: Mapped[str]
    due_at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]


class Notice(Leased, Base):
    """The outbox: one thing to tell somebody, written with the change that it tells of.

    `lane` groups what goes to one place, so that it arrives in order. `posted` holds, sealed, the channel
    and ts that Slack gave; `failed` Slack's word for why it can never be delivered.
    """

    __tablename__ = "outbox"
    __table_args__ = (UniqueConstraint("council", "key"), Index(None, "done_at", "lane", "seq"))
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True)
    council: Mapped[str]
    # One notice for each key: what is told twice is told once.
    key: Mapped[str]
    kind: Mapped[str]
    lane: Mapped[str]
    # To one person, or (empty) to the liaison channel.
    to_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    message_id: Mapped[str | None] = mapped_column(ForeignKey("inbox.id"), index=True)
    body: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
    first_tried_at: Mapped[datetime | None]
    posted: Mapped[bytes | None]
    failed: Mapped[str | None]


class ModelSpending(Base):
    """Tokens that a language model read and wrote on one day (New Zealand's date), for all processes together."""

    __tablename__ = "model_spending"
    council: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)
    tokens_read: Mapped[int]
    tokens_written: Mapped[int]


class IndexGeneration(Base):
    """One published generation of the search index, for hosts that share it; the highest number is the current one.

    `digest`: SHA-256 of its files as they lie on the Chroma server.
    """

    __tablename__ = "index_generations"
    __table_args__ = (UniqueConstraint("council", "name"),)
    council: Mapped[str] = mapped_column(primary_key=True)
    # Two hosts that publish at once after the same one want the same number: one of them cannot have it.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    built_at: Mapped[datetime]
    embedder: Mapped[str]
    digest: Mapped[str]
