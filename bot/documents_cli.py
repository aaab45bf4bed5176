"""`council-guide sources add`, `fetch`, `withdraw` and `remove`: what changes the documents beside the notes."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from bot.command import Quiet, SourceId, open_app
from bot.errors import HoldingError
from bot.index_cli import index_library

app = typer.Typer()

Owner = Annotated[
    str | None,
    typer.Option(
        "--council", help="Whose it is: a council's slug, or `national`; without it, your council's."
    ),
]


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
    quiet: Quiet = False,
) -> None:
    """Add a document, index it, and say what a person should look at in it."""
    from bot.sources import Given, add, fetched

    given = Given(title, publisher, tier, published, reviewed, expires, licence, url)
    built = open_app(quiet=quiet)
    with tempfile.TemporaryDirectory() as folder:
        path, marks = fetched(built, document, Path(folder))
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
    index_library(built)


@app.command("withdraw")
def withdraw_source(
    source_id: SourceId,
    reason: Annotated[
        str, typer.Option(help="Why; whoever got an answer from it is told that it is withdrawn.")
    ],
    council: Owner = None,
    quiet: Quiet = False,
) -> None:
    """Use a document no more, and tell those who got an answer from it. The document is kept."""
    from bot.sources import withdraw

    built = open_app(quiet=quiet)
    told = withdraw(built, source_id, council, reason)
    sys.stdout.write(f"Withdrawn. {told} answers get a correction when the bot serves.\n")
    index_library(built)


@app.command("remove")
def remove_source(
    source_id: SourceId,
    council: Owner = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    quiet: Quiet = False,
) -> None:
    """Delete a document for good; those who got an answer from it are told. To keep it: sources withdraw."""
    from bot.sources import remove

    built = open_app(quiet=quiet)
    if not yes and not typer.confirm(f"Delete {source_id} for good?"):
        raise typer.Exit(1)
    told = remove(built, source_id, council)
    sys.stdout.write(f"Removed. {told} answers get a correction when the bot serves.\n")
    index_library(built)


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
    quiet: Quiet = False,
) -> None:
    """Download official originals, so that answers can quote the publisher beside our notes."""
    from bot.sources import fetcher, gather_originals, registered

    built = open_app(quiet=quiet)
    wanted = registered(ids or [], everything=everything)
    changed = failed = 0
    with built.bar("Fetching") as bar:
        for done, told in enumerate(gather_originals(built, wanted, fetcher(), licence_confirmed), 1):
            bar.show(done, len(wanted))
            changed += told.changed
            failed += told.failed
            (sys.stderr if told.failed else sys.stdout).write(f"{told.source_id}: {told.line}\n")
    sys.stdout.write(f"{changed} new or changed, {failed} not fetched, of {len(wanted)}.\n")
    if changed:
        index_library(built)
    if failed:
        raise typer.Exit(1)


def _ask(fields: Iterable[str]) -> dict[str, str]:
    """Ask for what is lacking, where somebody can answer."""
    lacking = list(fields)
    if lacking and not sys.stdin.isatty():
        options = " and ".join(f"--{field}" for field in lacking)
        raise HoldingError(
            f"The document does not say everything: {options}.", "Give it on the command line."
        )
    return {field: typer.prompt(field.capitalize()) for field in lacking}
