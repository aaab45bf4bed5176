"""`council-guide index`: build it, and say what is in it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.command import AsJson, IndexDir, Quiet, dump, open_app
from bot.errors import GuideError

if TYPE_CHECKING:
    from bot.app import App
    from knowledge.build import Built

app = typer.Typer(help="Build the search index, or say what is in it.", no_args_is_help=True)


@app.command("build")
def index_build(
    from_dir: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Index this folder of PDF, Word, HTML, Markdown and text files instead of the library.",
        ),
    ] = None,
    to_dir: Annotated[
        Path | None, typer.Option("--to", help="Where to write the index; without it, where `ask` looks.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Build the index. Only what changed is embedded again; the old index serves until the new one is whole."""
    from knowledge.build import build_folder

    built = open_app(quiet=quiet)
    if from_dir is None:
        index_library(built, to_dir)
    elif to_dir is None:
        raise GuideError("--from needs --to.", "An index of other documents must not replace the library's.")
    else:
        with built.bar("Indexing") as bar:
            done = build_folder(from_dir, to_dir, built.embedder, bar.step)
        _tell(done)


@app.command("status")
def index_status(index: IndexDir = None, as_json: AsJson = False) -> None:
    """Say what the index holds, how fresh it is and how large. Exit code 1 when nothing can be searched."""
    from bot import show_index
    from knowledge import status
    from knowledge.holdings.reading import Held
    from knowledge.holdings.shelf import Shelf

    built = open_app()
    listed = Shelf(built.settings.sources_dir).listed() if index is None else []
    held = [one for one in listed if isinstance(one, Held)]
    pointer = built.shared_index() if index is None else None
    found = status.read(index or built.settings.index_dir, held, built.today(), pointer)
    if as_json:
        sys.stdout.write(dump(found.model_dump(mode="json")) + "\n")
    else:
        on_server = built.settings.chroma_url is not None and index is None
        sys.stdout.write(
            show_index.status(found, built.embedder.identity, vectors_elsewhere=on_server) + "\n"
        )
    if found.current is None or found.current.embedder != built.embedder.identity:
        raise typer.Exit(1)


def index_library(built: App, to: Path | None = None) -> None:
    """Index the shipped notes and the council's documents, and say what came of it."""
    from knowledge.build import build_library

    with built.bar("Indexing") as bar:
        done = build_library(to or built.settings.index_dir, built.embedder, built.shelves(), bar.step)
    _tell(done)


def _tell(done: Built) -> None:
    from bot import show_index

    sys.stderr.write(show_index.remarks(done))
    sys.stdout.write(show_index.built(done) + "\n")
