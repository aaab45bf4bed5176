"""What an administrator does with added documents: one function each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from bot.app import App
from bot.clock import SystemClock
from bot.corrections import Corrections
from bot.errors import DocumentError, GuideError, HoldingError
from knowledge import adding, gathering, source_list
from knowledge.fetching import hosts
from knowledge.fetching.address import Policy
from knowledge.fetching.fetch import Fetcher
from knowledge.fetching.outcome import Fetched
from knowledge.gathering import Told
from knowledge.holdings.reading import Broken, Held
from knowledge.holdings.record import FetchMarks
from knowledge.holdings.shelf import Shelf
from knowledge.holdings.standing import standing, why_not_indexed
from knowledge.originals import doc_of
from knowledge.parse.reader import Reader
from knowledge.passages import NATIONAL
from knowledge.source_list import Source


class Given(NamedTuple):
    """What was said of a document on the command line."""

    title: str | None = None
    publisher: str | None = None
    tier: str | None = None
    published: str | None = None
    reviewed: str | None = None
    expires: str | None = None
    licence: str | None = None
    url: str | None = None


def fetcher(host: str | None = None) -> Fetcher:
    """Return what fetches from the listed hosts; `host`: one more, for which whoever names it vouches.

    Raises:
        ValueError: it is no name of a host.
    """
    listed = hosts.load().names
    return Fetcher(Policy(listed if host is None else (*listed, host)))


def fetched(app: App, document: str, folder: Path) -> tuple[Path, FetchMarks | None]:
    """Return the file of a document, and the marks of its download where it is an address; `folder`: for that.

    Raises:
        DocumentError: there is no such file.
        HoldingError: it could not be fetched.
    """
    if not document.startswith(("https://", "http://")):
        path = Path(document)
        if not path.is_file():
            raise DocumentError(f"There is no file {document}.", "Name a file, or an address with https://.")
        return path, None
    hint = "Download it, and add the file."
    try:
        with app.bar("Fetching"):
            outcome = fetcher(urlsplit(document).hostname or "").fetch(document)
    except ValueError as error:
        raise HoldingError(f"{document[:200]} is no address to fetch.", hint) from error
    if not isinstance(outcome, Fetched):
        raise HoldingError(getattr(outcome, "line", "It could not be fetched."), hint)
    path = folder / f"document{outcome.media_type.suffix}"
    path.write_bytes(outcome.content)
    return path, gathering.marks_of(outcome)


def add(
    app: App,
    path: Path,
    given: Given,
    council: str | None,
    *,
    replaces: str | None = None,
    supersedes: str | None = None,
    marks: FetchMarks | None = None,
    ask: Callable[[Iterable[str]], dict[str, str]],
) -> Held:
    """Keep a document; `ask` returns what neither the document nor `given` tells.

    Raises:
        GuideError: it cannot be read, a field is wrong, or there is no document to replace.
    """
    owner = _owner(app, council)
    name = app.council.name
    shelf = Shelf(app.settings.sources_dir)
    with Reader() as reader, app.bar("Reading pages") as bar:
        found = adding.look(path, reader, bar.show)
    said: dict[str, Any] = {field: value for field, value in given._asdict().items() if value}
    if replaces:
        old = shelf.get(owner, replaces)
        kept = old.model_dump(mode="json", exclude={"id", "added_on", "file", "fetched"}, exclude_none=True)
        said = {
            field: kept[field] for field in ("title", "publisher", "tier", "licence", "url") if field in kept
        } | said
    said |= ask(adding.lacking(found.said, said, owner, name))
    entry = adding.entry(found.said, said | ({"fetched": marks} if marks else {}), owner, name)
    if replaces:
        record = shelf.replace(owner, replaces, entry, found.content)
        _correct(app, doc_of(record), f"{record.title} was replaced by a newer text", found.document.blocks)
        return Held(owner, record)
    record = shelf.add(owner, entry, found.content, today=app.today())
    if supersedes:
        old = shelf.get(owner, supersedes)
        shelf.replace(owner, supersedes, old.model_copy(update={"superseded_by": record.id}))
        _correct(app, doc_of(old), f"{old.title} was superseded by {record.title}")
    return Held(owner, record)


def withdraw(app: App, source_id: str, council: str | None, reason: str) -> int:
    """Use a document no more; return how many answers are corrected."""
    shelf, owner = Shelf(app.settings.sources_dir), _owner(app, council)
    record = shelf.withdraw(owner, source_id.lower(), app.today(), reason)
    return _correct(app, doc_of(record), f"{record.title} was withdrawn")


def remove(app: App, source_id: str, council: str | None) -> int:
    """Delete a document; return how many answers are corrected."""
    shelf, owner = Shelf(app.settings.sources_dir), _owner(app, council)
    record = shelf.get(owner, source_id.lower())
    shelf.remove(owner, record.id)
    return _correct(app, doc_of(record), f"{record.title} was withdrawn")


def registered(ids: list[str], *, everything: bool) -> list[Source]:
    """Return the registered sources that are meant.

    Raises:
        GuideError: none is named, or one is not in the source list.
    """
    listed = source_list.load().sources
    if everything:
        return [one for one in listed.values() if one.tier in gathering.FETCHED_TIERS and one.url]
    if unknown := [one for one in ids if one.upper() not in listed]:
        raise GuideError(f"There is no source '{unknown[0]}'.", "See: council-guide sources list")
    if not ids:
        raise GuideError("Nothing to fetch.", "Name ids of sources, or --all.")
    return [listed[one.upper()] for one in ids]


def gather_originals(
    app: App, sources: Iterable[Source], fetcher: Fetcher, licence_confirmed: bool
) -> Iterator[Told]:
    """Fetch the originals of registered sources, and say what came of each."""
    shelf = Shelf(app.settings.sources_dir)
    yield from gathering.gather(sources, shelf, fetcher, app.today(), licence_confirmed=licence_confirmed)


def held_rows(app: App) -> list[dict[str, Any]]:
    """Return the added documents with how they stand, as plain values."""
    rows: list[dict[str, Any]] = []
    for held in Shelf(app.settings.sources_dir).listed():
        if isinstance(held, Broken):
            rows.append({"id": held.place, "tier": "", "standing": "broken", "why": held.why})
            continue
        kept = held.record.model_dump(mode="json", exclude={"fetched", "file"}, exclude_none=True)
        why = why_not_indexed(held.record, app.today())
        rows.append(
            {"council": held.owner, **kept, "standing": standing(held.record, app.today()).value, "why": why}
        )
    return rows


def _owner(app: App, council: str | None) -> str:
    owner = council or app.council.slug
    if owner not in (NATIONAL, app.council.slug):
        raise HoldingError(
            f"This installation serves {app.council.slug}, not {owner}.",
            f"Use {app.council.slug} or {NATIONAL}.",
        )
    return owner


def corrections_of(app: App) -> Corrections | None:
    """Return what knows the kept answers; nothing where no bot has served yet."""
    from bot.store.database import sqlite_path

    if app.settings.database_url is None and not sqlite_path(app.settings.data_dir).exists():
        return None
    return Corrections(app.database(), SystemClock())


def _correct(app: App, doc: str, why: str, blocks: Iterable[Any] = ()) -> int:
    corrections = corrections_of(app)
    return corrections.tell(doc, why, " ".join(block.text for block in blocks)) if corrections else 0
