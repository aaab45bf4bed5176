"""The commands; each parses, calls, prints."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import cases_cli, index_cli, sources_cli
from bot.command import AsJson, IndexDir, Quiet, dump, open_app
from bot.errors import BatchError
from bot.models import Question
from bot.progress import Bar

app = typer.Typer(
    name="council-guide",
    help="Cited answers for New Zealand councillors on foreign interference and integrity.\n\n"
    "On the command line nothing is stored and no case is opened: the text says what Slack would have done.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(index_cli.app, name="index")
app.add_typer(sources_cli.app, name="sources")
app.add_typer(cases_cli.app, name="cases")

Text = Annotated[str | None, typer.Argument(help="The message, in quotes.", show_default=False)]
File = Annotated[
    Path | None,
    typer.Option(
        "--file",
        help='Batch: JSON lines {"id","text"}, optional "thread" and "council". "-" reads standard input.',
    ),
]


def _one_of(text: str | None, file: Path | None) -> None:
    if (text is None) == (file is None):
        raise BatchError("Give either a text or --file.", "See --help.")


def _batch(file: Path, council: str, answer: Callable[[Question], dict[str, Any]]) -> None:
    from bot import batch

    # Rows that appear on the terminal are progress enough.
    with Bar("Rows", quiet=sys.stdout.isatty()) as bar:
        failed = batch.run(file, council, answer, sys.stdout, bar.show)
    if failed:
        sys.stderr.write(f"{failed} rows failed; each has its line number and an error code.\n")


@app.command()
def ask(text: Text = None, file: File = None, as_json: AsJson = False, index: IndexDir = None) -> None:
    """Answer a question, with a citation for every sentence."""
    from bot import show

    _one_of(text, file)
    built = open_app(index, quiet=as_json)
    slug = built.council.slug
    conversation = built.conversation()
    if file:
        _batch(file, slug, lambda question: conversation.respond(question).model_dump(mode="json"))
        return
    reply = conversation.respond(Question(text=text or "", council=slug))
    sys.stdout.write((dump(reply.model_dump(mode="json")) if as_json else show.reply(reply)) + "\n")


@app.command()
def triage(text: Text = None, file: File = None, as_json: AsJson = False) -> None:
    """Say how risky a message sounds, and which words showed it."""
    from bot import show

    _one_of(text, file)
    assessor = open_app().triage

    def row(question: Question) -> dict[str, Any]:
        risk = assessor.assess(question.text, question.thread)
        return {"id": question.id, **risk.model_dump(mode="json", include={"level", "score", "indicators"})}

    if file:
        _batch(file, "", row)
    elif as_json:
        sys.stdout.write(dump(row(Question(text=text or ""))) + "\n")
    else:
        sys.stdout.write(show.risk(assessor.assess(text or "")) + "\n")


@app.command()
def search(
    text: Text = None,
    file: File = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    as_json: AsJson = False,
    index: IndexDir = None,
) -> None:
    """Show the passages that a text finds, best first. Unlike `ask`, it searches the text as it stands."""
    from bot import show
    from bot.answering.screen import clean
    from bot.answering.turns import read

    _one_of(text, file)
    built = open_app(index, quiet=as_json)
    slug = built.council.slug
    retriever = built.retriever

    def hits(question: Question) -> Any:
        turn = read(question.text, question.thread)
        asked = turn.searched if question.thread and turn.about else clean(question.text)
        return retriever.search(asked, council=question.council, k=k)

    def row(question: Question) -> dict[str, Any]:
        results = [
            {
                "doc": hit.passage.doc,
                "section": hit.passage.section,
                "score": round(hit.score, 6),
                "text": hit.passage.text,
            }
            for hit in hits(question)
        ]
        return {"id": question.id, "results": results}

    question = Question(text=text or "", council=slug)
    if file:
        _batch(file, slug, row)
    elif as_json:
        sys.stdout.write(dump(row(question)) + "\n")
    else:
        sys.stdout.write(show.hits(hits(question)) + "\n")


@app.command()
def serve() -> None:
    """Serve your council in Slack (Socket Mode), until Ctrl-C or SIGTERM.

    Needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN. Refuses to start when others could read cases: a liaison
    channel that is public, shared, or holds somebody who is not on the rota.
    """
    raise typer.Exit(open_app().serve())


@app.command()
def doctor() -> None:
    """Check the installation; exit code 1 when something must be fixed."""
    from bot import doctor as checks
    from bot import show

    results = checks.run()
    sys.stdout.write(show.checks(results) + "\n")
    if any(result.state == "red" for result in results):
        raise typer.Exit(1)


@app.command("eval")
def evaluate(
    which: Annotated[str, typer.Argument(help="retrieval, answers, triage or all.")] = "all",
    out: Annotated[Path, typer.Option(help="Where results/<time>/ is written.")] = Path("results"),
    quiet: Quiet = False,
) -> None:
    """Measure retrieval, answers and triage on the shipped sets, against the thresholds."""
    from evals.run import run

    if not run(which, out, quiet=quiet):
        raise typer.Exit(1)


@app.command()
def bench(
    quick: Annotated[bool, typer.Option("--quick", help="Fewer repetitions.")] = False,
) -> None:
    """Measure cold and warm speed beside the named peers, in this one run."""
    from evals.bench.run import run

    run(quick=quick)
