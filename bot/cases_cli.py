"""`council-guide cases`: the cases of the liaison desk."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.command import AsJson, JsonLines, dump, open_app, print_rows

app = typer.Typer(help="The cases of the liaison desk.", no_args_is_help=True)


@app.command("list")
def cases_list(
    everything: Annotated[bool, typer.Option("--all", help="Closed cases too.")] = False,
    as_json: JsonLines = False,
) -> None:
    """List cases: number, state, level and times. No words, no names."""
    from bot import show
    from bot.escalation.listing import list_cases

    rows = list_cases(open_app().database(), everything)
    if as_json:
        print_rows(rows)
    else:
        sys.stdout.write(show.cases(rows) + "\n")


@app.command("show")
def cases_show(
    number: Annotated[str, typer.Argument(help="The number of the case, such as CG-7.")],
    reason: Annotated[
        str, typer.Option(help="Why you read it. It is kept with the case, and the liaison is told.")
    ],
    as_json: AsJson = False,
) -> None:
    """Show a case with its words and its history. The reading is noted, and the liaison is told."""
    from bot import show
    from bot.escalation.listing import read_case

    built = open_app()
    read = read_case(built.database(), built.council, number, reason)
    shown = read.model_dump(mode="json")
    sys.stdout.write((dump(shown) if as_json else show.case(read)) + "\n")
