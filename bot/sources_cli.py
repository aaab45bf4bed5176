"""`council-guide sources`: what is indexed besides the shipped notes, how fresh it is, and how to change it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import GuideError, HoldingError

if TYPE_CHECKING:
    from bot.app import App

app = typer.Typer(help="The sources behind the answers: list, check, add, fetch.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
SourceId = Annotated[str, typer.Argument(help="Its id, as `sources list` shows it.")]
Owner = Annotated[
    str | None,
    typer.Option(
        "--council", help="Whose it is: a council's slug, or `national`; without it, your council's."
    ),
]


@app.command("list")
def list_sources(
    tier: Annotated[
        str | None, typer.Option(help="Only this tier: law, official, threat-report, policy ...")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the added documents with how they stand, and the public sources behind the notes."""
    from bot import show
    from knowledge import source_list

    built = _app()
    held = [row for row in _held(built) if tier in (None, row["tier"])]
    rows = [source for source in source_list.load().sources.values() if tier in (None, source.tier.value)]
    if not rows and not held:
        tiers = ", ".join(tier.value for tier in source_list.Tier if tier.value != "house")
        raise GuideError(f"No source has the tier '{tier}'.", f"Tiers: {tiers}.")
    if as_json:
        listed = [row.model_dump(mode="json", exclude={"facts"}) for row in rows]
        _print_json(
            [*({"kind": "added", **row} for row in held), *({"kind": "registered", **row} for row in listed)]
        )
    else:
        sys.stdout.write(show.held(held) + show.sources(rows) + "\n")


@app.command("show")
def show_source(source_id: SourceId, as_json: AsJson = False) -> None:
    """Show one source: what is known of it, where it is used, and what a person should look at in it."""
    from bot import show
    from knowledge import records, source_list
    from knowledge.generation import current_folder

    built = _app()
    known: dict[str, Any] = {}
    for row in _held(built):
        if row["id"] == source_id.lower():
            known |= row
    registered = source_list.load().sources.get(source_id.upper())
    if registered:
        known |= registered.model_dump(mode="json", exclude={"facts"}) | {"facts": len(registered.facts)}
    if not known:
        raise GuideError(f"There is no source '{source_id}'.", "See: council-guide sources list")
    folder = current_folder(built.settings.index_dir, built.pointer)
    for record in records.read(folder) if folder else ():
        if record.doc == f"sources/{source_id.lower()}":
            known |= {"passages": record.count, "findings": [one.line for one in record.findings]}
    if as_json:
        _print_json([known])
    else:
        sys.stdout.write(show.fields(known) + "\n")


