"""The commands; each parses, calls, prints."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import settings as settings_module
from bot import sources_cli
from bot.errors import BatchError, GuideError
from bot.models import Question

app = typer.Typer(
    name="council-guide",
    help="Cited answers for New Zealand councillors on foreign interference and integrity.\n\n"
    "On the command line nothing is stored and no case is opened: the text says what Slack would have done.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
index_app = typer.Typer(help="Build the search index, or say what is in it.", no_args_is_help=True)
cases_app = typer.Typer(help="The cases of the liaison desk.", no_args_is_help=True)
app.add_typer(index_app, name="index")
app.add_typer(sources_cli.app, name="sources")
app.add_typer(cases_app, name="cases")

Text = Annotated[str | None, typer.Argument(help="The message, in quotes.", show_default=False)]
File = Annotated[
    Path | None,
    typer.Option(
        "--file",
        help='Batch: JSON lines {"id","text"}, optional "thread" and "council". "-" reads standard input.',
    ),
]
IndexDir = Annotated[
    Path | None,
    typer.Option("--index", help="Search this index instead of the library's (see: index build --to)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the whole result as JSON.")]


def _app(index: Path | None = None) -> Any:
    from bot.app import App

    return App(settings_module.load(), index)


def _one_of(text: str | None, file: Path | None) -> None:
    if (text is None) == (file is None):
        raise BatchError("Give either a text or --file.", "See --help.")


def _dump(row: object) -> str:
    return json.dumps(row, ensure_ascii=False)


def _batch(file: Path, council: str, answer: Any) -> None:
    from bot import batch

    failed = batch.run(file, council, answer, sys.stdout, sys.stderr)
    if failed:
        sys.stderr.write(f"{failed} rows failed; each has its line number and an error code.\n")


@app.command()
def ask(text: Text = None, file: File = None, as_json: AsJson = False, index: IndexDir = None) -> None:
    """Answer a question, with a citation for every sentence."""
    from bot import show

    _one_of(text, file)
    built = _app(index)
    slug = built.council.slug
    conversation = built.conversation()
    if file:
        _batch(file, slug, lambda question: conversation.respond(question).model_dump(mode="json"))
        return
    reply = conversation.respond(Question(text=text or "", council=slug))
    sys.stdout.write((_dump(reply.model_dump(mode="json")) if as_json else show.reply(reply)) + "\n")


@app.command()
def triage(text: Text = None, file: File = None, as_json: AsJson = False) -> None:
    """Say how risky a message sounds, and which words showed it."""
    from bot import show

    _one_of(text, file)
    assessor = _app().triage

    def row(question: Question) -> dict[str, Any]:
        risk = assessor.assess(question.text, question.thread)
        return {"id": question.id, **risk.model_dump(mode="json", include={"level", "score", "indicators"})}

    if file:
        _batch(file, "", row)
    elif as_json:
        sys.stdout.write(_dump(row(Question(text=text or ""))) + "\n")
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
    from bot.conversation import joined_turns

    _one_of(text, file)
    built = _app(index)
    slug = built.council.slug
    retriever = built.retriever

    def hits(question: Question) -> Any:
        return retriever.search(joined_turns(question.text, question.thread), council=question.council, k=k)

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
        sys.stdout.write(_dump(row(question)) + "\n")
    else:
        sys.stdout.write(show.hits(hits(question)) + "\n")


@index_app.command("build")
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
) -> None:
    """Build the index. Only what changed is embedded again; the old index serves until the new one is whole."""
    from bot import show
    from bot.show import Bar
    from knowledge import build

    built = _app()
    to = to_dir or built.settings.index_dir
    if from_dir and not to_dir:
        raise GuideError("--from needs --to.", "An index of other documents must not replace the library's.")
    with Bar("Indexing") as bar:
        if from_dir:
            done = build.build_folder(from_dir, to, built.embedder, bar.show)
        else:
            done = build.build_library(to, built.embedder, built.shelves(), bar.show)
    sys.stderr.write(show.remarks(done))
    sys.stdout.write(show.built(done) + "\n")


@index_app.command("status")
def index_status(index: IndexDir = None) -> None:
    """Say what the index holds, how fresh it is and how large."""
    from bot import show
    from knowledge.index import open_index

    built = _app()
    opened = open_index(index, built.embedder) if index else built.library()
    sys.stdout.write(show.index_status(opened) + "\n")


@app.command()
def serve() -> None:
    """Serve your council in Slack (Socket Mode), until Ctrl-C or SIGTERM.

    Needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN. Refuses to start when others could read cases: a liaison
    channel that is public, shared, or holds somebody who is not on the rota.
    """
    raise typer.Exit(_app().serve())


@cases_app.command("list")
def cases_list(
    everything: Annotated[bool, typer.Option("--all", help="Closed cases too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List cases: number, state, level and times. No words, no names."""
    from bot import show
    from bot.escalation.listing import list_cases

    rows = list_cases(_app().database(), everything)
    if as_json:
        sys.stdout.write("".join(_dump(row) + "\n" for row in rows))
    else:
        sys.stdout.write(show.cases(rows) + "\n")


@cases_app.command("show")
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

    built = _app()
    read = read_case(built.database(), built.council, number, reason)
    shown = read.model_dump(mode="json")
    sys.stdout.write((_dump(shown) if as_json else show.case(read)) + "\n")


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
) -> None:
    """Measure retrieval, answers and triage on the shipped sets, against the thresholds."""
    from evals.run import run

    if not run(which, out):
        raise typer.Exit(1)


@app.command()
def bench(
    quick: Annotated[bool, typer.Option("--quick", help="Fewer repetitions.")] = False,
) -> None:
    """Measure cold and warm speed beside the named peers, in this one run."""
    from evals.bench.run import run

    run(quick=quick)
