"""Write bot/triage/ordinary_words.txt: `python -m evals.triage.words`.

The words that the development set, the library and Python's own documentation write without a capital, and
the capitalised words of `capitals.txt` that name no person. Run it after the development set has grown.
"""

from __future__ import annotations

import pydoc_data.topics
import re
import sys
import textwrap
from collections import Counter
from pathlib import Path

from bot.triage.mask import fold_evenly

_ROOT = Path(__file__).resolve().parents[2]
_LOWER = re.compile(r"(?<![\w@/.\\'’])[a-z][a-z'-]+")
_HEAD = """# Words that a sentence may begin with, or that carry a capital without naming a person.
# Written by evals/triage/words.py.
"""


def main() -> None:
    """Collect the words and write the file."""
    own = [
        _ROOT / "evals/triage/dev.jsonl",
        *_ROOT.glob("knowledge/library/*.md"),
        *_ROOT.glob("knowledge/sources/*.yaml"),
    ]
    words = Counter(word for file in own for word in _words(file.read_text(encoding="utf-8")))
    manual = Counter(word for topic in pydoc_data.topics.topics.values() for word in _words(topic))
    words.update(word for word, count in manual.items() if count >= 2 and len(word) >= 4)
    capitals = (Path(__file__).parent / "capitals.txt").read_text(encoding="utf-8").split()
    chosen = sorted({word.removesuffix("'s") for word in words} | set(capitals))
    body = textwrap.fill(" ".join(chosen), 108, break_long_words=False, break_on_hyphens=False)
    (_ROOT / "bot/triage/ordinary_words.txt").write_text(f"{_HEAD}{body}\n", encoding="utf-8")
    sys.stdout.write(f"{len(chosen)} words\n")


def _words(text: str) -> list[str]:
    return _LOWER.findall(fold_evenly_outside_capitals(text))


def fold_evenly_outside_capitals(text: str) -> str:
    """Fold macrons and leave capitals, so that only words written small are counted."""
    return "".join(char if char.isupper() else fold_evenly(char) for char in text)


if __name__ == "__main__":
    main()