@app.command("check")
def check_sources(
    online: Annotated[
        bool, typer.Option("--online", help="Ask the publishers too, for what was fetched.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List what needs a person: past its review, expired, superseded, withdrawn, changed or out of reach.

    Also how many answers of the kept ones cited it. Exit code 1 when there is anything.
    """
    from bot import show
    from bot.sources import checked, fetcher

    built = _app()
    found = checked(built, fetcher() if online else None)
    if as_json:
        _print_json([row._asdict() for row in found])
    else:
        sys.stdout.write(show.checked(found) + "\n")
    if found:
        raise typer.Exit(1)


@app.command("add")
def add_source(
    document: Annotated[
        str, typer.Argument(help="A PDF, Word, HTML, Markdown or text file, or its https address.")
    ],
    council: Owner = None,
    title: Annotated[str | None, typer.Option(help="Found in the document, if it has one.")] = None,
    publisher: Annotated[str | None, typer.Option(help="For a council's own document: the council.")] = None,
    tier: Annotated[
        str | None, typer.Option(help="law, official, threat-report, policy, comparison, press.")
    ] = None,
    published: Annotated[str | None, typer.Option(help="YYYY, YYYY-MM or YYYY-MM-DD.")] = None,
    reviewed: Annotated[
        str | None, typer.Option(help="When somebody last read it against its publisher's.")
    ] = None,
    expires: Annotated[str | None, typer.Option(help="The last day on which it may be used.")] = None,
    licence: Annotated[str | None, typer.Option(help="What allows you to copy it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where members can read it.")] = None,
    replaces: Annotated[
        str | None, typer.Option(help="The id of the document that it takes the place of, text and all.")
    ] = None,
    supersedes: Annotated[
        str | None, typer.Option(help="The id of an older document, which is kept and used no more.")
    ] = None,
) -> None:
    """Add a document, index it, and say what a person should look at in it."""
    from bot.sources import Given, add, fetched

    given = Given(title, publisher, tier, published, reviewed, expires, licence, url)
    built = _app()
    with tempfile.TemporaryDirectory() as folder:
        path, marks = fetched(document, Path(folder))
        added = add(
            built,
            path,
            given._replace(url=url or (document if marks else None)),
            council,
            replaces=replaces,
            supersedes=supersedes,
            marks=marks,
            ask=_ask,
        )
    sys.stdout.write(f"{added.owner}/{added.record.id}: {added.record.title}\n")
    _index(built)


@app.command("withdraw")
def withdraw_source(
    source_id: SourceId,
    reason: Annotated[
        str, typer.Option(help="Why; whoever got an answer from it is told that it is withdrawn.")
    ],
    council: Owner = None,
) -> None:
    """Use a document no more, and tell those who got an answer from it. The document is kept."""
    from bot.sources import withdraw

    built = _app()
    told = withdraw(built, source_id, council, reason)
    sys.stdout.write(f"Withdrawn. {told} answers get a correction when the bot serves.\n")
    _index(built)


@app.command("remove")
def remove_source(
    source_id: SourceId,
    council: Owner = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete a document for good; those who got an answer from it are told. To keep it: sources withdraw."""
    from bot.sources import remove

    built = _app()
    if not yes and not typer.confirm(f"Delete {source_id} for good?"):
        raise typer.Exit(1)
    told = remove(built, source_id, council)
    sys.stdout.write(f"Removed. {told} answers get a correction when the bot serves.\n")
    _index(built)


@app.command("fetch")
def fetch_sources(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Ids of registered sources; none: with --all.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every law, official source and threat report with an address.")
    ] = False,
    licence_confirmed: Annotated[
        bool, typer.Option(help="You have made sure that these may be copied, where the licence is unknown.")
    ] = False,
) -> None:
    """Download official originals, so that answers can quote the publisher beside our notes."""
    from bot.show import Bar
    from bot.sources import fetcher, gather_originals, registered

    built = _app()
    wanted = registered(ids or [], everything=everything)
    changed = failed = 0
    with Bar("Fetching") as bar:
        for done, told in enumerate(gather_originals(built, wanted, fetcher(), licence_confirmed), 1):
            bar.show(done, len(wanted))
            changed += told.changed
            failed += told.failed
            (sys.stderr if told.failed else sys.stdout).write(f"{told.source_id}: {told.line}\n")
    sys.stdout.write(f"{changed} new or changed, {failed} not fetched, of {len(wanted)}.\n")
    if changed:
        _index(built)
    if failed:
        raise typer.Exit(1)


def _app() -> App:
    from bot import settings as settings_module
    from bot.app import App

    return App(settings_module.load())


def _index(built: App) -> None:
    from bot import show
    from bot.show import Bar
    from knowledge import build

    with Bar("Indexing") as bar:
        done = build.build_library(built.settings.index_dir, built.embedder, built.shelves(), bar.show)
    sys.stderr.write(show.remarks(done))
    sys.stdout.write(show.built(done) + "\n")


def _held(built: App) -> list[dict[str, Any]]:
    from bot.sources import held_rows

    return held_rows(built)


def _ask(fields: Iterable[str]) -> dict[str, str]:
    """Ask for what is lacking, where somebody can answer."""
    lacking = list(fields)
    if lacking and not sys.stdin.isatty():
        options = " and ".join(f"--{field}" for field in lacking)
        raise HoldingError(
            f"The document does not say everything: {options}.", "Give it on the command line."
        )
    return {field: typer.prompt(field.capitalize()) for field in lacking}


def _print_json(rows: Iterable[dict[str, Any]]) -> None:
    import json

    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
