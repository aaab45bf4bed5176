"""Build every part from the settings."""

from __future__ import annotations

import logging
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.budget import Budget, Ledger, OwnLedger
from bot.clock import SystemClock
from bot.conversation import Conversation, Handover
from bot.council import Council
from bot.council import load as load_council
from bot.house import House
from bot.house_file import HouseText
from bot.llm import OpenAiModel
from bot.models import Danger, Question, Risk
from bot.office import Office
from bot.privacy.names import known_words
from bot.privacy.redact import Redactor
from bot.progress import Bar
from bot.settings import Settings
from bot.triage.assess import Triage
from knowledge import generation
from knowledge.build import Shelves, ensure_library
from knowledge.embed import MiniLm
from knowledge.lending import Lending
from knowledge.pointer import FilePointer, Pointer
from knowledge.retrieve import Retriever
from knowledge.vector_store import VectorStore
from knowledge.words import tokens

if TYPE_CHECKING:
    from bot.store.database import Database

log = logging.getLogger(__name__)


class DryHandover:
    """Opens nothing; says what Slack would have done."""

    def __init__(self, house: House) -> None:
        self._house = house

    def open(self, question: Question, risk: Risk, said: HouseText | None) -> tuple[None, str]:
        # Who may hurt themselves is passed to a wellbeing contact, not to the liaison.
        told = "self_harm" if risk.danger is Danger.SELF_HARM else risk.level
        return None, self._house.canned(f"dry_{told}")


class App:
    """The parts, each built when it is first needed."""

    def __init__(self, settings: Settings, index: Path | None = None, *, quiet: bool = False) -> None:
        """`index`: another than the library's. `quiet`: no progress is shown."""
        self.settings = settings
        self.embedder = MiniLm()
        self.triage = Triage(self.embedder)
        self._index_at = index
        self._quiet = quiet

    def bar(self, what: str) -> Bar:
        """Return what shows the progress of work, if it lasts."""
        return Bar(what, quiet=self._quiet)

    def today(self) -> date:
        """Return the date in New Zealand."""
        return SystemClock().now().date()

    @cached_property
    def council(self) -> Council:
        return load_council(self.settings.council_dir)

    def shelves(self) -> Shelves:
        """Return where documents beside the shipped notes lie."""
        return Shelves(
            policies={self.council.slug: self.settings.council_dir / "policies"},
            added=self.settings.sources_dir,
            today=self.today(),
            chroma_url=self.settings.chroma_url,
            pointer=self.pointer,
        )

    @cached_property
    def pointer(self) -> Pointer:
        """What names the current generation: a row, where hosts share a Chroma server and a database."""
        settings = self.settings
        if not (settings.chroma_url and settings.database_url):
            return FilePointer(settings.index_dir)
        from bot.store.index_rows import IndexRows

        return IndexRows(self.database())

    def shared_index(self) -> Pointer | None:
        """Bring the index that several hosts share to this disk; return what names it, or None: it is not shared.

        Raises:
            IndexMissingError: it cannot be fetched.
        """
        if not self.pointer.is_shared:
            return None
        generation.bring(self.settings.index_dir, VectorStore(self.settings.chroma_url), self.pointer)
        return self.pointer

    @cached_property
    def lending(self) -> Lending:
        """The index that was asked for, or the library's, built first if it is out of date."""
        if self._index_at is not None:
            return Lending(self._index_at, self.embedder, self.council.slug)
        path = self.settings.index_dir
        with self.bar("Preparing the index") as bar:
            built = ensure_library(path, self.embedder, self.shelves(), bar.step)
        if built and built.upgrade:
            log.warning(built.upgrade.line)
        store = VectorStore(self.settings.chroma_url)
        return Lending(path, self.embedder, self.council.slug, store, self.pointer)

    @property
    def retriever(self) -> Retriever:
        """The search of the generation that serves now."""
        with self.lending.lend() as index:
            return Retriever(index)

    def database(self) -> Database:
        """Open the council's rows, with the key file that belongs to them."""
        # Slow to import, and a question on the command line needs no rows.
        from bot.store.database import Database, sqlite_url
        from bot.store.keys import load as load_keys

        settings = self.settings
        keys = load_keys(settings.key_file, settings.data_dir)
        return Database(settings.database_url or sqlite_url(settings.data_dir), keys, self.council.slug)

    def serve(self) -> int:
        """Serve the council in Slack until a signal; return the exit code."""
        from bot.slack import service

        return service.run(self)

    def conversation(self) -> Conversation:
        """Build the conversation of the command line: a dry run that opens no case."""
        office = Office(self.settings.council_dir)
        return self.conversation_of(office, DryHandover(office.house))

    def conversation_of(
        self, office: Office, handover: Handover, ledger: Ledger | None = None
    ) -> Conversation:
        """Build the conversation on what the council's folder says now.

        `ledger`: counts what the language model used; none: for this process alone.
        """
        with self.lending.lend() as index:
            # The public library's words alone: a name in the council's own papers is a name.
            words = index.words(None)
            vocabulary = words.vocabulary if words else {}
        return Conversation(
            triage=self.triage,
            lending=self.lending,
            council=office.council,
            house=office.house,
            handover=handover,
            clock=SystemClock(),
            redactor=Redactor(known_words(vocabulary, tokens)),
            model=self._model(ledger or OwnLedger()),
        )

    def _model(self, ledger: Ledger) -> OpenAiModel | None:
        if not self.settings.model:
            return None
        return OpenAiModel(self.settings, Budget(self.settings, ledger, SystemClock()))
