"""What becomes of held-out questions about Council Guide, and of others like them: `python -m evals.answers.itself`.

Half a minute. Names what got another text than it should, so look at it once, after all learning.
"""

from __future__ import annotations

import sys
from collections import Counter

from bot import settings
from bot.answering import scope
from bot.answering.kinds import KINDS
from bot.app import App
from bot.models import Question
from evals.answers.scope_train import ScopeRow
from evals.dataset import load


def main() -> None:
    """Ask each, and print for each kind how many got the right text, none, and a wrong one."""
    conversation = App(settings.load()).conversation()
    rows = load("answers", ScopeRow, "itself_heldout")
    became: Counter[tuple[str, str]] = Counter()
    for row in rows:
        reason = conversation.respond(Question(text=row.text, thread=row.thread)).reason
        said = reason if reason in scope.ABOUT_US else None
        wanted = scope.REASONS.get(row.kind)
        verdict = "right" if said == (wanted if wanted in scope.ABOUT_US else None) else said or "none"
        became[row.kind, verdict] += 1
        if verdict != "right":
            sys.stdout.write(f"{row.kind} got {verdict}: {row.text}\n")
    for kind in KINDS:
        verdicts = {verdict: count for (one, verdict), count in became.items() if one == kind}
        if verdicts:
            wrong = sum(count for verdict, count in verdicts.items() if verdict not in ("right", "none"))
            sys.stdout.write(
                f"{kind:>15}: {verdicts.get('right', 0)}/{sum(verdicts.values())} right, {wrong} got a wrong text\n"
            )


if __name__ == "__main__":
    main()
