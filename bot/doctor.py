"""Check an installation: each finding says what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from bot import settings as settings_module
from bot.clock import Clock, SystemClock
from bot.council import Council
from bot.council import load as load_council
from bot.errors import GuideError
from bot.house import House
from bot.settings import Settings


class Check(NamedTuple):
    """One finding: `green` is well, `amber` should be known, `red` must be fixed."""

    name: str
    state: Literal["green", "amber", "red"]
    message: str


def run(clock: Clock | None = None) -> list[Check]:
    """Run every check that the settings allow; a wrong setting is itself a finding."""
    try:
        settings = settings_module.load()
    except GuideError as error:
        return [Check("settings", "red", str(error))]
    at = clock or SystemClock()
    checks = [Check("settings", "green", "read")]
    for name, check in (
        ("python", _python),
        ("data folder", _data_folder),
        ("council", lambda s: _council(s, at)),
        ("house texts", lambda s: _house_texts(s, at)),
        ("embedder", _embedder),
        ("index", _index),
        ("notes", _notes),
        ("language model", lambda s: _model(s, at)),
        ("key file", _key_file),
        ("database", _database),
        ("slack", _slack),
    ):
        checks += _guarded(name, check, settings)
    return checks


def _guarded(name: str, check: Callable[[Settings], Iterator[Check]], settings: Settings) -> list[Check]:
    try:
        return list(check(settings))
    except GuideError as error:
        return [Check(name, "red", str(error))]


def _python(_: Settings) -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check(
        "python", "green" if sys.version_info >= (3, 11) else "red", f"{version} (3.11 or later is needed)"
    )


def _data_folder(settings: Settings) -> Iterator[Check]:
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        hint = "Set GUIDE_DATA_DIR to a folder that you may write to."
        yield Check("data folder", "red", f"{folder} cannot be written ({error.strerror}). {hint}")
    else:
        yield Check("data folder", "green", str(folder))


def _council(settings: Settings, clock: Clock) -> Iterator[Check]:
    council: Council = load_council(settings.council_dir)
    demo = council.slug == "demo"
    yield Check(
        "council",
        "amber" if demo else "green",
        f"{council.name}" + (". Set GUIDE_COUNCIL_DIR to your own council's folder." if demo else ""),
    )
    if council.liaison_channel and council.rota:
        yield Check("liaisons", "green", f"{len(council.rota)} on the rota, {len(council.deputies)} deputies")
    else:
        yield Check(
            "liaisons",
            "amber",
            "no liaison_channel or nobody on the rota: questions are answered and nothing is passed on.",
        )
    stale = council.stale_contacts(clock.now().date())
    if stale:
        names = ", ".join(contact.name for contact in stale)
        yield Check("contacts", "red", f"not checked for 90 days: {names}. Ring them and set checked_on.")
    else:
        yield Check("contacts", "green", "critical numbers checked in the last 90 days")


def _house_texts(settings: Settings, clock: Clock) -> Iterator[Check]:
    drafts = House.load(settings.council_dir).drafts(clock.now().date())
    if drafts:
        yield Check(
            "house texts",
            "amber",
            f"{len(drafts)} are drafts or expired. Read advice.yaml and fill in approved_by, approved_on, expires.",
        )
    else:
        yield Check("house texts", "green", "all approved")


def _embedder(_: Settings) -> Iterator[Check]:
    from knowledge.embed import check_model_file

    known = check_model_file()
    message = "the model file is the one we tested" if known else "the model file differs. Run: make setup"
    yield Check("embedder", "green" if known else "red", message)


def _index(settings: Settings) -> Iterator[Check]:
    from bot.app import App
    from knowledge.build import is_of
    from knowledge.vector_store import VectorStore

    app = App(settings)
    index = app.retriever.index
    manifest = index.manifest
    message = f"{manifest.passages} passages of {manifest.documents} documents"
    if not VectorStore(settings.chroma_url).holds(index.folder, manifest.owners):
        yield Check("index", "red", "the Chroma server has lost it. Run: council-guide index build")
    elif not app.pointer.is_shared:
        yield Check("index", "green", message)
    elif is_of(manifest, app.embedder, app.shelves()):
        yield Check("index", "green", f"{message}, shared with other hosts")
    else:
        what = "made from other documents than this host holds"
        hint = "If this host keeps the council's documents, run: council-guide index build"
        yield Check("index", "amber", f"{message}, shared with other hosts, {what}. {hint}")


def _notes(settings: Settings) -> Iterator[Check]:
    from bot.app import App
    from knowledge.note_changes import unread

    changed = {
        note.doc for upgrade in unread(settings.index_dir, App(settings).pointer) for note in upgrade.notes
    }
    if changed:
        message = f"an upgrade changed {len(changed)} of the shipped ones. See: council-guide sources changes"
        yield Check("notes", "amber", message)
    else:
        yield Check("notes", "green", "no change that you have not seen")


def _model(settings: Settings, clock: Clock) -> Iterator[Check]:
    if not settings.model:
        yield Check("language model", "green", "none: answers by extraction")
        return
    where = settings.openai_base_url or "OpenAI"
    message = f"{settings.model} at {where}; not called by this check"
    if _has_database(settings):
        from bot.app import App
        from bot.budget import Budget
        from bot.store.spending_rows import SpendingRows

        database = App(settings).database()
        try:
            message += f"; {Budget(settings, SpendingRows(database), clock).told()}"
        finally:
            database.close()
    yield Check("language model", "green", message)


def _key_file(settings: Settings) -> Iterator[Check]:
    from bot.store import keys

    path = settings.key_file
    if not keys.is_there(path, settings.data_dir):
        yield Check("key file", "green", f"{path}: made at the first start")
        return
    keys.load(path, settings.data_dir)
    yield Check("key file", "green", f"{path}. Keep a copy of it apart from the backup of the data.")


def _database(settings: Settings) -> Iterator[Check]:
    from bot.app import App
    from bot.store.outbox_rows import counts

    if not _has_database(settings):
        yield Check("database", "green", "made at the first start")
        return
    database = App(settings).database()
    try:
        waiting, failed = counts(database)
    finally:
        database.close()
    if failed:
        message = f"{failed} messages could not be delivered. The log names the reason; check the channel."
        yield Check("database", "red", message)
    else:
        yield Check("database", "green", f"opens with this key; {waiting} messages wait to be sent")


def _has_database(settings: Settings) -> bool:
    from bot.store.database import sqlite_path

    return settings.database_url is not None or sqlite_path(settings.data_dir).exists()


def _slack(settings: Settings) -> Iterator[Check]:
    if not (settings.slack_bot_token and settings.slack_app_token):
        yield Check("slack", "amber", "no tokens. Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN to serve.")
        return
    import asyncio

    from bot.clock import SystemClock
    from bot.slack.access import Access
    from bot.slack.checks import examine
    from bot.slack.wire import Identity, Wire

    council = load_council(settings.council_dir)

    async def ask(token: str) -> tuple[Identity, frozenset[str]]:
        async with Wire(settings, token) as wire:
            identity = await examine(wire, council)
            return identity, await Access(wire.client, lambda: council, SystemClock()).absent()

    where, absent = asyncio.run(ask(settings.slack_bot_token.get_secret_value()))
    yield Check(
        "slack", "green", f"the token belongs to workspace {where.team}; the liaison channel is private"
    )
    if absent:
        message = (
            f"{', '.join(sorted(absent))} on the rota cannot read cases: not in the liaisons' user group, or not "
            "active. Put them into the group, or take them off the rota."
        )
        yield Check("rota", "red", message)
    else:
        yield Check("rota", "green", "all of it is in the liaisons' user group")
