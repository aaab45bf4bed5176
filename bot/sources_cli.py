"""`council-guide sources`: what lies behind the answers, how fresh it is, and what has changed in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import documents_cli
from bot.command import JsonLines, Quiet, SourceId, open_app, print_rows
from bot.errors import GuideError

if TYPE_CHECKING:
    from bot.app import App

app = typer.Typer(help="The sources behind the answers: list, check, add, fetch.", no_args_is_help=True)
app.add_typer(documents_cli.app)


@app.command("list")
def list_sources(
    tier: Annotated[
        str | None, typer.Option(help="Only this tier: law, official, threat-report, policy ...")
    ] = None,
    as_json: JsonLines = False,
) -> None:
    """List the added documents with how they stand, and the public sources behind the notes."""
    from bot import show_sources
    from knowledge import source_list

    built = open_app()
    held = [row for row in _held(built) if tier in (None, row["tier"])]
    rows = [source for source in source_list.load().sources.values() if tier in (None, source.tier.value)]
    if not rows and not held:
        tiers = ", ".join(tier.value for tier in source_list.Tier if tier.value != "house")
        raise GuideError(f"No source has the tier '{tier}'.", f"Tiers: {tiers}.")
    if as_json:
        listed = [row.model_dump(mode="json", exclude={"facts"}) for row in rows]
        print_rows(
            [*({"kind": "added", **row} for row in held), *({"kind": "registered", **row} for row in listed)]
        )
    else:
        sys.stdout.write(show_sources.held(held) + show_sources.sources(rows) + "\n")


@app.command("show")
def show_source(source_id: SourceId, as_json: JsonLines = False) -> None:
    """Show one source: what is known of it, where it is used, and what a person should look at in it."""
    from bot import show_sources
    from knowledge import records, source_list
    from knowledge.generation import current_folder

    built = open_app()
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
        print_rows([known])
    else:
        sys.stdout.write(show_sources.fields(known) + "\n")


@app.command("check")
def check_sources(
    online: Annotated[
        bool, typer.Option("--online", help="Ask the publishers too, for what was fetched.")
    ] = False,
    as_json: JsonLines = False,
    quiet: Quiet = False,
) -> None:
    """List what needs a person: past its review, expired, superseded, withdrawn, changed or out of reach.

    Of the added documents and of the shipped notes. Also how many answers of the kept ones cited it. Exit code 1 when there is anything.
    """
    from bot import show_sources
    from bot.sources import fetcher
    from bot.sources_check import checked

    built = open_app(quiet=as_json or quiet)
    found = checked(built, fetcher() if online else None)
    if as_json:
        print_rows(row._asdict() for row in found)
    else:
        sys.stdout.write(show_sources.checked(found) + "\n")
    if found:
        raise typer.Exit(1)


@app.command("changes")
def note_changes(as_json: JsonLines = False) -> None:
    """List the shipped notes that upgrades have changed, and how many kept answers cited each before."""
    from bot import show_sources
    from bot.sources_check import changed_notes
    from knowledge.note_changes import mark_read

    built = open_app()
    rows = changed_notes(built)
    if as_json:
        print_rows(rows)
    else:
        sys.stdout.write(show_sources.changes(rows) + "\n")
    mark_read(built.settings.index_dir, built.pointer)


def _held(built: App) -> list[dict[str, Any]]:
    from bot.sources import held_rows

    return held_rows(built)
